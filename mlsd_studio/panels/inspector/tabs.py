"""The right dock: the selected element, and beside it requirements, constraints and plan as tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.panels.inspector.pages import ConstraintsPage, ListPage, PlanPage, RequirementsPage
from mlsd_studio.panels.inspector.panel import Inspector
from mlsd_studio.panels.memory import Memory
from mlsd_studio.session import Session

FIRST = {
    "components": "Component",
    "flows": "Flow",
    "boundaries": "Boundary",
    "groups": "Group",
    "notes": "Note",
}


class InspectorTabs(QWidget):
    """The inspector's pages under a row of tabs (Ctrl+Tab walks them while the focus is inside)."""

    def __init__(
        self, session: Session, look: Theme | None = None, memory: Memory | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session = session
        look = look or theme("light")
        self.element = Inspector(session, look, memory)
        self.requirements = RequirementsPage(session, look)
        self.constraints = ConstraintsPage(session, look)
        self.plan = PlanPage(session, look)
        self.pages: list[Inspector | ListPage] = [
            self.element, self.requirements, self.constraints, self.plan,
        ]  # fmt: skip
        self.tabs = QTabBar()
        self.tabs.setProperty("role", "tight")
        self.tabs.setAccessibleName("Inspector pages")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.stack = QStackedWidget()
        for title, page in zip(("Design", "Requirements", "Constraints", "Plan"), self.pages, strict=True):
            self.tabs.addTab(title)
            self.stack.addWidget(page)
        self.setFocusProxy(self.stack)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.tabs)
        box.addWidget(self.stack, 1)
        self.setMinimumWidth(260)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        session.selection_changed.connect(self._follow)
        session.replaced.connect(self._follow)
        session.edit_requested.connect(self.focus_field)
        self._follow()

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        for page in self.pages:
            page.set_theme(look)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentIndex(self.stack.indexOf(page))

    def _follow(self) -> None:
        """The first tab says what is selected, and comes forward when something is."""
        document, ids = self._session.document, self._session.selection
        tables = {found[0] for id in ids if (found := document.find(id))}
        word = FIRST.get(next(iter(tables)), "Element") if len(tables) == 1 else "Selection"
        self.tabs.setTabText(0, word if tables else "Design")
        if ids:
            self.show_page(self.element)

    def focus_field(self, id: str, field: str) -> None:
        """Put the cursor into a field of a requirement, journey, constraint or item of the plan."""
        for page in self.pages[1:]:
            assert isinstance(page, ListPage)
            for table in page.tables:
                if self._session.document.get(table, id) is not None:
                    self.show_page(page)
                    page.focus_field(table, id, field)
                    return
        self.show_page(self.element)
