"""The window with the pages: topics to search on the left, the page on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.analysis.numbers.pages import page_of, pages
from mlsd_studio.analysis.team import in_use
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.help.html import open_link, page_html
from mlsd_studio.panels.search_field import SearchField

TOPIC = Qt.ItemDataRole.UserRole
TOPICS_WIDTH = 264


class HelpDialog(QDialog):
    """Pages of rules and numbers beside the main window; asking for another topic turns the page."""

    def __init__(self, look: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.code = ""
        self.search = SearchField("Search the help", look)
        self.topics = QListWidget()
        self.topics.setAccessibleName("Help topics")
        self.topics.setUniformItemSizes(True)
        self.topics.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.topics.setProperty("role", "plain")
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setProperty("role", "plain")
        self.page.setAccessibleName("Help page")
        self.page.document().setDocumentMargin(12)
        self.page.anchorClicked.connect(open_link)
        self.page.highlighted.connect(lambda url: self.page.setToolTip(url.toString()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        side = QVBoxLayout()
        side.addWidget(self.search)
        side.addWidget(self.topics, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(side)
        row.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addLayout(row, 1)
        column.addWidget(buttons)
        for part in (self.search, self.topics):
            part.setFixedWidth(TOPICS_WIDTH)
        self.search.textChanged.connect(self._filter)
        self.topics.currentItemChanged.connect(self._turn)
        self.search.moved.connect(self._step)
        self.resize(900, 640)

    def show_code(self, code: str) -> None:
        """Show the page of a rule's code or of a number, without taking the window away from the user."""
        self._fill()
        found = page_of(code)
        self._choose(found.id if found is not None else code)
        self.show()
        self.raise_()
        self.page.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_topics(self) -> None:
        """Open with the cursor in the search field."""
        self.show_code(self.code or "availability")
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.search.set_theme(look)
        if self.code:
            self.page.setHtml(page_html(self.code, look))

    # -- topics --------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """List the topics anew: a team's rules may have come or gone."""
        rows = [(page.id, page.title) for page in pages().values()]
        rows += [(rule.code, f"{rule.code}  {rule.title}") for rule in in_use().rules.values()]
        if [self.topics.item(n).data(TOPIC) for n in range(self.topics.count())] == [id for id, _ in rows]:
            return
        self.topics.blockSignals(True)
        self.topics.clear()
        for id, title in rows:
            item = QListWidgetItem(title)
            item.setData(TOPIC, id)
            item.setToolTip(title)
            self.topics.addItem(item)
        self.topics.blockSignals(False)
        self._filter(self.search.text())

    def _choose(self, code: str) -> None:
        for n in range(self.topics.count()):
            item = self.topics.item(n)
            if item.data(TOPIC) == code:
                item.setHidden(False)
                self.topics.setCurrentItem(item)
                break
        else:
            self.topics.setCurrentItem(None)
        self._show_page(code)

    def _turn(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show_page(item.data(TOPIC))

    def _show_page(self, code: str) -> None:
        self.code = code
        known = page_of(code)
        name = known.title if known is not None else f"{code} — what the rule says"
        self.setWindowTitle(name)
        self.page.setHtml(page_html(code, self._look))

    def _step(self, key: int) -> None:
        """Arrows in the search field walk through the topics that are listed."""
        shown = [n for n in range(self.topics.count()) if not self.topics.item(n).isHidden()]
        if shown:
            at = shown.index(self.topics.currentRow()) if self.topics.currentRow() in shown else -1
            by = -1 if key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else 1
            self.topics.setCurrentRow(shown[max(0, min(len(shown) - 1, at + by))])

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for n in range(self.topics.count()):
            item = self.topics.item(n)
            asked = f"{item.text()} {item.data(TOPIC)}".lower()
            item.setHidden(not all(word in asked for word in words))
