"""CAP006 · Stream partitions or shards below the stated rate

What it finds
An event stream with stated partitions (shards, throughput units) that takes in more events or bytes a second
than they can, by the published limit of its technology; whose events come faster than the consumers of its
partitions can do; or with more consumers in one group than partitions, so that some have nothing to do.

Why it matters
These limits are documented and hard: above them the service throttles, or the consumers fall behind for
ever.

Example
    mlsd: 1
    stage: review
    journeys:
      - {id: visits, entry: web, rate: 5000 rps}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: clicks, kind: event_stream, technology: kinesis, name: Clickstream, partitions: 3, auth: iam}
      - {id: sessions, kind: stream_processing, name: Sessions, replicas: 2, capacity: 9000 rps}
    flows:
      - {id: web-clicks, from: web, to: clicks, kind: async, encrypted: true}
      - {id: clicks-sessions, from: clicks, to: sessions, kind: async, encrypted: true}

Instead
    mlsd: 1
    stage: review
    journeys:
      - {id: visits, entry: web, rate: 5000 rps}
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: clicks, kind: event_stream, technology: kinesis, name: Clickstream, partitions: 6, auth: iam}
      - {id: sessions, kind: stream_processing, name: Sessions, replicas: 2, capacity: 9000 rps}
    flows:
      - {id: web-clicks, from: web, to: clicks, kind: async, encrypted: true}
      - {id: clicks-sessions, from: clicks, to: sessions, kind: async, encrypted: true}

When to ignore
Streams that scale by themselves (state no partitions), and unknown rates. The limit of a self-run log is an
assumption of 10 MB/s a partition until it is measured.

Source
Amazon Kinesis Data Streams quotas; Azure Event Hubs throughput units; Jun Rao, How to choose the number of
topics/partitions in a Kafka cluster.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.figures import rounded
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Set
from mlsd_studio.analysis.numbers.wording import grouped
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.units import stated_replicas
from mlsd_studio.model.records import Component

MEGA = 1e6
SLACK = 1e-9


def check(facts: Facts) -> Iterator[Finding]:
    """Each stream with stated partitions."""
    for id in sorted(facts.with_facet("event_stream"), key=facts.order.__getitem__):
        stream = facts.components[id]
        if stream.partitions is None or stream.partitions < 1:
            continue
        reasons = [reason for reason in _reasons(facts, stream) if reason[0] > stream.partitions]
        if reasons:
            yield _finding(facts, stream, reasons)


Reason = tuple[int, str, tuple[Evidence, ...]]
"""Partitions that would do, why, and what that rests on."""


def _reasons(facts: Facts, stream: Component) -> Iterator[Reason]:
    limits, basis = _limits(facts, stream)
    events, volume = _inflow(facts, stream.id)
    limit = limits.get("events_s")
    if limit and events:
        yield (
            math.ceil(events / limit - SLACK), f"{grouped(events)} events/s at {grouped(limit)} a partition",
            (Evidence("events", rounded(events), "per second", "computed"),
             Evidence("limit of a partition", limit, "events/s", basis)),
        )  # fmt: skip
    limit = limits.get("mb_s")
    if limit and volume:
        yield (
            math.ceil(volume / MEGA / limit - SLACK), f"{grouped(volume / MEGA)} MB/s at {grouped(limit)} a partition",
            (Evidence("volume", rounded(volume / MEGA), "MB/s", "computed"),
             Evidence("limit of a partition", limit, "MB/s", basis)),
        )  # fmt: skip
    for flow, reader in facts.out[stream.id]:
        if flow.kind not in ("async", "data"):
            continue
        consumer, name = facts.components[reader], facts.name(reader)
        pace = consumer.capacity
        if pace is not None and events and flow.kind == "async":
            yield (
                math.ceil(events / pace.base - SLACK), f"{grouped(events)} events/s at {pace} in each {name}",
                (Evidence("events", rounded(events), "per second", "computed"),
                 Evidence(f"capacity of one {name}", pace.base, "rps",
                          facts.figures.inputs.origin(consumer, "capacity"))),
            )  # fmt: skip
        count = stated_replicas(consumer)
        if count is not None and flow.kind == "async" and consumer.kind not in facts.catalog.group("STORE"):
            yield (
                count, f"{count} replicas of {name} share them",
                (Evidence(f"replicas of {name}", count, origin="stated"),),
            )  # fmt: skip


def _limits(facts: Facts, stream: Component) -> tuple[dict[str, float], str]:
    """Limits of one partition by the catalogue, and their basis."""
    technology = facts.catalog.technologies.get(stream.technology or "")
    if technology is None:
        return {}, "default"
    limits = technology.vendor_defaults.get("per_partition")
    return (dict(limits), "default") if isinstance(limits, dict) else ({}, "default")


def _inflow(facts: Facts, id: str) -> tuple[float | None, float]:
    """Events a second that come in (None = unknown), and bytes a second as far as sizes are stated."""
    volume = 0.0
    for flow, source in facts.into[id]:
        rate = facts.figures.load(source)
        if flow.kind in ("async", "request") and flow.size is not None and rate is not None:
            volume += rate * (1.0 if flow.calls is None else flow.calls) * flow.size.base
    return facts.figures.load(id), volume


def _finding(facts: Facts, stream: Component, reasons: list[Reason]) -> Finding:
    name, enough = facts.name(stream.id), max(count for count, _, _ in reasons)
    few = "1 partition" if stream.partitions == 1 else f"{stream.partitions} partitions"
    evidence = dict.fromkeys(row for _, _, rows in reasons for row in rows)
    return RULE.finding(
        stream.id,
        f"{name} has too few partitions",
        f"{name} has {few}; it needs {enough}: {'; '.join(why for _, why, _ in reasons)}.",
        subjects=[(stream.id, "too few partitions")],
        evidence=(Evidence("partitions", stream.partitions, origin="stated"), *evidence),
        fixes=(
            Fix(f"Give {name} {enough} partitions", (Set("components", stream.id, {"partitions": enough}),)),
            Fix("State the partitions", (Focus((stream.id,), "partitions"),)),
        ),
    )


RULE = Rule(
    "CAP006", "Stream partitions or shards below the stated rate", "capacity", "warning", "review", False,
    check,
)  # fmt: skip
