"""Response times put together as the calls are drawn: own work, wait, then the calls step by step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from mlsd_studio.analysis.numbers.calls import Call, Calls, Part
from mlsd_studio.analysis.numbers.estimates import SWEEPS
from mlsd_studio.analysis.numbers.inputs import Inputs
from mlsd_studio.analysis.numbers.load import Station
from mlsd_studio.analysis.numbers.tape import Tape

SETTLED = 1e-9
NEGLIGIBLE = 1e-9
"""A mean wait in seconds too short to matter."""


@dataclass
class Responses:
    """The response times of components on one grid, each made once and shared by all journeys on it."""

    inputs: Inputs
    calls: Calls
    stations: Mapping[str, Station]
    tape: Tape
    nodes: dict[str, int] = field(default_factory=dict)
    hops: dict[tuple[str, str], int] = field(default_factory=dict)

    def build(self, entry: str, parts: tuple[Part, ...]) -> int:
        """The node of what enters at a component; `parts` callees first."""
        for part, cyclic in parts:
            fresh = [id for id in part if id not in self.nodes]
            if cyclic and fresh:
                self._settle(fresh)
            elif fresh:
                self.nodes[fresh[0]] = self._response(fresh[0])
        return self.nodes[entry]

    def _settle(self, loop: list[str]) -> None:
        """A loop of calls: from *never* upwards, until what is left to add is too small to matter."""
        never = self.tape.never()
        self.nodes.update(dict.fromkeys(loop, never))
        values = self.tape.values
        for _ in range(SWEEPS):
            self.hops.clear()
            made = {id: self._response(id) for id in loop}
            moved = max(float(abs(values[made[id]] - values[self.nodes[id]]).max()) for id in loop)
            self.nodes.update(made)
            if moved < SETTLED:
                break
        self.hops.clear()

    def _response(self, id: str) -> int:
        parts = [] if self.inputs.free(id) else self._own(id)
        for step in self.calls.steps(id):
            parts.append(self.tape.largest([(self.call(id, call), 1.0) for call in step]))
        return self.tape.product(parts) if parts else self.tape.mix([], 1.0)

    def _own(self, id: str) -> list[int]:
        tape = self.tape
        own, station = self.inputs.own(id), self.stations.get(id)
        parts = []
        if own is not None:
            parts.append(tape.leaf((id, "own"), *tape.grid.work(own.p50, own.sigma)))
        if station is None or station.wait_mean < NEGLIGIBLE:
            return parts
        if math.isinf(station.wait_mean):
            return [*parts, tape.never()]
        mean = station.wait_mean / station.wait_probability
        waits = tape.grid.wait(station.wait_probability, mean)
        return [*parts, tape.leaf((id, "wait"), *waits)]

    def call(self, source: str, call: Call) -> int:
        """The time until a call is answered, with its repetitions, timeout and fallback."""
        return self.tape.repeated(self._given_up(source, call), call.calls, at_once=bool(call.flow.parallel))

    def once(self, source: str, call: Call) -> int:
        """The time of one attempt of a call, without its timeout."""
        targets = [(share, self._arrive(source, target)) for target, share in call.targets if share > 0.0]
        one = self.tape.mix(targets)
        return self.tape.largest([(one, float(call.picks))]) if call.picks > 1 else one

    def _given_up(self, source: str, call: Call) -> int:
        one = self.once(source, call)
        if not call.given_up or call.timeout is None:
            return one
        after = self._given_up(source, call.fallback) if call.fallback is not None else None
        return self.tape.cap(one, call.timeout, after, (call.targets[0][0], "timeout"))

    def _arrive(self, source: str, target: str) -> int:
        key = source, target
        if key not in self.hops:
            response = self.nodes.get(target)
            response = self.tape.never() if response is None else response
            hop = self.inputs.hop(source, target)
            if hop is not None:
                leaf = self.tape.leaf((target, "hop"), *self.tape.grid.work(hop.p50, hop.sigma))
                response = self.tape.product([leaf, response])
            self.hops[key] = response
        return self.hops[key]
