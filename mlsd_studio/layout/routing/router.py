"""The router: from the boxes on the canvas and the flows between them to right-angled routes.

`Router.route` answers for a few flows while cards move; `Router.route_all` does a whole diagram, where
flows that would lie on top of each other are also separated into tracks. Cards are obstacles, boundaries
are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlsd_studio.layout.geometry import Point, Rect, simplified
from mlsd_studio.layout.routing import labels, nudge, ports, sides
from mlsd_studio.layout.routing.choose import Plan, choose, cost, path_blocked, self_loop
from mlsd_studio.layout.routing.grid import BoxGrid
from mlsd_studio.layout.routing.records import Flow, Route
from mlsd_studio.layout.routing.search import HASTY, PATIENT, detour
from mlsd_studio.layout.routing.shapes import Path, connections, side_middle
from mlsd_studio.layout.routing.traffic import Traffic
from mlsd_studio.layout.routing.waypoints import facing_side, through
from mlsd_studio.layout.routing.weave import Weave, traffic_of

# Up to this many flows the whole-diagram pass also weighs crossings against bends and length.
WEAVE_LIMIT = 2000
# Up to this many it does so thoroughly, and more than once.
THOROUGH = 110


class Router:
    """Routes flows between boxes that may move.

    `boxes` are the cards, `boundaries` the frames that a flow may end at; ids are unique over both. The
    router remembers which sides the flows it routed use, so that a live route shares a side with those that
    rest.
    """

    def __init__(self, boxes: Mapping[str, Rect], boundaries: Mapping[str, Rect] | None = None) -> None:
        self._boxes = dict(boxes)
        self._frames = dict(boundaries or {})
        self._grid = BoxGrid(self._boxes)
        self._plans: dict[str, Plan] = {}
        self._at: dict[tuple[str, int], dict[str, None]] = {}

    def move(self, rects: Mapping[str, Rect]) -> None:
        """Put cards or boundaries somewhere else; an unknown id is added as a card."""
        for key, rect in rects.items():
            if key in self._frames:
                self._frames[key] = rect
            else:
                self._boxes[key] = rect
                self._grid.put(key, rect)

    def remove(self, keys: Iterable[str]) -> None:
        """Forget cards, boundaries or flows; unknown ids are ignored."""
        for key in keys:
            self._frames.pop(key, None)
            if self._boxes.pop(key, None) is not None:
                self._grid.drop(key)
            self._forget(key)

    def set_boundaries(self, boundaries: Mapping[str, Rect]) -> None:
        """Replace all boundary frames."""
        self._frames = dict(boundaries)

    def route(self, flows: Iterable[Flow]) -> dict[str, Route]:
        """Routes of these flows for the boxes as they are now; raises KeyError for an unknown end.

        Ports take the resting flows at the same sides into account; those keep the routes they have. Nothing
        here depends on the number of cards or flows elsewhere.
        """
        wanted = list(flows)
        paths = self._paths(wanted, HASTY)
        by_id = {flow.id: flow for flow in wanted}
        named = any(flow.label_w for flow in wanted)
        taken = labels.Shelves(labels.titles(self._frames.values()) if named else ())
        return {
            key: Route(path, labels.quick(path, by_id[key], self._grid, taken)) for key, path in paths.items()
        }

    def route_all(self, flows: Iterable[Flow], *, brief: bool = False) -> dict[str, Route]:
        """Routes of a whole diagram: crossings reduced, overlaps separated, labels spread.

        With `brief` crossings are left as they come, in a fifth of the time: enough to compare arrangements.
        """
        wanted = list(flows)
        self._plans.clear()
        self._at.clear()
        paths = self._paths(wanted, PATIENT)
        ends = {flow.id: (flow.source, flow.target) for flow in wanted}
        movable = {flow.id for flow in wanted if not flow.waypoints}
        titles = labels.titles(self._frames.values())
        whole = not brief and len(wanted) <= WEAVE_LIMIT
        traffic = traffic_of(list(self._boxes.values()), paths, titles) if whole else None
        if traffic is not None:
            paths = self._woven(paths, movable, traffic)
        paths = nudge.separate(paths, ends, movable, self._grid)
        at = labels.place(paths, wanted, self._grid, titles, traffic)
        return {key: Route(path, at[key]) for key, path in paths.items()}

    def _woven(self, paths: dict[str, Path], movable: set[str], traffic: Traffic) -> dict[str, Path]:
        """Paths with fewer crossings, on other sides and ports where that helps; the traffic follows them."""
        thorough = len(paths) <= THOROUGH
        weave = Weave(self._plans, paths, movable, self._grid, traffic, thorough)
        for rounds in (2, 1) if thorough else (1,):
            weave.improve(rounds)
            sides.untangle(weave)
        sides.spread_evenly(weave)
        sides.part(weave)
        self._at.clear()
        for plan in self._plans.values():
            plan.ports = weave.paths[plan.id][0], weave.paths[plan.id][-1]
            self._remember(plan)
        return weave.paths

    def _paths(self, flows: list[Flow], states: int) -> dict[str, Path]:
        fresh: dict[str, Plan] = {}
        for flow in flows:
            self._forget(flow.id)
        for flow in flows:
            fresh[flow.id] = self._plan(flow)
            self._remember(fresh[flow.id])
        placed = ports.assign(self._around(fresh))
        paths = {key: self._realise(plan, placed, states) for key, plan in fresh.items()}
        for key, plan in fresh.items():
            plan.ports = paths[key][0], paths[key][-1]
        return paths

    def _around(self, fresh: dict[str, Plan]) -> list[Plan]:
        """The plans to place ports for: the fresh ones and all that share a side with one of them."""
        keys = dict.fromkeys(fresh)
        for plan in fresh.values():
            for slot in zip(plan.ends, plan.sides, strict=True):
                keys.update(self._at[slot])
        found = []
        for key in sorted(keys):
            plan = self._plans[key]
            if key not in fresh:
                if not all(end in self._boxes or end in self._frames for end in plan.ends):
                    continue
                plan.follow(self._rect(plan.ends[0]), self._rect(plan.ends[1]))
            found.append(plan)
        return found

    def _remember(self, plan: Plan) -> None:
        self._plans[plan.id] = plan
        for slot in zip(plan.ends, plan.sides, strict=True):
            self._at.setdefault(slot, {})[plan.id] = None

    def _forget(self, key: str) -> None:
        plan = self._plans.pop(key, None)
        if plan is not None:
            for slot in zip(plan.ends, plan.sides, strict=True):
                self._at.get(slot, {}).pop(key, None)

    def _crowd(self, key: str, side: int) -> int:
        return len(self._at.get((key, side), ()))

    def _rect(self, key: str) -> Rect:
        return self._boxes[key] if key in self._boxes else self._frames[key]

    def _plan(self, flow: Flow) -> Plan:
        a, b = self._rect(flow.source), self._rect(flow.target)
        ends = (flow.source, flow.target)
        if not flow.waypoints:
            return choose(flow.id, ends, a, b, self._grid, self._crowd)
        d, e = facing_side(a, flow.waypoints[0]), facing_side(b, flow.waypoints[-1])
        path = through(side_middle(a, d), d, side_middle(b, e), e, flow.waypoints, ends, self._grid)
        return Plan(flow.id, ends, a, b, (d, e), path, via=flow.waypoints)

    def _realise(self, plan: Plan, placed: dict[tuple[str, int], Point], states: int) -> Path:
        """The plan's path from and to its exact ports; `states` bounds the search behind the plain shapes."""
        p, q = placed[(plan.id, 0)], placed[(plan.id, 1)]
        (d, e), a, b = plan.sides, plan.a, plan.b
        if plan.via:
            return through(p, d, q, e, plan.via, plan.ends, self._grid)
        if plan.ends[0] == plan.ends[1]:
            return self_loop(p, q, a)
        if plan.fixed:
            return (p, q)
        if len(plan.path) == 4 and d % 2 == e % 2:
            _, (x, y), _, _ = plan.path
            same = (p, (x, p[1]), (x, q[1]), q) if d % 2 == 0 else (p, (p[0], y), (q[0], y), q)
            if not path_blocked(same, plan.ends, self._grid):
                return tuple(simplified(same))
        options = sorted(
            (cost(path), index, path) for index, path in enumerate(connections(p, d, q, e, a, b))
        )
        for _, _, path in options:
            if not path_blocked(path, plan.ends, self._grid):
                return tuple(simplified(path))
        found = detour(p, d, q, e, plan.ends, self._grid, states)
        return found if found is not None else tuple(simplified(options[0][2]))
