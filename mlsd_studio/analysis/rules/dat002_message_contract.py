"""DAT002 · Stream consumers rely on an unversioned message format

What it finds
An event stream with several producers or several consumers, one of which computes or scores, where no schema
registry is drawn and no flow at the stream states a schema format or a contract.

Why it matters
One producer renames a field, and the models downstream silently receive nothing for it.

Example
    mlsd: 1
    stage: review
    components:
      - {id: shop, kind: backend_service, name: Shop}
      - {id: events, kind: event_stream, name: Clicks, replicas: 3}
      - {id: sessions, kind: stream_processing, name: Sessions, replicas: 2}
      - {id: lake, kind: data_lake, name: Event lake, role: analytics}
    flows:
      - {id: shop-events, from: shop, to: events, kind: async}
      - {id: events-sessions, from: events, to: sessions, kind: async}
      - {id: events-lake, from: events, to: lake, kind: data}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: shop, kind: backend_service, name: Shop}
      - {id: events, kind: event_stream, name: Clicks, replicas: 3}
      - {id: schemas, kind: schema_registry, name: Schemas}
      - {id: sessions, kind: stream_processing, name: Sessions, replicas: 2}
      - {id: lake, kind: data_lake, name: Event lake, role: analytics}
    flows:
      - {id: schemas-events, from: schemas, to: events, kind: control}
      - {id: shop-events, from: shop, to: events, kind: async}
      - {id: events-sessions, from: events, to: sessions, kind: async}
      - {id: events-lake, from: events, to: lake, kind: data}

When to ignore
One producer and one consumer, or all of them with one stated owner; a stream whose flows state Avro,
Protobuf or JSON Schema as protocol, or a published contract (attributes: contract).

Source
ML Test Score, Monitor 1 and Data 1; Sculley et al., Hidden Technical Debt in Machine Learning Systems
(unstable data dependencies).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Hop
from mlsd_studio.analysis.findings import Evidence, Finding, Link
from mlsd_studio.analysis.mending import join_or_add
from mlsd_studio.analysis.rule import Rule

CARRIED = frozenset({"async", "data"})
FORMATS = re.compile(r"avro|proto(col )?buf|json[- _]?schema", re.IGNORECASE)


def check(facts: Facts) -> Iterator[Finding]:
    """Each stream by itself; a schema registry anywhere is enough."""
    if facts.with_facet("schema_registry"):
        return
    readers = facts.group("PIPELINE", "FEATURE_SOURCE") | facts.with_facet("stream_inference")
    for component in facts.components.values():
        id = component.id
        if component.kind != "event_stream" or not facts.in_production(component):
            continue
        into = [hop for hop in facts.into[id] if hop[0].kind in CARRIED]
        out = [hop for hop in facts.out[id] if hop[0].kind in CARRIED]
        producers, consumers = (list(dict.fromkeys(other for _, other in hops)) for hops in (into, out))
        many = max(len(producers), len(consumers)) > 1 and readers & set(consumers)
        if many and not _agreed([*into, *out]) and not _one_owner(facts, [*producers, *consumers]):
            yield _finding(facts, id, producers, consumers)


def _agreed(hops: list[Hop]) -> bool:
    return any(FORMATS.search(flow.protocol or "") or Facts.attribute(flow, "contract") for flow, _ in hops)


def _one_owner(facts: Facts, ids: list[str]) -> bool:
    owners = {facts.components[id].owner for id in ids}
    return len(owners) == 1 and None not in owners


def _finding(facts: Facts, id: str, producers: list[str], consumers: list[str]) -> Finding:
    def link(new: str) -> list[Link]:
        return [Link(new, id, "control")]

    return RULE.finding(
        id,
        f"Nothing holds the messages of {facts.name(id)} to a format",
        f"{facts.names(consumers)} read {facts.name(id)}, and no schema registry, schema format or contract "
        "says what a message looks like.",
        subjects=[
            (id, "stream"), *((one, "produces") for one in producers), *((one, "consumes") for one in consumers),
        ],
        evidence=(Evidence("producers", len(producers)), Evidence("consumers", len(consumers))),
        fixes=(join_or_add(facts, "schema_registry", "Schema registry", id, link, fields={"replicas": 2}),),
    )  # fmt: skip


RULE = Rule(
    "DAT002", "Stream consumers rely on an unversioned message format", "data_quality", "warning", "review",
    False, check,
)  # fmt: skip
