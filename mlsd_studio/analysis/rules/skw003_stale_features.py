"""SKW003 · Feature freshness cannot meet the requirement

What it finds
A journey that reads features older than a requirement allows, even if every step runs in time, with the chain
that makes them so and its slowest step. Intervals, schedules, durations and delays along the chain are added;
a step that says nothing of them counts as taking no time, so what is told is the least age.

Why it matters
Features that a batch step renews once a day cannot meet a need of minutes, however good the model is: the
architecture sets the freshness, not the model.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: fresh, category: ml, metric: feature_freshness, target: '<= 5 min'}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 2, auth: oidc}
      - {id: store, kind: online_feature_store, name: Features, managed: true}
      - {id: orders, kind: data_source, name: Orders}
      - {id: nightly, kind: feature_pipeline, name: Nightly features, schedule: every 24 h, duration: 1 h}
      - {id: runner, kind: orchestrator, name: Scheduler}
      - {id: metrics, kind: metrics_monitor, name: Metrics, replicas: 1}
      - {id: pager, kind: alerting, name: Pager, replicas: 1}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-store, from: api, to: store, kind: request, encrypted: true, timeout: 20 ms, role: optional}
      - {id: orders-nightly, from: orders, to: nightly, kind: data}
      - {id: nightly-store, from: nightly, to: store, kind: data}
      - {id: runner-nightly, from: runner, to: nightly, kind: control}
      - {id: api-metrics, from: api, to: metrics, kind: telemetry}
      - {id: nightly-metrics, from: nightly, to: metrics, kind: telemetry}
      - {id: metrics-pager, from: metrics, to: pager, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: fresh, category: ml, metric: feature_freshness, target: '<= 5 min'}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Search API, replicas: 2, auth: oidc}
      - {id: store, kind: online_feature_store, name: Features, managed: true}
      - {id: orders, kind: event_stream, name: Orders, managed: true}
      - {id: live, kind: stream_processing, name: Live features, managed: true}
    flows:
      - {id: web-api, from: web, to: api, kind: request, encrypted: true}
      - {id: api-store, from: api, to: store, kind: request, encrypted: true, timeout: 20 ms, role: optional}
      - {id: orders-live, from: orders, to: live, kind: async}
      - {id: live-store, from: live, to: store, kind: data, delay: 2 min}

When to ignore
Nothing is said without a requirement on the freshness of features. Where only a few features must be fresh,
stream those and keep the rest in batch: two stores, each with a requirement of its own.

Source
Rules of Machine Learning, rule 8; Huyen, Designing Machine Learning Systems, chapter 7 (batch features and
streaming features).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Set
from mlsd_studio.analysis.needs import Need, needs
from mlsd_studio.analysis.numbers.freshness import Age, feature_freshness
from mlsd_studio.analysis.numbers.wording import time_words
from mlsd_studio.analysis.rule import Rule

UNITS = ((86400.0, "days"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))
LEAST = 1.0
"""Seconds below which no interval is proposed: that is work for a stream."""


class Step(NamedTuple):
    """A time along the chain that could be shorter: where it stands in the file, and its seconds."""

    table: str
    id: str
    field: str
    seconds: float


def check(facts: Facts) -> Iterator[Finding]:
    """Each journey whose features are too old for certain, keyed by the store that holds the oldest."""
    for journey in facts.journeys:
        need = min(needs(facts, "feature_freshness", journey), key=lambda one: one.bound, default=None)
        if need is None:
            continue
        age = feature_freshness(facts.figures.inputs, journey)
        low = age.value.low
        if low is not None and low > need.bound * (1 + 1e-9) and age.path:
            yield _finding(facts, journey, need, age, low)


def _finding(facts: Facts, journey: Way, need: Need, age: Age, low: float) -> Finding:
    store = age.path[-1]
    steps = sorted(_steps(facts, age.path), key=lambda step: (-step.seconds, step.id))
    slowest = facts.name(age.contributor or store)
    least = "at least " if age.value.missing else ""
    return RULE.finding(
        store,
        f"Features in {facts.name(store)} are too old for {journey.name}",
        f"They are up to {least}{time_words(low)} old, {time_words(need.bound)} is asked for. "
        f"The slowest step leads to {slowest}.",
        subjects=[(store, "holds the features"), *((id, "slow") for id in _others(facts, store, steps))],
        path=age.path,
        evidence=(
            Evidence("age", low, "s", age.value.origin),
            Evidence("age allowed", need.bound, "s", "stated"),
            *(Evidence(f"{facts.name(one.id)} {one.field}", one.seconds, "s", "stated") for one in steps[:3]),
        ),
        requirement=need.requirement,
        fixes=_fixes(facts, steps, low, need.bound, store),
    )


def _others(facts: Facts, store: str, steps: list[Step]) -> list[str]:
    return [step.id for step in steps[:1] if step.id in facts.components and step.id != store]


def _steps(facts: Facts, path: tuple[str, ...]) -> Iterator[Step]:
    """Intervals, schedules and delays that are stated along a chain of components and flows."""
    for id in path:
        flow, component = facts.flows.get(id), facts.components.get(id)
        for table, record, fields in (
            ("flows", flow, ("interval", "delay")),
            ("components", component, ("schedule",)),
        ):
            for field in fields:
                value = getattr(record, field, None) if record is not None else None
                if value is not None and value.base > 0.0:
                    yield Step(table, id, field, value.base)


def _fixes(facts: Facts, steps: list[Step], low: float, bound: float, store: str) -> tuple[Fix, ...]:
    """Shorten the slowest step if that is enough, else all of them alike; else make the slow steps streams."""
    show = Fix("Show the chain's slowest step", (Focus((steps[0].id if steps else store,)),))
    for some in (steps[:1], steps):
        total = sum(step.seconds for step in some)
        left = bound - (low - total)
        if total <= 0.0 or left <= 0.0:
            continue
        shorter = [(step, _spelled(step.seconds * left / total)) for step in some]
        if all(text is not None for _, text in shorter):
            sets = tuple(Set(step.table, step.id, {step.field: _value(step, text)}) for step, text in shorter)
            label = (
                f"Renew it every {shorter[0][1]}" if len(sets) == 1 else "Run every step of the chain oftener"
            )
            return Fix(label, sets), show
    return (*_streamed(facts, steps, low, bound), show)


def _streamed(facts: Facts, steps: list[Step], low: float, bound: float) -> Iterator[Fix]:
    """Compute features as events come where steps now run on a schedule, if that is enough."""
    batch = [
        step.id for step in steps
        if step.field == "schedule" and step.id in facts.group("PIPELINE") and step.id in facts.self_run
    ]  # fmt: skip
    saved = sum(step.seconds for step in steps if step.id in batch)
    saved += sum(one.base for id in batch if (one := facts.components[id].duration) is not None)
    if batch and low - saved <= bound:
        fields = {"kind": "stream_processing", "technology": None, "schedule": None, "duration": None}
        yield Fix(f"Make {facts.names(batch)} a stream", tuple(Set("components", id, fields) for id in batch))


def _value(step: Step, text: str | None) -> str:
    return f"every {text}" if step.field == "schedule" else str(text)


def _spelled(seconds: float) -> str | None:
    """A round time not above these seconds; None where it would be next to nothing."""
    if seconds < LEAST:
        return None
    size, unit = next((size, unit) for size, unit in UNITS if seconds >= size)
    return f"{int(seconds / size + 1e-9)} {unit}"


RULE = Rule(
    "SKW003", "Feature freshness cannot meet the requirement", "skew", "warning", "review", False, check
)
