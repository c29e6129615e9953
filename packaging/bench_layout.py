"""`make bench-layout`: our layout engine beside elkjs and Graphviz on the same graphs, judged alike.

Prints a table of ratios (ours over theirs, geometric means over seeds) and writes build/bench-layout.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from math import exp, log
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT)]

from layout_bench import engines  # noqa: E402
from layout_bench.graphs import design  # noqa: E402
from layout_bench.judge import Figures, judge  # noqa: E402

SIZES = (20, 50, 100, 300, 1000)
SEEDS = 10
DOT_UP_TO = 300
COMPARED = ("crossings", "length", "bends", "area")
GOALS = ("nested: crossings ≤ 0.9 × ELK, length ≤ 0.5 ×, time ≤ 1/15 at 100; flat: crossings ≤ 1.0 × ELK; "
         "no card overlap, flow through a card, label overlap or foreign card")  # fmt: skip
Row = dict[str, object]


def mean(values: list[float]) -> float:
    """The geometric mean."""
    return exp(sum(map(log, values)) / len(values))


def rows(size: int, nested: bool, seeds: int) -> list[Row]:
    """One row an engine for one size: absolute sums for ours, ratios beside the others."""
    engines.say(f"{size} cards, {'nested' if nested else 'flat'} …")
    graphs = [design(size, seed, nested) for seed in range(1, seeds + 1)]
    own = engines.ours(graphs)
    mine = [judge(graph, drawing) for graph, (drawing, _) in zip(graphs, own, strict=True)]
    took = [spent for _, spent in own]
    found: list[Row] = [
        {
            "size": size, "nested": nested, "engine": "ours", "ms": round(mean(took), 1),
            **{name: round(sum(getattr(f, name) for f in mine) / seeds, 1) for name in COMPARED},
            **faults(mine),
        }
    ]  # fmt: skip
    others: list[tuple[str, Callable[..., list[engines.Drawn] | str]]] = [("elkjs", engines.elk)]
    if size <= DOT_UP_TO:
        others.append(("dot", engines.dot))
    for name, engine in others:
        answer = engine(graphs)
        if isinstance(answer, str):
            found.append({"size": size, "nested": nested, "engine": name, "note": answer})
            continue
        theirs = [judge(graph, drawing) for graph, (drawing, _) in zip(graphs, answer, strict=True)]
        pairs = list(zip(mine, theirs, strict=True))
        ratios = {
            key: round(mean([(getattr(a, key) + 0.5) / (getattr(b, key) + 0.5) for a, b in pairs]), 2)
            for key in COMPARED
        }
        times = mean([ours / spent for ours, (_, spent) in zip(took, answer, strict=True)])
        found.append({"size": size, "nested": nested, "engine": name, "ms": round(mean([t for _, t in answer]), 1),
                      "time": round(times, 3), **{f"{k}": v for k, v in ratios.items()}, **faults(theirs)})  # fmt: skip
    return found


def faults(figures: list[Figures]) -> dict[str, int]:
    """What must not be, summed over the seeds."""
    return {
        name: sum(asdict(one)[name] for one in figures)
        for name in ("overlaps", "through", "labels", "foreign")
    }


def line(row: Row) -> str:
    """One row of the table."""
    head = f"{row['size']:>5} {'nested' if row['nested'] else 'flat':6} {row['engine']:6}"
    if "note" in row:
        return f"{head} {row['note']}"
    time = f"{row['time']:.3f}" if "time" in row else ""
    return (
        f"{head} {row['ms']:>9} {time:>7} "
        + " ".join(f"{row[name]!s:>9}" for name in COMPARED)
        + " "
        + " ".join(f"{row[name]!s:>8}" for name in ("overlaps", "through", "labels", "foreign"))
    )


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of cards, with commas")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="graphs of each size")
    parser.add_argument("--kinds", default="nested,flat", help="nested, flat or both")
    wanted = parser.parse_args()
    print("Rows of `ours` are absolute (mean); rows of others are ours divided by theirs; faults are sums.")
    names = ("crossings", "length", "bends", "area", "overlaps", "through", "labels", "foreign")
    print(f"{'cards':>5} {'kind':6} {'engine':6} {'ms':>9} {'time':>7} " + " ".join(
        f"{name:>{9 if n < 4 else 8}}" for n, name in enumerate(names)))  # fmt: skip
    found: list[Row] = []
    for kind in wanted.kinds.split(","):
        for size in map(int, wanted.sizes.split(",")):
            for row in rows(size, kind == "nested", wanted.seeds):
                found.append(row)
                print(line(row), flush=True)
        for key in ("crossings", "length"):
            over = [float(str(r[key])) for r in found if r["engine"] == "elkjs" and key in r
                    and r["nested"] == (kind == "nested")]  # fmt: skip
            if over:
                print(f"      {kind}: {key} {mean(over):.2f} × ELK over all sizes (geometric mean)")
    print(f"Goals: {GOALS}.")
    output = ROOT / "build" / "bench-layout.json"
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
