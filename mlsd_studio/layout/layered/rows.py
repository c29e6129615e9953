"""Common rows for drawings without frames: every card moves to the nearest free line of one regular grid."""

from __future__ import annotations

from mlsd_studio.layout.layered.draft import Draft


def snap(draft: Draft, pitch: int) -> list[int] | None:
    """Put all cards on rows `pitch` apart, keeping the order in every column; the row of each card.

    Returns None, and changes nothing, where frames or cards taller than the first one rule a common grid out.
    """
    cards = range(draft.cards)
    if any(draft.paths[v] for v in cards) or any(draft.tall[v] != draft.tall[0] for v in cards):
        return None
    start = min(draft.centre[v] for v in cards)
    columns: dict[int, list[int]] = {}
    for v in sorted(cards, key=lambda v: draft.centre[v]):
        columns.setdefault(draft.column[v], []).append(v)
    rows = [0] * draft.cards
    for group in columns.values():
        wishes = [(draft.centre[v] - start) / pitch for v in group]
        for v, row in zip(group, _distinct(wishes), strict=True):
            rows[v] = row
    lowest = min(rows)
    rows = [row - lowest for row in rows]
    for v in cards:
        draft.centre[v] = float(rows[v] * pitch)
    return rows


def _distinct(wishes: list[float]) -> list[int]:
    """Increasing whole numbers close to increasing wishes: pushed down, or pushed up, whichever is closer."""
    down: list[int] = []
    for wish in wishes:
        down.append(max(round(wish), down[-1] + 1) if down else round(wish))
    up: list[int] = []
    for wish in reversed(wishes):
        up.append(min(round(wish), up[-1] - 1) if up else round(wish))
    up.reverse()

    def error(rows: list[int]) -> float:
        return sum(abs(row - wish) for row, wish in zip(rows, wishes, strict=True))

    return min(down, up, key=error)
