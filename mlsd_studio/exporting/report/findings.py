"""All findings by severity: why, where, the facts behind it, what to do, what was decided."""

from __future__ import annotations

from typing import Any

from mlsd_studio.analysis.findings import Evidence, Finding
from mlsd_studio.exporting.records import Options
from mlsd_studio.exporting.report.blocks import Mark, heading, ruled, stack
from mlsd_studio.exporting.report.style import labelled, paragraph
from mlsd_studio.exporting.report.wording import count, element_name, joined, path_words, spoken
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import format_number
from mlsd_studio.model.records import Decision

GROUPS = (("error", "Errors"), ("warning", "Warnings"), ("info", "Notes"))


def findings(document: Document, options: Options, width: float) -> list[Any]:
    """The flowables of the section; a sentence where there is nothing to report."""
    if options.findings is None:
        return [*heading("Findings"), paragraph("The rules were not run for this report.", "quiet")]
    if not options.findings:
        return [*heading("Findings"), paragraph("No rule found anything.", "quiet")]
    story: list[Any] = []
    for severity, title in GROUPS:
        members = [one for one in options.open_findings if one.severity == severity]
        if members:
            story += [*heading(f"{title} ({len(members)})"), _table(document, members, width)]
    decided = [one for one in options.findings if one.decided]
    if decided:
        story += [*heading(f"Decided ({len(decided)})"), _table(document, decided, width)]
    return story


def decision_words(decision: Decision) -> str:
    """A decision in one line: what, why, by whom, until when."""
    return joined(
        [
            f"{spoken(decision.status).capitalize()} ({spoken(decision.reason_code)})",
            decision.reason,
            f"by {decision.by}" if decision.by else "",
            f"on {decision.date}" if decision.date else "",
            f"until {decision.until}" if decision.until else "",
            decision.ticket or "",
        ]
    )


def _table(document: Document, members: list[Finding], width: float) -> Any:
    rows = [
        [Mark(finding.severity), _about(document, finding), paragraph(finding.code, "code")]
        for finding in members
    ]
    return ruled(rows, [18, width - 18 - 58, 58], pad=5.5)


def _about(document: Document, finding: Finding) -> list[Any]:
    return stack(
        paragraph(finding.title, "strong"),
        paragraph(finding.message, "body") if finding.message else None,
        _labelled("About", ", ".join(element_name(document, one.id) for one in finding.subjects)),
        _labelled("Path", path_words(document, finding.path)),
        _labelled("Facts", joined(_fact(one) for one in finding.evidence)),
        _labelled("Requirement", finding.requirement or ""),
        _labelled("What to do", " or ".join(fix.label for fix in finding.fixes)),
        _labelled("Goes with", count(len(finding.folded), "more finding") if finding.folded else ""),
        _labelled("Decision", decision_words(finding.decision) if finding.decision else ""),
    )


def _labelled(label: str, words: str) -> Any:
    return labelled(label, words) if words else None


def _fact(evidence: Evidence) -> str:
    value = evidence.value
    shown = (
        "not stated" if value is None else format_number(value) if isinstance(value, float) else str(value)
    )
    unit = f" {evidence.unit}" if evidence.unit else ""
    origin = "" if evidence.origin == "structure" else f" ({evidence.origin})"
    return f"{evidence.name}: {shown}{unit}{origin}"
