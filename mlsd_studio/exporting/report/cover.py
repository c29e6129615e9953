"""Page one: what the design is, whether it is ready, what is required, what matters most, how it looks."""

from __future__ import annotations

from typing import Any

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.drawing import text
from mlsd_studio.exporting.records import Options, drawn
from mlsd_studio.exporting.report.blocks import Drawing, Verdict, heading, ruled, stack
from mlsd_studio.exporting.report.judged import (
    assumed_words,
    must_be_met,
    outcome_words,
    requirements,
)
from mlsd_studio.exporting.report.style import paragraph
from mlsd_studio.exporting.report.wording import (
    count,
    day,
    joined,
    spoken,
)
from mlsd_studio.model import Document

MOST_IMPORTANT = 4
LEAST_DRAWING, MOST_DRAWING = 120.0, 330.0
"""Points of height that the small drawing may take."""


def cover(document: Document, options: Options, width: float) -> list[Any]:
    """The flowables of page one; `width` is that of the text in points."""
    from reportlab.platypus import CondPageBreak, Spacer

    design = document.design
    story = [
        paragraph(" ".join(text.wrap(design.name or "Untitled design", 19, width - 4, "bold", 3)), "title"),
        Spacer(1, 4),
        paragraph(facts(document, options), "lead"),
    ]
    if design.summary or design.objective:
        story.append(paragraph(" ".join(filter(None, (design.summary, design.objective))), "lead"))
    story += [Spacer(1, 13), Verdict(*verdict(document, options))]
    if document.requirements:
        story += [*heading("Requirements"), requirements(document, options.numbers, width)]
    if options.open_findings:
        story += [*heading("What matters most"), _important(options.open_findings[:MOST_IMPORTANT], width)]
    story += [
        CondPageBreak(LEAST_DRAWING + 36),
        Spacer(1, 14),
        paragraph("The design", "heading"),
        Spacer(1, 4),
    ]
    story.append(Drawing(lambda zoom: drawn(document, options, scale=zoom), MOST_DRAWING, LEAST_DRAWING))
    return story


def facts(document: Document, options: Options) -> str:
    """The line under the title: stage, date, counts, pattern."""
    counts = [
        count(len(document.components), "component"),
        count(len(document.flows), "flow"),
        count(len(document.journeys), "journey"),
    ]
    return joined(
        [
            "Design review",
            f"stage: {document.design.stage or 'sketch'}",
            day(options.today) if options.today else "",
            ", ".join(counts),
            f"pattern: {options.pattern}" if options.pattern else "",
        ]
    )


def verdict(document: Document, options: Options) -> tuple[str, str, str]:
    """State, headline and reasons from requirements, and from the findings that no decision covers."""
    if options.findings is None:
        return "none", "Not checked", "The rules were not run for this report."
    if not document.components:
        return "none", "Nothing to review yet", "The design has no components."
    found = options.open_findings
    errors = sum(finding.severity == "error" for finding in found)
    warnings = sum(finding.severity == "warning" for finding in found)
    infos = len(found) - errors - warnings
    parts = [count(errors, "error") if errors else "", count(warnings, "warning") if warnings else ""]
    tally = ", ".join(filter(None, parts))
    judged, missed = outcome_words(options.numbers), must_be_met(options.numbers)
    title = judged if missed or (judged and not errors) else tally
    reasons = joined([
        tally if title != tally else judged,
        count(infos, "note") if infos else "",
        *_decided(options.findings),
        assumed_words(options.numbers),
    ])  # fmt: skip
    if errors or missed:
        return "error", f"Not ready: {title}", reasons
    if title:
        return "warning", f"Ready to review: {title}", reasons
    return "ok", "Ready to review", reasons or "No rule found anything."


def _decided(findings: tuple[Finding, ...]) -> list[str]:
    statuses = [finding.decision.status for finding in findings if finding.decision]
    reopened = sum(finding.reopened is not None for finding in findings)
    known = [f"{statuses.count(status)} {spoken(status)}" for status in sorted(set(statuses))]
    return [*known, f"{reopened} reopened"] if reopened else known


def _important(findings: tuple[Finding, ...], width: float) -> Any:
    rows = [
        [paragraph(str(number), "strong"),
         stack(paragraph(finding.title, "strong"), paragraph(finding.message, "quiet")),
         paragraph(finding.code, "code")]
        for number, finding in enumerate(findings, 1)
    ]  # fmt: skip
    return ruled(rows, [17, width - 17 - 58, 58], pad=4.6)
