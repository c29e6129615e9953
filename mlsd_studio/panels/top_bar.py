"""The bar above everything: whose design this is, its saved state, and the commands used most."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.model.edits.components import set_design
from mlsd_studio.session import Session
from mlsd_studio.session.actions import Action, Actions
from mlsd_studio.session.icons import qicon
from mlsd_studio.session.session import TOOLS

HEIGHT = 48
ICON = 18
NAME_MAX = 320
GROUPS = (
    ("edit.undo", "edit.redo"),
    tuple(f"tool.{name}" for name in TOOLS),
    ("arrange.tidy", "arrange.align_left", "view.fit"),
)
ALIGN = tuple(f"arrange.align_{how}" for how in ("left", "centre", "right", "top", "middle", "bottom"))
SPREAD = ("arrange.distribute_across", "arrange.distribute_down")
EXPORTS = ("file.export_png", "file.export_svg", "file.export_pdf", "file.report")


class DesignName(QLabel):
    """The design's name; a double-click asks to edit it."""

    edit_asked = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the field."""
        self.edit_asked.emit()
        event.accept()


class TopBar(QWidget):
    """Mirrors the session's name and state, and the registry's commands with their shortcuts."""

    def __init__(
        self, session: Session, actions: Actions, look: Theme | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._buttons: dict[str, QToolButton] = {}
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Tool bar")
        self._make_name()
        self.menu_button = self._tool_button("Menu: every command")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.theme_button = self._tool_button(self._tip("view.theme"))
        self.theme_button.clicked.connect(lambda: self._run("view.theme"))
        self.export_button = QPushButton("Export")
        self.export_button.setProperty("role", "primary")
        self.export_button.setToolTip("Take the diagram or the design review away")
        self.export_button.setMenu(self._menu_of(EXPORTS))
        self._lay_out()
        self.set_theme(look or theme("light"))
        for signal in (session.state_changed, session.selection_changed, session.replaced):
            signal.connect(self.refresh)
        session.tool_changed.connect(self.refresh)
        self.refresh()

    # -- building --------------------------------------------------------------------------------------

    def _make_name(self) -> None:
        self.name = DesignName()
        self.name.setProperty("role", "strong")
        self.name.setToolTip("Double-click to rename the design")
        self.name.edit_asked.connect(self.edit_name)
        self.field = QLineEdit()
        self.field.setAccessibleName("Name of the design")
        self.field.setMaximumWidth(NAME_MAX)
        self.field.hide()
        self.field.editingFinished.connect(self._take_name)
        self.state = QLabel()
        self.state.setProperty("role", "muted")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(4)
        for widget in (self.menu_button, self.name, self.field):
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(self.state)
        row.addSpacing(14)
        for number, ids in enumerate(GROUPS):
            if number:
                row.addWidget(self._stroke())
            for id in ids:
                row.addWidget(self._button_of(id))
        row.addStretch(1)
        row.addWidget(self.theme_button)
        row.addSpacing(6)
        row.addWidget(self.export_button)

    def _tool_button(self, tip: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(ICON, ICON))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _button_of(self, id: str) -> QToolButton:
        if id == ALIGN[0]:
            button = self._tool_button("Align or distribute what is selected")
            button.setMenu(self._menu_of((*ALIGN, "", *SPREAD)))
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        else:
            button = self._tool_button(self._tip(id))
            button.setCheckable(id.startswith("tool."))
            button.clicked.connect(lambda _checked=False: self._run(id))
        self._buttons[id] = button
        return button

    def _stroke(self) -> QFrame:
        line = QFrame()
        line.setProperty("role", "stroke")
        line.setFixedSize(17, 20)
        line.setStyleSheet("margin: 0 8px;")
        return line

    def _menu_of(self, ids: tuple[str, ...]) -> QMenu:
        menu = QMenu(self)
        for id in ids:
            if not id:
                menu.addSeparator()
                continue
            action = self._actions[id]
            entry = menu.addAction(action.title)
            entry.triggered.connect(lambda _checked=False, action=action: action.run())
            menu.aboutToShow.connect(lambda e=entry, a=action: e.setEnabled(a.enabled()))
        return menu

    def _tip(self, id: str) -> str:
        action = self._actions[id]
        native = QKeySequence.SequenceFormat.NativeText
        keys = ", ".join(QKeySequence(keys).toString(native) for keys in action.shortcuts)
        return f"{action.title} ({keys})" if keys else action.title

    def set_menu(self, menu: QMenu) -> None:
        """The menu behind the app's mark."""
        self.menu_button.setMenu(menu)

    # -- showing ---------------------------------------------------------------------------------------

    def set_theme(self, look: Theme) -> None:
        """Take a theme's colours."""
        self.menu_button.setIcon(qicon("app-logo", look["accent"], ICON))
        for id, button in self._buttons.items():
            button.setIcon(qicon(self._actions[id].icon, look["muted"], ICON, look["accent"]))
        self.theme_button.setIcon(qicon("sun" if look.is_dark else "moon", look["muted"], ICON))

    def refresh(self, *_: object) -> None:
        """Show the name, the saved state, the tool, and what can be done."""
        session = self._session
        metrics = self.name.fontMetrics()
        self.name.setText(metrics.elidedText(session.title, Qt.TextElideMode.ElideRight, NAME_MAX))
        file = session.path.name if session.path else "not saved yet"
        edits = "edited" if session.dirty else "saved" if session.path else ""
        self.state.setText(" · ".join(part for part in (file, edits) if part))
        self.state.setToolTip(str(session.path) if session.path else "")
        for id, button in self._buttons.items():
            action = self._actions[id]
            if id.startswith("tool."):
                button.setChecked(id == f"tool.{session.tool}")
            elif id == ALIGN[0]:
                button.setEnabled(len(session.selection) > 1)
            else:
                button.setEnabled(action.enabled())
        self._name_history()

    def _name_history(self) -> None:
        history = self._session.history
        for id, label in (("edit.undo", history.undo_label), ("edit.redo", history.redo_label)):
            tip = self._tip(id)
            self._buttons[id].setToolTip(f"{tip}: {label}" if label else tip)

    # -- doing -----------------------------------------------------------------------------------------

    def _run(self, id: str) -> None:
        action: Action = self._actions[id]
        if action.enabled():
            action.run()
        self.refresh()

    def edit_name(self) -> None:
        """Put a field in place of the design's name."""
        self.field.setText(self._session.document.design.name or "")
        self.field.setPlaceholderText("Name of the design")
        self.name.hide()
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()

    def _take_name(self) -> None:
        if self.field.isHidden():
            return
        text = self.field.text().strip() or None
        self.field.hide()
        self.name.show()
        if text != self._session.document.design.name:
            self._session.apply(set_design(self._session.document, name=text))
