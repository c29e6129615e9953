"""The strip above the canvas: verdict cards, those without room behind a button, and the traffic slider."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from mlsd_studio.analysis.numbers.results import Verdict
from mlsd_studio.analysis.numbers.values import unknown
from mlsd_studio.analysis.numbers.wording import RANKS, SHORT_TITLES, reading, target_words
from mlsd_studio.drawing.outcome import OUTCOMES
from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.model import Change
from mlsd_studio.panels.naming import name_of
from mlsd_studio.panels.verdicts.card import HEIGHT, VerdictCard
from mlsd_studio.panels.verdicts.popover import Popover
from mlsd_studio.panels.verdicts.traffic import ROOMS, Traffic
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon
from mlsd_studio.session.overlays.verdict import overlay_id, path_of, verdict_overlay

GAP, PAD, MORE, EDGE = 8, 12, 70, 16


class VerdictStrip(QWidget):
    """Cards follow the numbers; `requirements_requested` asks for the place where they are stated."""

    requirements_requested = Signal()

    def __init__(self, session: Session, look: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look or theme("light")
        self.cards: list[VerdictCard] = []
        self.popover: Popover | None = None
        self._open: str | None = None
        self.setObjectName("verdictStrip")
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Requirements and traffic")
        self._lay_out()
        session.numbers_changed.connect(self.refresh)
        session.replaced.connect(self.refresh)
        session.changed.connect(self._on_change)
        session.overlay_changed.connect(self._on_overlay)
        self.refresh()

    def _lay_out(self) -> None:
        self.setFixedHeight(HEIGHT + 16)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.holder = QWidget()
        self.holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.holder.setFixedHeight(HEIGHT)
        self.more = QToolButton(self.holder)
        self.more.setProperty("role", "chip")
        self.more.setFixedHeight(28)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.empty = QPushButton("State what it must reach: latency, availability, cost …", self.holder)
        self.empty.setProperty("role", "link")
        self.empty.setToolTip("Opens the requirements beside the drawing")
        self.empty.clicked.connect(self.requirements_requested)
        self.traffic = Traffic(self._session)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 8, EDGE, 8)
        row.setSpacing(EDGE)
        row.addWidget(self.holder, 1)
        row.addWidget(self.traffic)

    def minimumSizeHint(self) -> QSize:
        """The slider alone."""
        return QSize(260, HEIGHT + 16)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        for card in self.cards:
            card.set_theme(look)
        if self.popover is not None:
            self.popover.set_theme(look)
        self._arrange()

    # -- following the numbers -----------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        if change.touched("requirements", "journeys", "design"):
            self.refresh()

    def refresh(self) -> None:
        """Show the verdicts as they are now."""
        shown = self._verdicts()
        while len(self.cards) < len(shown):
            card = VerdictCard(self._look, self.holder)
            card.clicked.connect(lambda _=False, card=card: self.toggle(card))
            self.cards.append(card)
        for card in self.cards[len(shown) :]:
            card.hide()
            card.deleteLater()
        del self.cards[len(shown) :]
        document = self._session.document
        several = len({one.journey for one in shown if one.journey}) > 1
        for card, verdict in zip(self.cards, shown, strict=True):
            journey = name_of(document, verdict.journey) if several and verdict.journey else ""
            who = name_of(document, verdict.contributor) if verdict.contributor else ""
            card.show_verdict(verdict, journey, who)
        self.traffic.refresh()
        self._arrange()
        self._follow()

    def _verdicts(self) -> list[Verdict]:
        """One for each requirement with a metric and each journey it is about; unknown until computed."""
        document, numbers = self._session.document, self._session.numbers
        computed: dict[str, list[Verdict]] = {}
        for one in numbers.verdicts if numbers is not None else ():
            if one.growth is None:
                computed.setdefault(one.requirement, []).append(one)
        found: list[Verdict] = []
        for wanted in document.requirements.values():
            if wanted.metric is not None:
                later = Verdict(
                    wanted.id, wanted.metric, None, wanted.target or "", unknown(""), "unknown",
                    note=self._session.numbers_trouble or "being computed",
                )  # fmt: skip
                found += computed.get(wanted.id) or [later]
        return found

    def _follow(self) -> None:
        """The open verdict follows the numbers, on the canvas and in the popover."""
        card = self._card(self._open)
        if card is None:
            self.close_popover()
            return
        assert card.verdict is not None
        if self.popover is not None and not self.popover.isHidden():
            self.popover.refresh(card.verdict)
        self._light(card.verdict)

    # -- where there is room -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other cards may have room now."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """As many cards as there is room for; the others are listed behind `+3`.

        The slider gives way first, then the cards become narrower.
        """
        wide = [card.sizeHint().width() + GAP for card in self.cards]
        room = self._make_room(sum(wide) - GAP)
        widths = _narrowed(wide, [card.narrowest + GAP for card in self.cards], room + GAP, MORE)
        x = 0
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(widths))
            card.move(x, 0)
            if place < len(widths):
                card.setFixedSize(widths[place] - GAP, HEIGHT)
                x += widths[place]
        self.empty.setVisible(not self.cards)
        self.empty.setGeometry(0, 8, min(self.empty.sizeHint().width(), room), 28)
        self._list(self.cards[len(widths) :], x)

    def _make_room(self, wanted: int) -> int:
        """Let the slider shrink until the cards have the room wanted, or it is at its smallest."""
        room = 0
        for step in range(len(ROOMS)):
            self.traffic.set_room(step)
            room = self.width() - PAD - 2 * EDGE - self.traffic.sizeHint().width()
            if room >= wanted:
                break
        self.traffic.updateGeometry()
        self.layout().activate()
        return max(0, room)

    def _list(self, rest: list[VerdictCard], x: int) -> None:
        self.more.setVisible(bool(rest))
        if not rest:
            return
        worst = min((card.verdict for card in rest if card.verdict), key=lambda one: RANKS[one.outcome])
        state = OUTCOMES[worst.outcome]
        self.more.setText(f"+{len(rest)}")
        self.more.setIcon(qicon(state.icon, self._look[state.token]))
        words = f"{len(rest)} more, the worst {state.word}"
        self.more.setToolTip(words)
        self.more.setAccessibleName(words)
        self.more.move(x, (HEIGHT - 28) // 2)
        self.more.adjustSize()
        menu = self.more.menu()
        menu.clear()
        for card in rest:
            one = card.verdict
            assert one is not None
            look = OUTCOMES[one.outcome]
            line = (
                f"{reading(one.metric, one.value, one.target)}  {look.word} · {SHORT_TITLES[one.metric]} "
                + target_words(one.metric, one.target)
            )
            entry = menu.addAction(qicon(look.icon, self._look[look.token]), line)
            entry.triggered.connect(lambda _=False, card=card: self.open(card))

    # -- what is behind a card -----------------------------------------------------------------------

    def toggle(self, card: VerdictCard) -> None:
        """Open what is behind a card, or close it again."""
        if card.verdict is not None and self._open == overlay_id(card.verdict):
            self.close_popover()
        else:
            self.open(card)

    def open(self, card: VerdictCard) -> None:
        """Show the path of a verdict on the canvas, and the popover under its card."""
        verdict = card.verdict
        if verdict is None:
            return
        if self.popover is None:
            self.popover = Popover(self._session, self._look, self.window())
            self.popover.closed.connect(self._on_closed)
        self._open = overlay_id(verdict)
        for other in self.cards:
            other.setChecked(other is card)
        self._light(verdict)
        anchor = self.more if card.isHidden() else card
        at = anchor.mapTo(self.window(), QPoint(0, 0))
        bottom = self.mapTo(self.window(), QPoint(0, self.height())).y()
        end = self.mapTo(self.window(), QPoint(self.width(), 0)).x()
        self.popover.show_verdict(verdict, QPoint(at.x(), bottom + 4), end)
        ids = path_of(self._session.document, verdict)
        if ids:
            self._session.focus_requested.emit(ids)

    def _on_closed(self, inside: bool) -> None:
        """The popover has gone; the focus it had goes back to its card."""
        card = self._card(self._open)
        if inside and card is not None:
            (self.more if card.isHidden() else card).setFocus(Qt.FocusReason.PopupFocusReason)
        self.close_popover()

    def close_popover(self) -> None:
        """Close what is open, and put the light out."""
        opened, self._open = self._open, None
        for card in self.cards:
            card.setChecked(False)
        if self.popover is not None and not self.popover.isHidden():
            self.popover.close_it()
        overlay = self._session.overlay
        if overlay is not None and overlay.id == opened:
            self._session.set_overlay(None)

    def _light(self, verdict: Verdict) -> None:
        numbers = self._session.numbers
        if numbers is not None:
            overlay = verdict_overlay(self._session.document, numbers, verdict)
            if overlay is not None:
                self._session.set_overlay(overlay)

    def _card(self, opened: str | None) -> VerdictCard | None:
        return next((c for c in self.cards if c.verdict and overlay_id(c.verdict) == opened), None)

    def _on_overlay(self) -> None:
        """Another overlay, or none (Esc on the canvas): the popover goes with its own."""
        overlay = self._session.overlay
        card = self._card(self._open)
        if card is None or card.verdict is None or (overlay is not None and overlay.id == self._open):
            return
        if path_of(self._session.document, card.verdict):
            self._open = None
            self.close_popover()


def _narrowed(wide: list[int], narrow: list[int], room: int, more: int) -> list[int]:
    """Widths of the cards that fit, gaps included: all as wide as they like, else each giving its part.

    Where not even the narrowest all fit, `more` is kept for the button behind which the others are.
    """
    fitting = len(wide)
    if sum(narrow) > room:
        room -= more
        while fitting and sum(narrow[:fitting]) > room:
            fitting -= 1
    wide, narrow = wide[:fitting], narrow[:fitting]
    give = sum(wide) - room
    spare = sum(wide) - sum(narrow)
    if give <= 0 or not spare:
        return wide if give <= 0 else narrow
    return [w - math.ceil((w - n) * min(1.0, give / spare)) for w, n in zip(wide, narrow, strict=True)]
