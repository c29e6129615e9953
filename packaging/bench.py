"""`make bench`: measures, never tests. Prints a table and writes build/bench.json.

Every module of bench_parts has `rows()`: a list of {name, value, unit, baseline, ratio, goal, met}. `baseline`
is what the same run measured for the thing compared with, `ratio` is value / baseline, `goal` a bound on the
ratio or the value as the row's name says.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import bench_parts  # noqa: E402

COLUMNS = ("name", "value", "unit", "baseline", "ratio", "goal", "met")


def measure(wanted: list[str]) -> list[dict[str, object]]:
    """All rows of the wanted parts (all parts when none is named)."""
    names = sorted(m.name for m in pkgutil.iter_modules(bench_parts.__path__) if not m.name.startswith("_"))
    unknown = set(wanted) - set(names)
    if unknown:
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    found: list[dict[str, object]] = []
    for name in wanted or names:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        gc.collect()
        found.extend(importlib.import_module(f"bench_parts.{name}").rows())
    return found


def cell(value: object) -> str:
    """A table cell."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def table(rows: list[dict[str, object]]) -> str:
    """The rows as aligned text."""
    lines = [list(COLUMNS), *([cell(row.get(c)) for c in COLUMNS] for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="*", help="only these parts")
    rows = measure(parser.parse_args().part)
    print(table(rows))
    output = ROOT / "build" / "bench.json"
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
