"""Who calls whom on a journey: calls with their shares, steps, timeouts and fallbacks, compiled once.

A call to a group (or to a member, from outside it) goes to `needs` of its members in parallel, chosen by
`calls` where every flow to a member states them, else equally. Mirrored and asynchronous flows carry load,
but nobody waits for them. Fallbacks carry no load while all is well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.graphs import components_in_order
from mlsd_studio.model.records import Flow

Part = tuple[tuple[str, ...], bool]
"""Components that call each other in a circle (or one alone), and whether there is a circle."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a component: `calls` on average each time the caller works, to `picks` of its targets.

    `targets` holds (component, share); shares sum to 1. `waits` is False for what nobody waits for.
    """

    flow: Flow
    targets: tuple[tuple[str, float], ...]
    calls: float
    picks: int = 1
    waits: bool = True
    optional: bool = False
    fallback: Call | None = None
    step: int = 1
    timeout: float | None = None

    @property
    def given_up(self) -> bool:
        """Whether the caller goes on after the timeout; other timeouts do not shorten latency."""
        return self.timeout is not None and (self.optional or self.fallback is not None)


@dataclass(frozen=True, slots=True)
class Route:
    """What one journey reaches, callers first, and the components it waits for."""

    journey: Way
    parts: tuple[Part, ...]
    waited: frozenset[str]


class Calls:
    """The calls of every component of a document."""

    def __init__(self, facts: Facts) -> None:
        """`facts` of the document."""
        self.facts = facts
        self._entries = frozenset(journey.entry for journey in facts.journeys)
        self._of: dict[str, tuple[Call, ...]] = {}
        self._steps: dict[str, list[list[Call]]] = {}

    def of(self, id: str) -> tuple[Call, ...]:
        """The calls a component makes while all is well, in file order.

        None from external ones: what they call is theirs. Where one is the entry of a journey, it is the
        caller and its flows count.
        """
        found = self._of.get(id)
        if found is None:
            found = self._of[id] = tuple(self._make(id))
        return found

    def steps(self, id: str) -> list[list[Call]]:
        """The calls that the component waits for, those made at once together, in order."""
        if id not in self._steps:
            found: dict[int, list[Call]] = {}
            for call in self.of(id):
                if call.waits and call.calls > 0.0:
                    found.setdefault(call.step, []).append(call)
            self._steps[id] = [found[step] for step in sorted(found)]
        return self._steps[id]

    def _make(self, id: str) -> Iterator[Call]:
        if id in self.facts.external and id not in self._entries:
            return
        grouped: dict[str, list[Flow]] = {}
        for flow in {flow.id: flow for flow, _ in self.facts.out[id]}.values():
            if flow.fallback_of is not None or flow.kind not in ("request", "async"):
                continue
            group = self._group(id, flow)
            if group is None:
                yield self._call(id, flow, ((flow.target, 1.0),), 1.0 if flow.calls is None else flow.calls)
            else:
                grouped.setdefault(group, []).append(flow)
        for group, flows in grouped.items():
            yield from self._to_group(id, group, flows)

    def _group(self, source: str, flow: Flow) -> str | None:
        """The group that a flow calls: the one it names, or that of the member it goes to."""
        if flow.target in self.facts.document.groups:
            return flow.target
        if flow.kind != "request":
            return None
        own = set(self.facts.groups_of.get(source, ()))
        return next((one for one in self.facts.groups_of.get(flow.target, ()) if one not in own), None)

    def _call(
        self, source: str, flow: Flow, targets: tuple[tuple[str, float], ...], calls: float, picks: int = 1
    ) -> Call:
        return Call(
            flow, targets, calls, picks, _waited(flow), flow.role == "optional",
            self._fallback(source, flow, {flow.id}), 1 if flow.step is None else flow.step, _timeout(flow),
        )  # fmt: skip

    def _fallback(self, source: str, flow: Flow, seen: set[str]) -> Call | None:
        """The first flow that stands in, with what stands in for that one."""
        for other in self.facts.stand_ins.get(flow.id, ()):
            if other.id in seen or other.kind != "request" or other.target == source:
                continue
            targets = [id for id in self.facts.ends(other.target, other.kind) if id in self.facts.components]
            if targets:
                seen.add(other.id)
                shares = tuple((id, 1.0 / len(targets)) for id in targets)
                after = self._fallback(source, other, seen)
                return Call(other, shares, 1.0, fallback=after, timeout=_timeout(other))
        return None

    def _to_group(self, source: str, group: str, flows: list[Flow]) -> Iterator[Call]:
        record = self.facts.document.groups[group]
        members = [id for id in dict.fromkeys(record.members) if id in self.facts.components]
        if not members:
            return
        stated = [flow.calls for flow in flows if flow.calls is not None]
        by_calls = len(flows) > 1 and len(stated) == len(flows) and sum(stated) > 0.0
        shares = {id: 1.0 / len(members) for id in members}
        total = max(stated, default=1.0)
        if by_calls:
            total, shares = sum(stated), {}
            for flow in flows:
                shares[flow.target] = shares.get(flow.target, 0.0) + (flow.calls or 0.0) / total
        first = next((flow for flow in flows if flow.role != "optional"), flows[0])
        picks = max(1, min(record.needs or 1, len(members)))
        yield self._call(source, first, tuple(shares.items()), total, picks)

    # -- journeys ----------------------------------------------------------------------------------

    def route(self, journey: Way) -> Route:
        """What a journey reaches over requests and async flows, ordered for one pass of the traffic."""
        parts = self._order(journey.entry, lambda call: call.targets)
        waited = self._order(journey.entry, lambda call: call.targets if call.waits else ())
        return Route(journey, tuple(reversed(parts)), frozenset(id for part, _ in waited for id in part))

    def waited(self, journey: Way) -> tuple[Part, ...]:
        """What a journey waits for, callees first; with fallbacks, which follow a timeout."""
        return tuple(self._order(journey.entry, _with_fallbacks))

    def _order(self, entry: str, targets: Callable[[Call], Iterable[tuple[str, float]]]) -> list[Part]:
        if entry not in self.facts.components:
            return []
        place = {entry: 0}
        names, edges = [entry], []
        for at in names:
            out = []
            for call in self.of(at):
                for target, _ in targets(call):
                    if target not in place:
                        place[target] = len(names)
                        names.append(target)
                    out.append(place[target])
            edges.append(out)
        parts = components_in_order(len(edges), edges.__getitem__)
        return [(tuple(names[n] for n in part), len(part) > 1 or part[0] in edges[part[0]]) for part in parts]


def _with_fallbacks(call: Call) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    at: Call | None = call if call.waits else None
    while at is not None:
        found.extend(at.targets)
        at = at.fallback if at.timeout is not None else None
    return found


def _timeout(flow: Flow) -> float | None:
    return flow.timeout.base if flow.timeout is not None else None


def _waited(flow: Flow) -> bool:
    """Whether the caller waits for the answer; a mirrored copy of the traffic is dropped."""
    return flow.kind == "request" and not (flow.attributes or {}).get("mirror")
