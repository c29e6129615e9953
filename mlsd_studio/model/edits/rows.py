"""Records that are listed rather than drawn: requirements, constraints, journeys and the plan."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.ids import TakenIds, slug, unique
from mlsd_studio.model.records import TABLES, Journey, Record


@dataclass(frozen=True, slots=True)
class _Ids(Container[str]):
    """Ids of one table together with those that all drawn elements share."""

    document: Document
    table: str

    def __contains__(self, id: object) -> bool:
        return id in self.document.table(self.table) or id in TakenIds(self.document)


def add_row(document: Document, table: str, name: str, /, **fields: Any) -> tuple[Change, str]:
    """A new record at the end of its table, and its id, which is made of `name`."""
    builder = ChangeBuilder(document)
    id = unique(slug(name), _Ids(document, table))
    record: Record = TABLES[table](id=id, **fields)  # type: ignore[call-arg]
    builder.put(table, record)
    return builder.build(f"Add {name}"), id


def remove_row(document: Document, table: str, id: str) -> Change:
    """Remove a record and every mention of it."""
    builder = ChangeBuilder(document)
    builder.remove(table, id)
    return builder.build("Remove")


def move_row(document: Document, table: str, id: str, index: int) -> Change:
    """Give a record another place in its table: the order of the file and of every list."""
    builder = ChangeBuilder(document)
    builder.move(table, id, max(0, min(index, len(document.table(table)) - 1)))
    return builder.build("Move")


def state_journeys(document: Document, implied: dict[str, str]) -> tuple[Change, list[str]]:
    """State journeys that so far were only implied; `implied` maps entries to names. The change and the ids.

    All are stated together, since one that is stated hides what the others imply.
    """
    builder = ChangeBuilder(document)
    ids = []
    for entry, name in implied.items():
        id = builder.ids.take(slug(f"{name} journey"))
        builder.put("journeys", Journey(id=id, name=name, entry=entry))
        ids.append(id)
    return builder.build("State the traffic"), ids
