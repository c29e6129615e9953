"""Where one is in nested boundaries: design › boundary › inner boundary › component, over the corner of the canvas.

It follows the selection, or the middle of the view while nothing is selected and not all is in sight; where nothing
is nested it is away. Each crumb goes to its boundary; the arrow before it lists what stands beside it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton

from mlsd_studio.canvas.diving import common_way
from mlsd_studio.canvas.hits import boundary_at
from mlsd_studio.drawing.card import names_of
from mlsd_studio.model.edits.boundaries import ancestors
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import TREE_BOUNDARIES
from mlsd_studio.session.icons import qicon

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

PAUSE_MS = 80
"""Milliseconds after which the crumbs follow a view that is moved."""
MARGIN = 8
WIDEST, NARROW = 150, 84
"""Pixels of a crumb: where there is room, and where there is little."""
MOST = 40
"""Entries of a menu before it refers to the outline."""
SHEET = """
#canvasCrumbs { background: @panel; border: 1px solid @line; border-radius: 8px; }
QToolButton { color: @muted; font-size: 12px; padding: 2px 4px; border: 1px solid transparent; border-radius: 6px; }
QToolButton[here="true"] { color: @text; font-weight: 600; }
QToolButton:hover { background: @hover; color: @text; }
QToolButton:focus { border-color: @accent; }
"""
KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


def trail(canvas: Canvas) -> list[str]:
    """Ids of the boundaries one is in, the outermost first, and the component where a single one is selected."""
    document, chosen = canvas.session.viewing.shown, canvas.session.selection
    if not chosen:
        visible, bounds = canvas.view.visible(), canvas.scene.bounds
        if bounds is None or (
            visible.holds(bounds.x, bounds.y) and visible.holds(bounds.right, bounds.bottom)
        ):
            return []
        here = boundary_at(canvas.scene, *visible.centre)
        return [*reversed(ancestors(document, here)), here] if here is not None else []
    way = common_way(document, chosen)
    found = [id for id in way if id in document.boundaries or id in document.components]
    return found if any(id in document.boundaries for id in found) else []


class Crumbs(QFrame):
    """A row of buttons over the corner of the canvas where reading begins."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._trail: tuple[str, ...] = ()
        self._pairs: list[tuple[QToolButton, QToolButton]] = []
        self.menu: QMenu | None = None
        self.setObjectName("canvasCrumbs")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 2, 3, 2)
        self._row.setSpacing(0)
        self.home = self._button("Show the whole design", self._go_home)
        self.more = self._button("Boundaries in between", self._list_hidden)
        self._row.addWidget(self.home)
        self._row.addWidget(self.more)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.follow)
        session = canvas.session
        for signal in (session.selection_changed, session.replaced, session.viewing.changed):
            signal.connect(self._at_once)
        session.changed.connect(lambda change: None if change.only_layout else self._at_once())
        canvas.finder.installEventFilter(self)
        self.hide()

    def _button(self, words: str, run) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "crumb")
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(12, 12))
        button.clicked.connect(lambda: QTimer.singleShot(0, self, run))
        return button

    # -- what is shown -------------------------------------------------------------------------------

    def soon(self) -> None:
        """The view was moved: look again when it rests, if it matters."""
        if not self._canvas.session.selection:
            self._soon.start(PAUSE_MS)

    def _at_once(self) -> None:
        """Look again as soon as the scene has followed too."""
        self._soon.start(0)

    def follow(self) -> None:
        """Show where one is now."""
        self._soon.stop()
        self._trail = tuple(trail(self._canvas))
        shown = len(self._trail) > 0
        if not shown and self.isAncestorOf(self._canvas.window().focusWidget() or self._canvas):
            self._canvas.setFocus()
        if shown:
            self.renew()
        if shown != self.isVisible():
            self.setVisible(shown)
            self._canvas.minimap.dodge()

    def renew(self) -> None:
        """The words and colours of now."""
        canvas, theme = self._canvas, self._canvas.theme
        sheet = SHEET
        for token in ("panel", "line", "muted", "text", "hover", "accent"):
            sheet = sheet.replace(f"@{token}", theme[token])
        self.setStyleSheet(sheet)
        while len(self._pairs) < len(self._trail):
            self._add_pair()
        way = "chevron-left" if self.isRightToLeft() else "chevron-right"
        for n, (arrow, crumb) in enumerate(self._pairs):
            there = n < len(self._trail)
            arrow.setVisible(there)
            crumb.setVisible(there)
            arrow.setIcon(qicon(way, theme["muted"], 12))
            if there:
                self._name(arrow, crumb, self._trail[n], last=n == len(self._trail) - 1)
        names = [self._called(id) for id in self._trail]
        self.setAccessibleName("Where you are: " + ", ".join([canvas.session.title, *names]))
        self.arrange()

    def _add_pair(self) -> None:
        n = len(self._pairs)
        arrow = self._button("", lambda: self.offer(n))
        crumb = self._button("", lambda: self.go(self._trail[n]))
        self._pairs.append((arrow, crumb))
        self._row.addWidget(arrow)
        self._row.addWidget(crumb)

    def _name(self, arrow: QToolButton, crumb: QToolButton, id: str, *, last: bool) -> None:
        name, boundary = self._called(id), id in self._canvas.session.document.boundaries
        said = f"Zoom to {name}" if boundary else f"Show {name}"
        crumb.setToolTip(f"{said}. Esc goes back" if boundary else said)
        crumb.setAccessibleName(said)
        crumb.setProperty("here", last)
        crumb.style().unpolish(crumb)
        crumb.style().polish(crumb)
        arrow.setToolTip(f"What stands beside {name}")
        arrow.setAccessibleName(f"What stands beside {name}")

    def arrange(self) -> None:
        """Take the corner; where there is little room crumbs get narrower, and those in between go into a menu."""
        room = self._canvas.width() - 2 * MARGIN
        names = [self._called(id) for id in self._trail]
        for widest in (WIDEST, NARROW):
            self._set_texts(names, widest, 0)
            if self.sizeHint().width() <= room:
                break
        hidden = 0
        while self.sizeHint().width() > room and hidden < len(names) - 1:
            hidden += 1
            self._set_texts(names, NARROW, hidden)
        self.resize(min(self.sizeHint().width(), room), self.sizeHint().height())
        finder = self._canvas.finder
        top = finder.geometry().bottom() + MARGIN if finder.isVisible() else MARGIN
        self.move(self._canvas.width() - self.width() - MARGIN if self.isRightToLeft() else MARGIN, top)

    def _set_texts(self, names: list[str], widest: int, hidden: int) -> None:
        """Elide the names; the first `hidden` of them stand in the menu of the dots."""
        measure = self.fontMetrics()
        self.home.setText(measure.elidedText(self._canvas.session.title, Qt.TextElideMode.ElideRight, widest))
        self.more.setText("…")
        self.more.setVisible(hidden > 0)
        for n, name in enumerate(names):
            arrow, crumb = self._pairs[n]
            crumb.setText(measure.elidedText(name, Qt.TextElideMode.ElideRight, widest))
            for part in (arrow, crumb):
                part.setVisible(n >= hidden)
        self._row.invalidate()
        self._row.activate()

    def _called(self, id: str) -> str:
        document = self._canvas.session.document
        component = document.components.get(id)
        if component is not None:
            return names_of(component)[0]
        return document.boundaries[id].name or id if id in document.boundaries else id

    # -- going ---------------------------------------------------------------------------------------

    def go(self, id: str) -> None:
        """Show an element: a boundary as large as fits, a component where it is."""
        canvas = self._canvas
        if id in canvas.session.document.boundaries:
            canvas.diving.into(id)
        else:
            canvas.session.select([id])
            canvas.show_ids([id])

    def _go_home(self) -> None:
        self._canvas.session.select([])
        self._canvas.fit()

    def offer(self, place: int) -> None:
        """The menu of what stands beside a crumb, opened below the arrow before it."""
        if place >= len(self._trail):
            return
        id = self._trail[place]
        document = self._canvas.session.viewing.shown
        up = parents(document.boundaries.values())
        holder = up.get(id)
        beside = [one.id for one in document.boundaries.values() if one.kind in TREE_BOUNDARIES]
        beside = [one for one in (*beside, *document.components) if up.get(one) == holder]
        self._open(beside, id, self._pairs[place][0])

    def _list_hidden(self) -> None:
        hidden = [
            id for (_, crumb), id in zip(self._pairs, self._trail, strict=False) if not crumb.isVisible()
        ]
        self._open(hidden, "", self.more)

    def _open(self, ids: list[str], here: str, below: QToolButton) -> None:
        menu = self.menu = QMenu(self)
        at = ids.index(here) if here in ids else 0
        first = max(0, min(at - MOST // 2, len(ids) - MOST))
        for id in ids[first : first + MOST]:
            entry = menu.addAction(
                self._called(id), partial(QTimer.singleShot, 0, self, partial(self.go, id))
            )
            entry.setCheckable(id == here)
            entry.setChecked(id == here)
        if len(ids) > MOST:
            menu.addAction(f"… {len(ids) - MOST} more in the outline").setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    # -- keys ----------------------------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The search bar comes and goes: stay below it."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide) and self.isVisible():
            QTimer.singleShot(0, self, self.arrange)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from crumb to crumb, Down opens the menu, Esc leads to the canvas, which hears nothing of it."""
        key = Qt.Key(event.key())
        stops = [one for one in self.findChildren(QToolButton) if not one.isHidden()]
        stops.sort(key=lambda one: one.x(), reverse=self.isRightToLeft())
        now = next((n for n, one in enumerate(stops) if one.hasFocus()), 0)
        if key == Qt.Key.Key_Escape:
            self._canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key == Qt.Key.Key_Down:
            place = next((n for n, pair in enumerate(self._pairs) if stops[now] in pair), 0)
            self.offer(place)
        elif key in KEYS and stops:
            forward = (key == Qt.Key.Key_Right) != self.isRightToLeft()
            steps = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(stops) - 1, Qt.Key.Key_Up: now}
            to = steps.get(key, now + (1 if forward else -1))
            stops[max(0, min(to, len(stops) - 1))].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            stops[now].click()
        else:
            event.ignore()
