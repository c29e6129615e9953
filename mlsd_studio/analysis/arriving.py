"""What comes to a place: its content, whoever moves it there, and the telemetry that tells of it.

Data, events, artifacts and feedback come the way they are drawn. Telemetry counts only into something that
takes telemetry in, so that one collector does not join all it looks at with each other; and who reads a
store by calls has what is in it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator

from mlsd_studio.analysis.context import Facts, Hop

CONTENT = frozenset({"data", "async", "feedback"})


def comes_to(
    facts: Facts, goals: Iterable[str], kinds: Collection[str] = CONTENT, *, past: Collection[str] = ()
) -> dict[str, Hop | None]:
    """Components of which something arrives at one of the goals, each with the hop towards it.

    Linear in components and flows, whatever the number of goals. Nothing is followed through external ones,
    nor into those to be passed by (`past`).
    """
    found: dict[str, Hop | None] = dict.fromkeys(goals)
    first = frozenset(found)
    queue = deque(found)
    while queue:
        at = queue.popleft()
        if at in facts.external and at not in first:
            continue
        for hop, other in _sources(facts, at, kinds, goal=at in first):
            if other not in found and other not in past:
                found[other] = (hop[0], at)
                queue.append(other)
    return found


def _sources(facts: Facts, at: str, kinds: Collection[str], *, goal: bool) -> Iterator[tuple[Hop, str]]:
    takes = goal or at in facts.group("TELEMETRY_SINK")
    store = at in facts.group("STORE")
    for flow, other in facts.into[at]:
        written = flow.kind == "request" and store and flow.write
        if flow.kind in kinds or (flow.kind == "telemetry" and takes) or written:
            yield (flow, at), other
    for flow, other in facts.out[at]:
        scraped = flow.kind == "telemetry" and goal and other not in facts.group("TELEMETRY_SINK")
        read = flow.kind == "request" and other in facts.group("STORE")
        if scraped or read:
            yield (flow, at), other


def way(found: dict[str, Hop | None], id: str) -> tuple[str, ...]:
    """The path from a component to the goal that `comes_to` found for it: components and flows in turn."""
    path = [id]
    hop = found[id]
    while hop is not None:
        path += [hop[0].id, hop[1]]
        hop = found[hop[1]]
    return tuple(path)
