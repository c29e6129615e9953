"""Who carries how much, and in which order they saturate: what panel and report list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlsd_studio.analysis.numbers.results import ComponentNumbers, Numbers
from mlsd_studio.analysis.numbers.wording import grouped


@dataclass(frozen=True, slots=True)
class Busy:
    """A component with its load. It is full at `multiple` times the stated traffic, at `rate` calls/s of the
    journey that gets there first; `rank` 0 is the first to saturate, None what no journey waits for.
    """

    id: str
    numbers: ComponentNumbers
    multiple: float | None = None
    rate: float | None = None
    rank: int | None = None
    waited: bool = True

    @property
    def whole(self) -> float | None:
        """Calls a second that all its replicas can serve."""
        one = self.numbers
        return None if one.load is None or not one.utilisation else one.load / one.utilisation

    @property
    def end(self) -> str:
        """When it is full, in words: `1.08× · 1 080 rps · first`; empty where nothing says."""
        if self.rate is None:
            return ""
        factor = "" if self.multiple is None else f"{grouped(self.multiple)}× · "
        behind = "" if self.waited else " · not waited for"
        mark = {0: " · first", 1: " · next"}.get(-1 if self.rank is None else self.rank, "")
        return f"{factor}{grouped(self.rate)} rps{mark}{behind}"


def busiest(numbers: Numbers) -> list[Busy]:
    """The components that carry load by utilisation, the busiest first, those of unknown load last."""
    ends: dict[str, tuple[float, float, bool]] = {}
    for journey in numbers.journeys.values():
        for one in journey.bottlenecks:
            times = one.multiple if one.multiple is not None else float("inf")
            known = ends.get(one.component)
            if known is None or times < known[0]:
                ends[one.component] = (times, one.rate, one.waited)
    order = sorted((id for id in ends if ends[id][2]), key=lambda id: ends[id][0])
    ranks = {id: place for place, id in enumerate(order)}
    found = []
    for id, load in numbers.components.items():
        end = ends.get(id)
        multiple = None if end is None or end[0] == float("inf") else end[0]
        rate, waited = (None, True) if end is None else end[1:]
        found.append(Busy(id, load, multiple, rate, ranks.get(id), waited))
    return sorted(found, key=_order)


def _order(one: Busy) -> tuple[bool, float, str]:
    used = one.numbers.utilisation
    return used is None, -(used or 0.0), one.id


def needed_words(one: ComponentNumbers, multiples: Iterable[str] = ("1", "3", "10")) -> str:
    """Replicas needed at each multiple: `3 / 8 / 24`; empty where nothing is known."""
    found = [one.needed.get(name) for name in multiples]
    return " / ".join("–" if count is None else str(count) for count in found) if any(found) else ""
