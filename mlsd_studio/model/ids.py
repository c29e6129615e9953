"""Ids: made once from a name or kind, and never changed by a rename."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from mlsd_studio.model.document import Document
from mlsd_studio.model.records import SHARED_ID_TABLES

LONGEST = 110
"""Characters of an id before the number that makes it unique: an id has at most 120."""


def slug(text: str) -> str:
    """A plain ASCII slug of `text`: lower case, words joined by '-'; `item` when nothing is left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower())
    return "-".join(words)[:60] or "item"


def unique(base: str, taken: Container[str]) -> str:
    """`base`, or `base-2`, `base-3` … until it is not taken."""
    candidate, n = base, 1
    while candidate in taken:
        n += 1
        candidate = f"{base}-{n}"
    return candidate


class TakenIds(Container[str]):
    """The ids in use in a document, plus those handed out while one change is being made."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._new: set[str] = set()

    def __contains__(self, id: object) -> bool:
        return id in self._new or any(id in self._document.table(table) for table in SHARED_ID_TABLES)

    def take(self, base: str) -> str:
        """A free id like `base`, taken from now on."""
        id = unique(base[:LONGEST], self)
        self._new.add(id)
        return id
