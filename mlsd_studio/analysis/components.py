"""What the components of a document are: kinds, facets, groups, who runs them, how they are called."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from mlsd_studio.analysis.texts import texts
from mlsd_studio.catalog import Catalog, catalog
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Flow, Stage

STAGES: tuple[Stage, ...] = ("sketch", "review", "production")
EXTERNAL_KINDS = frozenset({"llm_provider", "third_party_data", "external_system"})
"""Somebody else's, whatever the catalogue says about who runs them, unless the design states `scope: in`."""


class Components:
    """The components of a document as rules ask for them; made anew after each change."""

    def __init__(self, document: Document, *, stage: Stage | None = None, catalogue: Catalog | None = None):
        """`stage` overrides the design's own (missing = sketch)."""
        self.document = document
        self.components = document.components
        self.flows = document.flows
        self.catalog = catalogue or catalog()
        self.stage: Stage = stage or document.design.stage or "sketch"
        self._facets: dict[str, frozenset[str]] = {}
        self._plain: dict[tuple[str, str | None], frozenset[str]] = {}
        self._named: dict[tuple[str, ...], frozenset[str]] = {}
        self._listed: dict[tuple[str, ...], list[Component]] = {}

    @cached_property
    def order(self) -> dict[str, int]:
        """Component id -> its place in the file, for sorting."""
        return {id: place for place, id in enumerate(self.components)}

    def at_stage(self, stage: Stage) -> bool:
        """Whether the design has come to `stage`."""
        return STAGES.index(self.stage) >= STAGES.index(stage)

    def name(self, id: str) -> str:
        """The display name of any element: its name, else the id."""
        component = self.components.get(id)
        if component is not None:
            return component.name or id
        found = self.document.find(id)
        return (getattr(found[1], "name", None) or id) if found else id

    def names(self, ids: Iterable[str], most: int = 4) -> str:
        """Display names joined for a sentence; beyond `most` the rest are counted."""
        all_names = [self.name(id) for id in ids]
        shown = all_names if len(all_names) <= most else all_names[: most - 1]
        rest = len(all_names) - len(shown)
        parts = [*shown, f"{rest} more"] if rest else shown
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

    def facets(self, id: str) -> frozenset[str]:
        """Kind, what the technology provides, and `attributes.provides`, less `attributes.without`."""
        found = self._facets.get(id)
        if found is None:
            component = self.components[id]
            product = component.kind, component.technology
            if component.attributes is None and product in self._plain:
                return self._plain[product]
            found = self.catalog.facets(
                *product,
                texts(self.attribute(component, "provides")),
                texts(self.attribute(component, "without")),
            )
            self._facets[id] = found
            if component.attributes is None:
                self._plain[product] = found
        return found

    @staticmethod
    def attribute(record: Component | Flow, name: str) -> object:
        """A value under `attributes:`, or None."""
        return (record.attributes or {}).get(name)

    def group(self, *names: str) -> frozenset[str]:
        """Ids of the components in any of the groups, by kind or by a facet that the group lists."""
        if names not in self._named:
            kinds = frozenset[str]().union(*(self.catalog.group(name) for name in names))
            extra = {facet for name in names for facet in self.catalog.kind_groups[name].facets}
            self._named[names] = frozenset(
                id
                for id, component in self.components.items()
                if component.kind in kinds or (extra and extra & self.facets(id))
            )
        return self._named[names]

    def of_group(self, *names: str) -> list[Component]:
        """The components in any of the groups, in file order."""
        if names not in self._listed:
            members = sorted(self.group(*names), key=self.order.__getitem__)
            self._listed[names] = [self.components[id] for id in members]
        return list(self._listed[names])

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id, component in self.components.items():
            found.setdefault(component.kind, []).append(id)
        return found

    def first_of(self, kind: str) -> str | None:
        """The first component of a kind, in file order: what a fix connects to."""
        return next(iter(self._by_kind.get(kind, ())), None)

    def with_facet(self, facet: str) -> frozenset[str]:
        """Ids of the components that have a facet."""
        return self._by_facet.get(facet, frozenset())

    @cached_property
    def _by_facet(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for id in self.components:
            for facet in self.facets(id):
                found.setdefault(facet, set()).add(id)
        return {facet: frozenset(ids) for facet, ids in found.items()}

    @cached_property
    def external(self) -> frozenset[str]:
        """Ids of components of another company: stated so, or by kind or hosting, except actors."""
        return frozenset(id for id, component in self.components.items() if self._is_external(component))

    def _is_external(self, component: Component) -> bool:
        if component.scope is not None:
            return component.scope == "external"
        technology = self.catalog.technologies.get(component.technology or "")
        hosted = technology is not None and technology.hosting == "external"
        people = component.kind in self.catalog.group("HUMAN_CLIENT")
        return component.kind in EXTERNAL_KINDS or (hosted and not people)

    @cached_property
    def managed(self) -> frozenset[str]:
        """Ids of components in scope that a provider runs, stated or by the catalogue."""
        return frozenset(
            id
            for id, component in self.components.items()
            if id not in self.external
            and (
                component.managed
                if component.managed is not None
                else self.catalog.managed(component.kind, component.technology) is True
            )
        )

    @cached_property
    def people(self) -> frozenset[str]:
        """Ids of actors and people: they never fail and nobody watches them."""
        humans = self.catalog.group("HUMAN_CLIENT")
        return frozenset(
            id for id, component in self.components.items() if component.kind in humans | {"human_review"}
        )

    @cached_property
    def self_run(self) -> frozenset[str]:
        """Ids of components that the team runs itself."""
        return frozenset(self.components) - self.external - self.managed - self.people

    @staticmethod
    def in_production(component: Component) -> bool:
        """True unless the design states another environment."""
        return component.environment in (None, "prod")

    @staticmethod
    def internal_actor(component: Component) -> bool:
        """An actor inside the company, by its role or exposure; it never counts as public."""
        return "internal" in (component.role or "").lower() or component.exposure == "internal"
