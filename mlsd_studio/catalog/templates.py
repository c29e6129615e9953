"""A reference design as a document that can be opened and changed."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from mlsd_studio.catalog.records import Pattern
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Design, Flow, Group, Record, Stage

R = TypeVar("R", bound=Record)


def document_from_pattern(pattern: Pattern, stage: Stage = "review") -> Document:
    """The pattern's reference design as records, without positions."""
    plain = pattern.reference_design
    head = Design(name=pattern.name, summary=pattern.use_case, stage=stage)
    return Document(
        [
            head,
            *_records(plain, "components", Component),
            *_records(plain, "groups", Group),
            *_records(plain, "flows", Flow),
        ]
    )


def _records(plain: dict[str, Any], table: str, kind: type[R]) -> list[R]:
    def decode(wanted: type, value: Any) -> Any:
        return wanted.parse(value)  # type: ignore[attr-defined]

    rows = plain.get(table, [])
    return [msgspec.convert(row, kind, dec_hook=decode) for row in rows]
