"""RES008 · Synchronous call cycle

What it finds
Components that call each other in a circle, or one that calls itself, over requests that none of them can
do without.

Why it matters
Each side waits for the other: neither can start first, and a slowdown feeds itself.

Example
    mlsd: 1
    components:
      - {id: orders, kind: backend_service, name: Orders}
      - {id: prices, kind: backend_service, name: Prices}
    flows:
      - {id: orders-prices, from: orders, to: prices, kind: request}
      - {id: prices-orders, from: prices, to: orders, kind: request}

Instead
    mlsd: 1
    components:
      - {id: orders, kind: backend_service, name: Orders}
      - {id: prices, kind: backend_service, name: Prices}
    flows:
      - {id: orders-prices, from: orders, to: prices, kind: request}
      - {id: prices-orders, from: prices, to: orders, kind: async}

When to ignore
A reply drawn as an arrow of its own (same protocol, other direction, a label such as *response*) is no
call, and neither is a health check or a registration. Optional calls and stand-ins form no cycle.

Source
Google SRE book, Addressing Cascading Failures (avoid communication cycles inside a layer).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, Fix, Set
from mlsd_studio.analysis.graphs import components_in_order
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Flow

REPLY = re.compile(r"\b(response|responses|responds?|returns?|reply|replies|answers?)\b", re.IGNORECASE)
UPKEEP = re.compile(r"\b(health|heartbeat|liveness|readiness|ping|regist\w+)\b", re.IGNORECASE)


def check(facts: Facts) -> Iterator[Finding]:
    """Strongly connected parts of the graph of hard requests."""
    ids = list(facts.components)
    number = {id: n for n, id in enumerate(ids)}
    requests = {
        (flow.source, flow.target, flow.protocol) for flow in facts.flows.values() if flow.kind == "request"
    }
    calls: list[list[tuple[Flow, int]]] = [
        [(flow, number[other]) for flow, other in facts.out[id] if _is_call(facts, flow, requests)]
        for id in ids
    ]
    for part in components_in_order(len(ids), lambda n: [other for _, other in calls[n]]):
        inside = set(part)
        if len(part) > 1 or any(other == part[0] for _, other in calls[part[0]]):
            yield _finding(facts, ids, calls, inside)


def _is_call(facts: Facts, flow: Flow, requests: set[tuple[str, str, str | None]]) -> bool:
    if flow.kind != "request" or not facts.hard(flow) or UPKEEP.search(flow.label or ""):
        return False
    reply = REPLY.search(flow.label or "") and (flow.target, flow.source, flow.protocol) in requests
    return not reply


def _finding(facts: Facts, ids: list[str], calls: list[list[tuple[Flow, int]]], inside: set[int]) -> Finding:
    called = [number for number, id in enumerate(ids) if number in inside and id in facts.all_called]
    start = called[0] if called else min(inside)
    loop, closing = _walk(calls, inside, start)
    members = [ids[number] for number in sorted(inside)]
    names = facts.names(members)
    title = f"{names} calls itself" if len(members) == 1 else f"{names} call each other in a circle"
    path = [part for flow in loop for part in (flow.source, flow.id)] + [loop[-1].target]
    fix = Fix(
        "Make the call back asynchronous",
        tuple(Set("flows", flow.id, {"kind": "async"}) for flow in closing),
    )
    return RULE.finding(
        "+".join(sorted(members)),
        title,
        f"{' calls '.join(facts.name(flow.source) for flow in loop)} calls "
        f"{facts.name(loop[-1].target)}: each waits "
        "for the next, so a slowdown comes back to where it began.",
        subjects=[(id, "in the cycle") for id in members],
        path=tuple(path),
        fixes=(fix,),
    )


def _walk(calls: list[list[tuple[Flow, int]]], inside: set[int], start: int) -> tuple[list[Flow], list[Flow]]:
    """A cycle through the part, and all flows that close one when it is walked depth first from `start`."""
    state: dict[int, int] = {start: 1}
    trail: list[tuple[int, Flow | None]] = [(start, None)]
    rests = [iter(calls[start])]
    loop: list[Flow] = []
    closing: list[Flow] = []
    while rests:
        for flow, other in rests[-1]:
            if other not in inside:
                continue
            if other not in state:
                state[other] = 1
                trail.append((other, flow))
                rests.append(iter(calls[other]))
                break
            if state[other] == 1:
                closing.append(flow)
                if not loop:
                    at = next(n for n, (node, _) in enumerate(trail) if node == other)
                    loop = [hop for _, hop in trail[at + 1 :] if hop is not None] + [flow]
        else:
            rests.pop()
            state[trail.pop()[0]] = 2
    return loop, list({flow.id: flow for flow in closing}.values())


RULE = Rule("RES008", "Synchronous call cycle", "resilience", "error", "sketch", False, check)
