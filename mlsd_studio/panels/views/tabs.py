"""A slim row of tabs, one a view, with a button that adds more; away while there is only the main view."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QTabBar, QToolButton, QWidget

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.model.edits.components import rename
from mlsd_studio.model.edits.rows import move_row, remove_row
from mlsd_studio.model.edits.views import listed
from mlsd_studio.model.records import MAIN_VIEW
from mlsd_studio.panels.views.offers import new_view, offers
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon


class ViewTabs(QWidget):
    """Follows the session; every click goes to it."""

    def __init__(self, session: Session, look: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look or theme("light")
        self._filling = False
        self.field: QLineEdit | None = None
        self.setObjectName("viewTabs")
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()
        viewing = session.viewing
        viewing.tabs_changed.connect(self.refresh)
        viewing.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        self.bar = QTabBar()
        self.bar.setProperty("role", "docks")
        self.bar.setMovable(True)
        self.bar.setTabsClosable(True)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.bar.setAccessibleName("Views of the design")
        self.bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.bar.currentChanged.connect(self._go)
        self.bar.tabCloseRequested.connect(lambda place: self._session.viewing.close(self._at(place) or ""))
        self.bar.tabMoved.connect(self._moved)
        self.bar.tabBarDoubleClicked.connect(self.rename_at)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar.customContextMenuRequested.connect(self._open_menu)
        self.bar.mouseReleaseEvent = self._released  # type: ignore[method-assign]
        self.plus = QToolButton()
        self.plus.setAutoRaise(True)
        self.plus.setIconSize(QSize(14, 14))
        self.plus.setToolTip("Add a view, or open one that was closed")
        self.plus.setAccessibleName("Add a view")
        self.plus.clicked.connect(self.offer)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.bar)
        row.addWidget(self.plus)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_theme(self._look)

    def set_theme(self, look: Theme) -> None:
        """Take the colours of a theme."""
        self._look = look
        self.plus.setIcon(qicon("plus", look["muted"], 14))

    # -- following ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the tabs of now; nothing where the file has no view but the main one."""
        viewing = self._session.viewing
        tabs = viewing.tabs
        self._filling = True
        while self.bar.count() > len(tabs):
            self.bar.removeTab(self.bar.count() - 1)
        for place, id in enumerate(tabs):
            if place >= self.bar.count():
                self.bar.addTab("")
            name = viewing.name(id)
            if self.bar.tabText(place) != name:
                self.bar.setTabText(place, name)
            self.bar.setTabData(place, id)
            self.bar.setTabToolTip(place, f"{name}: double click renames it" if id else name)
        cross = self.bar.tabButton(0, QTabBar.ButtonPosition.RightSide)
        if cross is not None:
            self.bar.setTabButton(0, QTabBar.ButtonPosition.RightSide, None)  # type: ignore[arg-type]
            cross.deleteLater()
        if viewing.current in tabs:
            self.bar.setCurrentIndex(tabs.index(viewing.current))
        self._filling = False
        self.setVisible(bool(listed(self._session.document)))

    def _at(self, place: int) -> str | None:
        id = self.bar.tabData(place)
        return str(id) if id else None

    def _go(self, place: int) -> None:
        if not self._filling and place >= 0:
            self._session.viewing.open(self._at(place))

    def _moved(self, _start: int, _end: int) -> None:
        self._unsorted = True

    _unsorted = False

    def _released(self, event: QMouseEvent) -> None:
        """A tab that was dragged is let go: the order of the tabs becomes that of the file."""
        QTabBar.mouseReleaseEvent(self.bar, event)
        if self._unsorted:
            self._unsorted = False
            self.settle_order(self.bar.currentIndex())

    def settle_order(self, place: int) -> None:
        """Give the view at a place of the bar the same place in the file; the main view stays first."""
        id = self._at(place)
        if id is not None:
            before = [other for n in range(place) if (other := self._at(n)) is not None]
            rest = [view for view in self._session.document.views if view != id]
            first = 1 if rest[:1] == [MAIN_VIEW] else 0
            index = rest.index(before[-1]) + 1 if before else first
            if index != list(self._session.document.views).index(id):
                self._session.apply(move_row(self._session.document, "views", id, index))
        self.refresh()

    # -- adding, renaming, deleting ------------------------------------------------------------------

    def menu(self) -> QMenu:
        """What can be added, and closed views that can be opened."""
        menu = QMenu(self)
        below: dict[str, QMenu] = {}
        for offer in offers(self._session):
            owner = menu
            if offer.heading:
                owner = below.get(offer.heading) or menu.addMenu(offer.heading)
                below[offer.heading] = owner
            owner.addAction(offer.name, partial(new_view, self._session, offer))
        open_now = self._session.viewing.tabs
        closed = [view.id for view in listed(self._session.document) if view.id not in open_now]
        if closed:
            menu.addSection("Closed views")
        for id in closed:
            menu.addAction(self._session.viewing.name(id), partial(self._session.viewing.open, id))
        return menu

    def offer(self) -> None:
        """Open the menu of new views, under its button where that is shown."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        anchor = self.plus if self.plus.isVisible() else self.parentWidget() or self
        below = QPoint(0, anchor.height()) if anchor is self.plus else QPoint(16, 72)
        menu.popup(anchor.mapToGlobal(below))

    def _open_menu(self, at: QPoint) -> None:
        place = self.bar.tabAt(at)
        id = self._at(place) if place >= 0 else None
        if id is None:
            return
        menu = QMenu(self)
        menu.addAction("Rename", lambda: self.rename_at(place))
        menu.addAction("Close", lambda: self._session.viewing.close(id))
        menu.addSeparator()
        menu.addAction("Delete view", lambda: self.delete(id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.bar.mapToGlobal(at))

    def delete(self, id: str) -> None:
        """Remove a view from the file; what it shows stays in the design."""
        name = self._session.viewing.name(id)
        if self._session.apply(remove_row(self._session.document, "views", id)):
            self._session.message.emit(
                f"View “{name}” deleted, the design is as it was. Ctrl+Z takes it back"
            )

    def rename_at(self, place: int) -> None:
        """Type a name over a tab."""
        id = self._at(place)
        if id is None or self.field is not None:
            return
        field = self.field = QLineEdit(self._session.viewing.name(id), self.bar)
        field.setAccessibleName("Name of the view")
        rect = self.bar.tabRect(place).adjusted(4, 3, -4, -3)
        rect.setWidth(max(rect.width(), 140))
        field.setGeometry(rect)
        field.selectAll()
        field.editingFinished.connect(lambda: self._renamed(id))
        field.show()
        field.setFocus()

    def _renamed(self, id: str) -> None:
        field, self.field = self.field, None
        if field is None:
            return
        text = field.text().strip()
        field.hide()
        field.deleteLater()
        if text and id in self._session.document.views and text != self._session.viewing.name(id):
            self._session.apply(rename(self._session.document, "views", id, text))
