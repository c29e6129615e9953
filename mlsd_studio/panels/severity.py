"""How severities look and sort, for every list of findings."""

from __future__ import annotations

from mlsd_studio.analysis.findings import SEVERITIES, Severity

SEVERITY_ICONS: dict[Severity, str] = {"error": "circle-x", "warning": "triangle-alert", "info": "info"}
SEVERITY_WORDS: dict[Severity, str] = {"error": "errors", "warning": "warnings", "info": "notes"}


def rank(severity: Severity) -> int:
    """0 for the heaviest."""
    return SEVERITIES.index(severity)
