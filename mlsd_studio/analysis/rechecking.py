"""Checking again after a change: what concerns the edited components is looked at, and told, first.

The one idea: each rule's last findings stand until it has run again. Rules that spoke of the edited
components run first, then the quick ones; what has come of it by then can be told as a provisional report,
which the whole one follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model import Change
from mlsd_studio.model.records import Flow

FORGET = 0.9
"""How much of an earlier, longer time a rule is remembered by: shared facts are paid for by whoever comes
first.
"""


@dataclass
class Memory:
    """Findings of each rule, as it gave them, and the seconds it took; kept from check to check."""

    findings: dict[str, dict[str, Finding]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def ran(self, code: str, findings: dict[str, Finding], seconds: float) -> None:
        """Remember what a rule has just said."""
        self.findings[code] = findings
        self.seconds[code] = max(seconds, FORGET * self.seconds.get(code, 0.0))

    def order(self, rules: Mapping[str, Rule], touched: frozenset[str]) -> list[Rule]:
        """The rules that spoke of what was touched, then the others, the quickest first in both."""

        def place(rule: Rule) -> tuple[bool, float, str]:
            spoke = any(concerns(one, touched) for one in self.findings.get(rule.code, {}).values())
            return not spoke, self.seconds.get(rule.code, 0.0), rule.code

        return sorted(rules.values(), key=place)

    def news(self, code: str, findings: Mapping[str, Finding], touched: frozenset[str]) -> bool:
        """Whether a rule says something else of what was touched than it did."""
        before = self.findings.get(code, {})
        return any(
            before.get(key) != findings.get(key)
            for key in before.keys() | findings.keys()
            if any(concerns(one, touched) for one in (before.get(key), findings.get(key)) if one is not None)
        )


def concerns(finding: Finding, touched: frozenset[str]) -> bool:
    """Whether one of the subjects of a finding is among the ids."""
    return any(subject.id in touched for subject in finding.subjects)


def ids_of(change: Change) -> set[str]:
    """The records that a change is about, and the ends of its flows."""
    found: set[str] = set()
    for edit in change.edits:
        found.add(edit.id)
        for record in (edit.before, edit.after):
            if isinstance(record, Flow):
                found.update((record.source, record.target))
    return found


def neighbourhood(facts: Facts, ids: Iterable[str]) -> frozenset[str]:
    """The ids, the flows of those that are components, and what these lead to."""
    found = set(ids)
    for id in list(found):
        for table in (facts.out, facts.into):
            for flow, other in table.get(id, ()):
                found.update((flow.id, other))
    return frozenset(found)
