"""Selectors: which components, flows or boundaries a rule is about, by kind, facet, layer, tag and so on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, get_args

from mlsd_studio.analysis.team.conditions import Condition, read_conditions
from mlsd_studio.analysis.team.fields import MAX_PATTERN
from mlsd_studio.analysis.team.reading import Node
from mlsd_studio.analysis.team.world import World
from mlsd_studio.catalog import Catalog
from mlsd_studio.catalog.records import Layer
from mlsd_studio.model.records import Boundary, BoundaryKind, Component, Flow, FlowKind

ENVIRONMENTS = ("prod", "staging", "dev")
RUN_BY = ("team", "provider", "outside", "people")
COMPONENT_KEYS = (
    "kind", "facet", "layer", "group", "technology", "tag", "environment", "run_by", "id", "inside", "with"
)  # fmt: skip
FLOW_KEYS = ("kind", "from", "to", "inside", "crosses", "with")
BOUNDARY_KEYS = ("kind", "id", "name")
MAX_NESTING = 4


@dataclass(frozen=True, slots=True, eq=False)
class BoundarySelector:
    """Boundaries by kind, id and name; a name may hold `*`."""

    words: str
    kinds: tuple[str, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]

    def takes(self, boundary: Boundary) -> bool:
        """Whether it takes a boundary."""
        name = (boundary.name or boundary.id).casefold()
        return (
            (not self.kinds or boundary.kind in self.kinds)
            and (not self.ids or boundary.id in self.ids)
            and (not self.names or any(fnmatchcase(name, one) for one in self.names))
        )


Part = Callable[[World, Component], bool]
FlowPart = Callable[[World, Flow], bool]


@dataclass(frozen=True, slots=True, eq=False)
class ComponentSelector:
    """Components for which every part holds, and every condition surely."""

    words: str
    parts: tuple[Part, ...]
    conditions: tuple[Condition, ...] = ()

    def takes(self, world: World, item: Component) -> bool:
        """Whether it takes a component."""
        return all(part(world, item) for part in self.parts) and all(
            condition.holds(world, item) is True for condition in self.conditions
        )


@dataclass(frozen=True, slots=True, eq=False)
class FlowSelector:
    """Flows for which every part holds, and every condition surely."""

    words: str
    parts: tuple[FlowPart, ...]
    conditions: tuple[Condition, ...] = ()

    def takes(self, world: World, item: Flow) -> bool:
        """Whether it takes a flow."""
        return all(part(world, item) for part in self.parts) and all(
            condition.holds(world, item) is True for condition in self.conditions
        )


# -- reading ---------------------------------------------------------------------------------------------


def read_boundary(node: Node) -> BoundarySelector:
    """`{kind: network, name: dmz*}`. Raises MistakeError."""
    node.map(BOUNDARY_KEYS)
    kinds = _words(node, "kind", get_args(BoundaryKind))
    ids = _words(node, "id")
    names = tuple(name.casefold()[:MAX_PATTERN] for name in _words(node, "name"))
    if not (kinds or ids or names):
        node.fail(f"say which boundary, by {', '.join(BOUNDARY_KEYS)}")
    return BoundarySelector(
        " ".join(("/".join(kinds) or "boundary", *ids, *_words(node, "name"))), kinds, ids, names
    )


def read_components(node: Node, catalog: Catalog, depth: int = 0) -> ComponentSelector:
    """A selector of components; an empty map takes all of them. Raises MistakeError."""
    node.map(COMPONENT_KEYS)
    if depth > MAX_NESTING:
        node.fail(f"selectors are nested more than {MAX_NESTING} deep")
    words: list[str] = []
    parts: list[Part] = []
    for key, known, make in _component_parts(catalog):
        wanted = _words(node, key, known)
        if wanted:
            words.append(f"{key} {' or '.join(wanted)}")
            parts.append(make(wanted))
    inside = node.get("inside")
    if inside is not None:
        place = read_boundary(inside)
        words.append(f"inside {place.words}")
        parts.append(lambda world, item: item.id in world.inside(place))
    conditions = read_conditions(node.get("with"), Component, catalog, depth + 1)
    words += [condition.words for condition in conditions]
    return ComponentSelector(
        "a component" + (" of " + ", ".join(words) if words else ""), tuple(parts), conditions
    )


def read_flows(node: Node, catalog: Catalog, depth: int = 0) -> FlowSelector:
    """A selector of flows; an empty map takes all of them. Raises MistakeError."""
    node.map(FLOW_KEYS)
    parts: list[FlowPart] = []
    words: list[str] = []
    kinds = _words(node, "kind", get_args(FlowKind))
    if kinds:
        words.append(" or ".join(kinds))
        parts.append(lambda world, flow: flow.kind in kinds)  # noqa: ARG005
    for key in ("from", "to"):
        end = node.get(key)
        if end is not None:
            other = read_components(end, catalog, depth + 1)
            words.append(f"{key} {other.words}")
            parts.append(_end(key, other))
    for key in ("inside", "crosses"):
        asked = node.get(key)
        if asked is not None:
            place = read_boundary(asked)
            words.append(f"{key} {place.words}")
            parts.append(_inside(place) if key == "inside" else _crosses(place))
    conditions = read_conditions(node.get("with"), Flow, catalog, depth + 1)
    return FlowSelector(" ".join(["a flow", *words]), tuple(parts), conditions)


def _words(node: Node, key: str, known: Collection[str] | None = None) -> tuple[str, ...]:
    asked = node.get(key)
    if asked is None:
        return ()
    return asked.texts() if known is None else asked.choices(known)


def _component_parts(
    catalog: Catalog,
) -> list[tuple[str, Collection[str] | None, Callable[[tuple[str, ...]], Part]]]:
    """Key, the words it knows (None: any), and the test that a choice makes."""
    facets = {*catalog.kinds, *catalog.facet_names}
    plain: Any = lambda get: lambda wanted: lambda world, item: get(world, item) in wanted  # noqa: E731
    return [
        ("kind", catalog.kinds, plain(lambda _, item: item.kind)),
        ("facet", facets, lambda wanted: lambda world, item: not world.facts.facets(item.id).isdisjoint(wanted)),
        ("layer", get_args(Layer), plain(_layer)),
        ("group", catalog.kind_groups, lambda wanted: lambda world, item: item.id in world.facts.group(*wanted)),
        ("technology", catalog.technologies, plain(lambda _, item: item.technology)),
        ("tag", None, lambda wanted: lambda _, item: not set(item.tags or ()).isdisjoint(wanted)),
        ("environment", ENVIRONMENTS, plain(lambda _, item: item.environment or "prod")),
        ("run_by", RUN_BY, plain(_run_by)),
        ("id", None, plain(lambda _, item: item.id)),
    ]  # fmt: skip


def _layer(world: World, item: Component) -> str | None:
    kind = world.facts.catalog.kinds.get(item.kind)
    return kind.layer if kind is not None else None


def _run_by(world: World, item: Component) -> str:
    facts = world.facts
    if item.id in facts.people:
        return "people"
    if item.id in facts.external:
        return "outside"
    return "provider" if item.id in facts.managed else "team"


def _ends(world: World, flow: Flow) -> tuple[Collection[str], Collection[str]]:
    return world.facts.ends(flow.source, flow.kind), world.facts.ends(flow.target, flow.kind)


def _end(key: str, other: ComponentSelector) -> FlowPart:
    place = 0 if key == "from" else 1
    return lambda world, flow: not world.components(other).isdisjoint(_ends(world, flow)[place])


def _inside(place: BoundarySelector) -> FlowPart:
    def holds(world: World, flow: Flow) -> bool:
        held = world.inside(place)
        ends = [id for end in _ends(world, flow) for id in end]
        return bool(ends) and all(id in held for id in ends)

    return holds


def _crosses(place: BoundarySelector) -> FlowPart:
    def holds(world: World, flow: Flow) -> bool:
        around = world.places(place)
        sources, targets = _ends(world, flow)
        places = {around.get(id) for end in (sources, targets) for id in end}
        return bool(sources) and bool(targets) and len(places) > 1

    return holds
