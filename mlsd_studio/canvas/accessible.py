"""What a screen reader finds on the canvas: one container whose children are the elements, in reading order.

A child is made when it is asked for, so a design of ten thousand components costs nothing until it is read. The
outline and the panels say the same in lists; this is the drawing itself.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from mlsd_studio.canvas.base import CanvasBase
from mlsd_studio.canvas.hits import hit
from mlsd_studio.session.wording import details, spoken_name

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

ROW = 60
"""World pixels: cards whose tops differ by less stand in one row when they are read."""
ROLES = {"boundaries": QAccessible.Role.Grouping, "groups": QAccessible.Role.Grouping}
"""Roles by table; everything else is an item of the canvas."""


def reading_order(canvas: Canvas) -> tuple[str, ...]:
    """Boundaries from the outer ones in; then cards row by row, each followed by the flows that leave it; notes."""
    scene, document = canvas.scene, canvas.session.document
    boxes, leaving = scene.geometry.boxes, dict[str, list[str]]()
    for flow in document.flows.values():
        leaving.setdefault(scene.drawn_end(flow.source), []).append(flow.id)
    order: list[str] = [id for id in scene.geometry.frames.rects if document.find(id)]
    for id in sorted(boxes, key=lambda one: (boxes[one].y // ROW, boxes[one].x, one)):
        order += [id, *leaving.pop(id, ())]
    rest = [id for flows in leaving.values() for id in flows]
    return tuple(dict.fromkeys((*order, *rest, *document.notes)))


class CanvasInterface(QAccessibleWidget):
    """The canvas as a container."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.Canvas, "Canvas")
        self.canvas = canvas
        self._made: dict[str, ElementInterface] = {}
        self._key: tuple[object, ...] = ()
        self._order: tuple[str, ...] = ()
        self._place: dict[str, int] = {}

    def order(self) -> tuple[str, ...]:
        """The ids of the children, worked out once per state of the design."""
        session = self.canvas.session
        key = session.generation, session.document.revision, id(self.canvas.scene)
        if key != self._key:
            self._key, self._order = key, reading_order(self.canvas)
            self._place = {id: place for place, id in enumerate(self._order)}
        return self._order

    def element(self, id: str) -> ElementInterface | None:
        """The child of an element, None where nothing of this id is drawn."""
        self.order()
        if id not in self._place:
            return None
        if id not in self._made:
            self._made[id] = ElementInterface(self, id)
        return self._made[id]

    def childCount(self) -> int:
        """As many as elements are drawn."""
        return len(self.order())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The child at a place of the reading order."""
        order = self.order()
        return self.element(order[index]) if 0 <= index < len(order) else None

    def place_of(self, id: str) -> int:
        """The place of an element in the reading order; -1 where it is not drawn."""
        self.order()
        return self._place.get(id, -1)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The place of a child; -1 for another's."""
        return self.place_of(child.id) if isinstance(child, ElementInterface) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The child under a point of the screen."""
        canvas = self.canvas
        at = canvas.mapFromGlobal(QPoint(x, y))
        found = hit(canvas.scene, *canvas.view.to_world(at.x(), at.y()), canvas.view.zoom)
        return self.element(found.id) if found.id else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """The only selected element while the canvas has the focus, else the canvas."""
        chosen = self.canvas.session.selection
        if not self.canvas.hasFocus():
            return None
        return (self.element(chosen[0]) if len(chosen) == 1 else None) or self


class ElementInterface(QAccessibleInterface):
    """A component, boundary, group, flow or note on the canvas."""

    def __init__(self, owner: CanvasInterface, id: str) -> None:
        super().__init__()
        self._owner, self.id = owner, id

    @property
    def _canvas(self) -> Canvas:
        return self._owner.canvas

    def isValid(self) -> bool:
        """Whether the element is still drawn."""
        return self._owner.place_of(self.id) >= 0

    def object(self) -> QObject | None:  # type: ignore[override]
        """None: elements are no objects of Qt."""
        return None

    def window(self) -> Any:
        """The window of the canvas."""
        return self._owner.window()

    def parent(self) -> QAccessibleInterface:
        """The canvas."""
        return self._owner

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Elements have no children: what stands inside a boundary is read after it."""
        return None

    def childCount(self) -> int:
        """None."""
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """None is a child."""
        return -1

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """None."""
        return None

    def text(self, which: QAccessible.Text) -> str:
        """The name says what it is, its numbers and its findings; the description the findings in words."""
        if not self.isValid():
            return ""
        if which is QAccessible.Text.Name:
            return spoken_name(self._canvas.session, self.id)
        return details(self._canvas.session, self.id) if which is QAccessible.Text.Description else ""

    def setText(self, _which: QAccessible.Text, _words: str) -> None:
        """Names are edited in place, not from here."""

    def rect(self) -> QRect:
        """Where it is on the screen."""
        canvas = self._canvas
        area = canvas.scene.area([self.id]) if self.isValid() else None
        if area is None:
            return QRect()
        rect = canvas.widget_rect(area)
        return QRect(canvas.mapToGlobal(rect.topLeft()), rect.size())

    def role(self) -> QAccessible.Role:
        """A boundary is a grouping, all others are items."""
        found = self._canvas.session.document.find(self.id)
        return ROLES.get(found[0] if found else "", QAccessible.Role.ListItem)

    def state(self) -> QAccessible.State:
        """Selected, focused when it is the only one, and whether it can be seen now."""
        state, canvas = QAccessible.State(), self._canvas
        chosen = canvas.session.selection
        if not self.isValid():
            state.invalid = True  # type: ignore[assignment]
            return state
        state.selectable = state.multiSelectable = state.focusable = True  # type: ignore[assignment]
        state.selected = self.id in chosen  # type: ignore[assignment]
        state.focused = chosen == (self.id,) and canvas.hasFocus()  # type: ignore[assignment]
        area = canvas.scene.area([self.id])
        seen = area is not None and canvas.rect().intersects(canvas.widget_rect(area))
        state.offscreen = not seen  # type: ignore[assignment]
        return state


def _factory(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, CanvasBase):
        return None
    thing.spoken = CanvasInterface(thing)  # type: ignore[arg-type]
    return thing.spoken


@cache
def install() -> None:
    """Let screen readers see canvases; once for the whole program."""
    QAccessible.installFactory(_factory)


def tell_focus(canvas: QWidget, id: str | None) -> None:
    """Tell a screen reader that the focus, or the selection, is at an element; with None at the canvas."""
    found = QAccessible.queryAccessibleInterface(canvas)
    place = found.place_of(id) if id and isinstance(found, CanvasInterface) else -1
    for kind in (QAccessible.Event.Focus, QAccessible.Event.Selection):
        event = QAccessibleEvent(canvas, kind)
        if place >= 0:
            event.setChild(place)
        QAccessible.updateAccessibility(event)
        if place < 0:
            return
