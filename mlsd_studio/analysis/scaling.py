"""How many replicas a fix should ask for: enough for the load, and a number the system can vote with."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Component


def members(facts: Facts, component: Component, count: int) -> int:
    """`count`, made odd for a self-run system that decides by majority: an even member adds no vote."""
    quorum = component.id in facts.self_run and component.id in facts.group("QUORUM")
    return count + 1 if quorum and count % 2 == 0 else count
