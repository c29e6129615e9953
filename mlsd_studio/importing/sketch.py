"""Names, lines between them and boxes around them, as a reader found them; and what becomes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.arranging import auto_layout
from mlsd_studio.model import Document
from mlsd_studio.model.edits.clipboard import Fragment
from mlsd_studio.model.ids import slug, unique
from mlsd_studio.model.records import Boundary, Component, Flow, FlowKind

if TYPE_CHECKING:
    from mlsd_studio.catalog.searching import Hit

PLAIN = "backend service"
"""What the catalogue is asked for where a name says nothing of its kind."""
SURE = 55.0
"""Fit (0 to 100) from which a search hit says what kind a name is of."""
SHORT = 3
"""Letters up to which a word within a name does not stand for a longer one that begins with it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two names; `kind` where the notation says it."""

    source: str
    target: str
    label: str | None = None
    kind: FlowKind | None = None


@dataclass(slots=True)
class Frame:
    """A box with a title, around names and other boxes; `outer` is the box that it lies in."""

    title: str
    outer: str | None = None
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sketch:
    """What was read: labels by name, links, frames by name, and (line number, text) of what was not understood."""

    names: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    frames: dict[str, Frame] = field(default_factory=dict)
    unread: list[tuple[int, str]] = field(default_factory=list)


def guess(label: str) -> tuple[str, str | None]:
    """Kind and technology that a name most likely means: as a whole, else by its words, the last ones first."""
    known = catalog()
    words = label.split()
    texts = [label, *(" ".join(words[n:]) for n in range(1, len(words))), *reversed(words[:-1])]
    for text in dict.fromkeys(texts):
        hits = known.search(text, 1)
        if hits and hits[0].score >= SURE and (text == label or _is_named(hits[0], text)):
            return _meant(hits[0])
    return _meant(known.search(PLAIN, 1)[0])


def _is_named(hit: Hit, part: str) -> bool:
    """Whether a part of a name means a hit: a short one only as a whole word, so that “My” is not MySQL."""
    if len(part) > SHORT:
        return True
    kind = catalog().kinds[hit.kind]
    known = " ".join((hit.label, hit.technology or "", kind.name, *kind.search))
    return part.lower() in re.split(r"[^0-9a-z]+", known.lower())


def _meant(hit: Hit) -> tuple[str, str | None]:
    product = catalog().technologies.get(hit.technology or "")
    return hit.kind, hit.technology if product and not product.generic else None


def fragment_of(sketch: Sketch) -> Fragment:
    """Components, flows and boundaries arranged from (0, 0), ready to paste."""
    taken: set[str] = set()

    def fresh(text: str) -> str:
        id = unique(slug(text), taken)
        taken.add(id)
        return id

    ids = {name: fresh(label) for name, label in sketch.names.items()}
    frames = {name: fresh(frame.title) for name, frame in sketch.frames.items()}
    components = []
    for name, label in sketch.names.items():
        kind, technology = guess(label)
        components.append(Component(id=ids[name], kind=kind, technology=technology, name=label))
    kinds = {component.id: component.kind for component in components}
    flows = []
    for link in sketch.links:
        ends = [ids.get(one) or frames.get(one) for one in (link.source, link.target)]
        if ends[0] is None or ends[1] is None:
            continue
        known = all(end in kinds for end in ends)
        usual = catalog().usual_flow(kinds[ends[0]], kinds[ends[1]]) if known else "control"
        id = fresh(f"{ends[0]}-{ends[1]}")
        flows.append(Flow(id=id, source=ends[0], target=ends[1], kind=link.kind or usual, label=link.label))
    boundaries = [
        Boundary(
            id=frames[name], kind="cluster", name=frame.title, members=_members(sketch, name, ids, frames)
        )
        for name, frame in sketch.frames.items()
    ]
    document = Document([*components, *boundaries, *flows])
    layout = {id: entry for id, entry in auto_layout(document).items() if entry is not None}
    return Fragment(tuple(components), tuple(boundaries), tuple(flows), (), layout)


def _members(sketch: Sketch, name: str, ids: dict[str, str], frames: dict[str, str]) -> tuple[str, ...]:
    inner = [frames[other] for other, frame in sketch.frames.items() if frame.outer == name]
    return (*(ids[one] for one in sketch.frames[name].members if one in ids), *inner)
