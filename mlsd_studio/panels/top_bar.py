"""The bar over everything: what is open, undo and redo, tools, arranging, the theme, and Export."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.model.edits.components import set_design
from mlsd_studio.panels.command_palette import CommandField
from mlsd_studio.panels.forms.entry import Line
from mlsd_studio.session import Session
from mlsd_studio.session.actions import Action, Actions
from mlsd_studio.session.icons import qicon

GROUPS: tuple[tuple[str, ...], ...] = (
    ("edit.undo", "edit.redo"),
    ("tool.select", "tool.hand", "tool.connect", "tool.boundary", "tool.note"),
    ("arrange.tidy", "arrange.align", "view.fit"),
)
EXPORTS = ("file.export", "file.export_png", "file.export_svg", "file.export_pdf", "file.report")
THEME, COMMANDS = "view.theme", "view.commands"
ALIGN = "arrange.align"
ICON = 18
ROOMY = 1100
"""The width from which the command field shows its words."""


class TopBar(QWidget):
    """Shows the actions of `groups` that the registry has, by id; `arrange.align` is a menu of `arrange.align_*`."""

    def __init__(
        self,
        session: Session,
        actions: Actions,
        look: Theme | None = None,
        groups: Sequence[Sequence[str]] = GROUPS,
        exports: Sequence[str] = EXPORTS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._actions = session, {action.id: action for action in actions}
        self._look = look or theme("light")
        self._menus: dict[str, list[str]] = {}
        self.buttons: dict[str, QToolButton] = {}
        self.export = QPushButton("Export")
        self.logo = QToolButton()
        self.name = DesignName(session)
        opener = self._actions.get(COMMANDS)
        self.field = CommandField(shown_key(opener), self._look) if opener else None
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Tools")
        self._lay_out(groups, exports)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.refresh)
        for signal in (session.state_changed, session.selection_changed, session.replaced):
            signal.connect(self._later.start)
        session.changed.connect(lambda _: self._later.start())
        session.tool_changed.connect(lambda _: self.refresh())
        self.set_theme(self._look)

    # -- putting together ----------------------------------------------------------------------------

    def _lay_out(self, groups: Sequence[Sequence[str]], exports: Sequence[str]) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(10, 6, 12, 6)
        line.setSpacing(4)
        self._prepare(self.logo, "MLSD Studio", "Menu")
        line.addWidget(self.logo)
        line.addWidget(self.name, 0)
        line.addSpacing(12)
        for n, group in enumerate(groups):
            if n:
                line.addSpacing(8)
                line.addWidget(_stroke())
                line.addSpacing(8)
            for id in group:
                button = self._button(id)
                if button is not None:
                    line.addWidget(button)
        line.addStretch(1)
        if self.field is not None:
            self.field.clicked.connect(lambda: self._run(self._actions[COMMANDS]))
            line.addWidget(self.field)
            line.addSpacing(4)
        shade = self._button(THEME)
        if shade is not None:
            line.addWidget(shade)
        self._make_export(exports)
        line.addSpacing(4)
        line.addWidget(self.export)
        rule = QFrame()
        rule.setProperty("role", "rule")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(line)
        whole.addWidget(rule)

    def _prepare(self, button: QToolButton, name: str, tooltip: str) -> None:
        button.setIconSize(QSize(ICON, ICON))
        button.setToolTip(tooltip)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _button(self, id: str) -> QToolButton | None:
        members = [one for one in self._actions if id == ALIGN and one.startswith(f"{ALIGN}_")]
        action = self._actions.get(id)
        if action is None and not members:
            return None
        button = QToolButton()
        self.buttons[id] = button
        if action is None:
            self._menus[id] = members
            self._prepare(button, "Align", "Align the selected elements")
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setMenu(self._menu(members, button))
            return button
        self._prepare(button, action.title, hint_of(action))
        button.setCheckable(id.startswith("tool."))
        button.clicked.connect(lambda: self._run(action))
        return button

    def _menu(self, ids: Sequence[str], parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        for id in ids:
            action = self._actions.get(id)
            if action is not None:
                words = action.title + (f"\t{shown_key(action)}" if action.shortcuts else "")
                entry = menu.addAction(words)
                entry.setData(id)
                entry.triggered.connect(lambda _=False, action=action: self._run(action))
        menu.aboutToShow.connect(lambda: self._enable(menu))
        return menu

    def _enable(self, menu: QMenu) -> None:
        for entry in menu.actions():
            action = self._actions[entry.data()]
            entry.setEnabled(action.enabled())
            entry.setIcon(qicon(action.icon, self._look["muted"]) if action.icon else entry.icon())

    def _make_export(self, exports: Sequence[str]) -> None:
        self.export.setProperty("role", "primary")
        self.export.setToolTip("Take the design away: picture, drawing or review")
        self.export.setAccessibleName("Export")
        self.export.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.export.setMenu(self._menu([id for id in exports if id in self._actions], self.export))

    def set_menu(self, menu: QMenu) -> None:
        """The menu of all commands, behind the app's mark."""
        self.logo.setMenu(menu)
        self.logo.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    # -- what is shown -------------------------------------------------------------------------------

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        if self.field is not None:
            self.field.set_theme(look)
        self.logo.setIcon(qicon("app-logo", look["accent"], ICON))
        for id, button in self.buttons.items():
            action = self._actions.get(id)
            name = action.icon if action else "align-start-vertical"
            if id == THEME:
                name = "sun" if look.is_dark else "moon"
            button.setIcon(qicon(name, look["muted"], ICON, look["accent"]))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The command field gives way where there is little room."""
        super().resizeEvent(event)
        if self.field is not None:
            self.field.set_narrow(self.width() < ROOMY)

    def refresh(self) -> None:
        """Mirror what can be done now."""
        for id, button in self.buttons.items():
            action = self._actions.get(id)
            if action is None:
                button.setEnabled(any(self._actions[one].enabled() for one in self._menus[id]))
                continue
            button.setEnabled(action.enabled())
            if button.isCheckable():
                button.setChecked(id == f"tool.{self._session.tool}")
        self.export.setEnabled(any(self._actions[a.data()].enabled() for a in self.export.menu().actions()))
        self.name.refresh()

    def _run(self, action: Action) -> None:
        if action.enabled():
            action.run()
        self.refresh()


class DesignName(QWidget):
    """Name of the design (double click or F2 to edit), its file, and whether it is saved."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._editing = False
        self.title = QLabel()
        self.title.setProperty("role", "strong")
        self.title.setToolTip("Double-click to rename the design")
        self.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.title.installEventFilter(self)
        self.edit = Line()
        self.edit.setAccessibleName("Name of the design")
        self.edit.setMinimumWidth(180)
        self.edit.done.connect(self._finish)
        self.edit.dropped.connect(self._leave)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.title)
        self.stack.addWidget(self.edit)
        self.stack.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.stack.setMaximumHeight(30)
        self.file = QLabel()
        self.file.setProperty("role", "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.stack)
        line.addWidget(self.file)

    def refresh(self) -> None:
        """Show name, file and saved state."""
        session = self._session
        metrics = self.title.fontMetrics()
        self.title.setText(metrics.elidedText(session.title, Qt.TextElideMode.ElideRight, 260))
        self.title.setAccessibleName(f"Design {session.title}")
        where = session.path.name if session.path else "no file yet"
        state = "edited" if session.dirty else "saved" if session.path else "new"
        words = f"{where} · {state}"
        self.file.setText(metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, 240))
        self.file.setToolTip(f"{session.path or 'Not saved to a file yet'} · {state}")
        self.stack.setFixedWidth(
            200 if self.stack.currentWidget() is self.edit else self.title.sizeHint().width()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on the name, or F2 and Enter on it, start editing."""
        keys = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = event.type() == QEvent.Type.KeyPress and event.key() in keys  # type: ignore[attr-defined]
        if event.type() == QEvent.Type.MouseButtonDblClick or pressed:
            self.start()
            return True
        return super().eventFilter(watched, event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """The same beside the name."""
        self.start()

    def start(self) -> None:
        """Edit the name."""
        self._editing = True
        self.edit.setText(self._session.document.design.name or "")
        self.edit.setPlaceholderText(self._session.title)
        self.stack.setCurrentWidget(self.edit)
        self.refresh()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def _finish(self) -> None:
        if not self._editing:
            return
        name = self.edit.text().strip() or None
        self._leave()
        if name != self._session.document.design.name:
            self._session.apply(set_design(self._session.document, name=name))
            self.refresh()

    def _leave(self) -> None:
        self._editing = False  # first: hiding the field takes its focus away, and that would commit
        self.stack.setCurrentWidget(self.title)
        self.refresh()


def shown_key(action: Action) -> str:
    """The first shortcut as people write it on this system."""
    return QKeySequence(action.shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText)


def hint_of(action: Action) -> str:
    """Tooltip: the title with its shortcut."""
    return f"{action.title} ({shown_key(action)})" if action.shortcuts else action.title


def _stroke() -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "stroke")
    frame.setFixedHeight(20)
    return frame
