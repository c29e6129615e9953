"""Coordinates along the reading direction: column by column, with room for tracks, labels and frame edges."""

from __future__ import annotations

from collections.abc import Mapping

from mlsd_studio.layout.layered.draft import Draft
from mlsd_studio.layout.layered.records import Boundary, Options

_TRACK = 10
_WIDEST = 600


def place(draft: Draft, frames: Mapping[str, Boundary], options: Options) -> list[int]:
    """The leading edge of every card along the reading direction; all are multiples of 4."""
    count = max(draft.column[: draft.cards]) + 1
    widths = [0] * count
    for v in range(draft.cards):
        widths[draft.column[v]] = max(widths[draft.column[v]], draft.deep[v])
    opening, closing = _frame_rooms(draft, frames, options, count)
    gaps = _gaps(draft, options, count)
    starts = [0] * count
    for column in range(1, count):
        edges = closing[column - 1] + opening[column]
        gap = max(gaps[column - 1], edges + (24 if edges else 0))
        starts[column] = starts[column - 1] + _round4(widths[column - 1] + gap)
    return [
        starts[draft.column[v]] + (widths[draft.column[v]] - draft.deep[v]) // 8 * 4
        for v in range(draft.cards)
    ]


def _round4(value: int) -> int:
    return (value + 3) // 4 * 4


def _frame_rooms(
    draft: Draft, frames: Mapping[str, Boundary], options: Options, count: int
) -> tuple[list[int], list[int]]:
    """Room before each column for frames that begin there, and after it for frames that end there."""
    spans: dict[str, tuple[int, int]] = {}
    for v in range(draft.cards):
        for frame in draft.paths[v]:
            low, high = spans.get(frame, (draft.column[v], draft.column[v]))
            spans[frame] = (min(low, draft.column[v]), max(high, draft.column[v]))
    opening, closing = [0] * count, [0] * count
    for v in range(draft.cards):
        head = tail = 0
        for frame in draft.paths[v]:
            if spans[frame][0] == draft.column[v]:
                head += options.padding + (frames[frame].title_h if options.top_down else 0)
            if spans[frame][1] == draft.column[v]:
                tail += options.padding
        opening[draft.column[v]] = max(opening[draft.column[v]], head)
        closing[draft.column[v]] = max(closing[draft.column[v]], tail)
    return opening, closing


def _gaps(draft: Draft, options: Options, count: int) -> list[int]:
    """The gap after each column: at least the option's, more for many tracks and for labels."""
    tracks, labels = [0.0] * count, [0] * count
    for a, b, pull in draft.segments:
        first, last = sorted((draft.column[a], draft.column[b]))
        bent = abs(draft.centre[a] - draft.centre[b]) > 2
        if bent and last == first + 1:
            tracks[first] += 1
        elif bent and last > first:
            tracks[first] += 0.5
            tracks[last - 1] += 0.5
        elif first == last and pull >= 1:
            tracks[first] += 0.3
    for link in draft.links:
        first, last = sorted((draft.column[link.a], draft.column[link.b]))
        if link.label and last > first:
            labels[first] = max(labels[first], link.label + 32)
    return [
        min(_WIDEST, max(options.column_gap, 36 + round(_TRACK * tracks[c]), labels[c])) for c in range(count)
    ]
