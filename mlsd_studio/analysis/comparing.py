"""What changed between two checks of a design, told by the keys of the findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mlsd_studio.analysis.findings import SEVERITIES, Finding, Severity

NAMES: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def open_severities(findings: Iterable[Finding]) -> dict[str, Severity]:
    """Key -> severity of every open finding, those folded into another included."""
    return {one.key: one.severity for one in _flat(findings) if not one.decided}


def _flat(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield finding
        yield from _flat(finding.folded)


@dataclass(frozen=True, slots=True)
class Difference:
    """Findings that came and went, key -> severity; one that is graver or milder now has done both."""

    came: Mapping[str, Severity] = field(default_factory=dict)
    went: Mapping[str, Severity] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.came or self.went)

    def words(self) -> str:
        """Such as `+1 error, −2 warnings`; nothing where nothing changed."""
        parts = []
        for severity in SEVERITIES:
            came = sum(one == severity for one in self.came.values())
            went = sum(one == severity for one in self.went.values())
            if came or went:
                signs = " ".join((f"+{came}",) * bool(came) + (f"−{went}",) * bool(went))
                number = came + went if came and went else came or went
                parts.append(f"{signs} {NAMES[severity]}{'' if number == 1 else 's'}")
        return ", ".join(parts)


def difference(before: Mapping[str, Severity], findings: Iterable[Finding]) -> Difference:
    """What came since `before` (from `open_severities`) and what went.

    A finding that is now folded into another has not gone; one that only comes out of a fold has not come.
    """
    listed = [one for one in findings if not one.decided]
    after = open_severities(listed)
    came = {one.key: one.severity for one in listed if before.get(one.key) != one.severity}
    went = {key: severity for key, severity in before.items() if after.get(key) != severity}
    return Difference(came, went)
