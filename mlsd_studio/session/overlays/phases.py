"""What is built when: the phases of the plan, in order, over the elements they are about."""

from __future__ import annotations

from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.questions import CATEGORIES, NONE, REST, Question, categories
from mlsd_studio.session.session import Session


def phases(session: Session) -> Overlay | None:
    """Elements in the colour of the first phase that names them; None where no phase names any that is drawn."""
    document = session.document
    planned = list(document.table("phases").values())
    names = {one.id: one.name or one.text or one.id for one in planned}
    tokens = categories([one.id for one in planned])
    first: dict[str, str] = {}
    for one in planned:
        for id in one.about or ():
            if document.find(id):
                first.setdefault(id, one.id)
    if not first:
        return None
    tints = {id: Tint(NONE, 0.3) for id in document.components if id not in first}
    open_ones = len(tints)
    tints |= {id: Tint(tokens[phase], 0.7, names[phase]) for id, phase in first.items()}
    legend = [
        (tokens[one.id], names[one.id] + (f", until {one.until}" if one.until else ""))
        for one in planned[: len(CATEGORIES)]
    ]
    if len(planned) > len(CATEGORIES):
        legend.append((REST, f"{len(planned) - len(CATEGORIES)} later"))
    if open_ones:
        legend.append((NONE, f"In no phase: {open_ones}"))
    return Overlay("phases", "Phases of the plan", tints, None, tuple(legend))


QUESTION = Question(
    "phases", "Phases", "milestone", 8, phases,
    "No phase names a component: say what each is about under Plan in the inspector",
)  # fmt: skip
