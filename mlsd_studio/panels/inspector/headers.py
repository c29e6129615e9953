"""The head of each form: what is selected, by name and kind."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from mlsd_studio.catalog import Catalog, catalog
from mlsd_studio.drawing.card import layer_of, names_of
from mlsd_studio.drawing.flow import STYLES, stroke_color
from mlsd_studio.drawing.icons import kind_icon
from mlsd_studio.drawing.picture import Line as PictureLine
from mlsd_studio.drawing.picture import Stroke
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model.document import Document
from mlsd_studio.model.records import Component, Flow
from mlsd_studio.panels.forms.base import Hint
from mlsd_studio.panels.forms.choice import ChoiceEditor, FlowLayout
from mlsd_studio.panels.forms.entry import TextEditor
from mlsd_studio.panels.forms.section import Row
from mlsd_studio.panels.inspector.fields import Field
from mlsd_studio.panels.inspector.writing import common_value
from mlsd_studio.panels.naming import counts, name_of, named
from mlsd_studio.session.icons import pixmap, qicon, tile

TILE_SIZE = 40
SAMPLE = (56, 20)
NAME = Field("name", "Name")
KIND = Field("kind", "Kind")
TECHNOLOGY = Field("technology", "Technology")


class Header(QWidget):
    """`committed(field, value)` asks to write; `show_records` shows."""

    committed = Signal(object, object)

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self._look = look
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 8)
        self.box.setSpacing(6)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look

    def show_records(self, document: Document, records: list[Any]) -> None:
        """Show these records."""
        raise NotImplementedError


class TitleHeader(Header):
    """An icon, the name to edit, and what it is: the header of designs, boundaries and notes."""

    def __init__(self, look: Theme, icon: str, *, renamed: bool = True) -> None:
        super().__init__(look)
        self._icon = icon
        self.picture = QLabel()
        self.picture.setFixedSize(TILE_SIZE, TILE_SIZE)
        self.name = TextEditor(str, str)
        self.name.line.setProperty("role", "name")
        self.name.name_it("Name", "Type to rename (F2)")
        self.title = named("heading")
        (self.title if renamed else self.name).hide()
        self.subtitle = named("muted")
        self.subtitle.setContentsMargins(5, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.box.addLayout(line)
        self.name.committed.connect(lambda value: self.committed.emit(NAME, value))
        self.set_theme(look)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(look)
        self._tile(self._icon, look["accent"])

    def _tile(self, icon: str, color: str) -> None:
        ratio = self.devicePixelRatioF()
        self.picture.setPixmap(tile(icon, color, self._look["panel"], TILE_SIZE, ratio))

    def show_title(self, name: Any, subtitle: str, hint: str = "Name") -> None:
        """Show a name and what stands under it."""
        self.name.show_value(name, Hint(hint))
        self.title.setText(str(name or ""))
        self.subtitle.setText(subtitle)


class ComponentHeader(TitleHeader):
    """Icon tile, name, and pickers for kind and technology."""

    def __init__(self, look: Theme) -> None:
        self._shown: tuple[str, str | None] | None = None
        super().__init__(look, "box")
        self._known: Catalog | None = None
        self.kind = ChoiceEditor(optional=False, search=True)
        self.technology = ChoiceEditor(search=True)
        self.misfit = named("warning")
        self._offered = ""
        self.box.addWidget(Row("Kind", self.kind, tooltip="What it is. Type to search."))
        self.box.addWidget(Row("Technology", self.technology, tooltip="The product. Type to search."))
        self.box.addWidget(self.misfit)
        self.kind.committed.connect(lambda value: self.committed.emit(KIND, value))
        self.technology.committed.connect(lambda value: self.committed.emit(TECHNOLOGY, value))

    def set_theme(self, look: Theme) -> None:
        """The tile has the layer's colour."""
        self._look = look
        if self._shown:
            component = Component(id="shown", kind=self._shown[0], technology=self._shown[1])
            self._tile(kind_icon(*self._shown), look.layer(layer_of(component)))

    def show_records(self, _document: Document, records: list[Any]) -> None:
        """One component, or what several have in common."""
        first: Component = records[0]
        several = len(records) > 1
        self._shown = (first.kind, None if several else first.technology)
        self.set_theme(self._look)
        kind_name = catalog().kinds[first.kind].name if first.kind in catalog().kinds else first.kind
        title, product = names_of(first)
        parts = [kind_name] if product in ("", kind_name) else [kind_name, product]
        self.name.setVisible(not several)
        self.title.setVisible(several)
        self.show_title(first.name, " · ".join(parts), title)
        if several:
            self.title.setText(f"{len(records)} components")
            self.subtitle.setText("What you set here is set for all of them.")
        self._offer_kinds()
        self._offer(first.kind)
        self.kind.show_value(common_value(records, KIND), Hint())
        self.technology.show_value(common_value(records, TECHNOLOGY), Hint())
        self._warn(records)

    def _offer_kinds(self) -> None:
        if self._known is not catalog():
            self._known, self._offered = catalog(), ""
            self.kind.set_options(
                [(kind.id, kind.name) for _, kinds in self._known.palette() for kind in kinds]
            )

    def _offer(self, kind: str) -> None:
        if kind == self._offered:
            return
        self._offered = kind
        known = catalog()
        fitting = known.technologies_of(kind)
        ids = {one.id for one in fitting}
        others = sorted(
            (one for one in known.technologies.values() if one.id not in ids), key=lambda t: t.name
        )
        self.technology.set_options([(one.id, one.name) for one in (*fitting, *others)])

    def _warn(self, records: list[Component]) -> None:
        known = catalog()
        lines = []
        for one in records:
            if one.kind not in known.kinds:
                lines.append(f"The catalogue does not know the kind {one.kind}.")
            elif one.technology in known.technologies and not known.fits(one.technology or "", one.kind):
                name = known.technologies[one.technology or ""].name
                lines.append(f"{name} is not usually a {known.kinds[one.kind].name.lower()}.")
        self.misfit.setText("\n".join(dict.fromkeys(lines)))
        self.misfit.setVisible(bool(lines))


