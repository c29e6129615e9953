"""DAT005 · Scheduled steps without an orchestrator

What it finds
Three or more batch steps in a row (pipelines, training, batch scoring), one handing data to the next directly
or over a store, of which no orchestrator starts any. It is said once.

Why it matters
Timers glued together have no order, no retries and no way to run a lost day again. A late step is seen when
the last one fails.

Example
    mlsd: 1
    stage: review
    components:
      - {id: orders, kind: data_source, name: Orders}
      - {id: load, kind: ingestion, name: Nightly load, schedule: 1 day}
      - {id: lake, kind: data_lake, name: Event lake}
      - {id: clean, kind: transformation, name: Cleaning, schedule: 1 day}
      - {id: sums, kind: batch_processing, name: Daily sums, schedule: 1 day}
      - {id: facts, kind: data_warehouse, name: Sales}
    flows:
      - {id: orders-load, from: orders, to: load, kind: data}
      - {id: load-lake, from: load, to: lake, kind: data}
      - {id: lake-clean, from: lake, to: clean, kind: data}
      - {id: clean-sums, from: clean, to: sums, kind: data}
      - {id: sums-facts, from: sums, to: facts, kind: data}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: orders, kind: data_source, name: Orders}
      - {id: load, kind: ingestion, name: Nightly load}
      - {id: lake, kind: data_lake, name: Event lake}
      - {id: clean, kind: transformation, name: Cleaning}
      - {id: sums, kind: batch_processing, name: Daily sums}
      - {id: facts, kind: data_warehouse, name: Sales}
      - {id: nightly, kind: orchestrator, name: Nightly runs}
    flows:
      - {id: orders-load, from: orders, to: load, kind: data}
      - {id: load-lake, from: load, to: lake, kind: data}
      - {id: lake-clean, from: lake, to: clean, kind: data}
      - {id: clean-sums, from: clean, to: sums, kind: data}
      - {id: sums-facts, from: sums, to: facts, kind: data}
      - {id: nightly-load, from: nightly, to: load, kind: control}
      - {id: nightly-clean, from: nightly, to: clean, kind: control}
      - {id: nightly-sums, from: nightly, to: sums, kind: control}

When to ignore
Steps that run in a stream all the time, and managed products that bring an orchestrator of their own. A flow
from an orchestrator to a boundary counts for every step inside.

Source
Sculley et al., Hidden Technical Debt in Machine Learning Systems (pipeline jungles); AWS Machine Learning
Lens MLREL02-BP02; Mercari, too-many-pipes anti-pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Link
from mlsd_studio.analysis.graphs import components_in_order
from mlsd_studio.analysis.mending import join_or_add
from mlsd_studio.analysis.rule import Rule

LEAST = 3
CONTINUOUS = ("stream_processing", "cdc")
RUNNER = "orchestrator"


def check(facts: Facts) -> Iterator[Finding]:
    """Once for the design: the longest chain, and a fix for every step of a chain that is long enough."""
    steps = {id for id in _batch_steps(facts) if _started_by_nobody(facts, id)}
    if len(steps) < LEAST:
        return
    passed = _passed(facts, steps)
    ahead, behind = _longest(facts, steps, passed), _longest(facts, steps, passed, backward=True)
    on = {id: len(set(ahead[id]) | set(behind[id])) for id in steps}
    long = sorted((id for id in steps if on[id] >= LEAST), key=facts.order.__getitem__)
    if not long:
        return
    chain = max((ahead[id] for id in long), key=len)

    def links(new: str) -> list[Link]:
        return [Link(new, id, "control") for id in long]

    names = facts.names(chain)
    yield RULE.finding(
        "design",
        f"{len(long)} steps run one after another and nothing orders them",
        f"{names} hand data on, and no orchestrator starts any of them.",
        subjects=[
            *((id, "started by nobody") for id in chain),
            *((id, "on another chain") for id in long if id not in chain),
        ],
        path=_path(facts, chain, passed),
        evidence=(Evidence("steps in a row", len(chain)),),
        fixes=(join_or_add(facts, RUNNER, "Pipeline orchestrator", chain[0], links, verb="Run them from"),),
    )  # fmt: skip


def _batch_steps(facts: Facts) -> Iterator[str]:
    streams = frozenset[str]().union(*(facts.with_facet(facet) for facet in CONTINUOUS))
    steps = facts.group("PIPELINE", "TRAINING") | facts.with_facet("batch_inference")
    for id in steps - streams - facts.external:
        if facts.in_production(facts.components[id]):
            yield id


def _started_by_nobody(facts: Facts, id: str) -> bool:
    runners = facts.with_facet(RUNNER)
    return id not in runners and not any(
        flow.kind == "control" and other in runners for flow, other in facts.into[id]
    )


def _passed(facts: Facts, steps: set[str]) -> set[str]:
    """What a chain leads through: the steps, and whatever is no step itself."""
    others = facts.group("PIPELINE", "TRAINING") | facts.with_facet("batch_inference") | facts.external
    return {id for id in facts.components if id in steps or id not in others}


def _longest(
    facts: Facts, steps: set[str], passed: set[str], *, backward: bool = False
) -> dict[str, tuple[str, ...]]:
    """Step -> the steps of the longest chain that begins there (ends there, if `backward`); linear but for
    the copies. Steps on one circle count as one after another.
    """
    table = facts.into if backward else facts.out
    ids = list(facts.components)
    edges = [
        [facts.order[other] for flow, other in table[id] if flow.kind == "data" and other in passed]
        if id in passed
        else []
        for id in ids
    ]
    of: list[tuple[str, ...]] = [()] * len(ids)
    for part in components_in_order(len(ids), edges.__getitem__):
        own = tuple(ids[node] for node in part if ids[node] in steps)
        after: tuple[str, ...] = max(
            (of[other] for node in part for other in edges[node]), key=len, default=()
        )
        chain = (*after, *own) if backward else (*own, *after)
        for node in part:
            of[node] = chain
    return {id: of[facts.order[id]] for id in steps}


def _path(facts: Facts, chain: tuple[str, ...], passed: set[str]) -> tuple[str, ...]:
    """Components and flows along a chain."""
    path = [chain[0]]
    for before, after in pairwise(chain):
        found = facts.reach([before], lambda flow: flow.kind == "data", enter=passed.__contains__)
        if path[-1] == before and after in found:
            path += facts.trace(found, after)[1:]
    return tuple(path)


RULE = Rule(
    "DAT005", "Scheduled steps without an orchestrator", "data_quality", "warning", "review", False, check
)
