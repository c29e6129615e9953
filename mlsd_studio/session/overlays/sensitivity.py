"""What classes of data each element holds or carries, stated or come along the flows; the most sensitive colours."""

from __future__ import annotations

from mlsd_studio.catalog import catalog
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.questions import CATEGORIES, Question
from mlsd_studio.session.session import Session


def sensitivity(session: Session) -> Overlay | None:
    """Components and flows by their classes; None where no class is stated."""
    from mlsd_studio.analysis.context import Facts

    facts = Facts(session.document).classes
    known = catalog().data_classes
    ranked = sorted(known, key=lambda id: (not known[id].sensitive, not known[id].personal, id == "public"))
    held: dict[str, list[str]] = {}
    flows: set[str] = set()
    for name in ranked:
        spread = facts.spread(name)
        flows |= set(spread.flows)
        for id in (*spread.components, *spread.flows):
            held.setdefault(id, []).append(name)
    if not held:
        return None
    used = sorted({names[0] for names in held.values()}, key=ranked.index)
    tokens = dict(zip(used, ("bad", *CATEGORIES), strict=False))
    tints = {
        id: Tint(tokens.get(names[0], CATEGORIES[-1]), 0.7, None if id in flows else ", ".join(names))
        for id, names in held.items()
    }
    legend = tuple((tokens[name], name) for name in used if name in tokens)
    return Overlay("sensitivity", "Classes of data", tints, None, legend)


QUESTION = Question(
    "sensitivity", "Data classes", "id-card", 4, sensitivity,
    "No data classes are stated: set them in the inspector of a component or flow",
)  # fmt: skip
