"""All rules, in one process, by size."""

from __future__ import annotations

from bench_parts._tools import design, median_ms, row
from mlsd_studio.analysis.engine import check

GOALS = {100: None, 1000: 100.0, 10_000: 1000.0}


def rows() -> list[dict[str, object]]:
    """Milliseconds for one whole check."""
    return [
        row(f"all rules, {size} components", median_ms(lambda d=design(size): check(d), 3), goal=goal)
        for size, goal in GOALS.items()
    ]
