"""The panel: search, what to scale for, heat on the canvas, and the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mlsd_studio.analysis.numbers.ways import scaled
from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.panels.bottlenecks.rows import Row, columns, rows_of
from mlsd_studio.panels.naming import named
from mlsd_studio.panels.search_field import SearchField
from mlsd_studio.panels.tables import Table
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon
from mlsd_studio.session.overlays.heat import HEAT, HeatOverlay

MULTIPLES = (("now", "Now"), ("3", "3×"), ("10", "10×"))


class BottlenecksPanel(QWidget):
    """Follows the numbers while it is looked at; `traffic_requested` asks for the place to state rates."""

    traffic_requested = Signal()

    def __init__(self, session: Session, heat: HeatOverlay, look: Theme | None = None) -> None:
        super().__init__()
        self._session, self._heat, self._look = session, heat, look or theme("light")
        self._looked_at = self._stale = True
        self.multiple = "now"
        self.setAccessibleName("Bottlenecks")
        self.field = SearchField("Filter components", self._look)
        self.field.setMaximumWidth(240)
        self.table = Table(columns(), self._look, "Components by utilisation")
        self.empty = named("muted")
        self.empty.setContentsMargins(16, 8, 16, 8)
        self.go = QToolButton()
        self.go.setProperty("role", "link")
        self.all = QToolButton()
        self.all.setProperty("role", "link")
        self.hot = QToolButton()
        self.choice = QButtonGroup(self)
        self._lay_out()
        self._connect()
        self.set_theme(self._look)
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.setSpacing(4)
        head.addWidget(self.field, 1)
        head.addSpacing(8)
        words = QLabel("Scale for")
        words.setProperty("role", "label")
        head.addWidget(words)
        for name, title in MULTIPLES:
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setChecked(name == self.multiple)
            button.setProperty("role", "small")
            button.setToolTip("The present traffic" if name == "now" else f"{title} the stated traffic")
            button.setAccessibleName(f"Scale for {title}")
            button.clicked.connect(lambda _=False, name=name: self._aim(name))
            self.choice.addButton(button)
            head.addWidget(button)
        head.addWidget(self.all)
        head.addStretch(1)
        self.hot.setText("Heat")
        self.hot.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.hot.setCheckable(True)
        self.hot.setProperty("role", "chip")
        self.hot.setToolTip("Show utilisation as heat on the canvas")
        head.addWidget(self.hot)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.empty)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.go)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(self.table, 1)
        self.spare = QWidget()
        box.addWidget(self.spare, 1)

    def _connect(self) -> None:
        session = self._session
        self.field.textChanged.connect(self.refresh)
        self.field.moved.connect(lambda _: self.table.setFocus())
        self.table.picked.connect(lambda row: session.select([row.id]))
        self.table.opened.connect(self._open)
        self.table.acted.connect(self._scale)
        self.all.clicked.connect(self._scale_all)
        self.go.clicked.connect(self.traffic_requested)
        self.hot.clicked.connect(lambda on: self._heat.show(on))
        session.numbers_changed.connect(self.refresh)
        session.replaced.connect(self.refresh)
        session.selection_changed.connect(self._follow)
        session.overlay_changed.connect(self._on_overlay)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.field.set_theme(look)
        self.table.set_theme(look)
        self.hot.setIcon(qicon("gauge", look["muted"], on_color=look["accent"]))

    def set_looked_at(self, on: bool) -> None:
        """Whether the panel is in front; behind another tab it does no work."""
        self._looked_at = on
        if on and self._stale:
            self.refresh()

    # -- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the numbers as they are now."""
        self._stale = not self._looked_at
        if self._stale:
            return
        numbers = self._session.numbers
        rows = rows_of(self._session.document, numbers, self.multiple) if numbers else []
        words = self.field.text().lower().split()
        shown = [row for row in rows if all(word in row.name.lower() for word in words)]
        self.table.fill(shown)
        self._say(bool(rows), bool(shown))
        short = [row for row in rows if row.scale]
        self.all.setVisible(len(short) > 1)
        self.all.setText(f"Scale all {len(short)}")
        self.all.setToolTip("Gives every one of them the replicas it needs, as one step")

    def _say(self, some: bool, shown: bool) -> None:
        self.table.setVisible(shown)
        self.spare.setVisible(not shown)
        self.empty.setVisible(not shown)
        self.go.setVisible(not some and self._session.numbers is not None)
        if some:
            self.empty.setText("No component of this name carries load.")
        elif self._session.numbers is None:
            self.empty.setText(self._session.numbers_trouble or "The numbers are being computed.")
        else:
            self.empty.setText(
                "No journey brings load yet. Connect an actor with a request, then state how often."
            )
            self.go.setText("State the traffic")

    def _follow(self) -> None:
        ids = self._session.selection
        self.table.select_row(ids[0] if len(ids) == 1 else None)

    def _on_overlay(self) -> None:
        overlay = self._session.overlay
        self.hot.setChecked(overlay is not None and overlay.id == HEAT)

    # -- what can be done ----------------------------------------------------------------------------

    def _aim(self, multiple: str) -> None:
        self.multiple = multiple
        self.refresh()

    def _open(self, row: Row) -> None:
        self._session.select([row.id])
        self._session.focus_requested.emit([row.id])

    def _scale(self, row: Row) -> None:
        if row.scale:
            self._session.apply_fix(scaled(self._session.document, [(row.id, row.scale)]))

    def _scale_all(self) -> None:
        rows = [(row.id, row.scale) for row in self.table.rows.rows if row.scale]
        if rows:
            self._session.apply_fix(scaled(self._session.document, rows))
