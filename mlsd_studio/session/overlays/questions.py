"""The overlays that one key switches: each file of this package with a `QUESTION` is one of them.

A question is plain data with one function; `Switch` shows it and keeps it true. Where a design says nothing of it,
the legend says what to do next, and the colours come as soon as there is something to show.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from PySide6.QtCore import QObject

from mlsd_studio.model import Document
from mlsd_studio.session.actions import Action
from mlsd_studio.session.overlay import Overlay
from mlsd_studio.session.overlays.live import LiveOverlay
from mlsd_studio.session.session import Session

HEADING = "Overlays"
CATEGORIES = ("accent", "application", "observability", "ml", "data", "warn")
"""Colour tokens for names that have no colour of their own; what comes after them shares REST."""
REST, NONE = "platform", "muted"


@dataclass(frozen=True, slots=True)
class Question:
    """What an overlay asks of a design.

    `make` gives the overlay, whose id is `id`, or None where nothing can be shown; `empty` then says what to do.
    `order` is its place in the menus; `command` and `shortcuts` make its action. Its overlay is worked out again
    after edits, and after each new check (`of_findings`) or new numbers (`of_numbers`).
    """

    id: str
    title: str
    icon: str
    order: int
    make: Callable[[Session], Overlay | None]
    empty: str
    of_findings: bool = False
    of_numbers: bool = False
    command: str = ""
    shortcuts: tuple[str, ...] = ()


@cache
def questions() -> tuple[Question, ...]:
    """Every question of this package, in order. Raises RuntimeError for none, or for two of one id or place."""
    package = importlib.import_module(__name__.rpartition(".")[0])
    found: list[Question] = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        one = getattr(importlib.import_module(f"{package.__name__}.{info.name}"), "QUESTION", None)
        if one is None:
            continue
        if any(one.id == other.id or one.order == other.order for other in found):
            raise RuntimeError(f"the overlay {one.id!r} shares its id or its place with another")
        found.append(one)
    if not found:
        raise RuntimeError("no overlay was found: the installation is damaged")
    return tuple(sorted(found, key=lambda one: one.order))


def categories(names: Sequence[str]) -> dict[str, str]:
    """A colour token for each name, in order."""
    return {name: CATEGORIES[n] if n < len(CATEGORIES) else REST for n, name in enumerate(names)}


class Switch(QObject):
    """Shows one question at a time, or none."""

    def __init__(self, session: Session, live: LiveOverlay) -> None:
        super().__init__(session)
        self._session, self._live = session, live
        self._question: Question | None = None
        session.findings_changed.connect(lambda: self._follow("of_findings"))
        session.numbers_changed.connect(lambda: self._follow("of_numbers"))

    @property
    def shown(self) -> Question | None:
        """The question that the canvas answers now."""
        overlay, question = self._session.overlay, self._question
        return question if overlay is not None and question and overlay.id == question.id else None

    def toggle(self, question: Question) -> None:
        """Show this question, or take it away where it is shown."""
        if self.shown is question:
            self.off()
            return
        self._question = question
        self._live.show(partial(self._answer, question))

    def off(self) -> None:
        """Show none."""
        self._session.set_overlay(None)

    def actions(self) -> list[Action]:
        """A command for each question, by a digit in the order of the list, and one that ends whatever is shown."""
        own = [
            Action(
                one.command or f"view.overlay_{one.id}",
                f"{HEADING}: {one.title}",
                partial(self.toggle, one),
                (*one.shortcuts, str(place)),
                one.icon,
                f"view/{HEADING}",
                self._drawn,
            )
            for place, one in enumerate(questions(), 1)
        ]
        end = Action(
            "view.overlay_off", "Overlays off", self.off, ("Shift+O",), "eye-off", "view",
            lambda: self._session.overlay is not None,
        )  # fmt: skip
        return [*own, end]

    def _drawn(self) -> bool:
        return bool(self._session.document.components)

    def _answer(self, question: Question, _document: Document) -> Overlay:
        made = question.make(self._session)
        return made or Overlay(question.id, question.title, legend=((NONE, question.empty),))

    def _follow(self, flag: str) -> None:
        if self.shown is not None and getattr(self.shown, flag):
            self._live.renew()
