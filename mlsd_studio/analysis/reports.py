"""What a check of a design found, apart from what finds it: the window reads reports and loads no rules."""

from __future__ import annotations

from dataclasses import dataclass

from mlsd_studio.analysis.findings import SEVERITIES, Finding


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, in a fixed order.

    `duration_ms` is the time it took, `rules_run` the codes of the rules that ran, `pattern` the serving
    pattern that the drawing follows, if any. `switched_off` are findings that the team does not want to see.
    """

    findings: tuple[Finding, ...] = ()
    duration_ms: float = 0.0
    rules_run: tuple[str, ...] = ()
    pattern: str | None = None
    switched_off: tuple[Finding, ...] = ()

    def open_counts(self) -> dict[str, int]:
        """Severity -> findings that no decision covers."""
        return {
            severity: sum(1 for f in self.findings if f.severity == severity and not f.decided)
            for severity in SEVERITIES
        }


def order(finding: Finding) -> tuple[int, bool, str, str]:
    """How findings are listed: the heaviest first, then the top fifteen, then by code and key."""
    return SEVERITIES.index(finding.severity), not finding.top15, finding.code, finding.key
