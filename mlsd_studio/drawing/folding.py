"""Collapsed boundaries: each is drawn as one card, and what is inside it as that card.

The list of them stands in the record of the view `main`. Only boundaries of the tree collapse: what a team or
trust boundary holds also stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.model import Document
from mlsd_studio.model.edits.boundaries import ancestors, members_of
from mlsd_studio.model.edits.folding import collapsed
from mlsd_studio.model.records import TREE_BOUNDARIES


class Folding:
    """`owner` maps what is not drawn (components, boundaries, groups) to the boundary drawn instead of it."""

    def __init__(self, document: Document) -> None:
        wanted = {
            id
            for id in collapsed(document)
            if id in document.boundaries and document.boundaries[id].kind in TREE_BOUNDARIES
        }
        outermost = [id for id in document.boundaries if id in wanted]
        outermost = [id for id in outermost if not wanted.intersection(ancestors(document, id))]
        self.inside: dict[str, tuple[str, ...]] = {id: tuple(members_of(document, id)) for id in outermost}
        """The boundaries drawn as cards, with the components and boundaries in them."""
        self.owner: dict[str, str] = {one: id for id, inner in self.inside.items() for one in inner}
        for group in document.groups.values() if self.owner else ():
            owners = {self.owner.get(member) for member in group.members}
            owner = owners.pop() if len(owners) == 1 else None
            if owner is not None:
                self.owner[group.id] = owner

    def __bool__(self) -> bool:
        return bool(self.inside)

    def shown(self, id: str) -> str:
        """What an element is drawn as: itself, or the collapsed boundary around it."""
        return self.owner.get(id, id)

    def count(self, id: str, components: Iterable[str]) -> int:
        """How many of the components are inside a collapsed boundary."""
        inner = set(self.inside.get(id, ()))
        return sum(1 for component in components if component in inner)

    def differing(self, other: Folding) -> set[str]:
        """What is drawn otherwise than in another folding."""
        ids = self.owner.keys() | other.owner.keys()
        changed = {id for id in ids if self.owner.get(id) != other.owner.get(id)}
        return changed | (self.inside.keys() ^ other.inside.keys())
