"""What would meet a requirement that is missed: fixes as data, each one ordinary step of the history."""

from __future__ import annotations

import math
from collections.abc import Iterable

from mlsd_studio.analysis.findings import NEW, Add, Fix, Link, Set
from mlsd_studio.analysis.numbers.fallbacks import FALLBACK, STAND_INS
from mlsd_studio.analysis.numbers.importance import Enough
from mlsd_studio.analysis.numbers.results import ComponentNumbers, Numbers, Verdict
from mlsd_studio.analysis.numbers.wording import share_words
from mlsd_studio.drawing.card import names_of
from mlsd_studio.model import Document
from mlsd_studio.model.records import Flow
from mlsd_studio.model.targets import TargetError, parse_target

MOST_REPLICAS = 1000
"""Beyond so many replicas another answer is better."""


def ways(document: Document, numbers: Numbers, verdict: Verdict) -> list[Fix]:
    """Fixes that each meet the target by themselves as far as the numbers can tell; none unless missed."""
    if verdict.outcome != "missed":
        return []
    if verdict.metric == "availability":
        return [fix for one in verdict.offers if (fix := _offered(document, one)) is not None]
    if verdict.metric == "throughput":
        return _throughput(document, numbers, verdict)
    if verdict.metric.startswith("latency") and verdict.value.unbounded:
        over = {id: one for id, one in numbers.components.items() if (one.utilisation or 0.0) >= 1.0}
        return _scale_all(document, {id: one.needed.get("now") for id, one in over.items()})
    return []


def _offered(document: Document, one: Enough) -> Fix | None:
    why = f" for {share_words(one.value)}"
    if one.flow is not None:
        flow = document.flows.get(one.flow)
        return None if flow is None else fallback(document, flow, one.replicas, why)
    if one.component not in document.components:
        return None
    return scaled(document, [(one.component, one.replicas)], why)


def fallback(document: Document, flow: Flow, replicas: int = STAND_INS, why: str = "") -> Fix:
    """Give one call a fallback beside its caller."""
    caller, callee = (_name(document, id) for id in (flow.source, flow.target))
    link = Link(flow.source, NEW, "request", fallback_of=flow.id)
    add = Add(FALLBACK, f"Fallback for {callee}", flow.source, (link,), {"replicas": replicas})
    return Fix(f"Add a fallback for {caller} → {callee}{why}", (add,))


def _name(document: Document, id: str) -> str:
    component = document.components.get(id)
    return names_of(component)[0] if component is not None else id


def scale_to(document: Document, id: str, replicas: int) -> Fix:
    """Run so many replicas of one component."""
    return scaled(document, [(id, replicas)])


def scaled(document: Document, counts: Iterable[tuple[str, int]], why: str = "") -> Fix:
    """Run so many replicas of each of several components, as one step."""
    rows = list(counts)
    operations = tuple(Set("components", id, _replicas(document, id, count)) for id, count in rows)
    if len(rows) == 1:
        id, count = rows[0]
        label = f"Run {count} replicas of {names_of(document.components[id])[0]}{why}"
    else:
        label = f"Scale {len(rows)} components{why}"
    return Fix(label, operations)


def _replicas(document: Document, id: str, count: int) -> dict[str, object]:
    """The fields to set: the upper end of the autoscaling where there is one, else the replicas."""
    scaling = document.components[id].autoscaling
    if scaling is not None and scaling.max is not None:
        low = {} if scaling.min is None else {"min": scaling.min}
        return {"autoscaling": {**low, "max": count}}
    return {"replicas": count}


def _throughput(document: Document, numbers: Numbers, verdict: Verdict) -> list[Fix]:
    """Scale every component that saturates before the target, to the replicas that just bear it."""
    try:
        wanted = parse_target("throughput", verdict.target).quantity.base
    except TargetError:
        return []
    journey = numbers.journeys.get(verdict.journey or "")
    if journey is None:
        return []
    counts: dict[str, int | None] = {}
    for one in journey.bottlenecks:
        if one.waited and one.rate < wanted:
            counts[one.component] = _grown(numbers.components.get(one.component), wanted / one.rate)
    why = "" if verdict.growth is None else f" for {verdict.growth:g}×"
    return _scale_all(document, counts, why)


def _grown(now: ComponentNumbers | None, factor: float) -> int | None:
    if now is None or not now.replicas:
        return None
    return math.ceil(now.replicas * factor - 1e-9)


def _scale_all(document: Document, counts: dict[str, int | None], why: str = "") -> list[Fix]:
    rows = [(id, count) for id, count in counts.items() if count is not None and id in document.components]
    if not rows or len(rows) < len(counts) or any(count > MOST_REPLICAS for _, count in rows):
        return []
    return [scaled(document, rows, why)]
