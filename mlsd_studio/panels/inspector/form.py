"""One form for one table: shows the fields of one record, or what several have in common."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mlsd_studio.drawing.build import flow_title
from mlsd_studio.drawing.card import names_of
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model.edits.boundaries import ancestors
from mlsd_studio.model.records import Component, Flow, Record
from mlsd_studio.panels.forms.base import MIXED, Hint
from mlsd_studio.panels.forms.choice import ChoiceEditor, Option
from mlsd_studio.panels.forms.picker import PickerEditor
from mlsd_studio.panels.forms.section import Row, Section
from mlsd_studio.panels.inspector.defaults import hint_for
from mlsd_studio.panels.inspector.editors import editor_for
from mlsd_studio.panels.inspector.fields import PARTS, Field, Part
from mlsd_studio.panels.inspector.offers import OFFERS
from mlsd_studio.panels.inspector.origins import SOURCED, OriginButton
from mlsd_studio.panels.inspector.writing import common_value, write
from mlsd_studio.panels.memory import Memory
from mlsd_studio.session import Session

SINGLE_ONLY = ("id", "source", "target", "fallback_of", "within")


class RecordForm(QWidget):
    """The sections of one table. `rows` holds what has been built so far, by the path of the field."""

    def __init__(self, session: Session, table: str, look: Theme, memory: Memory) -> None:
        super().__init__()
        self._session, self.table, self._memory = session, table, memory
        self.ids: tuple[str, ...] = ()
        self.rows: dict[str, Row] = {}
        self.fields: dict[str, Field] = {}
        self.sections: list[Section] = []
        self.origins: dict[str, OriginButton] = {}
        self._look = look
        self.hidden: frozenset[str] = frozenset()
        """Paths of fields that mean nothing for what is shown."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        for part in PARTS[table]:
            section = self._section(part, look)
            self.sections.append(section)
            box.addWidget(section)
            if len(PARTS[table]) == 1:
                section.head.hide()

    def _section(self, part: Part, look: Theme) -> Section:
        def build(rows: QVBoxLayout) -> None:
            for field in part.fields:
                rows.addWidget(self._row(field))

        name = f"{self.table}/{part.title}"
        opened = self._memory.get(name, part.opened)
        section = Section(part.title, build, look, opened=opened)
        section.toggled.connect(lambda title, now: self._toggled(f"{self.table}/{title}", now))
        return section

    def _toggled(self, name: str, opened: bool) -> None:
        self._memory[name] = opened
        self.refresh()

    def _row(self, field: Field) -> Row:
        editor = editor_for(self.table, field, lambda: next(iter(self._records()), None))
        row = Row(field.label, editor, tooltip=field.help, wide=field.wide)
        editor.committed.connect(lambda value, field=field: self.commit(field, value))
        if self.table == "components" and field.path in SOURCED:
            self.origins[field.path] = OriginButton(self._session, field, self._look)
        if self.table == "components" and not field.wide:
            row.add_tool(self.origins.get(field.path))
        self.rows[field.path] = row
        self.fields[field.path] = field
        return row

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        for section in self.sections:
            section.set_theme(look)
        for button in self.origins.values():
            button.set_theme(look)

    def show_records(self, ids: tuple[str, ...]) -> None:
        """Show these elements."""
        if ids != self.ids:
            for row in self.rows.values():
                row.show_trouble("")
        self.ids = ids
        self.refresh()

    def refresh(self) -> None:
        """Show the values as they are now."""
        records = self._records()
        if not records:
            return
        for path, row in self.rows.items():
            field = self.fields[path]
            row.setVisible(path not in self.hidden and (len(records) == 1 or path not in SINGLE_ONLY))
            if field.refers and isinstance(row.editor, (ChoiceEditor, PickerEditor)):
                row.editor.set_options(self._references(field, records[0]))
            value = self._value(records, field)
            hint = Hint() if value is MIXED else hint_for(records[0], field, value)
            row.editor.show_value(value, hint)
            origin, first = self.origins.get(path), records[0]
            if origin is not None:
                origin.setVisible(len(records) == 1)
            if origin is not None and isinstance(first, Component):
                origin.show_component(first)

    def commit(self, field: Field, value: Any) -> None:
        """Write what was entered; where it is refused, show the old value again."""
        if not self.ids:
            return
        kept = (value is None and field.path == "text") or write(
            self._session, self.table, self.ids, field, value
        )
        self.refresh()
        if not kept:
            self.rows[field.path].show_trouble(f"Nothing was changed: {self._session.refusal}.")

    def focus_field(self, name: str) -> bool:
        """Open the section of a field and put the cursor there; True where the form has it."""
        for section, part in zip(self.sections, PARTS[self.table], strict=True):
            for field in part.fields:
                if name in (field.path, field.head):
                    section.set_open(True)
                    self.refresh()
                    self.rows[field.path].editor.take_focus()
                    return True
        return False

    def editor(self, path: str) -> Any:
        """The editor of a field, building its section if need be."""
        for section, part in zip(self.sections, PARTS[self.table], strict=True):
            if path not in self.rows and any(field.path == path for field in part.fields):
                section.set_open(True)
                self.refresh()
        return self.rows[path].editor

    def _value(self, records: list[Record], field: Field) -> Any:
        if self.table == "boundaries" and field.path == "within":
            return next(iter(ancestors(self._session.document, self.ids[0])), None)
        return common_value(records, field)

    def _records(self) -> list[Record]:
        found = [self._session.document.get(self.table, id) for id in self.ids]
        return [one for one in found if isinstance(one, Record)]

    def _references(self, field: Field, record: Record) -> list[Option]:
        document = self._session.document
        if field.refers in OFFERS:
            return OFFERS[field.refers](document)
        if field.refers == "sibling" and isinstance(record, Flow):
            siblings = [
                one for one in document.flows.values() if one.source == record.source and one.id != record.id
            ]
            return [(one.id, flow_title(document, one.id)) for one in siblings]
        frames = [
            (one.id, one.name or one.id) for one in document.boundaries.values() if one.id not in self.ids
        ]
        if self.table == "boundaries":
            return frames
        return [(one.id, names_of(one)[0]) for one in document.components.values()] + frames
