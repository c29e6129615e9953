"""Everything that every component reaches, at once: for rules that ask it of many components.

The one idea: a set of components is one whole number, a bit for each place in the file. The graph is
condensed to its circles, and what a circle reaches is what its flows lead to, joined; that is one pass, where
a search from each component would be one pass each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.graphs import components_in_order


class Closures:
    """Reached sets of one document, by the kinds of flow and the direction."""

    def __init__(self, facts: Facts) -> None:
        """Nothing is computed yet."""
        self.facts = facts
        self._ids = list(facts.components)
        self._groups: dict[tuple[str, ...], int] = {}
        self._made: dict[tuple[frozenset[str], bool, frozenset[str]], list[int]] = {}

    def reached(self, id: str, kinds: Collection[str], *, backward: bool = False) -> int:
        """What a component reaches over flows of the kinds, itself included; nothing past external ones."""
        key = (frozenset(kinds), backward, frozenset[str]())
        if key not in self._made:
            self._made[key] = self._close(*key)
        return self._made[key][self.facts.order[id]]

    def led_to(self, id: str, kinds: Collection[str], stops: frozenset[str]) -> int:
        """What is reached from a component, itself left out, without going on from any of `stops`."""
        key = (frozenset(kinds), False, stops)
        if key not in self._made:
            self._made[key] = self._close(*key)
        found = 0
        for flow, other in self.facts.out[id]:
            if flow.kind in kinds:
                found |= self._made[key][self.facts.order[other]]
        return found

    def bits(self, ids: Iterable[str]) -> int:
        """A set of components as a number."""
        marks = bytearray(len(self._ids) // 8 + 1)
        for id in ids:
            place = self.facts.order[id]
            marks[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(marks, "little")

    def bits_of(self, *groups: str) -> int:
        """The components in any of the groups as a number."""
        if groups not in self._groups:
            self._groups[groups] = self.bits(self.facts.group(*groups))
        return self._groups[groups]

    def ids(self, bits: int) -> list[str]:
        """The components of a set, in file order."""
        found = []
        while bits:
            low = bits & -bits
            found.append(self._ids[low.bit_length() - 1])
            bits ^= low
        return found

    def _close(self, kinds: frozenset[str], backward: bool, stops: frozenset[str]) -> list[int]:
        facts, order = self.facts, self.facts.order
        ends = facts.external | stops
        table = facts.into if backward else facts.out
        edges = [
            () if id in ends else tuple({order[other] for flow, other in table[id] if flow.kind in kinds})
            for id in self._ids
        ]
        found = [0] * len(edges)
        for part in components_in_order(len(edges), edges.__getitem__):
            reached = 0
            for node in part:
                reached |= 1 << node
                for other in edges[node]:
                    reached |= found[other]
            for node in part:
                found[node] = reached
        return found
