"""What a rule is: a code, a grade, a check over facts, and the help page in its file's docstring."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsd_studio.analysis.findings import Finding, Severity, Subject
from mlsd_studio.model.records import Stage

if TYPE_CHECKING:
    from mlsd_studio.analysis.context import Facts

SECTIONS = ("What it finds", "Why it matters", "Example", "Instead", "When to ignore", "Source")
_HEADING = re.compile(f"^({'|'.join(SECTIONS)})$", re.MULTILINE)

Check = Callable[["Facts"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `stage` is the first design stage at which it speaks; `top15` only orders findings."""

    code: str
    title: str
    group: str
    severity: Severity
    stage: Stage
    top15: bool
    check: Check
    page: str = ""

    def finding(
        self,
        subject: str,
        title: str,
        message: str,
        *,
        severity: Severity | None = None,
        subjects: Iterable[tuple[str, str]] = (),
        **fields: Any,
    ) -> Finding:
        """A finding of this rule keyed by `subject`; the grade is the rule's unless another is given."""
        about = tuple(Subject(id, role) for id, role in subjects)
        return Finding(
            code=self.code,
            key=f"{self.code}@{subject}",
            severity=severity or self.severity,
            title=title,
            message=message,
            subjects=about,
            top15=self.top15,
            **fields,
        )

    def sections(self) -> dict[str, str]:
        """The help page by its headings, in order. Raises ValueError when one is missing."""
        parts = _HEADING.split(self.page)
        found = {name: text.strip("\n") for name, text in zip(parts[1::2], parts[2::2], strict=True)}
        missing = [name for name in SECTIONS if name not in found]
        if missing:
            raise ValueError(f"the help page of {self.code} lacks {', '.join(missing)}")
        return found

    def block(self, section: str) -> str:
        """The YAML design under *Example* or *Instead*: the lines indented by four, without the indent."""
        lines = self.sections()[section].splitlines()
        return "\n".join(line[4:] for line in lines if line.startswith("    ") or not line) + "\n"
