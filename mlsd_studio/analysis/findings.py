"""Findings and fixes as plain data: what a rule says, made to travel between processes and into a file."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from mlsd_studio.model.records import Decision

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The heaviest first."""

NEW = "$1"
"""In an operation: the component that the first operation of the fix adds (`$2`: the second, and so on)."""


def lower(severity: Severity) -> Severity:
    """One grade lower; info stays info."""
    return "warning" if severity == "error" else "info"


def heavier(first: Severity, second: Severity) -> Severity:
    """The graver of two severities."""
    return min(first, second, key=SEVERITIES.index)


# -- fixes ---------------------------------------------------------------------------------------------


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A flow that an operation adds; an end is an id, or `$n` for the component that operation n adds."""

    source: str
    target: str
    kind: str
    fallback_of: str | None = None


class Add(msgspec.Struct, frozen=True, tag="add", tag_field="op", omit_defaults=True):
    """Add a component near another, in its boundary, with flows and fields."""

    kind: str
    name: str
    near: str
    flows: tuple[Link, ...] = ()
    fields: dict[str, Any] = {}


class Connect(msgspec.Struct, frozen=True, tag="connect", tag_field="op", omit_defaults=True):
    """Add one flow between components that are there, or that earlier operations add."""

    link: Link


class Set(msgspec.Struct, frozen=True, tag="set", tag_field="op", omit_defaults=True):
    """Set fields of one record; values as they stand in the file."""

    table: str
    id: str
    fields: dict[str, Any]


class Flip(msgspec.Struct, frozen=True, tag="flip", tag_field="op", omit_defaults=True):
    """Turn a flow round."""

    flow: str


class Insert(msgspec.Struct, frozen=True, tag="insert_between", tag_field="op", omit_defaults=True):
    """Lead flows through a component: a new one of `kind`, or the component `existing`.

    The flows share one end. With `at` = "target" they end at the component, which gets one flow of `second`
    to the shared target; with `at` = "source" one flow of `second` runs from the shared source to the
    component and the flows start there. `reverse` turns the `second` flow round (a store that is filled
    from behind).
    """

    flows: tuple[str, ...]
    kind: str
    name: str
    second: str
    at: Literal["target", "source"] = "target"
    reverse: bool = False
    existing: str | None = None
    fields: dict[str, Any] = {}


class Focus(msgspec.Struct, frozen=True, tag="focus", tag_field="op", omit_defaults=True):
    """Show elements and, where named, the field to fill in; changes nothing by itself."""

    ids: tuple[str, ...]
    field: str | None = None


class Remove(msgspec.Struct, frozen=True, tag="remove", tag_field="op", omit_defaults=True):
    """Remove records of one table with what cannot be without them."""

    ids: tuple[str, ...]
    table: str = "components"


Operation = Add | Connect | Set | Flip | Insert | Focus | Remove


class Fix(msgspec.Struct, frozen=True, omit_defaults=True):
    """A way out of a finding, as data: `fixes.build` turns it into a change."""

    label: str
    operations: tuple[Operation, ...]

    @property
    def edits(self) -> bool:
        """False for a fix that only shows where a value is to be typed."""
        return any(not isinstance(operation, Focus) for operation in self.operations)


# -- findings ------------------------------------------------------------------------------------------


class Subject(msgspec.Struct, frozen=True):
    """An element a finding is about, and the part it plays."""

    id: str
    role: str


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact a finding rests on; `origin` is default, stated, measured, structure or computed."""

    name: str
    value: str | float | int | None
    unit: str | None = None
    origin: str = "structure"


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rule says about a design: where, how grave, why, and what would end it.

    `key` names it in decisions; `path` holds ids of components and flows in order; `folded` are findings that
    would go away with this one. `journeys` are those that its elements serve. `former` is a decision that no
    longer holds, and `reopened` says why it does not. `override` says what the team made of the severity, and why.
    """

    code: str
    key: str
    severity: Severity
    title: str
    message: str
    subjects: tuple[Subject, ...] = ()
    path: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    requirement: str | None = None
    fixes: tuple[Fix, ...] = ()
    decision: Decision | None = None
    former: Decision | None = None
    reopened: str | None = None
    override: str | None = None
    journeys: tuple[str, ...] = ()
    folded: tuple[Finding, ...] = ()
    top15: bool = False

    @property
    def decided(self) -> bool:
        """True while a decision holds: it no longer counts for exit codes and badges."""
        return self.decision is not None
