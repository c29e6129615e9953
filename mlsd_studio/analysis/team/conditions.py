"""What must or must not hold of a component or flow: a field, a flow, a path, a place.

The one idea: a condition answers True, False or None (the design does not say), and None is never a
violation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from mlsd_studio.analysis.context import Hop
from mlsd_studio.analysis.team.fields import FIELD_KEYS, read_field
from mlsd_studio.analysis.team.reading import Node
from mlsd_studio.analysis.team.world import Item, World
from mlsd_studio.model.records import Component, Flow, FlowKind, Record

if TYPE_CHECKING:
    from mlsd_studio.analysis.team.selecting import BoundarySelector, ComponentSelector, FlowSelector
    from mlsd_studio.catalog import Catalog

MAX_CONDITIONS = 40
FLOW_WORDS = {"flow_to": "to", "flow_from": "from", "flow": "with"}
PATH_WORDS = {"path_to": "to", "path_from": "from"}
LINK_KEYS = ("flows", "with", "min", "max")
OTHER_KEYS = ("inside", "any", "not", "from", "to", "crosses")

Way = Literal["to", "from", "with"]


class Condition(Protocol):
    """A condition in words, the field it is about if any, and its answer."""

    @property
    def words(self) -> str:
        """What is asked for, to stand after *must have*."""

    def holds(self, world: World, item: Item) -> bool | None:
        """Whether it holds; None where the design does not say."""


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """So many components are joined to it by a flow."""

    words: str
    way: Way
    other: ComponentSelector
    kinds: frozenset[str]
    conditions: tuple[Condition, ...]
    least: int
    most: int | None

    def holds(self, world: World, item: Item) -> bool | None:
        """Counts the components at the other end; flows that only may fit leave it open."""
        sure: set[str] = set()
        maybe: set[str] = set()
        wanted = world.components(self.other)
        for flow, other in _hops(world, item.id, self.way):
            if other not in wanted or (self.kinds and flow.kind not in self.kinds):
                continue
            answers = [condition.holds(world, flow) for condition in self.conditions]
            if False not in answers:
                (maybe if None in answers else sure).add(other)
        low, high = len(sure), len(sure | maybe)
        fits_low = low >= self.least and (self.most is None or low <= self.most)
        fits_high = high >= self.least and (self.most is None or high <= self.most)
        return fits_low if fits_low == fits_high else None


@dataclass(frozen=True, slots=True, eq=False)
class Reaches:
    """A path of flows leads to, or from, a component that the selector takes."""

    words: str
    way: Way
    other: ComponentSelector
    kinds: frozenset[str]

    def holds(self, world: World, item: Item) -> bool | None:
        """One search from all the goals serves every component."""
        follow: Callable[[Flow], bool] = lambda flow: not self.kinds or flow.kind in self.kinds  # noqa: E731
        reached = world.once(
            id(self),
            lambda: world.facts.reach(
                sorted(world.components(self.other)), follow, backward=self.way == "to"
            ),
        )
        table = world.facts.out if self.way == "to" else world.facts.into
        return any(other in reached and follow(flow) for flow, other in table.get(item.id, ()))


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """It stands in a boundary."""

    words: str
    place: BoundarySelector

    def holds(self, world: World, item: Item) -> bool | None:
        """Of a component, at any depth."""
        return item.id in world.inside(self.place)


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """A flow runs between certain components or places."""

    words: str
    selector: FlowSelector

    def holds(self, world: World, item: Item) -> bool | None:
        """Whether the item is a flow with such ends; never for a component."""
        return isinstance(item, Flow) and self.selector.takes(world, item)


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf:
    """At least one of several holds."""

    words: str
    parts: tuple[Condition, ...]

    def holds(self, world: World, item: Item) -> bool | None:
        """Open where none holds and one is open."""
        answers = [part.holds(world, item) for part in self.parts]
        return True if True in answers else None if None in answers else False


@dataclass(frozen=True, slots=True, eq=False)
class Not:
    """The opposite."""

    words: str
    part: Condition

    def holds(self, world: World, item: Item) -> bool | None:
        """The opposite of the part; None, open, where that is open."""
        answer = self.part.holds(world, item)
        return None if answer is None else not answer


def _hops(world: World, id: str, way: Way) -> list[Hop]:
    """Flows of a component in a direction; telemetry has none, so it counts in both."""
    out, into = world.facts.out.get(id, []), world.facts.into.get(id, [])
    if way == "with":
        return [*out, *into]
    along, against = (out, into) if way == "to" else (into, out)
    return [*along, *(hop for hop in against if hop[0].kind == "telemetry")]


# -- reading ---------------------------------------------------------------------------------------------


def read_conditions(
    node: Node | None, record: type[Record], catalog: Catalog, depth: int = 0
) -> tuple[Condition, ...]:
    """A list of conditions on components or flows. Raises MistakeError."""
    if node is None:
        return ()
    return tuple(read_condition(item, record, catalog, depth) for item in node.items(MAX_CONDITIONS))


def read_condition(node: Node, record: type[Record], catalog: Catalog, depth: int) -> Condition:
    """One condition: what it is, is told by the key that it has. Raises MistakeError."""
    from mlsd_studio.analysis.team.selecting import MAX_NESTING, read_boundary, read_flows

    if depth > MAX_NESTING:
        node.fail(f"conditions are nested more than {MAX_NESTING} deep")
    keys = set(node.data) if isinstance(node.data, dict) else set()
    if keys & {"field", "attribute"}:
        return read_field(node, record)
    links = keys & {*FLOW_WORDS, *PATH_WORDS}
    if links and record is Component:
        return _link(node, min(links), catalog, depth)
    if "any" in keys:
        parts = read_conditions(node.map(("any",)).at("any"), record, catalog, depth + 1)
        return AnyOf(" or ".join(part.words for part in parts), parts)
    if "not" in keys:
        part = read_condition(node.map(("not",)).at("not"), record, catalog, depth + 1)
        return Not(f"not {part.words}", part)
    if "inside" in keys and record is Component:
        place = read_boundary(node.map(("inside",)).at("inside"))
        return Inside(f"a place inside {place.words}", place)
    if keys & {"from", "to", "inside", "crosses", "kind"} and record is Flow:
        fits = read_flows(node, catalog, depth + 1)
        return Fits(fits.words.removeprefix("a flow "), fits)
    return node.map((*FIELD_KEYS, *FLOW_WORDS, *PATH_WORDS, *OTHER_KEYS)).fail(
        "say what is asked: "
        + ("field, attribute, flow_to, flow_from, flow, path_to, path_from, inside, any or not"
           if record is Component else "field, attribute, kind, from, to, inside, crosses, any or not")
    )  # fmt: skip


def _link(node: Node, key: str, catalog: Catalog, depth: int) -> Condition:
    from mlsd_studio.analysis.team.selecting import read_components

    path = key in PATH_WORDS
    node.map((key, "flows") if path else (key, *LINK_KEYS))
    other = read_components(node.at(key), catalog, depth + 1)
    asked = node.get("flows")
    kinds = frozenset(asked.choices(get_args(FlowKind)) if asked is not None else ())
    way: Way = (PATH_WORDS if path else FLOW_WORDS)[key]  # type: ignore[assignment]
    name = f"{'/'.join(sorted(kinds))} {'path' if path else 'flow'}".strip()
    words = f"a {name} {way} {other.words}"
    if path:
        return Reaches(words, way, other, kinds)
    conditions = read_conditions(node.get("with"), Flow, catalog, depth + 1)
    least, most = node.get("min"), node.get("max")
    low = least.count() if least is not None else (1 if most is None else 0)
    high = most.count() if most is not None else None
    if least is not None or most is not None:
        bounds = [f"at least {low}"] if least is not None else []
        bounds += [f"at most {high}"] if most is not None else []
        words = f"{words} ({', '.join(bounds)})"
    return Linked(words, way, other, kinds, conditions, low, high)
