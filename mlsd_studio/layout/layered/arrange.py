"""The phases in their order: parts, cycles, layers, columns, order, coordinates, packing, routes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from mlsd_studio.layout.boundary import fit_all
from mlsd_studio.layout.geometry import Point, Rect, enclosing
from mlsd_studio.layout.layered import across, along, columns, lanes, ordering, parts, polish
from mlsd_studio.layout.layered.cycles import forward_pairs
from mlsd_studio.layout.layered.draft import Draft, Link
from mlsd_studio.layout.layered.layers import layer
from mlsd_studio.layout.layered.records import Arrangement, Boundary, Graph, Node, Options
from mlsd_studio.layout.layered.rows import snap
from mlsd_studio.layout.quality import conflicts
from mlsd_studio.layout.routing import Flow, Router
from mlsd_studio.layout.routing.choose import cost

_PART_GAP = 64
# A column takes about 196 + 84 pixels and a row 72 + 36; reading down it is 72 + 64 to 196 + 36.
_STEP_RIGHT = 2.6
_STEP_DOWN = 0.6
# A part is done again when its proportions are off by more than this (logarithm), small parts sooner.
_OFF = 0.3
_FAR_OFF = 0.5
# Frames stand on each other: a drawing with them comes out narrower than asked for, by about this a level.
_STACKED = 1.4
# Proportions that small parts try, relative to the wanted ones.
_FACTORS = (1.0, 0.8, 1.35, 1.8)
# So many of them are routed as carefully as in the end.
_FINALISTS = 6
_CROSSING = 800.0
_BACKWARDS = 200.0
# From the first on, proportions off the wanted ones (logarithm) add this much of the price.
_FAIR = 0.35
_MISSHAPEN = 6.0


class Try(NamedTuple):
    """One way to place a part: wanted width over height, which end the order starts from, how it is ordered.

    `even` compares short columns with long ones as if both had the same height; `polish` lets cards of small
    parts trade places at the end.
    """

    aspect: float
    flip: bool = False
    even: bool = False
    polish: bool = True


def arrange(
    graph: Graph, options: Options | None = None, pause: Callable[[], object] | None = None
) -> Arrangement:
    """Positions, frames and routes for a whole design.

    Cards never overlap, frames hold exactly their members, and the same graph gives the same picture. An edge
    with an unknown end and a boundary inside itself raise ValueError. `pause` is called between the phases;
    what it raises ends the work.
    """
    options = options or Options()
    pause = pause or _go_on
    _check(graph)
    plain = graph
    if options.lanes:
        graph = lanes.framed(graph, options.lanes)
    paths = parts.frame_paths(graph)
    frames = {boundary.id: boundary for boundary in graph.boundaries}
    connected, loose = ([list(graph.nodes)], []) if options.lanes else parts.split(graph, paths)
    boxes: dict[str, Rect] = {}
    blocks: list[dict[str, Rect]] = []
    outlines: list[Rect] = []
    for members in connected if graph.nodes else ():
        placed = _best_attempt(graph, members, paths, frames, options, pause)
        outer = _frames(graph, placed, options)
        blocks.append(placed)
        outlines.append(enclosing([*placed.values(), *outer.values()]))
    if loose:
        cells = parts.grid(loose, options.aspect, options.column_gap, options.row_gap)
        blocks.append({node.id: cell for node, cell in zip(loose, cells, strict=True)})
        outlines.append(enclosing(cells))
    for block, move in zip(blocks, parts.pack(outlines, options.aspect, _PART_GAP), strict=True):
        boxes.update({key: rect.moved(*move) for key, rect in block.items()})
    pause()
    return _finish(plain, boxes, options)


def _go_on() -> None:
    """The pause of those who do not want one."""


def _check(graph: Graph) -> None:
    known = {node.id for node in graph.nodes} | {boundary.id for boundary in graph.boundaries}
    for edge in graph.edges:
        for end in (edge.source, edge.target):
            if end not in known:
                raise ValueError(f"edge {edge.id} ends at {end}, which is neither a node nor a boundary")


def _best_attempt(
    graph: Graph,
    members: list[Node],
    paths: dict[str, tuple[str, ...]],
    frames: dict[str, Boundary],
    options: Options,
    pause: Callable[[], object],
) -> dict[str, Rect]:
    """Place one connected part in a few ways and keep the best.

    Small parts try wider and narrower foldings and compare what the flows cost, the most promising ones with
    the pains that the final routes take. Parts of any size are done again, once, when frames stacked on each
    other have spoilt the proportions.
    """
    small = len(members) <= polish.CARD_LIMIT
    tries = _tries(members, paths, options)
    found: list[tuple[float, int, float, dict[str, Rect]]] = []
    seen: set[tuple[object, ...]] = set()
    for turn, attempt in enumerate(tries):
        pause()
        draft = _draft(graph, members, paths, options)
        columns.assign(draft, _layers(draft, members), *_proportions(options, attempt.aspect))
        # Other proportions often give the same columns, and then all that follows is the same.
        if (run := (attempt[1:], *draft.column)) in seen:
            continue
        seen.add(run)
        placed = _attempt(draft, members, frames, options, attempt, pause)
        outline = enclosing([*placed.values(), *_frames(graph, placed, options).values()])
        # Where the biggest part will stand, so that its flows are priced as they will be.
        placed = {key: rect.moved(-outline.x, -outline.y) for key, rect in placed.items()}
        if any(placed == other for _, _, _, other in found):
            continue
        off = log(outline.w / outline.h / options.aspect)
        shape = 1 + _MISSHAPEN * max(0.0, abs(off) - _FAIR)
        price = _price(graph, placed, options, brief=True) * shape if small else abs(off)
        found.append((price, turn, shape, placed))
        if turn == 0 and abs(off) > (_OFF if small else _FAR_OFF):
            tries.append(attempt._replace(aspect=attempt.aspect * exp(-off)))
    found.sort(key=lambda entry: entry[:2])
    if not small or len(found) == 1 or not options.thorough:
        return found[0][3]
    prices = [
        _price(graph, placed, options, brief=False) * shape for _, _, shape, placed in found[:_FINALISTS]
    ]
    return found[prices.index(min(prices))][3]


def _tries(members: list[Node], paths: dict[str, tuple[str, ...]], options: Options) -> list[Try]:
    """The ways to place a part, the plainest first."""
    if len(members) > polish.CARD_LIMIT:
        depth = max(len(paths.get(node.parent or "", ())) for node in members)
        return [Try(options.aspect * _STACKED**depth, even=True, polish=False)]
    if not options.thorough:
        return [Try(options.aspect)]
    return [
        Try(options.aspect * factor, flip, polish=polished)
        for polished in (True, False)
        for factor in _FACTORS
        for flip in (False, True)
    ]


def _attempt(
    draft: Draft,
    members: list[Node],
    frames: dict[str, Boundary],
    options: Options,
    attempt: Try,
    pause: Callable[[], object],
) -> dict[str, Rect]:
    """One run of the phases after the columns."""
    draft.ranks = lanes.ranks(options.lanes)
    pause()
    keys = ordering.order(draft, attempt.even, attempt.flip)
    pause()
    across.place(draft, keys, frames, options)
    if attempt.polish:
        pitch = max(draft.tall[: draft.cards]) + options.row_gap
        rows = snap(draft, pitch)
        polish.swap_cards(draft, along.place(draft, frames, options), pitch, rows)
        draft.segments = [(link.a, link.b, link.pull) for link in draft.links if link.a != link.b]
    lead = along.place(draft, frames, options)
    placed: dict[str, Rect] = {}
    for v, node in enumerate(members):
        side = round((draft.centre[v] - draft.tall[v] / 2) / 4) * 4
        x, y = (side, lead[v]) if options.top_down else (lead[v], side)
        placed[node.id] = Rect(x, y, node.w, node.h)
    return placed


def _price(graph: Graph, placed: dict[str, Rect], options: Options, brief: bool) -> float:
    """What the routed flows of a part cost: length, bends, crossings, and heavy ones against the reading direction.

    With `brief` they are routed roughly.
    """
    edges = [edge for edge in graph.edges if edge.source in placed and edge.target in placed]
    flows = [Flow(edge.id, edge.source, edge.target) for edge in edges]
    paths = {key: route.points for key, route in Router(placed).route_all(flows, brief=brief).items()}
    crossings, shared = conflicts(paths)
    axis = 1 if options.top_down else 0
    back = sum(edge.weight > 0 and placed[edge.target][axis] < placed[edge.source][axis] for edge in edges)
    return 100.0 + sum(map(cost, paths.values())) + _CROSSING * (crossings + shared) + _BACKWARDS * back


def _layers(draft: Draft, members: list[Node]) -> list[int | None]:
    """The layer of every card, None for those that no heavy flow ties to the others."""
    pairs = [(link.a, link.b, link.weight) for link in draft.links if link.weight > 0]
    rows = parts.loose_pairs(
        list(range(draft.cards)), [node.parent for node in members], [(k.a, k.b) for k in draft.links]
    )
    pairs += [(a, b, 0.01) for row in rows for a, b in pairwise(row)]
    forward = forward_pairs(draft.cards, pairs)
    tied = {v for a, b, _ in forward for v in (a, b)}
    layers = layer(draft.cards, forward)
    return [layers[v] if v in tied else None for v in range(draft.cards)]


def _proportions(options: Options, aspect: float) -> tuple[float, float]:
    """How much longer a step along is than one across, and length over breadth, for the reading direction."""
    return (_STEP_DOWN, 1 / aspect) if options.top_down else (_STEP_RIGHT, aspect)


def _draft(graph: Graph, members: list[Node], paths: dict[str, tuple[str, ...]], options: Options) -> Draft:
    number = {node.id: index for index, node in enumerate(members)}
    flip = options.top_down
    links = [
        Link(
            number[edge.source],
            number[edge.target],
            edge.weight,
            edge.label_h if flip else edge.label_w,
        )
        for edge in graph.edges
        if edge.source in number and edge.target in number
    ]
    return Draft(
        ids=[node.id for node in members],
        deep=[node.h if flip else node.w for node in members],
        tall=[_round4(node.w if flip else node.h) for node in members],
        paths=[paths.get(node.parent, ()) if node.parent is not None else () for node in members],
        links=links,
        cards=len(members),
    )


def _round4(value: int) -> int:
    """Sizes across are rounded up to a multiple of 8, so that middles and edges stay on the grid of 4."""
    return (value + 7) // 8 * 8


def _frames(graph: Graph, boxes: dict[str, Rect], options: Options) -> dict[str, Rect]:
    homes = {node.id: node.parent for node in graph.nodes if node.parent is not None and node.id in boxes}
    return fit_all(
        boxes,
        homes,
        {boundary.id: boundary.parent for boundary in graph.boundaries},
        {boundary.id: boundary.title_h for boundary in graph.boundaries},
        options.padding,
    )


def _finish(graph: Graph, boxes: dict[str, Rect], options: Options) -> Arrangement:
    frames = _frames(graph, boxes, options)
    positions: dict[str, Point] = {node.id: (boxes[node.id].x, boxes[node.id].y) for node in graph.nodes}
    if not options.route:
        return Arrangement(positions, frames)
    ends = boxes.keys() | frames.keys()
    flows = [
        Flow(edge.id, edge.source, edge.target, edge.label_w, edge.label_h)
        for edge in graph.edges
        if edge.source in ends and edge.target in ends
    ]
    routes = Router(boxes, frames).route_all(flows)
    return Arrangement(
        positions,
        frames,
        {key: route.points for key, route in routes.items()},
        {key: route.label_at for key, route in routes.items()},
    )
