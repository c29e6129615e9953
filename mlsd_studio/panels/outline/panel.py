"""The outline as a widget: a field to filter, the tree, or words where there is nothing to list."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.model import Change
from mlsd_studio.model.edits.components import rename
from mlsd_studio.model.edits.rows import remove_row
from mlsd_studio.panels.naming import named
from mlsd_studio.panels.outline.contents import DRAWN, TABLE_OF, Item
from mlsd_studio.panels.outline.following import Following
from mlsd_studio.panels.outline.model import OutlineModel
from mlsd_studio.panels.outline.moving import neighbour_place, steps
from mlsd_studio.panels.outline.view import OutlineView
from mlsd_studio.panels.placed import below_head, words_page
from mlsd_studio.panels.search_field import SearchField
from mlsd_studio.session import Session
from mlsd_studio.session.searching import Said, among, drawn, listed

MOST_FOUND = 300
"""More hits than these are not shown: the text says too little."""
OPEN_AT_FIRST = 60
"""A design of so few elements is shown with its boundaries open."""
NOTHING_DRAWN = "Nothing drawn yet. Everything you draw is listed here, by boundary."
NONE_FIT = "Nothing in this design is called “{text}”."


class Outline(QWidget):
    """`taken(ids, boundary)` asks to move elements into a boundary, or out of all with None; `menu_wanted(point)`
    for the menu of the selection; `add_requested` and `left` (Esc) for what the window does.
    """

    taken = Signal(object, object)
    menu_wanted = Signal(QPoint)
    typing_wanted = Signal(str)
    add_requested = Signal()
    left = Signal()

    def __init__(self, session: Session, look: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setProperty("role", "bar")
        self.setAccessibleName("Outline")
        look = look or theme("light")
        self.field = SearchField("Filter the outline", look)
        self.field.setToolTip("Show what has these words in its name, kind, product, owner or tags")
        self.count = named("small")
        self.model = OutlineModel(session, self)
        self.view = OutlineView(session, self.model, look)
        self.nothing = named("muted")
        self.step = QPushButton()
        self.step.setProperty("role", "link")
        self.menu: QMenu | None = None
        self._said: tuple[tuple[int, int], Said] | None = None
        self._looked_at = True
        self._stale: Literal["", "rows", "all"] = "all"
        """What has to be caught up with before it is looked at again."""
        self._open: dict[Path | None, set[str]] = {}
        self._path = session.path
        self._lay_out()
        self.following = Following(session, self.model, self.view)
        self._connect()
        self._catch_up()

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(4)
        top.addWidget(self.field)
        top.addWidget(self.count)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._empty = words_page(self.nothing, self.step, above=QSize(16, 24))
        self._stack = below_head(self, top, self.view, self._empty)
        self.setMinimumWidth(200)

    def _connect(self) -> None:
        session, view = self._session, self.view
        session.changed.connect(self._on_change)
        session.replaced.connect(self._on_replaced)
        session.state_changed.connect(self._on_saved)
        session.team_changed.connect(self._on_findings)
        session.findings_changed.connect(self._on_findings)
        session.viewing.changed.connect(lambda: view.viewport().update())
        self.field.textChanged.connect(self._filter)
        self.field.moved.connect(self._into_tree)
        self.field.chosen.connect(lambda: self._into_tree(Qt.Key.Key_Down))
        self.step.clicked.connect(self._take_step)
        self.model.renamed.connect(self._rename)
        view.opened.connect(self.show_on_canvas)
        view.asked.connect(self._do)
        view.dropped.connect(self._drop)
        view.menu_wanted.connect(self._open_menu)

    def sizeHint(self) -> QSize:
        """As wide as the palette."""
        return QSize(240, 480)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self.field.set_theme(look)
        self.view.drawer.look = look
        self.view.viewport().update()

    def focus_tree(self) -> None:
        """Put the focus into the tree, at what is selected, else at its first row."""
        self.following.take()
        if not self.view.currentIndex().isValid():
            first = self.model.index(0, 0)
            self.view.selectionModel().setCurrentIndex(
                first, self.view.selectionModel().SelectionFlag.NoUpdate
            )
        target = self.field if self._stack.currentWidget() is self._empty else self.view
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- following the session -----------------------------------------------------------------------

    @property
    def _rests(self) -> bool:
        return not (self._looked_at and self.isVisible())

    def _catch_up(self) -> None:
        """Show the design as it is, if the outline can be seen; else later."""
        if self._rests:
            return
        stale, self._stale = self._stale, ""
        if stale == "all":
            self._start()
        elif stale:
            self.model.catch_up(self._shown(self._found()))
        if stale:
            self.model.set_marks()
            self._tell(self._found())
            self._say_nothing()
        self.following.soon()

    def _start(self) -> None:
        """The rows of a design that has just been opened; open are those that were open when it was closed."""
        document, view = self._session.document, self.view
        known = self._open.setdefault(self._path, set()) if self._path else set()
        elements = len(document.components) + len(document.boundaries)
        if not known and elements <= OPEN_AT_FIRST:
            known.update(f"boundary {id}" for id in document.boundaries)
        view.open_ids = known
        self.model.show(self._shown(self._found()))
        view.open_all_again()

    def _on_replaced(self) -> None:
        self._path, self._said, self._stale = self._session.path, None, "all"
        self.model.clear()
        self.field.clear()
        self._catch_up()

    def _on_saved(self) -> None:
        """A design that gets a file of its own keeps what is open."""
        if self._session.path != self._path and self._stale != "all":
            self._path = self._session.path
            self._open[self._path] = self.view.open_ids

    def _on_change(self, change: Change) -> None:
        if change.only_layout and not change.touched("views"):
            return
        if self._rests:
            self._stale = self._stale or "rows"
            return
        found = self._found()
        self.model.follow(change, self._shown(found))
        self._tell(found)
        self.view.viewport().update()
        self._say_nothing()
        self.following.soon()

    def _on_findings(self) -> None:
        if self._rests:
            self._stale = self._stale or "rows"
            return
        self.model.set_marks()
        self.view.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was done while it was away."""
        super().showEvent(event)
        self._catch_up()

    def set_looked_at(self, on: bool) -> None:
        """Rest while another tab lies in front."""
        self._looked_at, self.following.resting = on, not on
        self._catch_up()

    # -- filtering -----------------------------------------------------------------------------------

    def _found(self) -> list[str] | None:
        """Ids that the filter lets through; None where it is empty."""
        text = self.field.text()
        if not text.strip():
            return None
        document = self._session.document
        state = self._session.generation, document.revision
        if self._said is None or self._said[0] != state:
            self._said = state, [*drawn(document), *listed(document)]
        return among(self._said[1], text)

    def _shown(self, found: list[str] | None) -> list[str] | None:
        return found[:MOST_FOUND] if found is not None else None

    def _filter(self) -> None:
        """Show what the text means with the rows above it, all of them open; without a text as it was before."""
        if self._stale == "all":
            return
        found, view = self._found(), self.view
        view.remembers = False
        self.model.show(self._shown(found))
        if found is None:
            view.remembers = True
            view.open_all_again()
        else:
            for item in self.model.contents.opened:
                view.expand(self.model.index_of(item))
        self._tell(found)
        self._say_nothing()
        self.following.soon()

    def _tell(self, found: list[str] | None) -> None:
        many = len(found or ())
        shown = f"{many} found" if many <= MOST_FOUND else f"The first {MOST_FOUND} of {many}: type more"
        self.count.setText(shown)
        self.count.setVisible(found is not None and many > 0)
        if found is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, shown if many else "None found")
            )

    def _say_nothing(self) -> None:
        empty = self.model.rowCount() == 0
        filtered = bool(self.field.text().strip())
        if empty:
            self.nothing.setText(
                NONE_FIT.format(text=self.field.text().strip()) if filtered else NOTHING_DRAWN
            )
            self.step.setText("Clear the filter" if filtered else "Add a component")
        self._stack.setCurrentWidget(self._empty if empty else self.view)

    def _take_step(self) -> None:
        if self.field.text().strip():
            self.field.clear()
            self.field.setFocus()
        else:
            self.add_requested.emit()

    def _into_tree(self, key: int) -> None:
        """Down or Enter in the field: to the first row that was found."""
        if key != Qt.Key.Key_Down or self._stack.currentWidget() is self._empty:
            return
        found = self._found()
        first = self.model.contents.item(found[0]) if found else None
        index = self.model.index_of(first) if first is not None else self.model.index(0, 0)
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        self.view.setCurrentIndex(index)

    # -- what is done --------------------------------------------------------------------------------

    def show_on_canvas(self, item: Item) -> None:
        """Select an element and bring it into view, in a view that shows it; open a view; show a journey's fields."""
        session = self._session
        if item.kind == "view":
            session.viewing.open(item.id)
        elif item.kind == "journey":
            session.edit_field(item.id, "")
        elif item.kind in DRAWN:
            session.viewing.reveal([item.id])
            session.select([item.id])
            session.focus_requested.emit([item.id])

    def _current(self) -> Item | None:
        return self.model.item(self.view.currentIndex())

    def _do(self, word: str) -> None:
        """What a key asks of the current row, or of all that are selected."""
        item = self._current()
        if word == "leave":
            self.field.clear() if self.field.text() else self.left.emit()
        elif item is None:
            return
        elif word == "rename":
            self.rename()
        elif word == "delete":
            QTimer.singleShot(0, self, partial(self.delete, item))
        elif word in ("up", "down"):
            change = neighbour_place(
                self._session.document, self.model.contents, item, 1 if word == "down" else -1
            )
            if change is not None and self._session.apply(change):
                self._say_place(item)
        else:
            target = steps(self.model.contents, item, inwards=word == "in")
            if target is not None:
                self.taken.emit(list(self._session.selection) or [item.id], target.id or None)

    def _say_place(self, item: Item) -> None:
        """Tell a screen reader where a row has come to."""
        rows = [one for one in self.model.contents.siblings(item) if one.kind == item.kind]
        if item in rows and QAccessible.isActive():
            name = str(self.model.index_of(item).data())
            words = f"{name}, {rows.index(item) + 1} of {len(rows)}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the empty field leads to the canvas too."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def rename(self) -> None:
        """Type over the name of the current row; the text of a note is typed on the canvas."""
        item = self._current()
        if item is None:
            return
        if item.kind == "note":
            self.typing_wanted.emit(item.id)
        elif self.view.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.view.edit(self.view.currentIndex())

    def delete(self, item: Item) -> None:
        """Delete what is selected; a journey or a view is only a row of the file."""
        if item.kind in ("journey", "view"):
            self._session.apply(remove_row(self._session.document, TABLE_OF[item.kind], item.id))
        elif item.kind not in ("heading", "range"):
            self._session.remove_selected()

    def _rename(self, item: Item, text: str) -> None:
        now = self.model.data(self.model.index_of(item), Qt.ItemDataRole.EditRole)
        label = item.kind in ("out", "in")
        if text.strip() != now and (text.strip() or label):
            self._session.apply(rename(self._session.document, TABLE_OF[item.kind], item.id, text))

    def _drop(self, ids: list[str], target: Item | None) -> None:
        index = self.view.taker(self.model.index_of(target))
        taker = self.model.item(index)
        QTimer.singleShot(0, self, lambda: self.taken.emit(ids, taker.id if taker is not None else None))

    def _open_menu(self, point: QPoint) -> None:
        item = self._current()
        if item is None or item.kind not in ("journey", "view"):
            self.menu_wanted.emit(point)
            return
        menu = self.menu = QMenu(self)
        menu.addAction(
            "Open" if item.kind == "view" else "Show its fields", lambda: self.show_on_canvas(item)
        )
        menu.addAction("Rename", self.rename)
        menu.addSeparator()
        menu.addAction(f"Delete {item.kind}", lambda: QTimer.singleShot(0, self, lambda: self.delete(item)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)
