"""Text from the clipboard as a part of a design: a Mermaid flowchart, or one name a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from mlsd_studio.importing import mermaid
from mlsd_studio.importing.sketch import Link, Sketch, fragment_of
from mlsd_studio.model.edits.clipboard import Fragment

MOST_CHARACTERS = 200_000
MOST_NAMES = 1_000
MOST_LINKS = 4_000
LONGEST_NAME = 80
_BULLET = re.compile(r"\s*(?:[-*•+–]|\d{1,3}[.)])\s+")
_ARROWS = re.compile(r"\s*(?:-{1,2}>|→|⟶)\s*")


class PasteError(ValueError):
    """A text that cannot become a part of a design; says why and what can."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The part, and the lines (number, text) that were not understood."""

    fragment: Fragment
    unread: tuple[tuple[int, str], ...] = ()


def read_text(text: str) -> Pasted:
    """A flowchart, or a list with one name a line where arrows join names. Raises PasteError."""
    if len(text) > MOST_CHARACTERS:
        raise PasteError(f"The text has more than {MOST_CHARACTERS:,} characters: paste a part of it")
    sketch = mermaid.read(text) if mermaid.is_mermaid(text) else read_names(text)
    if not sketch.names:
        raise PasteError("The clipboard holds neither a Mermaid flowchart nor a list of names, one a line")
    if len(sketch.names) > MOST_NAMES or len(sketch.links) > MOST_LINKS:
        raise PasteError(
            f"The text names {len(sketch.names)} components and {len(sketch.links)} flows; "
            f"at most {MOST_NAMES} and {MOST_LINKS} are pasted at once"
        )
    return Pasted(fragment_of(sketch), tuple(sketch.unread))


def read_names(text: str) -> Sketch:
    """One name a line, bullets and numbers before it left out; `A -> B -> C` joins names by flows."""
    sketch = Sketch()
    for number, line in enumerate(text.splitlines(), 1):
        words = _BULLET.sub("", line, count=1).strip().rstrip(",;")
        parts = [part.strip() for part in _ARROWS.split(words)]
        if not words:
            continue
        if not all(0 < len(part) <= LONGEST_NAME for part in parts):
            sketch.unread.append((number, words[:LONGEST_NAME]))
            continue
        for part in parts:
            sketch.names.setdefault(part, part)
        sketch.links += [Link(a, b) for a, b in pairwise(parts) if a != b]
    return sketch
