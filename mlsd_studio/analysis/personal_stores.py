"""Where data about people is kept: the copies that retention, erasure and access rules ask about."""

from __future__ import annotations

from collections.abc import Collection

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Component


def keepers(facts: Facts, classes: Collection[str]) -> list[Component]:
    """Stores, event streams and backups of the team's own that hold one of the classes, in file order."""
    return [
        one
        for one in facts.of_group("PERSONAL_STORE")
        if one.id not in facts.external and facts.classes.at(one.id, classes)
    ]


def copies(facts: Facts) -> list[Component]:
    """What keeps data about people."""
    return keepers(facts, facts.classes.personal)
