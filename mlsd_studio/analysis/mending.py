"""Fixes that several rules offer: join what is drawn already, add it where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Fix, Link, Set
from mlsd_studio.model.records import Component


def join_or_add(
    facts: Facts,
    kind: str,
    name: str,
    near: str,
    links: Callable[[str], Iterable[Link]],
    *,
    verb: str = "Use",
    fields: dict[str, Any] | None = None,
) -> Fix:
    """Connect the first component of a kind with `links(its id)`; without one, add it beside `near`."""
    own = facts.first_of(kind)
    if own is not None:
        return Fix(f"{verb} {facts.name(own)}", tuple(Connect(link) for link in links(own)))
    article = "an" if name[0].lower() in "aeiou" else "a"
    label = f"Add {article} {name[0].lower()}{name[1:]}"
    return Fix(label, (Add(kind, name, near, tuple(links(NEW)), fields or {}),))


def with_attribute(component: Component, **values: object) -> Set:
    """Set entries under `attributes:` of a component and keep the others."""
    return Set("components", component.id, {"attributes": {**(component.attributes or {}), **values}})


def door_of(facts: Facts, trainer: str, source: str) -> str:
    """What a new source of training data is connected to: the check before training, unless it was checked."""
    checks = facts.with_facet("data_validation")
    before = [id for id in facts.up(trainer) if id in checks]
    return before[0] if before and not checks & facts.up(source).keys() else trainer
