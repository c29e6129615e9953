"""CAP001 · Latency budget exceeded on the critical path

What it finds
A journey whose modelled p95 or p99 is above what a requirement allows, or that waits for a component loaded
beyond its capacity (error); one that keeps the target only as long as the slow moments of its parts do not
meet (the sum of the p95 is above it), or only while nothing has to start from zero (warnings). The parts that
take the time are listed.

Why it matters
The user sees the whole path, not the model. Percentiles do not add, so one number alone would be wrong, and
with fan-out the slowest of many decides.

Example
    mlsd: 1
    requirements:
      - {id: fast, category: system, metric: latency_p95, target: '<= 90 ms'}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 2, latency: {p50: 6 ms, p95: 9 ms}, auth: oidc}
      - {id: stock, kind: relational_db, name: Stock, replicas: 2, latency: {p50: 30 ms, p95: 50 ms}}
      - {id: prices, kind: relational_db, name: Prices, replicas: 2, latency: {p50: 35 ms, p95: 60 ms}}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-stock, from: api, to: stock, kind: request, step: 1, encrypted: true, auth: iam}
      - {id: api-prices, from: api, to: prices, kind: request, step: 2, encrypted: true, auth: iam}

Instead
    mlsd: 1
    requirements:
      - {id: fast, category: system, metric: latency_p95, target: '<= 90 ms'}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 2, latency: {p50: 6 ms, p95: 9 ms}, auth: oidc}
      - {id: stock, kind: relational_db, name: Stock, replicas: 2, latency: {p50: 30 ms, p95: 50 ms}}
      - {id: prices, kind: relational_db, name: Prices, replicas: 2, latency: {p50: 35 ms, p95: 60 ms}}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-stock, from: api, to: stock, kind: request, step: 1, encrypted: true, auth: iam}
      - {id: api-prices, from: api, to: prices, kind: request, step: 1, encrypted: true, auth: iam}

When to ignore
While a hop is unknown the rule speaks only if the known part alone is too slow. Actors, people and outside
callers add nothing. For streamed answers of a language model the number is the full answer, not the first
token.

Source
Dean and Barroso, The Tail at Scale; Mercari, online-bigsize anti-pattern; Google SRE book, Monitoring
Distributed Systems (tails); AWS Generative AI Lens GENPERF02-BP01.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.figures import assumed, rounded
from mlsd_studio.analysis.findings import Evidence, Finding, Severity, lower
from mlsd_studio.analysis.latency_fixes import latency_fixes
from mlsd_studio.analysis.needs import Need, needs
from mlsd_studio.analysis.numbers.latency import JourneyLatency
from mlsd_studio.analysis.numbers.wording import time_words
from mlsd_studio.analysis.rule import Rule

METRICS = (("latency_p95", "p95"), ("latency_p99", "p99"))
ROWS = 5


@dataclass(frozen=True, slots=True)
class Trouble:
    """One way in which a journey misses a bound: what is told of it, and how grave it is."""

    percentile: str
    need: Need
    severity: Severity
    message: str


def check(facts: Facts) -> Iterator[Finding]:
    """Each journey with a latency target, once."""
    for journey in facts.journeys:
        troubles = list(find(facts, journey))
        if troubles:
            yield _finding(facts, journey, troubles)


def find(facts: Facts, journey: Way) -> Iterator[Trouble]:
    """Every latency bound that a journey misses, or keeps by luck only."""
    for metric, percentile in METRICS:
        asked = needs(facts, metric, journey)
        if not asked:
            continue
        need = min(asked, key=lambda one: one.bound)
        latency = facts.figures.latency(journey)
        if latency is not None:
            yield from _judge(facts, journey, latency, percentile, need)


def _judge(
    facts: Facts, journey: Way, latency: JourneyLatency, percentile: str, need: Need
) -> Iterator[Trouble]:
    value = latency.p95 if percentile == "p95" else latency.p99
    allowed = f"{time_words(need.bound)} are allowed"
    if value.unbounded:
        loaded = overloaded(facts, journey)
        more = "get more than they can do" if len(loaded) > 1 else "gets more than it can do"
        yield Trouble(
            percentile, need, "error", f"{facts.names(loaded)} {more}, so the line grows without end."
        )
        return
    known = value.low if value.low is not None else value.value
    if known is None:
        return
    least, shown = "at least " if value.missing else "", time_words(known, need.bound)
    if known > need.bound:
        yield Trouble(
            percentile,
            need,
            "error",
            f"The {percentile} is {least}{shown}, {allowed}.",
        )
        return
    if percentile != "p95":
        return
    if latency.sum_of_p95 is not None and latency.sum_of_p95 > need.bound:
        yield Trouble(percentile, need, "warning", f"The p95 of {shown} is within the target, but the p95 of "
                      f"its parts come to {time_words(latency.sum_of_p95, need.bound)}; {allowed}.")  # fmt: skip
    id, idle = _from_zero(facts, journey)
    if idle and known + idle > need.bound:
        yield Trouble(percentile, need, "warning", f"After an idle time {facts.name(id)} must start first: "
                      f"{time_words(known + idle, need.bound)}, {allowed}.")  # fmt: skip


def overloaded(facts: Facts, journey: Way) -> list[str]:
    """Components that a journey waits for and that get more than they can do."""
    waited = facts.engine.traffic.routes[journey.id].waited
    return [id for id in facts.components if id in waited and id in facts.figures.state.saturated]


def _from_zero(facts: Facts, journey: Way) -> tuple[str, float]:
    """The longest start of a component that scales to zero, in seconds."""
    found = ("", 0.0)
    for id in sorted(facts.engine.traffic.routes[journey.id].waited):
        component = facts.components[id]
        scaling = component.autoscaling
        if scaling is not None and scaling.min == 0 and component.cold_start is not None:
            found = max(found, (id, component.cold_start.base), key=lambda one: one[1])
    return found


def _finding(facts: Facts, journey: Way, troubles: list[Trouble]) -> Finding:
    latency = facts.figures.latency(journey)
    assert latency is not None
    grave = any(one.severity == "error" for one in troubles)
    severity: Severity = "error" if grave else "warning"
    first = next(one for one in troubles if one.severity == severity)
    slow = overloaded(facts, journey) or list(latency.shares)
    contributor = slow[0] if slow else journey.entry
    title = f"{journey.name} is too slow" if grave else f"{journey.name} may be too slow"
    default = latency.p95.origin
    return RULE.finding(
        journey.id,
        title,
        " ".join(one.message for one in troubles) + assumed(default),
        severity=severity if journey.id in facts.main_journeys else lower(severity),
        subjects=[(contributor, "takes the most time"), *((id, "on the way") for id in slow[1:ROWS])],
        path=facts.call_path(journey, contributor),
        evidence=tuple(_evidence(facts, latency, first)),
        requirement=first.need.requirement,
        fixes=latency_fixes(facts, journey, slow, first.need.bound, lambda after: not any(find(after, journey))),
    )  # fmt: skip


def _evidence(facts: Facts, latency: JourneyLatency, first: Trouble) -> Iterator[Evidence]:
    value = latency.p95 if first.percentile == "p95" else latency.p99
    yield Evidence("sum of the p50", _shown(latency.sum_of_p50), "ms", "computed")
    origin = "without bound" if value.unbounded else value.origin
    yield Evidence(f"modelled {first.percentile}", _shown(value.value), "ms", origin)
    yield Evidence("sum of the p95", _shown(latency.sum_of_p95), "ms", "computed")
    yield Evidence("target", _shown(first.need.bound), "ms", "stated")
    if value.missing:
        yield Evidence("not known", ", ".join(value.missing), origin="unknown")
    for row in sorted(latency.waterfall, key=lambda row: -row.length)[:ROWS]:
        own = facts.figures.inputs.own(row.component)
        name = facts.name(row.component)
        yield Evidence(f"{name}: own work", _shown(row.own), "ms", own.origin if own else "computed")
        if row.wait > 0.0005:
            yield Evidence(f"{name}: waiting", _shown(row.wait), "ms", "computed")


def _shown(seconds: float | None) -> float | None:
    return None if seconds is None else rounded(seconds * 1000)


RULE = Rule(
    "CAP001", "Latency budget exceeded on the critical path", "capacity", "error", "sketch", True, check
)
