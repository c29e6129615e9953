"""The working copy of one connected part: everything by number, so that the phases are quick."""

from __future__ import annotations

from dataclasses import dataclass, field

# How strongly a flow of weight 0 pulls, where a flow of weight 1 pulls with 1.
WEAK = 0.25


@dataclass(slots=True)
class Link:
    """A flow between two vertices; `weight` 0 for flows that do not decide the direction."""

    a: int
    b: int
    weight: float
    label: int = 0

    @property
    def pull(self) -> float:
        """How strongly the ends attract each other."""
        return max(self.weight, WEAK)


@dataclass(slots=True)
class Draft:
    """Vertices 0..n-1 are cards. Later phases append bend points of long flows and place holders of frames.

    Sizes are along (`deep`) and across (`tall`) the reading direction. `paths[v]` lists the frames around
    `v`, outermost first. `columns[c]` lists the vertices of a column in order; `column[v]` is the column of
    `v`. `ranks` gives frames whose order is set from outside their key.
    """

    ids: list[str]
    deep: list[int]
    tall: list[int]
    paths: list[tuple[str, ...]]
    links: list[Link]
    cards: int
    column: list[int] = field(default_factory=list)
    columns: list[list[int]] = field(default_factory=list)
    segments: list[tuple[int, int, float]] = field(default_factory=list)
    centre: list[float] = field(default_factory=list)
    ranks: dict[str, float] = field(default_factory=dict)

    def add(self, column: int, tall: int, path: tuple[str, ...]) -> int:
        """A new vertex that is no card, at the end of its column's list."""
        vertex = len(self.tall)
        self.deep.append(0)
        self.tall.append(tall)
        self.paths.append(path)
        self.column.append(column)
        return vertex

    def card_neighbours(self) -> list[list[tuple[int, float]]]:
        """For every card its neighbours over flows of any weight, with the pull."""
        found: list[list[tuple[int, float]]] = [[] for _ in range(self.cards)]
        for link in self.links:
            if link.a != link.b:
                found[link.a].append((link.b, link.pull))
                found[link.b].append((link.a, link.pull))
        return found
