"""RES007 · Bursty producer writes straight into a slower consumer

What it finds
A client, an outside system, a change feed or an ingestion that writes directly into a warehouse, a database,
a model in a stream or (for answers that come later) a model endpoint, at a rate above what that consumer is
planned to carry. As an info, three or more such producers that write straight into one store.

Why it matters
A buffer takes bursts and the hours in which the consumer is down; without one, data is lost or the pressure
reaches the product.

Example
    mlsd: 1
    stage: review
    journeys:
      - {id: readings, entry: meters, rate: 900 rps}
    components:
      - {id: meters, kind: client_device, name: Meters}
      - {id: db, kind: relational_db, name: Readings, replicas: 2, capacity: 600 rps, auth: iam}
    flows:
      - {id: meters-db, from: meters, to: db, kind: data, encrypted: true}

Instead
    mlsd: 1
    stage: review
    journeys:
      - {id: readings, entry: meters, rate: 900 rps}
    components:
      - {id: meters, kind: client_device, name: Meters}
      - {id: stream, kind: event_stream, name: Readings stream, replicas: 3, auth: oidc}
      - {id: db, kind: relational_db, name: Readings, replicas: 2, capacity: 600 rps, auth: iam}
    flows:
      - {id: meters-stream, from: meters, to: stream, kind: async, encrypted: true}
      - {id: stream-db, from: stream, to: db, kind: data, encrypted: true}

When to ignore
Unknown rates, transfers at an interval (batches do not burst), and requests whose answer is needed at once:
a request counts only where it is stated to write.

Source
AWS Well-Architected REL04-BP02 and COST09-BP02; AWS Machine Learning Lens MLREL02-BP02.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.figures import assumed, capacity_evidence, rounded
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Insert, Operation, Set
from mlsd_studio.analysis.numbers.wording import grouped
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Flow

PRODUCERS = frozenset({"client_device", "client_web", "client_mobile", "external_system", "cdc", "ingestion"})
LATER = frozenset({"model_endpoint"})
"""Asked for an answer as a rule; they count only where data is left with them."""

CROWD = 3


def check(facts: Facts) -> Iterator[Finding]:
    """Each direct flow that is too fast, then the stores that many producers share."""
    told: set[str] = set()
    shared: dict[str, list[Flow]] = {}
    stores, slower = facts.group("STORE"), facts.group("OUTRUN")
    for flow in facts.flows.values():
        target = facts.components.get(flow.target)
        if target is None or not _pours(facts, flow):
            continue
        if flow.target in slower and flow.target not in facts.external:
            for finding in _too_fast(facts, flow):
                told.add(flow.target)
                yield finding
        if flow.target in stores and flow.target not in facts.external:
            shared.setdefault(flow.target, []).append(flow)
    for id, flows in shared.items():
        producers = list(dict.fromkeys(flow.source for flow in flows))
        if len(producers) >= CROWD and id not in told:
            yield _crowd(facts, id, flows, producers)


def _pours(facts: Facts, flow: Flow) -> bool:
    """A producer that writes as things happen: no batches, and nothing that waits for an answer."""
    source = facts.components.get(flow.source)
    if source is None or source.kind not in PRODUCERS or flow.interval is not None:
        return False
    if source.schedule is not None:
        return False
    if flow.kind == "data":
        return True
    target = facts.components[flow.target].kind
    return flow.kind == "request" and bool(flow.write) and target not in LATER


def _too_fast(facts: Facts, flow: Flow) -> Iterator[Finding]:
    figures, id = facts.figures, flow.target
    load = figures.load(flow.source)
    full = figures.full(id) if load is not None else None
    if load is None or full is None or math.isinf(full):
        return
    rate = load * (1.0 if flow.calls is None else flow.calls)
    planned = figures.inputs.max_utilisation(id) * full
    if rate <= planned:
        return
    producer, consumer = facts.name(flow.source), facts.name(id)
    yield RULE.finding(
        id,
        f"{producer} writes faster than {consumer} takes it",
        f"{producer} brings {grouped(rate)} a second straight to {consumer}, which is planned for "
        f"{grouped(planned)}.{assumed(figures.inputs.capacity(id).origin)}",
        subjects=[(id, "slower consumer"), (flow.source, "producer"), (flow.id, "no buffer")],
        path=(flow.source, flow.id, id),
        evidence=(
            Evidence("rate", rounded(rate), "rps", "computed"),
            Evidence("planned for", rounded(planned), "rps", "computed"),
            capacity_evidence(figures, id),
        ),
        fixes=_fixes([flow]),
    )


def _crowd(facts: Facts, id: str, flows: list[Flow], producers: list[str]) -> Finding:
    name = facts.name(id)
    return RULE.finding(
        id,
        f"{len(producers)} producers write straight into {name}",
        f"{facts.names(producers)} write into {name} as things happen, with nothing in between "
        "that takes a burst.",
        severity="info",
        subjects=[(id, "shared store"), *((one, "producer") for one in producers)],
        evidence=(Evidence("producers", len(producers)),),
        fixes=_fixes(flows),
    )


def _fixes(flows: list[Flow]) -> tuple[Fix, ...]:
    ids = tuple(flow.id for flow in flows)
    second = "async" if all(flow.kind == "request" for flow in flows) else "data"
    insert = Insert(ids, "event_stream", "Event stream", second, fields={"replicas": 3})
    published: tuple[Operation, ...] = tuple(Set("flows", id, {"kind": "async"}) for id in ids)
    return (
        Fix("Put an event stream in between", (insert, *published)),
        Fix("State the rate", (Focus(ids, "calls"),)),
    )


RULE = Rule(
    "RES007", "Bursty producer writes straight into a slower consumer", "resilience", "warning", "review",
    False, check,
)  # fmt: skip
