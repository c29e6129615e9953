"""Fewer crossings: flows that cross others look for a way of their own among many, round after round.

All flows but one stay while that one takes the way that costs least, crossings included; then the next. A
flow may change its sides, its ports and its shape. What comes out depends on the order only, which is fixed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mlsd_studio.layout.geometry import Point, Rect, enclosing, simplified
from mlsd_studio.layout.routing import ways
from mlsd_studio.layout.routing.choose import Plan, cost, least, path_blocked
from mlsd_studio.layout.routing.grid import BoxGrid
from mlsd_studio.layout.routing.shapes import SIDES, Path, side_middle
from mlsd_studio.layout.routing.traffic import Traffic

# Candidates stay within this many pixels around all cards and paths.
_AROUND = 240
# Sides of a drawing, in pixels, up to which it is worth a raster.
_WIDEST = 100_000
# Pairs of sides that a search looks at when it is not thorough.
_LIKELY = 4
Slot = tuple[str, int]
End = tuple[str, int]


def traffic_of(
    boxes: Collection[Rect], paths: Mapping[str, Path], titles: Collection[Rect] = ()
) -> Traffic | None:
    """The traffic of a drawing, None when there is none or the drawing is too wide for a raster.

    Cards in `boxes` are obstacles, and the `titles` of boundaries are kept off where that is cheap.
    """
    if not paths:
        return None
    points = [Rect(x, y, 0, 0) for path in paths.values() for x, y in path]
    area = enclosing([*boxes, *titles, *points]).grown(_AROUND)
    if max(area.w, area.h) > _WIDEST:
        return None
    traffic = Traffic(area, boxes, paths)
    for title in titles:
        traffic.bar(title)
    return traffic


class Weave:
    """The paths of a whole diagram while they are improved.

    `plans` are kept up to date; only the flows in `movable` get other paths. `ports` has where flows touch a
    side: by (id, side) the position along it of each (flow, end), end 0 the source. `traffic` has the paths.
    Unless it is `thorough`, a search looks at the likely sides only, and takes two thirds of the time.
    """

    def __init__(
        self,
        plans: dict[str, Plan],
        paths: Mapping[str, Path],
        movable: Collection[str],
        grid: BoxGrid,
        traffic: Traffic,
        thorough: bool = True,
    ) -> None:
        self.plans, self.paths, self.grid = plans, dict(paths), grid
        self.movable = {key for key in movable if _between_cards(plans[key])}
        self.ports: dict[Slot, dict[End, int]] = {}
        self._traffic, self.thorough = traffic, thorough
        self._stuck: dict[str, tuple[int, Path]] = {}
        for key in paths:
            self._dock(key)

    def improve(self, rounds: int) -> None:
        """Give flows better paths, long ones first, until none finds one or all rounds are over."""
        for _ in range(rounds):
            order = sorted(self.movable, key=lambda key: (-cost(self.paths[key]), key))
            if not sum(self._reroute(key) for key in order):
                break

    def try_paths(self, paths: Mapping[str, Path], slack: int = 0) -> bool:
        """Lead some flows along other paths between the same sides, where together they then cost less.

        With `slack` they may cost up to so much more, less one.
        """
        traffic = self._traffic
        for key in paths:
            traffic.take(self.paths[key])
        before = self._fill({key: self.paths[key] for key in paths})
        for key in paths:
            traffic.take(self.paths[key])
        if self._fill(paths) >= before + slack:
            for key, path in paths.items():
                traffic.take(path)
                traffic.put(self.paths[key])
            return False
        for key, path in paths.items():
            self._lead(key, self.plans[key].sides, path)
        return True

    def lies_on_others(self, key: str) -> tuple[bool, bool]:
        """Whether a flow lies on another one where it leaves, and where it arrives."""
        return self._traffic.lies_on_others(self.paths[key])

    def _fill(self, paths: Mapping[str, Path]) -> int:
        """Put paths one after the other; answers what they cost."""
        total = 0
        for path in paths.values():
            total += self._traffic.price(path)
            self._traffic.put(path)
        return total

    def _lead(self, key: str, sides: tuple[int, int], path: Path) -> None:
        """Write down another path of a flow, which the traffic has already."""
        plan = self.plans[key]
        for end, slot in enumerate(zip(plan.ends, plan.sides, strict=True)):
            del self.ports[slot][(key, end)]
        plan.sides, plan.path, plan.fixed = sides, path, len(path) == 2
        self.paths[key] = path
        self._dock(key)

    def _dock(self, key: str) -> None:
        plan, path = self.plans[key], self.paths[key]
        for end, slot in enumerate(zip(plan.ends, plan.sides, strict=True)):
            self.ports.setdefault(slot, {})[(key, end)] = path[-end][1 - slot[1] % 2]

    def _reroute(self, key: str) -> bool:
        """Try to lead one flow along a better path; a flow without a clash has nothing to gain."""
        path = self.paths[key]
        clash = self._traffic.clashes(path)
        if not clash or self._stuck.get(key) == (clash, path):
            return False
        self._traffic.take(path)
        search = _Search(self, self._traffic, key, cost(path) + clash)
        search.run()
        if search.path is None:
            self._traffic.put(path)
            self._stuck[key] = clash, path
            return False
        path = tuple(simplified(search.path))
        self._traffic.put(path)
        self._lead(key, search.sides, path)
        return True


class _Search:
    """The search for the best path of one flow, whose own path is taken out of the traffic.

    `price` is what has to be beaten; `path` and `sides` are the best found so far, None without one.
    """

    def __init__(self, weave: Weave, traffic: Traffic, key: str, price: int) -> None:
        self._plan, self._key = weave.plans[key], key
        self._now, self._used = weave.paths[key], weave.ports
        self._traffic, self._grid, self._thorough = traffic, weave.grid, weave.thorough
        self.price = price
        self.path: Path | None = None
        self.sides = self._plan.sides
        self._offered: dict[tuple[int, int], list[Point]] = {}

    def run(self) -> None:
        """Try every pair of sides from the port that suits best, then more ports on the best sides."""
        plan = self._plan
        for path, sides in ways.straight(plan.a, plan.b, self._taken_at):
            self._offer(path, sides)
        starts = [side_middle(plan.a, d) for d in SIDES]
        stops = [side_middle(plan.b, e) for e in SIDES]
        # Ports may lie nearer to each other than the middles of their sides.
        slack = (max(plan.a.w, plan.a.h) + max(plan.b.w, plan.b.h)) // 2
        tried = sorted((least(starts[d], d, stops[e], e), d, e) for d in SIDES for e in SIDES)
        for bound, d, e in tried if self._thorough else tried[:_LIKELY]:
            if bound - slack >= self.price:
                break
            for p in self._ports(0, d)[:1]:
                for q in self._ports(1, e)[:1]:
                    self._between(p, d, q, e)
        for d, e in dict.fromkeys((self.sides, plan.sides)) if self._thorough else ():
            first = self._ports(0, d)[:1], self._ports(1, e)[:1]
            for p in self._ports(0, d):
                for q in self._ports(1, e):
                    if ([p], [q]) != first:
                        self._between(p, d, q, e)

    def _between(self, p: Point, d: int, q: Point, e: int) -> None:
        if least(p, d, q, e) >= self.price:
            return
        if d % 2 == e % 2:
            self._middle(p, d, q, e)
        for path in ways.others(p, d, q, e, self._plan.a, self._plan.b, self.price):
            self._offer(path, (d, e))

    def _offer(self, path: Path, sides: tuple[int, int]) -> None:
        price = self._traffic.price(path, self.price)
        if price < self.price and not path_blocked(path, self._plan.ends, self._grid):
            self.price, self.path, self.sides = price, path, sides

    def _middle(self, p: Point, d: int, q: Point, e: int) -> None:
        """Offer the best path of three pieces."""
        axis, tracks = d % 2, ways.tracks(p, d, q, e)
        while tracks:
            price, at = self._traffic.track(axis, p, q, tracks, self.price)
            if price >= self.price:
                return
            path = (p, (at, p[1]), (at, q[1]), q) if axis == 0 else (p, (p[0], at), (q[0], at), q)
            if not path_blocked(path, self._plan.ends, self._grid):
                self.price, self.path, self.sides = price, path, (d, e)
                return
            tracks.remove(at)

    def _taken(self, end: int, side: int) -> list[int]:
        """The ports of other flows on a side of one of the two boxes."""
        here = self._used.get((self._plan.ends[end], side), {})
        return [at for (key, _), at in here.items() if key != self._key]

    def _taken_at(self, sides: tuple[int, int]) -> list[int]:
        return self._taken(0, sides[0]) + self._taken(1, sides[1])

    def _ports(self, end: int, side: int) -> list[Point]:
        """Where the flow may touch a side: where it does now, and free places."""
        found = self._offered.get((end, side))
        if found is None:
            plan, now = self._plan, self._now
            aim = now[end - 1][1 - side % 2]
            found = ways.free_ports(plan.b if end else plan.a, side, aim, self._taken(end, side))
            if side == plan.sides[end]:
                found = list(dict.fromkeys((now[-end], *found)))
            self._offered[(end, side)] = found
        return found


def _between_cards(plan: Plan) -> bool:
    """Whether a flow joins two boxes of which none is around the other."""
    return plan.ends[0] != plan.ends[1] and not plan.a.contains(plan.b) and not plan.b.contains(plan.a)
