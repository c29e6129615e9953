"""What was decided about findings, and the constraints the team works under."""

from __future__ import annotations

from typing import Any

from mlsd_studio.analysis.wording import decision_states
from mlsd_studio.exporting.records import Options
from mlsd_studio.exporting.report.blocks import heading, ruled, stack
from mlsd_studio.exporting.report.findings import decision_words
from mlsd_studio.exporting.report.style import paragraph
from mlsd_studio.exporting.report.wording import spoken
from mlsd_studio.model import Document


def decisions(document: Document, options: Options, width: float) -> list[Any]:
    """The flowables of both sections; a sentence where nothing was decided."""
    story = [*heading("Decisions")]
    if document.decisions:
        states = decision_states(options.findings or ())
        rest = "" if options.findings is None else "its rule did not run"
        rows = [
            [paragraph(key, "strong"), paragraph(decision_words(decision), "quiet"),
             paragraph(_sentence(states.get(key, rest)), "quiet")]
            for key, decision in document.decisions.items()
        ]  # fmt: skip
        widths = [width * 0.24, width * 0.5, width * 0.26]
        story.append(ruled(rows, widths, ("Finding", "Decision", "State")))
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


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
