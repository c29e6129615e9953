"""The engines: ours, elkjs in Node, and Graphviz; each draws a list of graphs and says how long it took."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from layout_bench.judge import Box, Drawing, Spot
from mlsd_studio.layout.layered import Graph, arrange

REPEATS = 3
WARM = 4
"""Runs of ELK for one graph: the first is not counted."""
HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "layout"
ELK_OPTIONS = {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
    "elk.spacing.nodeNode": "30",
    "elk.layered.spacing.nodeNodeBetweenLayers": "50",
    "elk.spacing.edgeNode": "14",
    "elk.spacing.edgeEdge": "10",
    "elk.json.edgeCoords": "ROOT",
}
DOT_LIMIT = 120
"""Seconds that Graphviz gets for one graph."""
Drawn = tuple[Drawing, float]


def ours(graphs: list[Graph]) -> list[Drawn]:
    """The engine of this repository, as the canvas runs it; the best of a few runs."""
    found = []
    for graph in graphs:
        best = float("inf")
        for _ in range(REPEATS if len(graph.nodes) < 500 else 1):
            start = time.perf_counter()
            result = arrange(graph)
            best = min(best, (time.perf_counter() - start) * 1e3)
        cards = {n.id: (*map(float, result.positions[n.id]), float(n.w), float(n.h)) for n in graph.nodes}
        labels = {}
        for edge in graph.edges:
            if edge.label_w:
                x, y = result.labels[edge.id]
                labels[edge.id] = (
                    x - edge.label_w / 2,
                    y - edge.label_h / 2,
                    float(edge.label_w),
                    float(edge.label_h),
                )
        lines: dict[str, list[Spot]] = {
            k: [(float(x), float(y)) for x, y in p] for k, p in result.routes.items()
        }
        frames: dict[str, Box] = {k: (r.x, r.y, r.w, r.h) for k, r in result.boundaries.items()}
        found.append((Drawing(cards, lines, labels, frames), best))
    return found


def elk(graphs: list[Graph]) -> list[Drawn] | str:
    """elkjs in Node, warm; or why it cannot be measured."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return "Node and npm are not installed"
    library = BUILD / "node_modules" / "elkjs" / "lib" / "main.js"
    if not library.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([npm, "install", "--prefix", str(BUILD), "--no-audit", "--no-fund", "elkjs@0.10"],
                              capture_output=True, text=True)  # fmt: skip
        if not library.exists():
            return f"npm could not install elkjs: {done.stderr.strip()[-200:]}"
    input = BUILD / "graphs.json"
    input.write_text(json.dumps([_to_elk(graph) for graph in graphs]), "utf-8")
    command = [node, "--max-old-space-size=6000", str(HERE / "elk.cjs"), str(library), str(input), str(WARM)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return f"elkjs failed: {done.stderr.strip()[-200:]}"
    return [(_from_elk(one["out"]), min(one["times"][1:])) for one in json.loads(done.stdout)]


def _to_elk(graph: Graph) -> dict[str, Any]:
    root: dict[str, Any] = {"id": "root", "layoutOptions": ELK_OPTIONS, "children": [], "edges": []}
    frames: dict[str, Any] = {
        frame.id: {
            "id": frame.id,
            "children": [],
            "layoutOptions": {"elk.padding": "[top=28,left=14,bottom=14,right=14]"},
        }
        for frame in graph.boundaries
    }
    for frame in graph.boundaries:
        (frames[frame.parent] if frame.parent else root)["children"].append(frames[frame.id])
    for node in graph.nodes:
        home = frames[node.parent] if node.parent else root
        home["children"].append({"id": node.id, "width": node.w, "height": node.h})
    for edge in graph.edges:
        entry: dict[str, Any] = {"id": edge.id, "sources": [edge.source], "targets": [edge.target]}
        if edge.label_w:
            entry["labels"] = [{"text": "label", "width": edge.label_w, "height": edge.label_h}]
        root["edges"].append(entry)
    return root


def _from_elk(out: dict[str, Any]) -> Drawing:
    drawing = Drawing({}, {})

    def walk(holder: dict[str, Any], x: float, y: float) -> None:
        for child in holder.get("children", ()):
            left, top = x + child["x"], y + child["y"]
            box = (left, top, child["width"], child["height"])
            (drawing.frames if child.get("children") else drawing.cards)[child["id"]] = box
            walk(child, left, top)
        for edge in holder.get("edges", ()):
            for section in edge.get("sections", ())[:1]:
                points = [section["startPoint"], *section.get("bendPoints", ()), section["endPoint"]]
                drawing.lines[edge["id"]] = [(p["x"], p["y"]) for p in points]
            for label in edge.get("labels", ()):
                drawing.labels[edge["id"]] = (label["x"], label["y"], label["width"], label["height"])

    walk(out, 0.0, 0.0)
    return drawing


def dot(graphs: list[Graph]) -> list[Drawn] | str:
    """Graphviz `dot` with splines, whose control points are taken as lines; or why it cannot be measured."""
    program = shutil.which("dot")
    if not program:
        return "Graphviz is not installed"
    found = []
    for graph in graphs:
        start = time.perf_counter()
        try:
            done = subprocess.run([program, "-Tjson"], input=_to_dot(graph), capture_output=True, text=True,
                                  timeout=DOT_LIMIT)  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"dot takes longer than {DOT_LIMIT} s for {len(graph.nodes)} cards"
        spent = (time.perf_counter() - start) * 1e3
        if done.returncode:
            return f"dot failed: {done.stderr.strip()[-120:]}"
        found.append((_from_dot(graph, json.loads(done.stdout)), spent))
    return found


def _to_dot(graph: Graph) -> str:
    lines = ['digraph { rankdir=LR; nodesep=0.4; ranksep=0.7; node [shape=box fixedsize=true label=""];']
    inside: dict[str | None, list[str]] = {}
    for node in graph.nodes:
        inside.setdefault(node.parent, []).append(
            f'"{node.id}" [width={node.w / 72:.4f} height={node.h / 72:.4f}];'
        )

    def write(frame: str | None) -> None:
        lines.extend(inside.get(frame, ()))
        for inner in graph.boundaries:
            if inner.parent == frame:
                lines.append(f'subgraph "cluster_{inner.id}" {{ margin=14;')
                write(inner.id)
                lines.append("}")

    write(None)
    lines += [f'"{edge.source}" -> "{edge.target}" [id="{edge.id}"];' for edge in graph.edges]
    return "\n".join([*lines, "}"])


def _from_dot(graph: Graph, out: dict[str, Any]) -> Drawing:
    drawing = Drawing({}, {})
    size = {node.id: (float(node.w), float(node.h)) for node in graph.nodes}
    for thing in out.get("objects", ()):
        name = thing["name"]
        if name in size:
            x, y = map(float, thing["pos"].split(","))
            w, h = size[name]
            drawing.cards[name] = (x - w / 2, -y - h / 2, w, h)
        elif "bb" in thing:
            x0, y0, x1, y1 = map(float, thing["bb"].split(","))
            drawing.frames[name.removeprefix("cluster_")] = (x0, -y1, x1 - x0, y1 - y0)
    for edge in out.get("edges", ()):
        words = [word for word in edge.get("pos", "").split() if word[0] not in "es"]
        points = [tuple(map(float, word.split(","))) for word in words]
        drawing.lines[edge["id"]] = [_on_curve(points, t) for t in range(4 * (len(points) - 1) // 3 + 1)]
    return drawing


def _on_curve(points: list[tuple[float, ...]], number: int) -> Spot:
    """The point `number` quarters of a cubic piece along a chain of them."""
    piece, quarter = divmod(number, 4)
    if 3 * piece + 3 >= len(points):
        x, y = points[-1]
        return x, -y
    t = quarter / 4
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    four = points[3 * piece : 3 * piece + 4]
    return sum(w * p[0] for w, p in zip(weights, four, strict=True)), -sum(
        w * p[1] for w, p in zip(weights, four, strict=True)
    )


def say(words: str) -> None:
    """Progress, apart from the table."""
    print(words, file=sys.stderr, flush=True)
