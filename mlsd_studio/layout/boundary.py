"""Frames around the members of a boundary, nested from the inside out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlsd_studio.layout.geometry import Rect, enclosing

PADDING = 24
TITLE = 20


def fit(members: Iterable[Rect], padding: int = PADDING, title: int = TITLE) -> Rect:
    """The frame around `members`: `padding` pixels on all sides and `title` more at the top.

    Raises ValueError when there is no member.
    """
    box = enclosing(members)
    return Rect(box.x - padding, box.y - padding - title, box.w + 2 * padding, box.h + 2 * padding + title)


def fit_all(
    boxes: Mapping[str, Rect],
    homes: Mapping[str, str],
    parents: Mapping[str, str | None],
    titles: Mapping[str, int] | None = None,
    padding: int = PADDING,
) -> dict[str, Rect]:
    """The frames of all boundaries that hold a card, directly or further in.

    `homes` gives the innermost boundary of a card, `parents` the boundary around a boundary, `titles` the
    title line's height where it is not the usual one. A loop among `parents` raises ValueError.
    """
    inside: dict[str, list[Rect]] = {}
    for key, home in homes.items():
        if home in parents:
            inside.setdefault(home, []).append(boxes[key])
    frames: dict[str, Rect] = {}
    for frame in sorted(parents, key=lambda key: (-_depth(key, parents), key)):
        if frame not in inside:
            continue
        frames[frame] = fit(inside[frame], padding, (titles or {}).get(frame, TITLE))
        outer = parents[frame]
        if outer is not None and outer in parents:
            inside.setdefault(outer, []).append(frames[frame])
    return frames


def _depth(frame: str, parents: Mapping[str, str | None]) -> int:
    depth, at = 0, parents[frame]
    while at is not None and at in parents:
        depth, at = depth + 1, parents[at]
        if depth > len(parents):
            raise ValueError(f"boundary {frame} lies inside itself")
    return depth
