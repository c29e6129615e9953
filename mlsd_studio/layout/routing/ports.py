"""Where flows touch a side: straight flows first, the others fanned out around them without crossing.

Two flows that leave the same side and both turn down must not cross at the card: the one that turns earlier
sits lower. That order is the sort key here; positions then follow with at least `MIN_GAP` pixels where the
side has room.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.layout.geometry import Point, Rect
from mlsd_studio.layout.routing.choose import PORT_MARGIN, Plan

MIN_GAP = 12
# Ports closer than this look like one.
_TIGHT = 6
Slot = tuple[str, int]
Member = tuple[tuple[int, int, int], str, int]


def assign(plans: list[Plan]) -> dict[tuple[str, int], Point]:
    """The port of each (flow id, end), end 0 the source; straight flows without room become bent ones.

    Plans that have ports keep them, and the others find room between those.
    """
    positions: dict[tuple[str, int], int] = {}
    taken: dict[Slot, list[int]] = {}
    for plan in plans:
        for end, port in enumerate(plan.ports or ()):
            at = port[1 - plan.sides[end] % 2]
            positions[(plan.id, end)] = at
            taken.setdefault((plan.ends[end], plan.sides[end]), []).append(at)
    for group in _straight_groups(plan for plan in plans if plan.ports is None):
        for offset, plan in enumerate(group):
            _place_straight(plan, offset, len(group), positions, taken)
    sides: dict[Slot, list[Member]] = {}
    rects: dict[Slot, Rect] = {}
    for plan in plans:
        for end in (0, 1):
            slot = (plan.ends[end], plan.sides[end])
            rects[slot] = plan.b if end else plan.a
            sides.setdefault(slot, []).append((_rank(plan, end), plan.id, end))
    for slot, members in sides.items():
        spread(_ordered(members, positions), *span(rects[slot], slot[1]), positions)
    return {
        (plan.id, end): _on_side(plan.b if end else plan.a, plan.sides[end], positions[(plan.id, end)])
        for plan in plans
        for end in (0, 1)
    }


def _ordered(members: list[Member], positions: dict[tuple[str, int], int]) -> list[Member]:
    """The members of a side in their order along it: those with a port by it, the others where they fit best."""
    known = sorted(
        (member for member in members if member[1:] in positions), key=lambda m: (positions[m[1:]], m)
    )
    gaps: list[list[Member]] = [[] for _ in range(len(known) + 1)]
    for member in sorted(member for member in members if member[1:] not in positions):
        turned = sum(other < member for other in known)
        least, best = turned, 0
        for index, other in enumerate(known):
            turned += 1 if other > member else -1
            if turned < least:
                least, best = turned, index + 1
        gaps[best].append(member)
    order = gaps[0]
    for member, gap in zip(known, gaps[1:], strict=True):
        order += [member, *gap]
    return order


def _straight_groups(plans: Iterable[Plan]) -> list[list[Plan]]:
    """Straight flows by the unordered pair of sides they join, shortest first, in a stable order."""
    groups: dict[tuple[Slot, Slot], list[Plan]] = {}
    for plan in plans:
        if plan.fixed:
            one, two = sorted(zip(plan.ends, plan.sides, strict=True))
            groups.setdefault((one, two), []).append(plan)
    for group in groups.values():
        group.sort(key=lambda plan: plan.id)

    def reach(key: tuple[Slot, Slot]) -> tuple[int, tuple[Slot, Slot]]:
        path = groups[key][0].path
        return abs(path[0][0] - path[-1][0]) + abs(path[0][1] - path[-1][1]), key

    return [groups[key] for key in sorted(groups, key=reach)]


def _place_straight(
    plan: Plan,
    index: int,
    count: int,
    positions: dict[tuple[str, int], int],
    taken: dict[Slot, list[int]],
) -> None:
    axis = 1 if plan.sides[0] % 2 == 0 else 0
    spans = [span(rect, side) for rect, side in zip((plan.a, plan.b), plan.sides, strict=True)]
    low, high = max(span[0] for span in spans), min(span[1] for span in spans)
    used = [at for end in (0, 1) for at in taken.setdefault((plan.ends[end], plan.sides[end]), [])]
    wish = plan.path[0][axis] + (2 * index - count + 1) * MIN_GAP // 2
    for step in range(2 * (high - low) // MIN_GAP + 3):
        at = wish + (step + 1) // 2 * MIN_GAP * (1 if step % 2 else -1)
        if low <= at <= high and all(abs(at - other) >= MIN_GAP for other in used):
            for end in (0, 1):
                taken[(plan.ends[end], plan.sides[end])].append(at)
                positions[(plan.id, end)] = at
            return
    plan.fixed = False


def span(rect: Rect, side: int) -> tuple[int, int]:
    """The lowest and highest position of a port along a side."""
    start, size = (rect.y, rect.h) if side % 2 == 0 else (rect.x, rect.w)
    margin = min(PORT_MARGIN, size // 3)
    return start + margin, start + size - margin


def _on_side(rect: Rect, side: int, at: int) -> Point:
    if side % 2 == 0:
        return (rect.x + rect.w if side == 0 else rect.x), at
    return at, (rect.y + rect.h if side == 1 else rect.y)


def _rank(plan: Plan, end: int) -> tuple[int, int, int]:
    """Sort key along the side: turns to lower coordinates first, late turners next to the middle."""
    path = plan.path if end == 0 else plan.path[::-1]
    axis = 1 if plan.sides[end] % 2 == 0 else 0
    if len(path) < 3:
        return 0, path[0][axis], 0
    run = abs(path[1][1 - axis] - path[0][1 - axis]) // 24
    turn = path[2][axis]
    if turn < path[0][axis]:
        return -1, run, turn
    return 1, -run, turn


def spread(
    members: list[Member],
    low: int,
    high: int,
    positions: dict[tuple[str, int], int],
) -> None:
    """Give the members without a position one, in order, between their fixed neighbours."""
    fixed = [positions.get(member[1:]) for member in members]
    runs: list[list[tuple[str, int]]] = [[]]
    walls: list[int] = []
    for (_, flow, end), known in zip(members, fixed, strict=True):
        if known is None:
            runs[-1].append((flow, end))
        else:
            walls.append(known)
            runs.append([])
    bounds: list[int | None] = [None, *walls, None]
    for i in (*range(len(runs)), *reversed(range(len(runs)))):
        before, after = bounds[i], bounds[i + 1]
        while runs[i] and not _fits(len(runs[i]), before, after, low, high):
            # No room beside a straight flow at the end of the side: one flow goes to its other side.
            roomy = [j for j in (i - 1, i + 1) if 0 <= j < len(runs)]
            roomy = [j for j in roomy if _fits(len(runs[j]) + 1, bounds[j], bounds[j + 1], low, high)]
            if not roomy:
                break
            if roomy[0] < i:
                runs[roomy[0]].append(runs[i].pop(0))
            else:
                runs[roomy[0]].insert(0, runs[i].pop())
    for i, run in enumerate(runs):
        _fill(run, bounds[i], bounds[i + 1], low, high, positions)


def _fill(
    run: list[tuple[str, int]],
    before: int | None,
    after: int | None,
    low: int,
    high: int,
    positions: dict[tuple[str, int], int],
) -> None:
    count = len(run)
    if not count:
        return
    wanted = MIN_GAP + 2 if high - low < 100 else MIN_GAP * 2
    if before is None and after is None:
        gap = min(float(wanted), (high - low) / max(1, count - 1))
        first = (low + high) / 2 - gap * (count - 1) / 2
    elif before is None:
        assert after is not None
        gap = min(float(wanted), (after - low) / count)
        first = after - gap * count
    elif after is None:
        gap = min(float(wanted), (high - before) / count)
        first = before + gap
    else:
        gap = (after - before) / (count + 1)
        first = before + gap
    for index, slot in enumerate(run):
        positions[slot] = round(first + gap * index)


def _fits(count: int, before: int | None, after: int | None, low: int, high: int) -> bool:
    """Whether `count` ports find room between their fixed neighbours."""
    if before is None and after is None:
        return True
    room = (high if after is None else after) - (low if before is None else before)
    return room >= _TIGHT * (count + (before is not None and after is not None))
