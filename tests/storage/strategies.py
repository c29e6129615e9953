"""Hypothesis strategies: any text, any plain data, any record, any whole document."""

from __future__ import annotations

import typing
from typing import Any

import msgspec
from hypothesis import strategies as st

from mlsd_studio.model import money
from mlsd_studio.model import quantities as q
from mlsd_studio.model.document import Document
from mlsd_studio.model.records import (
    Autoscaling,
    Component,
    Design,
    Flow,
    Group,
    Journey,
    Latency,
    Note,
    Placement,
    PlanItem,
    Record,
    Requirement,
    View,
    Waypoints,
)
from mlsd_studio.model.targets import normalised_target
from mlsd_studio.storage.shapes import members

TRICKY = [
    "no",
    "1e3",
    "012",
    "0x1F",
    "12:30",
    "2026-01-01",
    "a: b",
    "# x",
    " lead",
    "trail ",
    "a\tb",
    "a\nb",
    "",
    "a\n\n b\n",
    "x: |",
    "[a",
    "{",
    "1",
    "1.5",
    ".inf",
    "a, b",
    "it's",
    '"',
    "\x85",
    "\u2028",
    "\ufeff",
    "🚀",
    "- x",
    "? x",
    "a #b",
    "a:",
    "<<",
    "=",
    "%",
    "@x",
    "null",
    "trUe",
    "a\n# b",
    "|",
    "a\n\n",
    "\n",
    "é: ü",
]

texts = st.one_of(
    st.sampled_from(TRICKY),
    st.text(alphabet="ab :#-\n'\"{}[],&*!|>%@`~0123.eE\t", max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
numbers = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.floats(allow_nan=False, allow_infinity=False)
)
plain = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
foreign_keys = st.sampled_from(["x-colour", "zz", "later", "Größe", "extra", "yes", "x y"])
foreign = st.none() | st.dictionaries(foreign_keys, plain, min_size=1, max_size=2)
amounts = st.integers(0, 10**6) | st.floats(0, 1e6) | st.floats(0, 1)
above_nothing = st.integers(1, 10**6) | st.floats(1e-6, 1e6)
"""What a capacity may be."""

ids = st.sampled_from(
    ["a", "b-2", "no", "12", "x.y", "on", "1e3", "0x1F", "C_3", "a-b", "null", "2026-01-01"]
)

METRIC_TARGETS = {
    "latency_p95": "<=100ms",
    "throughput": "1.2k rps",
    "availability": "at least 3 nines",
    "cost": "< $9k/mo",
    "maintainability": "1.5",
    "model_age": "<= 7 d",
}


def quantity(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a quantity class."""
    if kind is q.Day:
        return st.dates().map(lambda day: q.Day.parse(day.isoformat()))
    if kind is q.Backup:
        return st.just(q.Backup(None)) | quantity(q.Duration).map(q.Backup)
    if kind is q.Fraction:
        return st.floats(1e-9, 1).map(q.Fraction.parse)
    if issubclass(kind, money.Money):
        return st.builds(lambda n, c: kind(n, f"{c}/{kind.per}"), amounts, st.sampled_from(["USD", "EUR"]))
    units = sorted({canonical for canonical, _ in kind.units.values()})
    found = st.builds(kind, above_nothing if kind is q.Rate else amounts, st.sampled_from(units))
    return found | st.just(kind.parse("unlimited")) if kind is q.Retention else found


def of_type(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type, without None."""
    options = []
    for part in members(kind):
        origin = typing.get_origin(part)
        if origin is typing.Literal:
            options.append(st.sampled_from(typing.get_args(part)))
        elif origin is tuple:
            inner = typing.get_args(part)[0]
            options.append(st.lists(plain if inner is Any else of_type(inner), max_size=3).map(tuple))
        elif origin is dict:
            value = typing.get_args(part)[1]
            options.append(st.dictionaries(texts, plain if value is Any else texts, max_size=3))
        elif part is str:
            options.append(texts)
        elif part is bool:
            options.append(st.booleans())
        elif part is int:
            options.append(st.integers(1, 1000))
        elif part is float:
            options.append(st.floats(0, 1e6))
        elif issubclass(part, Record):
            options.append(records(part))
        else:
            options.append(quantity(part))
    return st.one_of(options)


def records(kind: type[Record], **fixed: Any) -> st.SearchStrategy[Any]:
    """Any record of a type, with some fields fixed."""
    fields: dict[str, Any] = {"extra": foreign}
    for field in msgspec.structs.fields(kind):
        if field.name in fixed:
            fields[field.name] = st.just(fixed[field.name])
        elif field.name != "extra":
            value = of_type(field.type)
            fields[field.name] = value if field.required else st.just(field.default) | value
    return st.builds(kind, **fields).map(_without_contradictions)


def _without_contradictions(record: Any) -> Any:
    """The record, its counts and percentiles in an order in which they can hold together."""
    if isinstance(record, Group) and record.needs is not None:
        return msgspec.structs.replace(record, needs=min(record.needs, max(1, len(record.members))))
    if isinstance(record, Component) and record.needs is not None and record.replicas is not None:
        return msgspec.structs.replace(record, needs=min(record.needs, record.replicas))
    if isinstance(record, Latency) and record.p50 is not None and record.p95 is not None:
        low, high = sorted((record.p50, record.p95), key=lambda one: one.base)
        return msgspec.structs.replace(record, p50=low, p95=high)
    if isinstance(record, Autoscaling) and record.min is not None and record.max is not None:
        low, high = sorted((record.min, record.max))
        return msgspec.structs.replace(record, min=low, max=high)
    return record


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any whole document: every reference leads somewhere."""
    names = draw(st.lists(ids, unique=True, min_size=1, max_size=4))
    tables: dict[str, list[Any]] = {
        "design": [draw(records(Design, mlsd=draw(st.integers(1, 3))))],
        "components": [draw(records(Component, id=name)) for name in names],
    }
    anyone = st.sampled_from(names)
    tables["flows"] = [
        draw(records(Flow, id=f"f{n}", source=draw(anyone), target=draw(anyone), fallback_of=None))
        for n in range(draw(st.integers(0, 3)))
    ]
    if draw(st.booleans()):
        tables["groups"] = [draw(records(Group, id="g", members=tuple(names)))]
        tables["journeys"] = [draw(records(Journey, id="j", entry=draw(anyone)))]
        tables["notes"] = [draw(records(Note, id="n"))]
        view_layout = {name: [draw(st.integers(-9, 9)), 2.5] for name in names}
        tables["views"] = [draw(records(View, id="v", layout=view_layout))]
        tables[draw(st.sampled_from(["phases", "risks", "tests", "rollout"]))] = [
            draw(records(PlanItem, id="p"))
        ]
        metric = draw(st.sampled_from(sorted(METRIC_TARGETS)))
        target = normalised_target(metric, METRIC_TARGETS[metric])
        tables["requirements"] = [
            draw(records(Requirement, id="r", metric=metric, target=target, journey=None))
        ]
    layout: dict[str, Any] = {name: Placement(draw(st.integers(-500, 500)) / 2, 20.0) for name in names[:2]}
    layout |= {f.id: Waypoints(((1.5, 2.0), (3.0, -4.25))) for f in tables["flows"][:1]}
    return Document(tables=tables, layout=layout)
