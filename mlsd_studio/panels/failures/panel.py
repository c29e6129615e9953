"""The panel: units or pairs in a table, and beside it what the picked unit takes with it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.analysis.numbers.failures import FailureMode
from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.panels.failures.rows import (
    KINDS,
    PairRow,
    UnitRow,
    pair_columns,
    pair_rows,
    unit_columns,
    unit_rows,
)
from mlsd_studio.panels.forms.base import Hint
from mlsd_studio.panels.forms.choice import ChoiceEditor
from mlsd_studio.panels.naming import name_of, named
from mlsd_studio.panels.search_field import SearchField
from mlsd_studio.panels.tables import Table
from mlsd_studio.session import Session
from mlsd_studio.session.overlay import Overlay, Tint

DETAIL_WIDTH = 280
DETAIL_FROM = 760
"""The width from which the detail stands beside the table."""


class FailuresPanel(QWidget):
    """Asks for failure modes only while it is looked at."""

    def __init__(self, session: Session, look: Theme | None = None) -> None:
        super().__init__()
        self._session, self._look = session, look or theme("light")
        self._looked_at = False
        self.setAccessibleName("Failure modes")
        self.field = SearchField("Filter units", self._look)
        self.kind = ChoiceEditor(list(KINDS.items()), optional=True)
        self.kind.name_it("Kind of unit", "Only units of one kind")
        self.kind.show_value(None, Hint("every kind"))
        self.units = Table(unit_columns(), self._look, "Failure units")
        self.pairs = Table(pair_columns(), self._look, "Pairs that stop a journey")
        self.empty = named("muted")
        self.empty.setContentsMargins(16, 8, 16, 8)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail = Detail(session)
        self.switch = QButtonGroup(self)
        self.tabs: dict[str, QToolButton] = {}
        self._lay_out()
        self._connect()
        self.set_theme(self._look)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.setSpacing(4)
        self.field.setMaximumWidth(240)
        head.addWidget(self.field, 2)
        head.addSpacing(4)
        for name, words, tip in (
            ("units", "Units", "What each unit takes with it when it fails"),
            ("pairs", "Pairs", "Two units that stop a journey only together"),
        ):
            button = QToolButton()
            button.setText(words)
            button.setToolTip(tip)
            button.setAccessibleName(words)
            button.setCheckable(True)
            button.setChecked(name == "units")
            button.setProperty("role", "small")
            button.clicked.connect(self.refresh)
            self.switch.addButton(button)
            self.tabs[name] = button
            head.addWidget(button)
        head.addSpacing(4)
        self.kind.setFixedWidth(140)
        head.addWidget(self.kind)
        head.addStretch(2)
        self.stack = QStackedWidget()
        for page in (self.empty, self.units, self.pairs):
            self.stack.addWidget(page)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.stack, 1)
        line.addWidget(self.detail)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addLayout(line, 1)

    def _connect(self) -> None:
        session = self._session
        self.field.textChanged.connect(self.refresh)
        self.field.moved.connect(lambda _: self.stack.currentWidget().setFocus())
        self.kind.committed.connect(self._choose_kind)
        self.units.picked.connect(self._pick)
        self.units.opened.connect(self._open)
        self.pairs.picked.connect(self._show_pair)
        self.pairs.opened.connect(lambda row: session.focus_requested.emit(list(row.elements)))
        session.failures_changed.connect(self.refresh)
        session.numbers_changed.connect(self.refresh)
        session.failure_changed.connect(self._on_failure)
        session.replaced.connect(self.refresh)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.field.set_theme(look)
        self.units.set_theme(look)
        self.pairs.set_theme(look)

    def set_looked_at(self, on: bool) -> None:
        """Whether the panel is in front; only then the worker works failures out."""
        self._looked_at = on
        self._session.watch_failures(on)
        if on:
            self.refresh()
        else:
            self._session.pick_failure(None)

    # -- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show units or pairs as they are now."""
        if not self._looked_at:
            return
        document, session = self._session.document, self._session
        words, pairs = self.field.text().lower().split(), self.tabs["pairs"].isChecked()
        kind = self.kind.combo.currentIndex() - 1
        wanted = list(KINDS)[kind] if kind >= 0 and not pairs else None
        self.kind.setVisible(not pairs)
        table = self.pairs if pairs else self.units
        rows: list[UnitRow] | list[PairRow] = (
            pair_rows(document, session.cut_sets) if pairs
            else unit_rows(document, session.failure_units, session.numbers)
        )  # fmt: skip
        shown = [
            row for row in rows
            if all(word in row.name.lower() for word in words)
            and (wanted is None or (isinstance(row, UnitRow) and row.unit.kind == wanted))
        ]  # fmt: skip
        table.fill(shown)
        if not shown:
            self.empty.setText(self._nothing(bool(rows), pairs))
        self.stack.setCurrentWidget(table if shown else self.empty)
        self._show_detail()

    def _nothing(self, some: bool, pairs: bool) -> str:
        if some:
            return "Nothing of this name or kind."
        if not self._session.document.components:
            return "Nothing can fail yet. Drag a component from the left onto the canvas."
        if pairs and self._session.failure_units:
            return (
                "No two units stop a journey together that do not stop it alone, or there is no journey yet."
            )
        return "Failure modes are being worked out."

    def _show_detail(self) -> None:
        mode = self._session.failure
        self.detail.setVisible(mode is not None and self.width() >= DETAIL_FROM)
        if mode is not None:
            self.detail.show_mode(mode)

    def _on_failure(self) -> None:
        if self._session.failure is None and self._session.failure_key is None:
            self.units.select_row(None)
        self._show_detail()

    # -- what can be done ----------------------------------------------------------------------------

    def _choose_kind(self, value: object) -> None:
        self.kind.show_value(value, Hint("every kind"))
        self.refresh()

    def _pick(self, row: UnitRow) -> None:
        self._session.pick_failure(row.unit.key)

    def _open(self, row: UnitRow) -> None:
        found = self._session.document.find(row.unit.subject)
        if found is not None:
            self._session.select([row.unit.subject])
            self._session.focus_requested.emit([row.unit.subject])

    def _show_pair(self, row: PairRow) -> None:
        tints = {id: Tint("bad", 0.8, "fails") for id in row.subjects}
        lit = frozenset((*row.elements, *row.subjects))
        self._session.set_overlay(Overlay(
            f"pair:{row.id}", f"{row.name} stop {row.journey}", tints, lit,
            (("bad", "Fails"),),
        ))  # fmt: skip


