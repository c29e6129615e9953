"""Mermaid flowcharts: nodes of every shape, links with labels, subgraphs. Styling is passed over.

Every pattern runs once along a line, so that a long or crooked text costs time in proportion to its length.
"""

from __future__ import annotations

import html
import re

from mlsd_studio.importing.sketch import Frame, Link, Sketch
from mlsd_studio.model.records import FlowKind

HEADER = re.compile(r"\s*(?:flowchart|graph)(?:\s+(?:TB|TD|BT|RL|LR))?\s*;?\s*$")
_FENCE = re.compile(r"\s*```")
_PASSED = re.compile(
    r"\s*(?:%%|classDef\b|class\s|style\s|linkStyle\s|click\s|direction\s|accTitle|accDescr|---\s*$)"
)
_NAME = re.compile(r"\s*([^\W_](?:\w|\.(?=\w)|-(?=\w))*|_\w*)")
_CLASS = re.compile(r":::[\w-]+")
_SUBGRAPH = re.compile(r"\s*subgraph\s+(.*?)\s*;?\s*$")
_TITLED = re.compile(r"([\w.-]+)\s*\[(.*)\]$")
_ARROW = re.compile(r"\s*[<xo]?(--[xo](?=\s)|-{2,}>?|-\.+->?|={2,}>?|~{3,})(?:\|([^|]*)\|)?\s*")
_SPOKEN = re.compile(r"\s*[<xo]?(--|-\.|==)\s*([^-=.|>\s][^-=|>]*?)\s*(-{2,}>?|\.+->?|={2,}>?)\s*")
_CLOSERS = {"(((": ")))", "((": "))", "([": "])", "(": ")", "[[": "]]", "[(": ")]", "[/": "/]", "[\\": "\\]",
            "[": "]", "{{": "}}", "{": "}", ">": "]"}  # fmt: skip
_OPENERS = sorted(_CLOSERS, key=len, reverse=True)
_BREAK = re.compile(r"<br\s*/?>|\\n")


def is_mermaid(text: str) -> bool:
    """Whether a text begins like a flowchart: with its header, perhaps in a fence and after comments."""
    for line in text.splitlines():
        if line.strip() and not _FENCE.match(line) and not line.lstrip().startswith("%%"):
            return bool(HEADER.match(line))
    return False


def read(text: str) -> Sketch:
    """The flowchart as a sketch. Nothing raises: lines that cannot be read are told in it."""
    reader = _Reader()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or _FENCE.match(line) or HEADER.match(line) or _PASSED.match(line):
            continue
        if not reader.line(line):
            reader.sketch.unread.append((number, line.strip()))
    return reader.sketch


class _Reader:
    """Knows the subgraphs that are open."""

    def __init__(self) -> None:
        self.sketch = Sketch()
        self._open: list[str] = []
        self._names: list[tuple[str, str | None]] = []
        self._links: list[Link] = []

    def line(self, line: str) -> bool:
        """Take one line; False when a part of it was not understood."""
        begun = _SUBGRAPH.match(line)
        if begun:
            self._begin(begun[1])
            return True
        if line.strip().rstrip(";") == "end":
            if self._open:
                self._open.pop()
            return True
        self._names, self._links = [], []
        at = 0
        while at < len(line):
            after = self._chain(line, at)
            if after is None:
                return False
            at = after
        for name, label in self._names:
            self._meet(name, label)
        self.sketch.links += self._links
        return True

    def _begin(self, words: str) -> None:
        titled = _TITLED.match(words)
        name, title = (titled[1], titled[2]) if titled else (words, words)
        outer = self._open[-1] if self._open else None
        frame = self.sketch.frames.setdefault(name.strip('" '), Frame(_text(title), outer))
        frame.outer = outer
        self._open.append(name.strip('" '))

    def _chain(self, line: str, at: int) -> int | None:
        """Nodes joined by links, up to the end of the line or a semicolon; where that is."""
        left, at_or_none = self._nodes(line, at)
        while at_or_none is not None:
            rest = line[at_or_none:]
            if not rest.strip() or rest.lstrip().startswith(";"):
                return at_or_none + len(rest) - len(rest.lstrip(" ;\t"))
            link = _link(line, at_or_none)
            if link is None:
                return None
            label, kind, after = link
            right, at_or_none = self._nodes(line, after)
            if at_or_none is not None and kind != "none":
                self._links += [
                    Link(a, b, label, "async" if kind == "async" else None) for a in left for b in right
                ]
            left = right
        return None

    def _nodes(self, line: str, at: int) -> tuple[list[str], int | None]:
        """One node, or several joined by `&`."""
        names: list[str] = []
        while True:
            found = _NAME.match(line, at)
            if not found:
                return names, None
            at = self._shape(line, found.end(), found[1])
            if at < 0:
                return names, None
            names.append(found[1])
            styled = _CLASS.match(line, at)
            at = styled.end() if styled else at
            rest = line[at:].lstrip()
            if not rest.startswith("&"):
                return names, at
            at = len(line) - len(rest) + 1

    def _shape(self, line: str, at: int, name: str) -> int:
        """Take a node with the text in its shape, if any; where it ends, -1 for a shape that does not end."""
        label = None
        opener = next((one for one in _OPENERS if line.startswith(one, at)), None)
        if opener is not None:
            start = at + len(opener)
            quoted = line.startswith('"', start)
            close = line.find('"', start + 1) + 1 if quoted else start
            end = line.find(_CLOSERS[opener], close) if close or not quoted else -1
            if end < 0:
                return -1
            label, at = _text(line[start:end]), end + len(_CLOSERS[opener])
        self._names.append((name, label))
        return at

    def _meet(self, name: str, label: str | None) -> None:
        sketch = self.sketch
        if name in sketch.frames:
            return
        if label or name not in sketch.names:
            sketch.names[name] = label or name
        if self._open and not any(name in frame.members for frame in sketch.frames.values()):
            sketch.frames[self._open[-1]].members.append(name)


def _link(line: str, at: int) -> tuple[str | None, FlowKind | str, int] | None:
    """Label, `async` for a dotted line, `none` for an invisible one, and where the link ends."""
    spoken = _SPOKEN.match(line, at)
    if spoken:
        return _text(spoken[2]) or None, "async" if spoken[1] == "-." else "", spoken.end()
    arrow = _ARROW.match(line, at)
    if not arrow:
        return None
    kind = "none" if arrow[1].startswith("~") else "async" if "." in arrow[1] else ""
    return (_text(arrow[2]) or None) if arrow[2] else None, kind, arrow.end()


def _text(words: str) -> str:
    """Words as a person reads them: without quotes, marks and line breaks."""
    plain = _BREAK.sub(" ", words.strip().strip('"`'))
    return " ".join(html.unescape(plain).split())
