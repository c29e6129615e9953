"""All findings by severity: why, where, the facts behind it, what to do, what was decided."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mlsd_studio.analysis.findings import Evidence, Finding
from mlsd_studio.analysis.grouping import rule_group
from mlsd_studio.analysis.wording import decision_parts, evidence_origin, evidence_value
from mlsd_studio.exporting.records import Options
from mlsd_studio.exporting.report.blocks import Mark, flowing_heading, heading, ruled, stack
from mlsd_studio.exporting.report.style import labelled, paragraph
from mlsd_studio.exporting.report.wording import element_name, joined, path_words, requirement_words
from mlsd_studio.model import Document
from mlsd_studio.model.records import Decision

GROUPS = (("error", "Errors"), ("warning", "Warnings"), ("info", "Notes"))


def findings(document: Document, options: Options, width: float) -> list[Any]:
    """The flowables of the section; a sentence where there is nothing to report."""
    if options.findings is None:
        return [*heading("Findings"), paragraph("The rules were not run for this report.", "quiet")]
    if not options.findings:
        return [*heading("Findings"), paragraph("No rule found anything.", "quiet")]
    story: list[Any] = [*heading("Findings"), at_a_glance(options, width)]
    for severity, title in GROUPS:
        members = [one for one in options.open_findings if one.severity == severity]
        if members:
            story += [*flowing_heading(f"{title} ({len(members)})"), _table(document, members, width)]
    decided = [one for one in options.findings if one.decided]
    if decided:
        story += [*flowing_heading(f"Decided ({len(decided)})"), _table(document, decided, width)]
    return story


def at_a_glance(options: Options, width: float) -> Any:
    """How many findings there are of each rule group, by severity and decided."""
    counts: dict[str, Counter[str]] = {}
    for finding in options.findings or ():
        column = "decided" if finding.decided else finding.severity
        counts.setdefault(rule_group(finding.code), Counter())[column] += 1
    columns = [severity for severity, _ in GROUPS] + ["decided"]
    order = sorted(counts, key=lambda group: [*(-counts[group][column] for column in columns), group])
    rows = [
        [paragraph(group, "strong"),
         *(paragraph(str(counts[group][column] or "–"), "quiet") for column in columns)]
        for group in order
    ]  # fmt: skip
    total = Counter[str]()
    for one in counts.values():
        total.update(one)
    rows.append(
        [paragraph("All", "strong"), *(paragraph(str(total[column]), "strong") for column in columns)]
    )
    head = ("Rules about", *(title for _, title in GROUPS), "Decided")
    return ruled(rows, [width * 0.4, *([width * 0.15] * 4)], head, pad=3.6)


def decision_words(decision: Decision) -> str:
    """A decision in one line: what, why, by whom, until when."""
    return joined(decision_parts(decision))


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
        _labelled("Facts", joined(_fact(one, finding) for one in finding.evidence)),
        _labelled("Requirement", requirement_words(document, finding.requirement)),
        _labelled("Severity", finding.override or ""),
        _labelled("What to do", " or ".join(fix.label for fix in finding.fixes)),
        _labelled("Ends with it", joined(f"{one.code} {one.title}" for one in finding.folded)),
        _labelled("Reopened", (finding.reopened or "").removeprefix("reopened: ")),
        _labelled("Decision before", decision_words(finding.former) if finding.former else ""),
        _labelled("Decision", decision_words(finding.decision) if finding.decision else ""),
    )


def _labelled(label: str, words: str) -> Any:
    return labelled(label, words) if words else None


def _fact(evidence: Evidence, finding: Finding) -> str:
    origin = "" if evidence.origin == "structure" else f" ({evidence_origin(evidence)})"
    return f"{evidence.name.replace('_', ' ')}: {evidence_value(evidence, finding.evidence)}{origin}"
