"""The catalogue itself: kinds and technologies with everything one may ask of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from msgspec import UNSET

from mlsd_studio.catalog.defaults import Default, Origin, Stated, Uptime, published
from mlsd_studio.catalog.loading import Constants, Content
from mlsd_studio.catalog.records import (
    Cost,
    DataClass,
    Extra,
    Figure,
    Kind,
    KindGroup,
    Latency,
    Managed,
    Provider,
    Redundancy,
    Technology,
)

if TYPE_CHECKING:
    from mlsd_studio.catalog.searching import Hit, SearchIndex
    from mlsd_studio.model.records import FlowKind


class Catalog:
    """Kinds and technologies by id, and the questions one asks of them.

    Components may name kinds and technologies that no file defines (an imported design, a newer catalogue).
    The questions then answer what is known: an unknown technology counts as none, an unknown kind has no
    defaults.
    """

    def __init__(self, content: Content) -> None:
        """`content` as `loading.load` returns it."""
        self._content = content
        self._technologies_of: dict[str, list[Technology]] = {}

    @property
    def kinds(self) -> dict[str, Kind]:
        """Every kind by its id, in the order of the files."""
        return self._content.kinds

    @property
    def technologies(self) -> dict[str, Technology]:
        """Every technology by its id, in the order of the files."""
        return self._content.technologies

    @property
    def constants(self) -> Constants:
        """Hop, months, default utilisation and availability."""
        return self._content.constants

    @property
    def sources(self) -> dict[str, str]:
        """What each basis stands for: where a figure was read."""
        return self._content.sources

    def stated(self, basis: str | None) -> bool:
        """Whether a number with this basis is stated by the team, so that it counts as no default."""
        return basis in self._content.stated

    def origin(self, basis: str | None) -> Literal["default", "stated"]:
        """Where a number with this basis comes from, as numbers and evidence tell it."""
        return "stated" if self.stated(basis) else "default"

    @property
    def content(self) -> Content:
        """All records, for a catalogue that adds to this one."""
        return self._content

    @property
    def reading(self) -> dict[str, str]:
        """How to read each field, for people."""
        return self._content.reading

    @property
    def facet_names(self) -> dict[str, str]:
        """Facets that are no kinds, and what they mean."""
        return self._content.facets

    @property
    def kind_groups(self) -> dict[str, KindGroup]:
        """The groups that rules ask for, and what they mean."""
        return self._content.kind_groups

    @property
    def component_extras(self) -> dict[str, Extra]:
        """Attributes of components that rules may ask for."""
        return self._content.component_extras

    @property
    def flow_extras(self) -> dict[str, Extra]:
        """Attributes of flows that rules may ask for."""
        return self._content.flow_extras

    @property
    def data_classes(self) -> dict[str, DataClass]:
        """What data may be (`pii`, `financial` …), and whether that is personal or sensitive."""
        return self._content.data_classes

    @property
    def providers(self) -> dict[str, Provider]:
        """Companies that run several of the technologies, by their id."""
        return self._content.providers

    def provider_of(self, technology: str) -> tuple[str, str]:
        """Who runs a technology as a service: (id, name); the technology itself where no provider lists it."""
        if technology in self._provider_of:
            found = self._provider_of[technology]
            return found, self.providers[found].name
        known = self.technologies.get(technology)
        return technology, known.name if known else technology

    @cached_property
    def _provider_of(self) -> dict[str, str]:
        return {name: id for id, one in self.providers.items() for name in one.technologies}

    # Facets, groups, fit

    def facets(
        self, kind: str, technology: str | None, extra: Iterable[str] = (), without: Iterable[str] = ()
    ) -> frozenset[str]:
        """The kind, what the technology provides less `without`, and `extra` (from the attributes)."""
        known = self.technologies.get(technology or "")
        provided = set(known.provides) - set(without) if known else set()
        return frozenset({kind, *provided, *extra})

    def group(self, name: str) -> frozenset[str]:
        """Ids of the kinds in a group. Raises KeyError for a group that no file defines."""
        if name not in self.kind_groups:
            raise KeyError(name)
        return self._groups.get(name, frozenset())

    def in_group(
        self, name: str, kind: str, technology: str | None = None, extra: Iterable[str] = ()
    ) -> bool:
        """Whether a component is in a group: by kind, or by a facet the group lists. KeyError as `group`."""
        by_facet = self.kind_groups[name].facets
        return kind in self.group(name) or any(
            facet in by_facet for facet in self.facets(kind, technology, extra)
        )

    def fits(self, technology: str, kind: str) -> bool:
        """Whether a technology may stand for a kind: its own, one it fits or provides. Unknown: False."""
        known = self.technologies.get(technology)
        return known is not None and (kind == known.kind or kind in known.fits or kind in known.provides)

    def technologies_of(self, kind: str) -> list[Technology]:
        """The technologies to offer for a kind: its own, then others that fit; core ones first in both."""
        if kind not in self._technologies_of:
            offered = [one for one in self.technologies.values() if self.fits(one.id, kind)]
            self._technologies_of[kind] = sorted(
                offered, key=lambda one: (one.kind != kind, one.rank != "core")
            )
        return list(self._technologies_of[kind])

    def palette(self) -> list[tuple[str, list[Kind]]]:
        """The groups of the palette in their order, each with its kinds."""
        return [
            (name, [kind for kind in self.kinds.values() if kind.palette == name])
            for name in self.constants.palette
        ]

    # Defaults, by precedence

    def latency(self, kind: str, technology: str | None = None) -> Default[Latency]:
        """Own work of one call, in milliseconds; None = not called synchronously, or unknown."""
        origin, entry, value = self._default("latency", kind, technology)
        return Default(value, value.basis if value else None, origin, entry)

    def capacity(self, kind: str, technology: str | None = None) -> Default[Figure]:
        """Calls per second of one replica; None = no such limit (see `quota`), or unknown."""
        origin, entry, value = self._default("capacity_rps", kind, technology)
        return Default(value, value.basis if value else None, origin, entry)

    def cost(self, kind: str, technology: str | None = None) -> Default[Cost]:
        """USD per replica and month, per million calls, per GB and month."""
        origin, entry, value = self._default("cost", kind, technology)
        return Default(value, value.basis if value else None, origin, entry)

    def availability(self, kind: str, technology: str | None = None) -> Default[float]:
        """Of one replica of a self-run component, a fraction; None for actors and provider-run kinds."""
        origin, entry, value = self._default("availability", kind, technology)
        return Default(value.value if value else None, value.basis if value else None, origin, entry)

    def managed_availability(self, technology: str | None = None, stated: Stated | None = None) -> Uptime:
        """Of a component while a provider runs it: the best published figure whose facts the design states.

        Where none holds, the catalogue's `managed_availability` counts, as an assumption.
        """
        known = self.technologies.get(technology or "")
        figure = published(known.sla, stated or Stated()) if known else None
        if known and figure:
            value, source, of, condition = figure
            return Uptime(value, source, "technology", known.id, of, condition)
        standard = self.constants.managed_availability
        return Uptime(standard.value, standard.basis, "standard", "managed_availability")

    def managed(self, kind: str, technology: str | None = None) -> Managed:
        """Who runs it: True a provider, False the team, "either" as long as the design does not say."""
        known = self.technologies.get(technology or "")
        if known:
            return known.managed
        return self.kinds[kind].managed if kind in self.kinds else "either"

    def redundancy(self, kind: str, technology: str | None = None) -> Redundancy:
        """The largest loss it survives by itself as delivered."""
        known = self.technologies.get(technology or "")
        if known:
            return known.redundancy
        return self.kinds[kind].redundancy if kind in self.kinds else "none"

    def ops_weight(self, kind: str, technology: str | None = None) -> Default[int]:
        """Burden on the team that runs it, 0 to 4; an assumption."""
        origin, entry, value = self._default("ops_weight", kind, technology)
        return Default(value, "assume" if value is not None else None, origin, entry)

    def next_kinds(self, kind: str, outgoing: bool = True) -> list[tuple[str, str]]:
        """What usually comes next: (kind, flow kind) pairs of the reference designs, the most frequent first.

        With `outgoing` False, what usually comes before. A kind that no reference design uses borrows from
        the kinds that share its groups (those that are `alike`; without any, its layer); actors and unknown
        kinds may have none.
        """
        table = self._followers[0 if outgoing else 1]
        counts = table.get(kind) or self._borrowed(kind, table)
        order = {name: place for place, name in enumerate(self.kinds)}
        pairs = [pair for pair in counts if pair[0] in order]
        return sorted(pairs, key=lambda pair: (-counts[pair], order[pair[0]], pair[1]))

    def usual_flow(self, source: str, target: str) -> FlowKind:
        """The kind of flow that usually goes from one kind of component to another."""
        from mlsd_studio.catalog.usual import usual_flow

        return usual_flow(self, source, target)

    def search(self, text: str, limit: int = 12) -> list[Hit]:
        """Kinds and technologies that a person may mean by `text`, the best first."""
        return self._index.search(text, limit)

    # Inside

    def _default(self, name: str, kind: str, technology: str | None) -> tuple[Origin, str | None, Any]:
        known = self.technologies.get(technology or "")
        value = getattr(known, name, UNSET)
        if known and value is not UNSET:
            return "technology", known.id, value
        own = self.kinds.get(known.kind if known else kind)
        if own is None:
            return "none", None, None
        return (
            "kind",
            own.id,
            getattr(own.defaults, name) if hasattr(own.defaults, name) else getattr(own, name),
        )

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        members: dict[str, set[str]] = {}
        for kind in self.kinds.values():
            for name in kind.groups:
                members.setdefault(name, set()).add(kind.id)
        return {name: frozenset(ids) for name, ids in members.items()}

    @cached_property
    def _followers(self) -> tuple[dict[str, Counter[tuple[str, str]]], dict[str, Counter[tuple[str, str]]]]:
        from mlsd_studio.catalog.patterns import patterns

        after: dict[str, Counter[tuple[str, str]]] = {}
        before: dict[str, Counter[tuple[str, str]]] = {}
        for pattern in patterns():
            kind_of = {one["id"]: one["kind"] for one in pattern.reference_design["components"]}
            for flow in pattern.reference_design["flows"]:
                source, target = kind_of[flow["from"]], kind_of[flow["to"]]
                after.setdefault(source, Counter())[target, flow["kind"]] += 1
                before.setdefault(target, Counter())[source, flow["kind"]] += 1
        return after, before

    def _borrowed(self, kind: str, table: dict[str, Counter[tuple[str, str]]]) -> Counter[tuple[str, str]]:
        own = self.kinds.get(kind)
        if own is None:
            return Counter()
        groups = {name for name in own.groups if self.kind_groups[name].alike}
        shared = {
            other.id: len(groups.intersection(other.groups)) if groups else int(other.layer == own.layer)
            for other in self.kinds.values()
            if other.id in table
        }
        most = max(shared.values(), default=0)
        total: Counter[tuple[str, str]] = Counter()
        for other, count in shared.items():
            if most and count == most:
                total.update(table[other])
        return total

    @cached_property
    def _index(self) -> SearchIndex:
        from mlsd_studio.catalog.searching import SearchIndex

        in_palette_order = [kind for _, kinds in self.palette() for kind in kinds]
        return SearchIndex(in_palette_order, self.technologies.values())
