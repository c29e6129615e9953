"""The baseline: a QGraphicsView as one would first write it, one item per card with child text items."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsTextItem,
    QGraphicsView,
)

from mlsd_studio.canvas.scene import Scene


class Card(QGraphicsRectItem):
    """A movable rectangle with its texts; its flows follow it."""

    def __init__(self, id: str, rect, look) -> None:
        super().__init__(0, 0, rect.w, rect.h)
        self.id, self.flows, self.texts = id, [], []
        self.setPos(rect.x, rect.y)
        self.setPen(QPen(QColor("#E3E6EB"), 1))
        self.setBrush(QBrush(QColor("#FFFFFF")))
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsMovable)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges)
        tile = QGraphicsRectItem(12, 12, 34, 34, self)
        tile.setBrush(QBrush(QColor("#DCECEF")))
        for text, x, y, size in (
            (look.title, 52, 8, 12),
            (look.subtitle, 52, 26, 11),
            (look.metric or look.layer, 8, 46, 10),
        ):
            item = QGraphicsTextItem(text, self)
            font = QFont("Inter")
            font.setPixelSize(size)
            item.setFont(font)
            item.setPos(x, y)
            self.texts.append(item)  # without a reference Python takes the item away again

    def itemChange(self, change, value):
        """Redraw the flows when the card moves."""
        if change == QGraphicsItem.GraphicsItemChange.ItemPositionHasChanged:
            for flow in self.flows:
                flow.follow()
        return super().itemChange(change, value)


class Flow(QGraphicsPathItem):
    """A right-angled line between two cards, with an arrow and a label."""

    def __init__(self, source: Card, target: Card, label: str) -> None:
        super().__init__()
        self.source, self.target = source, target
        self.setPen(QPen(QColor("#667085"), 1.6))
        self.setZValue(-1)
        self.label = QGraphicsTextItem(label, self) if label else None
        self.follow()

    def follow(self) -> None:
        """From the right side of the source to the left side of the target."""
        a = self.source.pos() + QPointF(196, 36)
        b = self.target.pos() + QPointF(0, 36)
        middle = (a.x() + b.x()) / 2
        path = QPainterPath(a)
        path.lineTo(middle, a.y())
        path.lineTo(middle, b.y())
        path.lineTo(b)
        path.lineTo(b + QPointF(-9, -4))
        path.moveTo(b)
        path.lineTo(b + QPointF(-9, 4))
        self.setPath(path)
        if self.label is not None:
            self.label.setPos(middle, (a.y() + b.y()) / 2)


def build(data: Scene, width: int, height: int) -> tuple[QGraphicsView, dict[str, Card]]:
    """A view of the same boxes and flows, and its cards by id."""
    scene = QGraphicsScene()
    for rect in data.geometry.frames.rects.values():
        scene.addRect(QRectF(*rect), QPen(QColor("#98A2B3"), 1), QBrush(QColor(81, 96, 122, 14))).setZValue(
            -2
        )
    cards = {id: Card(id, rect, data.look(id)) for id, rect in data.geometry.boxes.items()}
    for card in cards.values():
        scene.addItem(card)
    for flow in data.document.flows.values():
        if flow.source in cards and flow.target in cards:
            item = Flow(cards[flow.source], cards[flow.target], flow.label or flow.protocol or "")
            scene.addItem(item)
            item.source.flows.append(item)
            item.target.flows.append(item)
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    for policy in (view.setHorizontalScrollBarPolicy, view.setVerticalScrollBarPolicy):
        policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(width, height)
    view.data_scene = scene
    return view, cards
