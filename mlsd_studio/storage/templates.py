"""Designs made from the catalogue's patterns: the reference design of a pattern as a document to go
on with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from mlsd_studio.catalog import Pattern
from mlsd_studio.model import Document
from mlsd_studio.model.records import TABLES, Design, Record, Stage
from mlsd_studio.storage.shapes import from_plain


def document_from_pattern(pattern: Pattern, stage: Stage = "review") -> Document:
    """The reference design as records, named and summed up after the pattern; nothing is placed yet.

    Raises msgspec.ValidationError when the pattern's data does not fit the records.
    """
    design: Mapping[str, Any] = pattern.reference_design
    tables: dict[str, list[Record]] = {
        name: [msgspec.convert(row, TABLES[name], dec_hook=from_plain) for row in rows]
        for name, rows in design.items()
    }
    idea = f"{pattern.key_idea[:1].upper()}{pattern.key_idea[1:]}."
    tables["design"] = [Design(name=pattern.name, summary=idea,
                               stage=stage)]  # fmt: skip
    return Document(tables=tables)
