"""OPS004 · Connection makes no sense between these kinds

What it finds
A few flows that cannot be meant as drawn: a passive store that calls somebody, data or an artifact
delivered to a person's client or a load balancer, telemetry that no monitor receives, feedback out of a
monitor, an artifact from a client into training. Everything else is allowed.

Why it matters
Most wrong results of later checks begin with an arrow of the wrong kind or direction.

Example
    mlsd: 1
    components:
      - {id: cache, kind: cache, name: Session cache}
      - {id: api, kind: backend_service, name: API}
    flows:
      - {id: cache-api, from: cache, to: api, kind: request}

Instead
    mlsd: 1
    components:
      - {id: cache, kind: cache, name: Session cache}
      - {id: api, kind: backend_service, name: API}
    flows:
      - {id: api-cache, from: api, to: cache, kind: request}

When to ignore
Kinds that the catalogue does not know and flows to or from a boundary are exempt. Stores that push (change
capture, triggers) send asynchronously; feature stores, search and vector stores, warehouses and registries
may call out.

Source
Threagile, wrong-communication-link-content.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, Fix, Flip, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component, Flow

CALLED_BY_STORES = frozenset({"coordination", "kms"})
KIND_WORDS = {"request": "a request", "async": "an event", "data": "data", "artifact": "an artifact"}


def check(facts: Facts) -> Iterator[Finding]:
    """Each flow by itself."""
    sinks = _takes_telemetry(facts)
    for flow in facts.flows.values():
        source, target = facts.components.get(flow.source), facts.components.get(flow.target)
        if source is None or target is None or not {source.kind, target.kind} <= facts.catalog.kinds.keys():
            continue
        verdict = _verdict(facts, flow, source, target, sinks)
        if verdict is None:
            continue
        why, fixes = verdict
        names = f"{facts.name(source.id)} → {facts.name(target.id)}"
        yield RULE.finding(
            flow.id,
            f"{names}: {flow.kind} makes no sense here",
            why,
            subjects=[(flow.id, "flow"), (source.id, "from"), (target.id, "to")],
            path=(source.id, flow.id, target.id),
            fixes=fixes,
        )


def _retype(flow: Flow, kind: str) -> Fix:
    return Fix(f"Make it {KIND_WORDS.get(kind, kind)}", (Set("flows", flow.id, {"kind": kind}),))


def _verdict(
    facts: Facts, flow: Flow, source: Component, target: Component, sinks: frozenset[str]
) -> tuple[str, tuple[Fix, ...]] | None:
    people = facts.group("HUMAN_CLIENT")
    receiver, sender = facts.name(target.id), facts.name(source.id)
    if flow.kind == "request" and _is_passive(facts, source) and not _answers_store(facts, target):
        flip = Fix("Turn the flow round", (Flip(flow.id),))
        why = f"{sender} is a store: it answers and does not call."
        if target.id in people:
            return why, (_retype(flow, "async"),)
        scanned = source.id in facts.group("ANALYTIC_STORE")
        return why, (_retype(flow, "data"),) if scanned else (flip, _retype(flow, "data"))
    if flow.kind in ("data", "artifact") and (target.id in people or target.kind == "load_balancer"):
        if target.kind == "load_balancer":
            return f"{receiver} passes calls on and keeps nothing.", (_retype(flow, "request"),)
        hint = " A model for a device goes to an edge model." if flow.kind == "artifact" else ""
        return f"{receiver} asks for what it shows, or is told; it takes no files.{hint}", (
            _retype(flow, "async"),
        )
    if flow.kind == "telemetry" and not {source.id, target.id} & sinks:
        kind = "async" if target.id in people or target.kind == "load_balancer" else "data"
        return f"Neither {sender} nor {receiver} takes in telemetry.", (_retype(flow, kind),)
    if flow.kind == "feedback" and source.id in facts.group("MONITOR"):
        steers = target.id in facts.group("TRAINERS") or target.kind == "orchestrator"
        kinds = ("control", "telemetry") if steers else ("telemetry", "control")
        return f"{sender} watches; labels and corrections come from people and outcomes.", tuple(
            _retype(flow, kind) for kind in kinds
        )
    if flow.kind == "artifact" and source.id in people and target.id in facts.group("TRAINERS"):
        return f"{sender} sends data or feedback to {receiver}, not a model.", (
            _retype(flow, "data"), _retype(flow, "feedback"))  # fmt: skip
    return None


def _is_passive(facts: Facts, store: Component) -> bool:
    """A store that starts nothing by itself; a platform that also runs code is none."""
    if store.kind not in facts.catalog.group("PASSIVE_STORE"):
        return False
    running = (
        facts.catalog.group("SERVING") | facts.catalog.group("PIPELINE") | facts.catalog.group("TRAINING")
    )
    return not (running | {"orchestrator"}) & facts.facets(store.id)


def _answers_store(facts: Facts, target: Component) -> bool:
    return target.id in facts.group("STORE") or target.kind in CALLED_BY_STORES


def _takes_telemetry(facts: Facts) -> frozenset[str]:
    """Components that take in telemetry, by kind or by a facet."""
    facets = facts.catalog.group("TELEMETRY_SINK")
    return facts.group("TELEMETRY_SINK") | {id for id in facts.components if facets & facts.facets(id)}


RULE = Rule(
    "OPS004", "Connection makes no sense between these kinds", "operability", "error", "sketch", False, check
)