class FlowHeader(Header):
    """From → to with a button that turns it round, and the kind with a sample of its line."""

    flip_requested = Signal()

    def __init__(self, look: Theme) -> None:
        super().__init__(look)
        self.title = named("heading")
        self.flip = QToolButton()
        self.flip.setToolTip("Turn the flow round")
        self.flip.setAccessibleName("Turn the flow round")
        self.flip.clicked.connect(self.flip_requested)
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        line.addWidget(self.flip, 0, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)
        self.kind = ChoiceEditor(optional=False)
        self.kind.combo.setIconSize(QSize(*SAMPLE))
        self.kind.committed.connect(lambda value: self.committed.emit(KIND, value))
        self.box.addWidget(Row("Kind", self.kind, tooltip="What passes along it, and who waits for whom."))
        self.set_theme(look)

    def set_theme(self, look: Theme) -> None:
        """Samples and icons in the theme's colours."""
        super().set_theme(look)
        self.flip.setIcon(qicon("refresh-cw", look["muted"]))
        shown = self.kind.combo.currentData()
        icons = [QIcon(self._sample(kind)) for kind in STYLES]
        self.kind.set_options([(kind, kind) for kind in STYLES], icons)
        if shown is not None:
            self.kind.show_value(shown, Hint())

    def _sample(self, kind: str) -> QPixmap:
        width, height = SAMPLE
        style = STYLES[kind]
        stroke = Stroke(stroke_color(kind, self._look, "platform"), style.width, style.dash)
        line = PictureLine(((2, height / 2), (width - 4, height / 2)), stroke, 0, 8)
        return pixmap((line,), width, height, self.devicePixelRatioF())

    def show_records(self, document: Document, records: list[Any]) -> None:
        """One flow by its ends, or how many."""
        first: Flow = records[0]
        one = len(records) == 1
        ends = f"{name_of(document, first.source)} → {name_of(document, first.target)}"
        self.title.setText(ends if one else f"{len(records)} flows")
        self.flip.setVisible(one)
        self.kind.show_value(common_value(records, KIND), Hint())


class BoundaryHeader(TitleHeader):
    """Name, kind, and the members as links."""

    select_requested = Signal(str)

    def __init__(self, look: Theme) -> None:
        super().__init__(look, "square-dashed")
        self._links = QWidget()
        self._flow = FlowLayout(self._links)
        self.box.addWidget(self._links)
        self._members: list[tuple[str, str]] = []

    def show_records(self, document: Document, records: list[Any]) -> None:
        """One boundary with its members, or how many."""
        first = records[0]
        kinds = ", ".join(sorted({one.kind for one in records}))
        self.name.setVisible(len(records) == 1)
        self.title.setVisible(len(records) > 1)
        self.show_title(first.name, f"Boundary · {kinds} · {len(first.members)} members", first.id)
        if len(records) > 1:
            self.title.setText(f"{len(records)} boundaries")
        members = [] if len(records) > 1 else [(id, name_of(document, id)) for id in first.members]
        if members != self._members:
            self._show_members(members)

    def _show_members(self, members: list[tuple[str, str]]) -> None:
        self._members = members
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for id, name in members:
            link = QPushButton(name)
            link.setProperty("role", "link")
            link.setToolTip(f"Select {name}")
            link.clicked.connect(lambda _=False, id=id: self.select_requested.emit(id))
            self._flow.addWidget(link)
        self._links.setVisible(bool(members))


class NoteHeader(TitleHeader):
    """A note and what it is linked to."""

    def __init__(self, look: Theme) -> None:
        super().__init__(look, "sticky-note", renamed=False)

    def show_records(self, document: Document, records: list[Any]) -> None:
        """One note, or how many."""
        links = [name_of(document, id) for id in records[0].links or ()]
        self.title.setText("Note" if len(records) == 1 else f"{len(records)} notes")
        self.subtitle.setText(
            f"Linked to {', '.join(links)}" if links else "On the canvas, linked to nothing"
        )


class DesignHeader(TitleHeader):
    """The design: its name and how much there is in it."""

    def __init__(self, look: Theme) -> None:
        super().__init__(look, "app-logo")

    def show_records(self, document: Document, records: list[Any]) -> None:
        """The head of the file."""
        self.show_title(records[0].name, counts(document), "Untitled design")
