"""Where a rule's sources can be read: the works that help pages name, with their addresses.

`resources/references.json` lists them: a source that has any of the words gets the address.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from mlsd_studio.paths import resource

_BETWEEN = re.compile(r";(?![^()]*\))")
_ADDRESS = re.compile(r"https://[^\s;,)]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """One source as the page words it, and where it stands; `url` is None where nothing is known."""

    text: str
    url: str | None


@cache
def _known() -> tuple[tuple[tuple[str, ...], str], ...]:
    rows = json.loads(resource("references.json").read_text("utf-8"))
    return tuple((tuple(word.lower() for word in row["words"]), row["url"]) for row in rows)


def references(source: str) -> list[Reference]:
    """The sources of a page's *Source* section, parted by semicolons outside brackets.

    An address in the text is taken before those that are known.
    """
    found = []
    for part in _BETWEEN.split(" ".join(source.split())):
        text = part.strip().rstrip(".")
        if text:
            found.append(Reference(text, _address(text)))
    return found


def _address(text: str) -> str | None:
    stated = _ADDRESS.search(text)
    if stated:
        return stated[0].rstrip(".")
    lower = text.lower()
    return next((url for words, url in _known() if any(word in lower for word in words)), None)
