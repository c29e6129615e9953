"""Heat: how busy each component is, and which flows lead into one that is full."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mlsd_studio.analysis.numbers.results import Numbers
from mlsd_studio.analysis.numbers.wording import used_words
from mlsd_studio.drawing.outcome import utilisation_token
from mlsd_studio.model import Document
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.questions import Question
from mlsd_studio.session.session import Session

HEAT = "heat"
LEGEND = (("ok", "Below 70 % busy"), ("warn", "70 to 100 %"), ("bad", "Full: more comes than it can do"))


def heat(document: Document, numbers: Numbers) -> Overlay:
    """The heat of a design under its present traffic."""
    tints: dict[str, Tint] = {}
    for id, one in numbers.components.items():
        if one.utilisation is not None and id in document.components:
            strength = min(0.9, 0.25 + 0.65 * one.utilisation)
            tints[id] = Tint(
                utilisation_token(one.utilisation), round(strength, 2), used_words(one.utilisation)
            )
    full = saturated(numbers)
    for flow in document.flows.values() if full else ():
        if flow.kind == "request" and flow.target in full:
            tints[flow.id] = Tint("bad", 0.9)
    times = f" at {numbers.traffic:g}× traffic" if numbers.traffic != 1.0 else ""
    return Overlay(HEAT, f"Utilisation{times}", tints, None, LEGEND)


def saturated(numbers: Numbers) -> frozenset[str]:
    """Components that get more than they can do."""
    return frozenset(id for id, one in numbers.components.items() if (one.utilisation or 0.0) >= 1.0)


class HeatOverlay(QObject):
    """Keeps the heat true while it is shown: it follows numbers and traffic."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        session.numbers_changed.connect(self._follow)

    @property
    def shown(self) -> bool:
        """Whether the heat is what the canvas shows now."""
        overlay = self._session.overlay
        return overlay is not None and overlay.id == HEAT

    def show(self, on: bool) -> None:
        """Show the heat, or take it away."""
        numbers = self._session.numbers
        if on and numbers is not None:
            self._session.set_overlay(heat(self._session.document, numbers))
        elif self.shown:
            self._session.set_overlay(None)

    def _follow(self) -> None:
        if self.shown:
            self.show(self._session.numbers is not None)


def _now(session: Session) -> Overlay | None:
    numbers = session.numbers
    return heat(session.document, numbers) if numbers is not None and numbers.components else None


QUESTION = Question(
    HEAT, "Utilisation: how busy each component is", "gauge", 6, _now,
    "Not known yet: state the rate of a journey under Requirements", of_numbers=True,
    command="view.heat", shortcuts=("Ctrl+H",),
)  # fmt: skip
