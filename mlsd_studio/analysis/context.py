"""Facts about one state of a document that many rules need, each worked out once and only when asked for.

Terms are those of the design's model: journeys, hard flows, called, watched.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlsd_studio.analysis.components import STAGES
from mlsd_studio.analysis.connections import ANCESTRY, Connections, Hop
from mlsd_studio.catalog import Catalog
from mlsd_studio.model import Document
from mlsd_studio.model.records import Flow, Stage
from mlsd_studio.model.targets import PER_JOURNEY

if TYPE_CHECKING:
    from mlsd_studio.analysis.closures import Closures
    from mlsd_studio.analysis.data_classes import DataClasses
    from mlsd_studio.analysis.figures import Figures
    from mlsd_studio.analysis.numbers.engine import Engine
    from mlsd_studio.analysis.numbers.failures import Failures
    from mlsd_studio.analysis.structure import Structure

__all__ = ["ANCESTRY", "STAGES", "Facts", "Hop", "Way"]


@dataclass(frozen=True, slots=True)
class Way:
    """A journey, stated or implied by an actor with an outgoing call; `rate` in calls per second."""

    id: str
    name: str
    entry: str
    rate: float | None = None


class Facts(Connections):
    """What is known about a document as it stands; made anew after each change."""

    def __init__(self, document: Document, *, stage: Stage | None = None, catalogue: Catalog | None = None):
        """`stage` overrides the design's own (missing = sketch)."""
        super().__init__(document, stage=stage, catalogue=catalogue)
        self._called: dict[str, dict[str, Hop]] = {}

    @cached_property
    def stand_ins(self) -> dict[str, list[Flow]]:
        """Flow id -> the flows that stand in for it."""
        found: dict[str, list[Flow]] = {}
        for flow in self.flows.values():
            if flow.fallback_of is not None:
                found.setdefault(flow.fallback_of, []).append(flow)
        return found

    def required(self, flow: Flow) -> bool:
        """A call its source cannot do without, stand-ins aside: a request, or an async flow stated
        required.
        """
        if flow.fallback_of is not None:
            return False
        return flow.role != "optional" if flow.kind == "request" else (
            flow.kind == "async" and flow.role == "required"
        )  # fmt: skip

    def hard(self, flow: Flow) -> bool:
        """A required call that nothing stands in for."""
        return self.required(flow) and flow.id not in self.stand_ins

    @cached_property
    def journeys(self) -> list[Way]:
        """The stated journeys; without any, one for each actor or external component that calls or
        publishes.
        """
        stated = self.document.journeys.values()
        if stated:
            return [Way(j.id, j.name or j.id, j.entry, j.rate.base if j.rate else None) for j in stated]
        callers = self.group("ENTRY") | self.external | self.people
        return [
            Way(id, self.name(id), id)
            for id in self.components
            if id in callers and any(flow.kind in ("request", "async") for flow, _ in self.out[id])
        ]

    def called(self, journey: Way) -> dict[str, Hop]:
        """Components reached from the entry over requests of any role, stand-ins included, with their hops.

        The mates of a called member of a group are called too. The entry itself is left out.
        """
        if journey.entry not in self._called:
            self._called[journey.entry] = dict(self._calls(journey.entry))
        return self._called[journey.entry]

    def _calls(self, entry: str) -> Iterator[tuple[str, Hop]]:
        seen, queue = {entry}, deque([entry])
        while queue:
            at = queue.popleft()
            if at in self.external and at != entry:
                continue
            for flow, target in self.out[at]:
                if flow.kind != "request":
                    continue
                for other in (target, *self.mates(target)):
                    if other not in seen:
                        seen.add(other)
                        queue.append(other)
                        yield other, (flow, at)

    def call_path(self, journey: Way, id: str) -> tuple[str, ...]:
        """The path of calls from the entry of a journey to a component, through a broker where it must be; just
        the component if there is none.
        """
        hops: dict[str, Hop | None] = {**self.called(journey), journey.entry: None}
        if id in hops:
            return self.trace(hops, id)
        return self.path(journey.entry, {id}, ("request", "async")) or (id,)

    @cached_property
    def all_called(self) -> frozenset[str]:
        """Ids of all components that some journey calls."""
        return frozenset(id for journey in self.journeys for id in self.called(journey))

    @cached_property
    def main_journeys(self) -> frozenset[str]:
        """Ids of journeys that are graded as written, the others one lower.

        They are those from whose entry a model or its stored predictions are reached, and those that a target
        is set for: by name, or as the only journey of the design.
        """
        kinds = {"request", "async", "data"}
        goals = self.group("SERVING") | self.with_facet("prediction_store")
        targets = [one for one in self.document.requirements.values() if one.metric in PER_JOURNEY]
        asked = {one.journey for one in targets}
        lone = len(self.journeys) == 1 and any(one.journey is None for one in targets)
        return frozenset(
            journey.id
            for journey in self.journeys
            if lone
            or not asked.isdisjoint((journey.id, journey.entry))
            or goals & self.reach([journey.entry], lambda flow: flow.kind in kinds).keys()
        )

    @cached_property
    def structure(self) -> Structure:
        """The structure function of every journey."""
        from mlsd_studio.analysis.compiling import compile_structure

        return compile_structure(self)

    @cached_property
    def full_quality(self) -> Facts:
        """The same document read more strictly: with nothing optional lost and no fallback in use."""
        from mlsd_studio.analysis.numbers.quality import FullQuality

        return FullQuality(self.document, stage=self.stage, catalogue=self.catalog)

    @cached_property
    def failures(self) -> Failures:
        """What each failure unit takes with it."""
        from mlsd_studio.analysis.numbers.failures import Failures

        return Failures(self)

    @cached_property
    def engine(self) -> Engine:
        """The numbers engine of this state; what it has worked out is shared by rules and panels."""
        from mlsd_studio.analysis.numbers.engine import Engine

        return Engine(self.document, facts=self)

    @cached_property
    def figures(self) -> Figures:
        """The numbers that rules compare with what is asked for."""
        from mlsd_studio.analysis.figures import Figures

        return Figures(self)

    @cached_property
    def classes(self) -> DataClasses:
        """Which classes of data are where, stated or inherited."""
        from mlsd_studio.analysis.data_classes import DataClasses

        return DataClasses(self)

    @cached_property
    def closures(self) -> Closures:
        """What every component reaches, for rules that ask it of many."""
        from mlsd_studio.analysis.closures import Closures

        return Closures(self)
