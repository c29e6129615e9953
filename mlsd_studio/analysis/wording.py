"""Findings and decisions in words, the same in the window, in the report and on the command line."""

from __future__ import annotations

import math
from collections.abc import Iterable

from mlsd_studio.analysis.findings import Evidence, Finding
from mlsd_studio.analysis.numbers.wording import quantity_words
from mlsd_studio.model.records import Decision

STATUSES: dict[str, tuple[str, str]] = {
    "accepted": ("Accepted", "The risk is known and carried."),
    "mitigated": ("Mitigated elsewhere", "Something outside this design takes care of it."),
    "not_applicable": ("Not applicable", "The rule does not fit here."),
    "deferred": ("Deferred", "It will be put right later."),
}
"""What may be decided: its name, and what it says."""

REASONS: dict[str, str] = {
    "cost": "Cost",
    "time": "Time",
    "business_priority": "Business priority",
    "out_of_scope": "Out of scope",
    "false_alarm": "False alarm",
    "compensating_control": "Compensating control",
    "other": "Other",
}
"""Reason codes and their names."""

ORIGINS = {"structure": "drawing", "default": "catalogue default", "computed": "computed", "stated": "stated"}


def decision_parts(decision: Decision) -> list[str]:
    """A decision part by part: what, why, by whom, on which day, until when, the ticket."""
    return [
        f"{STATUSES[decision.status][0]} ({REASONS[decision.reason_code].lower()})",
        decision.reason,
        *([f"by {decision.by}"] if decision.by else []),
        *([f"on {decision.date}"] if decision.date else []),
        *([f"until {decision.until}"] if decision.until else []),
        *([f"ticket {decision.ticket}"] if decision.ticket else []),
    ]


def decision_states(findings: Iterable[Finding]) -> dict[str, str]:
    """Key of a finding -> how the decision about it stands: holds, reopened (and why), or ends with its finding.

    A decision that is missing here is about a rule that did not run.
    """
    states: dict[str, str] = {}
    for finding in findings:
        if finding.decision:
            states[finding.key] = "holds"
        elif finding.reopened:
            states[finding.key] = finding.reopened
        elif finding.code == "DEC001":
            states.setdefault(finding.key.partition("@")[2], "has run out")
        elif finding.code == "DEC002":
            states[finding.key.partition("@")[2]] = "its finding does not occur any more"
        states = {**decision_states(finding.folded), **states}
    return states


def evidence_value(evidence: Evidence, among: Iterable[Evidence] = ()) -> str:
    """A fact's value with its unit, such as `14 ms`; `not stated` where there is none.

    Facts in the same unit `among` the others of the finding never read alike unless they are equal.
    """
    value, unit = evidence.value, evidence.unit or ""
    if value is None:
        return "not stated"
    if isinstance(value, str) or not math.isfinite(value):
        return f"{value} {unit}".strip()
    others = [one.value for one in among if (one.unit or "") == unit and isinstance(one.value, (int, float))]
    nearest = min(
        (other for other in others if other != value), key=lambda one: abs(one - value), default=None
    )
    return quantity_words(value, unit, nearest)


def evidence_origin(evidence: Evidence) -> str:
    """Where a fact comes from: drawing, catalogue default, stated, measured (with its date), computed."""
    return ORIGINS.get(evidence.origin, evidence.origin)
