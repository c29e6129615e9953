"""The path behind a verdict: what the journey passes on its way, and who contributes most."""

from __future__ import annotations

from mlsd_studio.analysis.numbers.results import Numbers, Verdict
from mlsd_studio.analysis.numbers.wording import SHORT_TITLES, percent, target_words
from mlsd_studio.drawing.outcome import OUTCOMES
from mlsd_studio.model import Document
from mlsd_studio.session.overlay import Overlay, Tint


def overlay_id(verdict: Verdict) -> str:
    """The id of the overlay of a verdict."""
    growth = "" if verdict.growth is None else f"*{verdict.growth:g}"
    return f"verdict:{verdict.requirement}:{verdict.journey or ''}{growth}"


def contribution(numbers: Numbers, verdict: Verdict) -> str:
    """What the contributor takes of the number, in a few words; empty where no share is known."""
    id, journey = verdict.contributor, numbers.journeys.get(verdict.journey or "")
    if id is None:
        return ""
    if verdict.metric.startswith("latency") and journey is not None:
        share = journey.latency.shares.get(id)
        return "" if share is None else f"{percent(share)} of the p95"
    if verdict.metric == "availability" and journey is not None:
        unit = next((one for one in journey.units if one.subject == id), None)
        return "" if unit is None else f"{percent(min(1.0, unit.share))} of the downtime"
    if verdict.metric == "throughput" and id in numbers.components:
        used = numbers.components[id].utilisation
        return "" if used is None else f"{percent(used)} busy, saturates first"
    if verdict.metric == "cost" and numbers.costs.total.value:
        cost = numbers.costs.by_component.get(id)
        return "" if cost is None else f"{percent(cost.total / numbers.costs.total.value)} of the cost"
    points = numbers.burden.points
    whole = float(sum(points.values()))
    if verdict.metric == "maintainability" and whole > 0.0:
        return f"{percent(points.get(id, 0) / whole)} of the burden"
    return "slowest on the way"


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
