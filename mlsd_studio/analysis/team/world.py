"""What the conditions of one check share: the facts, and what was looked up before."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Component, Flow

if TYPE_CHECKING:
    from mlsd_studio.analysis.team.selecting import BoundarySelector, ComponentSelector

T = TypeVar("T")
Item = Component | Flow


class World:
    """Facts with a memory, so that a selection or a search is made once for all components."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made at most once for a key."""
        if key not in self._known:
            self._known[key] = make()
        found: T = self._known[key]
        return found

    def components(self, selector: ComponentSelector) -> frozenset[str]:
        """Ids of the components that a selector takes."""
        return self.once(
            id(selector),
            lambda: frozenset(one.id for one in self.facts.components.values() if selector.takes(self, one)),
        )

    def inside(self, selector: BoundarySelector) -> frozenset[str]:
        """Ids of the components inside boundaries that a selector takes."""
        return self.once(
            id(selector),
            lambda: frozenset(
                component
                for boundary in self.facts.document.boundaries.values()
                if selector.takes(boundary)
                for component in self.facts.inside[boundary.id]
            ),
        )

    def places(self, selector: BoundarySelector) -> dict[str, frozenset[str]]:
        """Component id -> ids of the boundaries around it that a selector takes."""

        def make() -> dict[str, frozenset[str]]:
            found: dict[str, set[str]] = {}
            for boundary in self.facts.document.boundaries.values():
                if selector.takes(boundary):
                    for component in self.facts.inside[boundary.id]:
                        found.setdefault(component, set()).add(boundary.id)
            return {component: frozenset(ids) for component, ids in found.items()}

        return self.once(("places", id(selector)), make)
