"""The inspector as a widget: the form of what is selected, and its findings below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.model import Change
from mlsd_studio.model.records import DESIGN_ID, Flow, Record
from mlsd_studio.panels.inspector import headers
from mlsd_studio.panels.inspector.effect import Effect
from mlsd_studio.panels.inspector.fields import Field
from mlsd_studio.panels.inspector.form import RecordForm
from mlsd_studio.panels.inspector.mixed import Mixed
from mlsd_studio.panels.inspector.writing import flip, write
from mlsd_studio.panels.memory import Memory
from mlsd_studio.panels.naming import named
from mlsd_studio.panels.severity import SEVERITY_ICONS
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon

HEADERS: dict[str, type[headers.Header]] = {
    "components": headers.ComponentHeader,
    "flows": headers.FlowHeader,
    "boundaries": headers.BoundaryHeader,
    "notes": headers.NoteHeader,
}


class Inspector(QScrollArea):
    """Shows the selection, or the design where nothing is selected."""

    def __init__(
        self,
        session: Session,
        look: Theme | None = None,
        memory: Memory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look or theme("light")
        self._memory: Memory = {} if memory is None else memory
        self._pages: dict[str, Page] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Inspector")
        self.setMinimumWidth(260)
        self.findings = ElementFindings(session, self._look)
        self.effect = Effect(session, self._look)
        self.several = Mixed(session)
        self._lay_out()
        session.selection_changed.connect(self.show_selection)
        session.replaced.connect(self.show_selection)
        session.team_changed.connect(self.show_selection)
        session.changed.connect(self._on_change)
        session.findings_changed.connect(self._show_findings)
        session.edit_requested.connect(self.focus_field)
        session.numbers_changed.connect(self.effect.refresh)
        self.show_selection()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        self._box = QVBoxLayout(page)
        self._box.setContentsMargins(16, 12, 12, 16)
        self._box.setSpacing(4)
        self._box.addWidget(self.several)
        self._box.addWidget(self.effect)
        self._box.addWidget(self.findings)
        self._box.addStretch(1)
        self.setWidget(page)

    def sizeHint(self) -> QSize:
        """Room for a label beside a field."""
        return QSize(304, 600)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        for page in self._pages.values():
            page.set_theme(look)
        self.findings.set_theme(look)
        self.effect.set_theme(look)

    # -- what is shown -------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page in sight; None for a selection of different things."""
        return next((one for one in self._pages.values() if not one.isHidden()), None)

    def show_selection(self) -> None:
        """Show what is selected now."""
        ids = self._session.selection
        found = [self._session.document.find(id) for id in ids]
        tables = {one[0] for one in found if one is not None}
        table = next(iter(tables)) if len(tables) == 1 else "" if tables else "design"
        if table not in (*HEADERS, "design"):
            table = ""
        for name, page in self._pages.items():
            page.setVisible(name == table)
        self.several.setVisible(not table)
        if table:
            page = self._page(table)
            page.show()
            page.show_ids(ids if table != "design" else (DESIGN_ID,))
        else:
            self.several.show_ids(ids)
        self._show_findings()

    def _page(self, table: str) -> Page:
        if table not in self._pages:
            page = Page(self._session, table, self._look, self._memory)
            self._pages[table] = page
            self._box.insertWidget(0, page)
        return self._pages[table]

    def _on_change(self, change: Change) -> None:
        page = self.page
        if page is not None and not change.only_layout and page.concerns(change):
            page.refresh()

    def _show_findings(self) -> None:
        ids = self._session.selection
        one = ids[0] if len(ids) == 1 else None
        self.findings.show_element(one)
        self.effect.show_element(one)

    def focus_field(self, id: str, name: str) -> None:
        """Put the cursor into a field of an element, as the session asks."""
        self.show_selection()
        page = self.page
        if page is None or id not in page.form.ids:
            return
        if not page.focus_field(name):
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        focused = page.focusWidget()
        if focused is not None:
            self.ensureWidgetVisible(focused, 0, 40)


class Page(QWidget):
    """Header and form of one table."""

    def __init__(self, session: Session, table: str, look: Theme, memory: Memory) -> None:
        super().__init__()
        self._session = session
        self.table = table
        self.header = (headers.DesignHeader if table == "design" else HEADERS[table])(look)
        self.form = RecordForm(session, table, look, memory)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.header)
        box.addWidget(self.form)
        self.header.committed.connect(self._write)
        if isinstance(self.header, headers.FlowHeader):
            self.header.flip_requested.connect(lambda: flip(session, self.form.ids[0]))
        if isinstance(self.header, headers.BoundaryHeader):
            self.header.select_requested.connect(lambda id: session.select([id]))

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self.header.set_theme(look)
        self.form.set_theme(look)

    def show_ids(self, ids: tuple[str, ...]) -> None:
        """Show these elements."""
        self.form.show_records(ids)
        self._show_header()

    def refresh(self) -> None:
        """Show the values as they are now."""
        self.form.refresh()
        self._show_header()

    def concerns(self, change: Change) -> bool:
        """True when the change touches what the page shows, or names it shows."""
        shown = set(self.form.ids)
        for id in self.form.ids:
            record = self._session.document.get(self.table, id)
            if isinstance(record, Flow):
                shown |= {record.source, record.target}
        return self.table in ("design", "boundaries") or bool(shown & change.touched())

    def focus_field(self, name: str) -> bool:
        """Put the cursor into a field of the header or the form; without a name, into the name."""
        wanted = name or "name"
        editor: Any = getattr(self.header, wanted, None) if wanted in ("name", "kind", "technology") else None
        if editor is not None:
            editor.take_focus()
            return True
        return self.form.focus_field(wanted)

    def _show_header(self) -> None:
        records = [self._session.document.get(self.table, id) for id in self.form.ids]
        shown = [one for one in records if isinstance(one, Record)]
        if shown:
            self.header.show_records(self._session.document, shown)

    def _write(self, field: Field, value: Any) -> None:
        write(self._session, self.table, self.form.ids, field, value)
        self.refresh()


class ElementFindings(QWidget):
    """The findings of one element as short links; a click shows the finding on the canvas."""

    shown = Signal(int)

    def __init__(self, session: Session, look: Theme) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._id: str | None = None
        self.buttons: list[QPushButton] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 8, 0, 0)
        self._box.setSpacing(2)
        self._box.addWidget(named("strong", "Findings"))

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        self.show_element(self._id)

    def show_element(self, id: str | None) -> None:
        """List what was found of an element; hidden where there is nothing."""
        self._id = id
        for row in self.findChildren(QFrame, "finding"):
            row.hide()
            row.setObjectName("")
            row.deleteLater()
        self.buttons.clear()
        found = self._session.findings_of(id) if id else []
        for finding in found:
            self._box.addWidget(self._row(finding))
        self.setVisible(bool(found))
        self.shown.emit(len(found))

    def _row(self, finding: Any) -> QFrame:
        row = QFrame()
        row.setObjectName("finding")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        icon = QLabel()
        color = self._look.severity(finding.severity)
        icon.setPixmap(qicon(SEVERITY_ICONS[finding.severity], color).pixmap(QSize(16, 16)))
        icon.setAccessibleName(finding.severity)
        button = QPushButton(finding.title)
        button.setProperty("role", "link")
        button.setToolTip(f"{finding.code}: {finding.message}")
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._session.show_finding(finding))
        self.buttons.append(button)
        line.addWidget(icon)
        line.addWidget(button, 1)
        return row
