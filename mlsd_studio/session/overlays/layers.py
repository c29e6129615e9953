"""Which layer each component belongs to: data, ML, application, observability, platform."""

from __future__ import annotations

from collections import Counter

from mlsd_studio.drawing.card import layer_of
from mlsd_studio.drawing.theme import LAYER_TOKENS
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.questions import REST, Question
from mlsd_studio.session.session import Session

NAMES = {
    "data": "Data",
    "ml": "ML",
    "application": "Application and actors",
    "observability": "Observability",
    "platform": "Platform and security",
}


def layers(session: Session) -> Overlay | None:
    """Components in the colours of their layers; None for an empty design."""
    tokens = {id: LAYER_TOKENS.get(layer_of(one), REST) for id, one in session.document.components.items()}
    if not tokens:
        return None
    count = Counter(tokens.values())
    legend = tuple((token, f"{name}: {count[token]}") for token, name in NAMES.items() if count[token])
    return Overlay("layers", "Layers", {id: Tint(token, 0.7) for id, token in tokens.items()}, None, legend)


QUESTION = Question(
    "layers", "Layers", "layers", 2, layers, "Nothing is drawn yet: press / to add a component"
)
