"""Paints a row of the outline: icon, name, what it is, findings; from the right where the interface runs so."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mlsd_studio.analysis.findings import Severity
from mlsd_studio.drawing import text
from mlsd_studio.drawing.card import layer_of
from mlsd_studio.drawing.flow import stroke_color
from mlsd_studio.drawing.icons import kind_icon
from mlsd_studio.drawing.picture import Anchor, Shape, Text
from mlsd_studio.drawing.qt_painter import paint
from mlsd_studio.drawing.theme import Theme
from mlsd_studio.panels.outline import words
from mlsd_studio.panels.outline.contents import Item
from mlsd_studio.panels.outline.model import Mark, OutlineModel
from mlsd_studio.panels.severity import SEVERITY_ICONS
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon, tile

ROW = 28
TILE_SIZE = 20
GAP = 6
SIZE, SMALL = 12.5, 11.0
SEVERITIES: tuple[Severity, ...] = ("error", "warning")
ICONS = {"boundary": "square-dashed", "group": "group", "journey": "footprints", "note": "sticky-note",
         "view": "layout-template"}  # fmt: skip
"""Glyphs of what has no layer."""
Index = QModelIndex | QPersistentModelIndex


class OutlineDelegate(QStyledItemDelegate):
    """`look` is the theme."""

    def __init__(self, session: Session, model: OutlineModel, look: Theme) -> None:
        super().__init__()
        self._session, self._model = session, model
        self.look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(160, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row; the view has painted its ground."""
        item = self._model.item(index)
        if item is None or not item.kind:
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        right_to_left = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each name runs as its letters do
        line = _Line(painter, rect, self.look, mirrored=right_to_left)
        if item.kind in ("heading", "range"):
            line.words(str(index.data()), SIZE, "muted", "semibold")
            line.words(str(len(self._model.contents.children(item))), SMALL, "muted", "medium")
        else:
            closed = not state & QStyle.StateFlag.State_Open
            self._element(line, item, self._model.mark(item, closed=closed))

    def _element(self, line: _Line, item: Item, mark: Mark) -> None:
        session = self._session
        here = item.kind in ("journey", "view") or session.viewing.shows(item.id)
        self._icon(line, item, here=here)
        if mark.count:
            line.badge(mark)
        name = words.title(session, item)
        bold: text.Weight = "semibold" if item.kind == "boundary" else "regular"
        line.words(name, SIZE, "text" if here else "muted", bold if here else "italic")
        line.words(words.note(session, item), SMALL, "muted", "regular")

    def _icon(self, line: _Line, item: Item, *, here: bool) -> None:
        document, look = self._session.document, self.look
        if item.kind in ("out", "in"):
            flow = document.flows[item.id]
            source = document.components.get(flow.source)
            color = stroke_color(flow.kind, look, layer_of(source) if source else "platform")
            ways = ("arrow-right", "arrow-left")
            out = (item.kind == "out") != line.mirrored
            line.glyph(ways[0] if out else ways[1], color if here else look["muted"])
            return
        component = document.components.get(item.id)
        if component is None:
            record = "boundary" if item.id in document.boundaries else item.kind
            line.glyph(ICONS.get(record, "box"), look["muted"])
            return
        color = look.layer(layer_of(component)) if here else look["muted"]
        line.tile(kind_icon(component.kind, component.technology), color)

    # -- typing another name -----------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field as high as the row."""
        field = QLineEdit(parent)
        item = self._model.item(index)
        label = item is not None and item.kind in ("out", "in")
        field.setAccessibleName("Label of the flow" if label else "Name")
        field.setPlaceholderText("Label" if label else "Name")
        look = self.look
        field.setStyleSheet(
            f"QLineEdit {{ padding: 0 4px; min-height: 0; border-radius: 4px; background: {look['card']};"
            f" border: 1px solid {look['accent']}; }}"
        )
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the name, to the end of the row."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        start = TILE_SIZE + GAP - 2
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        cut = (4, 2, -start, -2) if mirrored else (start, 2, -4, -2)
        editor.setGeometry(rect.adjusted(*cut))


class _Line:
    """Puts things one after another into a row, from its start; a badge takes the end."""

    def __init__(self, painter: QPainter, rect: QRect, look: Theme, *, mirrored: bool) -> None:
        self._painter, self._look, self.mirrored = painter, look, mirrored
        self._rect = rect
        self._at, self._end = 0.0, float(rect.width() - 10)

    def _box(self, size: int) -> QRect:
        """A square at the start of what is left of the row."""
        left = (
            self._rect.right() + 1 - round(self._at) - size
            if self.mirrored
            else self._rect.left() + round(self._at)
        )
        return QRect(left, self._rect.center().y() - size // 2 + 1, size, size)

    def tile(self, icon: str, color: str) -> None:
        ratio = self._painter.device().devicePixelRatioF()
        picture = tile(icon, color, self._look["panel"], TILE_SIZE, ratio)
        self._painter.drawPixmap(self._box(TILE_SIZE).topLeft(), picture)
        self._at += TILE_SIZE + GAP

    def glyph(self, icon: str, color: str, size: int = 14) -> None:
        inset = (TILE_SIZE - size) / 2
        self._at += inset
        qicon(icon, color, size).paint(self._painter, self._box(size))
        self._at += size + inset + GAP

    def badge(self, mark: Mark) -> None:
        """A sign of the worst finding and how many there are, at the end of the row."""
        severity: Severity = "error" if mark.severity == "error" else "warning"
        color = self._look.severity(severity)
        number = str(mark.count)
        wide = text.width(number, SMALL, "semibold", tabular=True)
        start, self._at = self._at, self._end - wide - 14 - 3
        self._end = self._at - GAP
        qicon(SEVERITY_ICONS[severity], color, 12).paint(self._painter, self._box(12))
        self._at += 12 + 4
        self._text(number, SMALL, color, "semibold")
        self._at = start

    def words(self, said: str, size: float, token: str, weight: text.Weight) -> None:
        """Words, cut to the room that is left."""
        shown = text.elide(said, size, max(0.0, self._end - self._at), weight)
        if shown and shown != text.ELLIPSIS:
            self._text(shown, size, self._look[token], weight)
            self._at += text.width(shown, size, weight) + GAP

    def _text(self, said: str, size: float, color: str, weight: text.Weight) -> None:
        anchor: Anchor = "end" if self.mirrored else "start"
        x = self._rect.right() + 1 - self._at if self.mirrored else self._rect.left() + self._at
        base = self._rect.center().y() + 5
        shapes: list[Shape] = [Text(x, base, said, size, color, weight, anchor)]
        paint(self._painter, shapes)
