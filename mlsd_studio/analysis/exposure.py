"""Who may come in from outside, and how far calls and messages of theirs get."""

from __future__ import annotations

from collections.abc import Collection

from mlsd_studio.analysis.context import Facts, Hop

WAYS_IN = frozenset({"request", "async"})


def entries(facts: Facts, *, internal: bool = False) -> list[str]:
    """Actors and clients outside the company, or with `internal` those inside, in file order."""
    return [one.id for one in facts.of_group("ENTRY") if facts.internal_actor(one) == internal]


def arriving(
    facts: Facts, *, stopping: Collection[str] = (), internal: bool = False
) -> dict[str, Hop | None]:
    """What calls and messages from outside (or inside) get to without passing one of `stopping`."""
    starts = entries(facts, internal=internal)
    return facts.reach(starts, lambda flow: flow.kind in WAYS_IN, enter=lambda id: id not in stopping)
