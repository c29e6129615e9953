"""Comments of a file: where they stand, which a save keeps, and which it cannot.

A full-line comment belongs to the record or key that follows it and moves with it. A record with
comments inside is written as it was for as long as it is unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml.events import ScalarEvent, StreamEndEvent

from mlsd_studio.model.document import Document
from mlsd_studio.model.records import LAYOUT, PLAN_TABLES, AnyRecord
from mlsd_studio.storage.lines import Lines
from mlsd_studio.storage.reader_yaml import PARSER, Tree

_MAYBE = re.compile(r"(?:^|[ \t])#", re.MULTILINE)
END = ("", "")
"""The place after the last record."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that a save cannot keep, and why."""

    line: int
    text: str
    reason: str


@dataclass
class Comments:
    """All comments of a file. Places are (table, id), or ("", key) for a key, or END."""

    before: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """Full-line comments by the place they stand before."""
    lines_before: dict[tuple[str, str], int] = field(default_factory=dict)
    inside: dict[tuple[str, str], tuple[tuple[int, str], ...]] = field(default_factory=dict)
    """Comments within a record or at the end of a line: (line, text)."""
    chunks: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """The lines of records with comments inside."""


@dataclass
class Kept:
    """What a save carries over from the file that was read."""

    comments: Comments = field(default_factory=Comments)
    records: Mapping[str, Mapping[str, AnyRecord]] = field(default_factory=dict)
    """Records as read, by table, to tell which are unchanged."""

    def before_key(self, key: str, indent: str) -> list[str]:
        """Comment lines before a top-level key, or a key of the plan as `plan.<key>`."""
        return self._placed("", key, indent)

    def before_record(self, table: str, id: str, indent: str) -> list[str]:
        """Comment lines before a record."""
        return self._placed(table, id, indent)

    def at_end(self) -> list[str]:
        """Comment lines after everything."""
        return self._placed(*END, "")

    def as_it_was(self, table: str, id: str, record: AnyRecord) -> list[str] | None:
        """The lines of an unchanged record that holds comments, if they fit where it stands."""
        chunk = self.comments.chunks.get((table, id))
        if chunk is None or self.records.get(table, {}).get(id) != record:
            return None
        indent = "    - " if table in PLAN_TABLES else "  - "
        return list(chunk) if chunk[0].startswith(indent) else None

    def _placed(self, table: str, id: str, indent: str) -> list[str]:
        lines = self.comments.before.get((table, id)) if self.comments.before else None
        return [indent + line for line in lines] if lines else []


def collect(text: str, tree: Tree) -> Comments:
    """The comments of a text that was read as `tree`."""
    found = Comments()
    if _MAYBE.search(text) is None:
        return found
    lines = text.split("\n")
    anchors = _anchors(Lines(tree))
    starts = sorted(anchors)
    pending: list[tuple[int, str]] = []
    inside: dict[tuple[str, str], list[tuple[int, str]]] = {}
    comments = _find(text, lines)
    holder = END
    for number, line in enumerate(lines, 1):
        at = comments.get(number)
        if at is not None and not line[:at].strip():
            pending.append((number, line[at:].rstrip()))
            continue
        if not line.strip():
            continue
        place = anchors.get(number)
        if place is not None:
            holder = place
            if pending:
                found.before[place] = tuple(comment for _, comment in pending)
                found.lines_before[place] = pending[0][0]
        elif pending:
            inside.setdefault(holder, []).extend(pending)
        pending = []
        if at is not None:
            inside.setdefault(holder, []).append((number, line[at:].rstrip()))
    if pending:
        found.before[END] = tuple(comment for _, comment in pending)
        found.lines_before[END] = pending[0][0]
    found.inside = {place: tuple(held) for place, held in inside.items()}
    found.chunks = dict(_chunks(found.inside, anchors, starts, lines))
    return found


def _anchors(lines: Lines) -> dict[int, tuple[str, str]]:
    """Line -> the record or key that starts there."""
    keys = {line: ("", key) for key, line in lines.keys().items()}
    return keys | {line: place for place, line in lines.starts.items()}


def _find(text: str, lines: list[str]) -> dict[int, int]:
    """Line -> column of the comment on it. A `#` inside a value is none."""
    covered: dict[int, list[tuple[int, int]]] = {}
    get = PARSER(text).get_event
    while True:
        event = get()
        if isinstance(event, StreamEndEvent):
            break
        if isinstance(event, ScalarEvent) and (event.style or "#" in event.value):
            for number, first, last in _covers(event):
                covered.setdefault(number, []).append((first, last))
    found: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        for match in _MAYBE.finditer(line) if "#" in line else ():
            at = match.end() - 1
            if not any(first <= at < last for first, last in covered.get(number, ())):
                found[number] = at
                break
    return found


def _covers(event: Any) -> Iterator[tuple[int, int, int]]:
    """(line, first column, end column) of each piece of a value."""
    start, end = event.start_mark, event.end_mark
    if event.style in ("|", ">"):
        last = end.line + (1 if end.column else 0)
        yield from ((line + 1, 0, 1 << 30) for line in range(start.line + 1, last))
        return
    for line in range(start.line, end.line + 1):
        first = start.column if line == start.line else 0
        yield line + 1, first, end.column if line == end.line else 1 << 30


def _chunks(
    inside: Mapping[tuple[str, str], object],
    anchors: Mapping[int, tuple[str, str]],
    starts: list[int],
    lines: list[str],
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """The lines of every record with comments inside, up to its last line that is no loose comment."""
    ends = dict(zip(starts, [*starts[1:], len(lines) + 1], strict=True))
    for line, place in anchors.items():
        if place not in inside or place[0] in ("", LAYOUT):
            continue
        chunk = lines[line - 1 : ends[line] - 1]
        while chunk and (not chunk[-1].strip() or chunk[-1].lstrip().startswith("#")):
            chunk.pop()
        yield place, tuple(chunk)


def lost(comments: Comments, kept: Kept, document: Document) -> list[Comment]:
    """The comments that saving `document` would drop, in file order, each with the reason."""
    gone: list[Comment] = []
    for place, held in comments.inside.items():
        table, id = place
        record = document.get(table, id) if table else None
        if record is not None and kept.as_it_was(table, id, record) is not None:
            continue
        reason = _reason(table, record is None)
        gone += [Comment(line, text, reason) for line, text in held]
    for place, texts in comments.before.items():
        table, id = place
        if (table and document.get(table, id) is None) or (not table and not _key_is_written(id, document)):
            first = comments.lines_before[place]
            gone += [Comment(first + n, text, _reason(table, True)) for n, text in enumerate(texts)]
    return sorted(gone, key=lambda comment: comment.line)


def _reason(table: str, deleted: bool) -> str:
    if not table:
        return "it stands beside a key of the file" if not deleted else "what it stood before is gone"
    if deleted:
        return "its record was deleted"
    return "it stands inside a record that is written anew"


def _key_is_written(key: str, document: Document) -> bool:
    if not key:
        return True
    name = key.removeprefix("plan.")
    design = document.design
    extra = design.extra or {}
    if name in extra or (key != name and name in extra.get("plan", ())):
        return True
    if key == "plan":
        return any(document.table(table) for table in PLAN_TABLES)
    if name in ("mlsd", "name", "summary", "stage", "objective", "currency"):
        return getattr(design, name) is not None
    return bool(document.table(name))
