"""Conditions on one field or attribute of a component or flow.

The one idea: a comparison speaks only of what the design states. On a field that is not stated it answers
None, unknown, and an unknown is never a violation; `stated: true` asks for the statement itself.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from mlsd_studio.analysis.team.reading import Node
from mlsd_studio.analysis.team.world import Item, World
from mlsd_studio.model.quantities import Backup, Quantity, QuantityError
from mlsd_studio.model.records import Record
from mlsd_studio.storage.shapes import FIELD_TYPES, NESTED, from_plain, members

TESTS = ("is", "not", "in", "not_in", "has", "has_not", "matches", "min", "max", "stated")
FIELD_KEYS = ("field", "attribute", *TESTS)
LEFT_OUT = frozenset({"id", "kind", "from", "to", "origin", "attributes", "extra"})
MAX_PATTERN = 200

Test = Callable[[Any], bool | None]


@dataclass(frozen=True, slots=True, eq=False)
class FieldCondition:
    """`{field: replicas, min: 2}`. `value` is what a fix may set, where only one value would do."""

    words: str
    field: str
    path: tuple[str, ...]
    tests: tuple[Test, ...]
    stated: bool | None
    value: Any = None

    def holds(self, world: World, item: Item) -> bool | None:  # noqa: ARG002 (as all conditions)
        """Whether it holds for an item; None where the design does not say."""
        value = value_of(item, self.path)
        if value is None:
            return None if self.stated is None else not self.stated
        if self.stated is False:
            return False
        answers = [test(value) for test in self.tests]
        if False in answers:
            return False
        return None if None in answers else True


def value_of(item: Item, path: tuple[str, ...]) -> Any:
    """What stands in a field (`latency`, `p95`) or under `attributes`; None where nothing does."""
    if path[0] == "attributes":
        return (item.attributes or {}).get(path[1])
    value: Any = item
    for name in path:
        value = getattr(value, name, None)
    return value


def read_field(node: Node, record: type[Record]) -> FieldCondition:
    """A condition on a field of a component or a flow. Raises MistakeError."""
    node.map(FIELD_KEYS)
    named = [name for name in ("field", "attribute") if node.get(name)]
    if len(named) != 1:
        node.fail("name one `field:` or one `attribute:`")
    about = node.at(named[0])
    name = about.text(80)
    path, kind = _path(about, name, record) if named[0] == "field" else (("attributes", name), Any)
    tests, words = _tests(node, kind)
    stated = _stated(node, bool(tests))
    sole = node.data.get("is") if named[0] == "field" and len(path) == 1 and len(tests) == 1 else None
    said = " and ".join(words) or ("stated" if stated else "not stated")
    return FieldCondition(f"{name.replace('_', ' ')} {said}", name, path, tuple(tests), stated, sole)


def _path(about: Node, name: str, record: type[Record]) -> tuple[tuple[str, ...], Any]:
    about.choice(known_fields(record))
    head, _, tail = name.partition(".")
    if tail:
        return (head, tail), FIELD_TYPES[NESTED[record][head]][tail]
    return (head,), FIELD_TYPES[record][head]


def known_fields(record: type[Record]) -> list[str]:
    """The fields that a condition may name: `replicas`, `latency.p95`."""
    plain = [key for key in FIELD_TYPES[record] if key not in LEFT_OUT]
    return [*plain, *(f"{key}.{inner}" for key, one in NESTED[record].items() for inner in FIELD_TYPES[one])]


def _stated(node: Node, tested: bool) -> bool | None:
    asked = node.get("stated")
    if asked is None:
        return None if tested else True
    if not isinstance(asked.data, bool):
        asked.fail("write true or false")
    if tested and not asked.data:
        asked.fail("a field that must not be stated has no value to compare")
    return asked.data


# -- tests -----------------------------------------------------------------------------------------------


def _tests(node: Node, kind: Any) -> tuple[list[Test], list[str]]:
    tests: list[Test] = []
    words: list[str] = []
    for name in TESTS[:-1]:
        asked = node.get(name)
        if asked is None:
            continue
        if name in ("min", "max"):
            tests.append(_bound(asked, kind, name))
            words.append(f"at {'least' if name == 'min' else 'most'} {asked.data}")
        elif name == "matches":
            pattern = asked.text(MAX_PATTERN).casefold()
            tests.append(lambda value, p=pattern: fnmatchcase(str(value).casefold(), p))  # type: ignore[misc]
            words.append(f"like {asked.data}")
        else:
            tests.append(_comparison(asked, kind, name))
            values = asked.data if isinstance(asked.data, list) else [asked.data]
            words.append(f"{name.replace('_', ' ')} {' or '.join(_word(value) for value in values)}")
    return tests, words


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _comparison(asked: Node, kind: Any, name: str) -> Test:
    inner = _inner(kind) if name in ("has", "has_not") else kind
    wanted = [_plain(_typed(item, inner)) for item in asked.items()]
    if name in ("is", "in"):
        return lambda value: _plain(value) in wanted
    if name in ("not", "not_in"):
        return lambda value: _plain(value) not in wanted

    def has(value: Any) -> bool:
        held = [_plain(one) for one in value] if isinstance(value, (list, tuple)) else [_plain(value)]
        return any(one in held for one in wanted)

    return has if name == "has" else lambda value: not has(value)


def _bound(asked: Node, kind: Any, name: str) -> Test:
    """A least or most: of a number, of an amount in its unit, or of the members of a list."""
    limit = _typed(asked, int if _is_list(kind) else kind)
    number = _number(limit)
    if number is None:
        asked.fail(f"{asked.data!r} cannot be compared; write a number or an amount")
    currency = getattr(limit, "currency", None)

    def within(value: Any) -> bool | None:
        own = float(len(value)) if isinstance(value, (list, tuple)) else _number(value)
        if own is None or getattr(value, "currency", None) != currency:
            return None
        return own >= number if name == "min" else own <= number

    return within


def _number(value: Any) -> float | None:
    if isinstance(value, Quantity):
        return value.base
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _plain(value: Any) -> Any:
    """A value to compare: amounts by size, texts without regard to case."""
    if isinstance(value, Quantity):
        return (type(value).__name__, value.base)
    return value.casefold() if isinstance(value, str) else value


def _typed(asked: Node, kind: Any) -> Any:
    """The value as the field holds it. Raises MistakeError where the field cannot hold it."""
    if kind is Any:
        return asked.data
    return _converted(asked, kind)


def _converted(asked: Node, kind: Any) -> Any:
    def read(wanted: type, value: Any) -> Any:
        if issubclass(wanted, (Quantity, Backup)):
            return from_plain(wanted, value)
        raise NotImplementedError(wanted)

    try:
        return msgspec.convert(asked.data, kind, dec_hook=read)
    except (msgspec.ValidationError, QuantityError, NotImplementedError) as error:
        asked.fail(f"the field cannot hold {asked.data!r}: {error}")


def _is_list(kind: Any) -> bool:
    return any(typing.get_origin(part) is tuple for part in members(kind))


def _inner(kind: Any) -> Any:
    """What a list field holds; the field itself where it is no list."""
    for part in members(kind):
        if typing.get_origin(part) is tuple:
            return typing.get_args(part)[0]
    return kind
