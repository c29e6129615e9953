"""The path behind a verdict: what the journey passes on its way, and who contributes most."""

from __future__ import annotations

from mlsd_studio.analysis.numbers.results import Numbers, Verdict
from mlsd_studio.analysis.numbers.wording import SHORT_TITLES, contribution, target_words
from mlsd_studio.drawing.outcome import OUTCOMES
from mlsd_studio.model import Document
from mlsd_studio.session.overlay import Overlay, Tint


def overlay_id(verdict: Verdict) -> str:
    """The id of the overlay of a verdict."""
    growth = "" if verdict.growth is None else f"*{verdict.growth:g}"
    return f"verdict:{verdict.requirement}:{verdict.journey or ''}{growth}"


def path_of(document: Document, verdict: Verdict) -> list[str]:
    """The elements on the verdict's path that are drawn, contributor included."""
    ids = [id for id in verdict.path if document.find(id) is not None]
    if (
        verdict.contributor is not None
        and document.find(verdict.contributor)
        and verdict.contributor not in ids
    ):
        ids.append(verdict.contributor)
    return ids


def verdict_overlay(document: Document, numbers: Numbers, verdict: Verdict) -> Overlay | None:
    """The overlay of a verdict; None where it has neither a path nor a contributor that is drawn."""
    ids = path_of(document, verdict)
    if not ids:
        return None
    cards = set(ids)
    for id in ids:
        flow = document.flows.get(id)
        if flow is not None:
            cards |= {flow.source, flow.target}
    lit = cards | {one.id for one in document.flows.values() if one.source in cards and one.target in cards}
    token = OUTCOMES[verdict.outcome].token
    tints = {id: Tint("accent", 0.35) for id in ids if id in document.flows}
    legend = [("accent", "The path it is computed over")] if tints else []
    if verdict.contributor is not None and verdict.contributor in document.components:
        words = contribution(numbers, verdict)
        tints[verdict.contributor] = Tint(token, 0.8, words or None)
        legend.append((token, "Contributes most"))
    title = (
        f"{SHORT_TITLES.get(verdict.metric, verdict.metric)} {target_words(verdict.metric, verdict.target)}"
    )
    return Overlay(overlay_id(verdict), title[:1].upper() + title[1:], tints, frozenset(lit), tuple(legend))
