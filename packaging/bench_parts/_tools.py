"""Timing, rows, and designs of any size."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Rate
from mlsd_studio.model.records import Boundary, Component, Flow, Journey, Placement

KINDS = (
    "backend_service",
    "model_endpoint",
    "online_feature_store",
    "event_stream",
    "stream_processing",
    "data_lake",
    "training_job",
    "model_registry",
    "metrics_monitor",
    "cache",
)
CELL_W, CELL_H, ROW_LENGTH, BOUNDARY_SIZE = 280, 140, 40, 20


def median_ms(work: Callable[[], object], repeat: int = 5) -> float:
    """The median time of a call in milliseconds, after one call that warms up."""
    work()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def row(
    name: str,
    value: float,
    unit: str = "ms",
    *,
    baseline: float | None = None,
    goal: float | None = None,
    by_ratio: bool = False,
    at_least: bool = False,
) -> dict[str, object]:
    """One row; `goal` bounds the ratio when `by_ratio`, else the value; `at_least` turns it round."""
    ratio = value / baseline if baseline else None
    judged = ratio if by_ratio else value
    met = None if goal is None or judged is None else (judged >= goal if at_least else judged <= goal)
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "baseline": baseline,
        "ratio": ratio,
        "goal": goal,
        "met": met,
    }


def design(size: int, seed: int = 1) -> Document:
    """A layered design: `size` components in clusters, one and a half times as many flows, one journey."""
    rng = random.Random(seed)
    components, layout = [], {}
    for n in range(size):
        kind = "client_web" if n == 0 else KINDS[n % len(KINDS)]
        components.append(Component(id=f"c{n}", kind=kind, name=f"Component {n}", replicas=1 + n % 3))
        layout[f"c{n}"] = Placement((n % ROW_LENGTH) * CELL_W, (n // ROW_LENGTH) * CELL_H)
    flows = [
        Flow(
            id=f"f{n}",
            source=f"c{(n * 2) // 3}",
            target=f"c{min(size - 1, (n * 2) // 3 + rng.randint(1, 12))}",
            kind=rng.choice(("request", "data", "async", "telemetry")),
            label="call" if n % 5 == 0 else None,
        )
        for n in range(size * 3 // 2)
    ]
    flows = [flow for flow in flows if flow.source != flow.target]
    boundaries = [
        Boundary(
            id=f"b{n}",
            kind="cluster",
            name=f"Cluster {n}",
            members=tuple(f"c{i}" for i in range(n * BOUNDARY_SIZE, min(size, (n + 1) * BOUNDARY_SIZE))),
        )
        for n in range(size // BOUNDARY_SIZE)
    ]
    journey = Journey(id="main", name="Main", entry="c0", rate=Rate.parse("100 rps"))
    return Document([*components, *flows, *boundaries, journey], layout)
