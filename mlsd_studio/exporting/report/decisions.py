"""What was decided about findings, and the constraints the team works under."""

from __future__ import annotations

from typing import Any

from mlsd_studio.exporting.report.blocks import heading, ruled, stack
from mlsd_studio.exporting.report.findings import decision_words
from mlsd_studio.exporting.report.style import paragraph
from mlsd_studio.exporting.report.wording import spoken
from mlsd_studio.model import Document


def decisions(document: Document, width: float) -> list[Any]:
    """The flowables of both sections; a sentence where nothing was decided."""
    story = [*heading("Decisions")]
    if document.decisions:
        rows = [
            [paragraph(decision.finding, "strong"), paragraph(decision_words(decision), "quiet")]
            for decision in document.decisions.values()
        ]
        story.append(ruled(rows, [width * 0.3, width * 0.7], ("Finding", "Decision")))
    else:
        story.append(paragraph("Nothing was decided yet.", "quiet"))
    constraints = document.table("constraints")
    if constraints:
        rows = [
            [paragraph(spoken(f"{one.category} {one.aspect or ''}").strip().capitalize(), "strong"),
             stack(paragraph(str(one.value), "body") if one.value is not None else None,
                   paragraph(one.text, "quiet") if one.text else None) or ""]
            for one in constraints.values()
        ]  # fmt: skip
        story += [*heading("Constraints"), ruled(rows, [width * 0.3, width * 0.7], ("Constraint", "Value"))]
    return story
