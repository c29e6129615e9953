"""Which ids a record names, and what makes a document whole.

`problems` judges a whole document (used when a file is read); `check_edits` judges a change against
the document it is made for (used by every edit). Both say what is wrong, where, and what to do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsd_studio.model.records import (
    DESIGN_ID,
    LAYOUT,
    SHARED_ID_TABLES,
    TREE_BOUNDARIES,
    AnyRecord,
    Boundary,
    Component,
    Design,
    Flow,
    Group,
    Journey,
    Note,
    PlanItem,
    Record,
    Requirement,
    View,
    record_id,
)

if TYPE_CHECKING:
    from mlsd_studio.model.changes import Change, Edit
    from mlsd_studio.model.document import Document

ID_PATTERN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,119}")
POSITIVE_FIELDS = ("replicas", "needs", "concurrency", "partitions", "step")
MOST = 1_000_000_000
"""What a count may be: nothing real has more, and a slip of the finger is no design."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that names ids: of which tables, and whether a name without a record is an error."""

    field: str
    tables: tuple[str, ...]
    strict: bool = True


_ENDS = ("components", "boundaries", "groups")
REFERENCES: dict[type, tuple[Reference, ...]] = {
    Flow: (
        Reference("source", _ENDS),
        Reference("target", _ENDS),
        Reference("fallback_of", ("flows",)),
    ),
    Group: (Reference("members", ("components",)),),
    Boundary: (Reference("members", ("components", "boundaries")), Reference("within", ("boundaries",))),
    Journey: (Reference("entry", ("components",)),),
    Requirement: (
        Reference("journey", ("journeys", "components")),
        Reference("satisfied_by", SHARED_ID_TABLES, strict=False),
    ),
    View: (Reference("collapsed", ("boundaries",), strict=False),),
    Note: (Reference("links", SHARED_ID_TABLES, strict=False),),
    PlanItem: (Reference("about", (*SHARED_ID_TABLES, "requirements"), strict=False),),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one record: where (table, id, field) and what to do."""

    table: str
    id: str
    field: str
    message: str


def _named(record: Any, field: str) -> tuple[str, ...]:
    value = getattr(record, field)
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def references(record: AnyRecord | None) -> tuple[str, ...]:
    """Every id that a record names, strict or not."""
    return tuple(
        id for reference in REFERENCES.get(type(record), ()) for id in _named(record, reference.field)
    )


def without_reference(record: Record, id: str) -> Record | None:
    """The record with an id dropped from its lists and optional fields.

    None when the record cannot be without it (a flow without an end, a journey without an entry).
    """
    import msgspec

    changes: dict[str, Any] = {}
    for reference in REFERENCES.get(type(record), ()):
        value = getattr(record, reference.field)
        if value == id:
            if reference.field in ("source", "target", "entry"):
                return None
            changes[reference.field] = None
        elif isinstance(value, tuple) and id in value:
            changes[reference.field] = tuple(other for other in value if other != id)
    if isinstance(record, Group) and "members" in changes and record.needs is not None:
        changes["needs"] = min(record.needs, max(1, len(changes["members"])))
    return msgspec.structs.replace(record, **changes) if changes else record


# -- one record --------------------------------------------------------------------------------------


def record_problems(table: str, record: AnyRecord) -> Iterator[Problem]:
    """What is wrong with a record by itself."""
    if not isinstance(record, Record) or isinstance(record, Design):
        return
    id = record_id(record)
    if table != "decisions" and not ID_PATTERN.fullmatch(id):
        yield Problem(table, id, "id", f"{id!r} cannot be an id: use letters, digits, '-', '_' and '.'")
    for field in POSITIVE_FIELDS:
        value = getattr(record, field, None)
        if value is not None and value < 1:
            yield Problem(table, id, field, f"{field} must be at least 1, not {value}")
        elif value is not None and value > MOST:
            yield Problem(table, id, field, f"{field} must be at most {MOST}, not {value}")
    for field in ("capacity", "max_utilisation"):
        value = getattr(record, field, None)
        if value is not None and value.base <= 0:
            yield Problem(table, id, field, f"{field} must be above 0, not {value}")
    for field in ("calls", "retries", "growth"):
        value = getattr(record, field, None)
        if value is not None and not 0 <= value < float("inf"):
            yield Problem(table, id, field, f"{field} must not be negative, not {value}")
    yield from _contradictions(table, record)
    if isinstance(record, Flow) and record.fallback_of == record.id:
        yield Problem(table, id, "fallback_of", "a flow cannot stand in for itself")
    if isinstance(record, (Group, Boundary)):
        twice = sorted(name for name, n in Counter(record.members).items() if n > 1)
        if twice:
            yield Problem(table, id, "members", f"{', '.join(twice)} is listed twice; keep one")


def _contradictions(table: str, record: Record) -> Iterator[Problem]:
    """Fields of a record that cannot hold together, each with what to do."""
    id = record_id(record)
    if isinstance(record, Group) and record.needs is not None and record.needs > len(record.members) > 0:
        message = f"needs ({record.needs}) is above the number of members ({len(record.members)}); lower it or add some"
        yield Problem(table, id, "needs", message)
    if not isinstance(record, Component):
        return
    if record.replicas is not None and record.needs is not None and record.needs > record.replicas > 0:
        message = f"needs ({record.needs}) is above the number of replicas ({record.replicas}); lower it or run more"
        yield Problem(table, id, "needs", message)
    time, scaling = record.latency, record.autoscaling
    if time is not None and time.p50 is not None and time.p95 is not None and time.p95.base < time.p50.base:
        message = f"p95 ({time.p95}) is below p50 ({time.p50}); swap them or correct one"
        yield Problem(table, id, "latency.p95", message)
    if (
        scaling is not None
        and scaling.min is not None
        and scaling.max is not None
        and scaling.max < scaling.min
    ):
        message = f"autoscaling.max ({scaling.max}) is below autoscaling.min ({scaling.min}); swap them or correct one"
        yield Problem(table, id, "autoscaling.max", message)


def _dangling(table: str, record: AnyRecord, document: Document) -> Iterator[Problem]:
    for reference in REFERENCES.get(type(record), ()):
        if not reference.strict:
            continue
        for id in _named(record, reference.field):
            if all(document.get(name, id) is None for name in reference.tables):
                place = {"source": "from", "target": "to"}.get(reference.field, reference.field)
                wanted = " or ".join(_singular(name) for name in reference.tables)
                yield Problem(
                    table,
                    record_id(record),  # type: ignore[arg-type]
                    place,
                    f"{place} names {id!r}, but there is no {wanted} with this id; correct it or add one",
                )


def _singular(table: str) -> str:
    return "boundary" if table == "boundaries" else table.removesuffix("s")


# -- boundaries ----------------------------------------------------------------------------------------


def parents(boundaries: Iterable[Boundary]) -> dict[str, str]:
    """Tree boundaries only: member or inner boundary id -> id of the boundary that holds it."""
    result: dict[str, str] = {}
    tree = [boundary for boundary in boundaries if boundary.kind in TREE_BOUNDARIES]
    for boundary in tree:
        if boundary.within is not None:
            result.setdefault(boundary.id, boundary.within)
    for boundary in tree:
        for member in boundary.members:
            result.setdefault(member, boundary.id)
    return result


def _boundary_problems(boundaries: Sequence[Boundary]) -> Iterator[Problem]:
    holder = {b.id: b.within for b in boundaries if b.within is not None and b.kind in TREE_BOUNDARIES}
    for boundary in boundaries:
        if boundary.kind not in TREE_BOUNDARIES:
            continue
        for member in boundary.members:
            other = holder.setdefault(member, boundary.id)
            if other != boundary.id:
                yield Problem(
                    "boundaries",
                    boundary.id,
                    "members",
                    f"{member!r} is already in {other!r}; a component stands in one boundary of the tree",
                )
    up = parents(boundaries)
    for boundary in boundaries:
        seen, at = {boundary.id}, up.get(boundary.id)
        while at is not None and at not in seen:
            seen.add(at)
            at = up.get(at)
        if at == boundary.id:
            yield Problem(
                "boundaries", boundary.id, "members", f"{boundary.id!r} holds itself; break the circle"
            )


# -- whole document, and a change ------------------------------------------------------------------------


def problems(document: Document) -> list[Problem]:
    """Everything that keeps a document from being whole; empty when it is."""
    found: list[Problem] = []
    for table in _record_tables():
        for record in document.table(table).values():
            found.extend(record_problems(table, record))
            found.extend(_dangling(table, record, document))
    owner: dict[str, str] = {}
    for table in SHARED_ID_TABLES:
        for id in document.table(table):
            other = owner.setdefault(id, table)
            if other != table:
                found.append(
                    Problem(table, id, "id", f"id {id!r} is also used under {other}; ids must differ")
                )
    found.extend(_boundary_problems(tuple(document.boundaries.values())))
    return found


def _record_tables() -> tuple[str, ...]:
    from mlsd_studio.model.records import TABLES

    return tuple(TABLES)


def check_edits(document: Document, edits: Sequence[Edit]) -> str | None:
    """Why a change cannot be applied to this document, or None."""
    seen: dict[tuple[str, str], AnyRecord | None] = {}
    for edit in edits:
        key = (edit.table, edit.id)
        if key in seen:
            return f"{edit.table} {edit.id!r} is touched twice by one change"
        if document.get(edit.table, edit.id) != edit.before:
            return f"{edit.table} {edit.id!r} is not what the change expects; it was made for another state"
        seen[key] = edit.after
    after = _After(document, seen)
    for (table, id), record in seen.items():
        complaint = after.complaint(table, id, record)
        if complaint:
            return complaint
    if any(table == "boundaries" for table, _ in seen):
        first = next(_boundary_problems(after.boundaries()), None)
        return first.message if first else None
    return None


def check_shifts(document: Document, change: Change) -> str | None:
    """Why the shifts of a change cannot be applied to this document, or None.

    Every place must be there, on whole pixels, and moved by one shift and no edit.
    """
    edited = {edit.id for edit in change.edits if edit.table == LAYOUT}
    for number, shift in enumerate(change.shifts):
        if not document.has_places(shift.ids):
            return "something without a place would be moved; the change was made for another state"
        others = (other.ids for other in change.shifts[:number])
        if not shift.ids.isdisjoint(edited) or not all(shift.ids.isdisjoint(ids) for ids in others):
            return "a place is moved twice by one change"
        if (
            shift.dx != int(shift.dx)
            or shift.dy != int(shift.dy)
            or not shift.ids.isdisjoint(document.uneven)
        ):
            return "places between pixels cannot be shifted; edit each of them"
    return None


class _After:
    """The document as it would be with some records replaced."""

    def __init__(self, document: Document, new: dict[tuple[str, str], AnyRecord | None]) -> None:
        self._document = document
        self._new = new

    def get(self, table: str, id: str) -> AnyRecord | None:
        """The record as it would be; None where it would be gone."""
        key = (table, id)
        return self._new[key] if key in self._new else self._document.get(table, id)

    def boundaries(self) -> tuple[Boundary, ...]:
        """All that would be there: old ones in file order, then new ones."""
        ids = dict.fromkeys([*self._document.boundaries, *(id for t, id in self._new if t == "boundaries")])
        records = (self.get("boundaries", id) for id in ids)
        return tuple(record for record in records if isinstance(record, Boundary))

    def complaint(self, table: str, id: str, record: AnyRecord | None) -> str | None:
        """The first thing wrong with putting a record (None: removing it), or None."""
        if table == LAYOUT:
            return None
        if record is None:
            return self._complaint_of_removal(table, id)
        if not isinstance(record, Record) or record_id(record) != (DESIGN_ID if table == "design" else id):
            return f"{table} {id!r}: the record carries another id"
        for problem in record_problems(table, record):
            return problem.message
        if table in SHARED_ID_TABLES:
            for other in SHARED_ID_TABLES:
                if other != table and self.get(other, id) is not None:
                    return f"id {id!r} is also used under {other}; ids must differ"
        for problem in _dangling(table, record, self):  # type: ignore[arg-type]
            return problem.message
        return None

    def _complaint_of_removal(self, table: str, id: str) -> str | None:
        if table == "design":
            return "the head of a design cannot be removed"
        for other_table, other_id in sorted(self._document.referrers(id)):
            other = self.get(other_table, other_id)
            if other is None:
                continue
            for problem in _dangling(other_table, other, self):  # type: ignore[arg-type]
                return problem.message
        return None
