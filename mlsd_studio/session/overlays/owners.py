"""Who owns what: a colour for each owner, those with most components first, and what nobody owns."""

from __future__ import annotations

from collections import Counter

from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.questions import CATEGORIES, NONE, REST, Question, categories
from mlsd_studio.session.session import Session


def owners(session: Session) -> Overlay | None:
    """Components in the colours of their owners; None where no owner is stated."""
    components = session.document.components
    count = Counter(one.owner for one in components.values() if one.owner)
    if not count:
        return None
    names = sorted(count, key=lambda name: (-count[name], name))
    tokens = categories(names)
    tints = {
        id: Tint(tokens[one.owner], 0.7, one.owner) if one.owner else Tint(NONE, 0.3)
        for id, one in components.items()
    }
    legend = [(tokens[name], f"{name}: {count[name]}") for name in names[: len(CATEGORIES)]]
    others = len(names) - len(legend)
    if others > 0:
        legend.append((REST, f"{others} other owner{'s' if others > 1 else ''}"))
    nobody = len(components) - sum(count.values())
    if nobody:
        legend.append((NONE, f"No owner stated: {nobody}"))
    return Overlay("owners", "Owners", tints, None, tuple(legend))


QUESTION = Question("owners", "Owners", "users", 3, owners, "No owners are stated: set one in the inspector")