class Detail(QScrollArea):
    """What the picked unit takes with it, in words."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setFixedWidth(DETAIL_WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("What fails with it")
        self.words = named("")
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setContentsMargins(16, 6, 12, 8)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWidget(self.words)
        self.hide()

    def sizeHint(self) -> QSize:
        """As wide as it is."""
        return QSize(DETAIL_WIDTH, 120)

    def show_mode(self, mode: FailureMode) -> None:
        """Say what becomes of journeys and components."""
        document = self._session.document

        def names(ids: tuple[str, ...]) -> str:
            return ", ".join(name_of(document, id) for id in ids)

        with_it = tuple(id for id in mode.down if id not in mode.direct)
        effects = {
            effect: tuple(id for id, one in mode.journeys.items() if one == effect)
            for effect in ("stopped", "degraded", "untouched")
        }
        lines = [
            (f"{mode.unit.name} fails", ""),
            ("Stops", names(effects["stopped"])),
            ("Degrades", names(effects["degraded"])),
            ("Goes on", names(effects["untouched"])),
            ("Fails itself", names(mode.direct)),
            ("Down with it", names(with_it)),
            ("Works with less", names(mode.degraded)),
            ("Not renewed", names(mode.stale)),
            ("Reads stale data", names(mode.aging)),
        ]
        head, *rest = lines
        rows = [f"<b>{word}</b> {escape(one)}" for word, one in rest if one]
        self.words.setText("<br>".join([f"<b>{escape(head[0])}</b>", *rows]))
