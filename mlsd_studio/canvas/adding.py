"""New components on the canvas: dropped from the palette, found a free place for, or chosen in a popup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from mlsd_studio.canvas.base import CanvasBase
from mlsd_studio.canvas.hits import boundary_at, hit
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.popup import Choice, ChoicePopup, next_choices, similar_choices
from mlsd_studio.canvas.room import make_room
from mlsd_studio.canvas.taking import bring
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing.card import RADIUS
from mlsd_studio.drawing.picture import Box, Fill, Line, Shape, Stroke
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.layout.snapping import GRID
from mlsd_studio.session import editing, shaping

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

GAP = 24
"""World pixels kept free around a component that finds its own place."""
CLONE_GAP = 84
"""World pixels between a component and its clone: room for the flow."""
RINGS = 24
"""How many rings around the middle are searched for a free place."""


class Adding(CanvasBase):
    """The ways in which the canvas takes new components."""

    _drop_at: tuple[float, float] | None = None
    _drop_on: str | None = None
    """The flow that would take in what is dropped, or the component that would be replaced."""
    popup: ChoicePopup | None = None

    # -- from the palette --------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what the palette and the outline drag."""
        if any(event.mimeData().hasFormat(one) for one in (editing.KIND_MIME, editing.ELEMENTS_MIME)):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the card would be, the flow it would go into, or the card that it would replace."""
        self._drop_at = self._corner(event.position())
        known = event.mimeData().hasFormat(editing.ELEMENTS_MIME)
        self._drop_on = None if known else self._under_drop(event.position(), event.modifiers())
        self.refresh_overlay()
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Nothing will be dropped."""
        self._drop_at = self._drop_on = None
        self.refresh_overlay()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the component where it was dropped, into the boundary and the flow there; show what there is already.

        With Ctrl, a card that it is dropped on becomes that component instead.
        """
        corner = self._corner(event.position())
        on = self._under_drop(event.position(), event.modifiers())
        self._drop_at = self._drop_on = None
        self.refresh_overlay()
        if event.mimeData().hasFormat(editing.ELEMENTS_MIME):
            text = bytes(event.mimeData().data(editing.ELEMENTS_MIME).data()).decode("utf-8", "replace")
            bring(cast("Canvas", self), editing.parse_elements_text(text), corner)
            event.acceptProposedAction()
            return
        text = bytes(event.mimeData().data(editing.KIND_MIME).data()).decode("utf-8", "replace")
        try:
            kind, technology = editing.parse_kind_text(text)
        except KeyError:
            self.session.message.emit(f"The catalogue does not know {text!r}")
            return
        if on is None:
            self.add_at(kind, technology, corner)
        elif on in self.session.document.flows:
            self._add_into(on, kind, technology, corner)
        else:
            shaping.replace_kind(self.session, on, kind, technology)
            self.session.select([on])
        event.acceptProposedAction()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_into(self, flow: str, kind: str, technology: str | None, corner: tuple[int, int]) -> None:
        """Add a component in the middle of a flow; what it would cover moves on."""
        box = Rect(*corner, editing.CARD_W, editing.CARD_H)
        shaping.add_into_flow(
            self.session, kind, technology, corner, flow, self._boundary_of(corner),
            lambda builder, id: make_room(builder, self.scene, flow, id, box),
        )  # fmt: skip

    def _under_drop(self, position: QPointF, keys: Qt.KeyboardModifier) -> str | None:
        x, y = self.view.to_world(position.x(), position.y())
        found = hit(self.scene, x, y, self.view.zoom)
        if found.kind == "flow":
            return found.id
        wanted = bool(keys & Qt.KeyboardModifier.ControlModifier)
        return found.id if wanted and found.id in self.session.document.components else None

    def drop_shapes(self) -> list[Shape]:
        """The outline of the card that would be dropped, and the boundary that would take it."""
        if self._drop_at is None:
            return []
        accent, zoom = self.theme["accent"], self.view.zoom
        replaced = self.scene.rect(self._drop_on) if self._drop_on else None
        if replaced is not None:
            edge = Stroke(accent, 2.5 / zoom)
            return [Box(*Area(*replaced).grown(3), RADIUS + 3, Fill(accent, 0.12), edge)]
        x, y = self._drop_at
        stroke = Stroke(accent, 1.5 / zoom, (6 / zoom, 4 / zoom))
        card = Box(x, y, editing.CARD_W, editing.CARD_H, RADIUS, Fill(accent, 0.08), stroke)
        route = self.scene.geometry.route(self._drop_on or "")
        line = [Line(route.points, Stroke(accent, 4 / zoom, opacity=0.55))] if route else []
        into = self._boundary_of(self._drop_at)
        rect = self.scene.rect(into) if into else None
        if rect is None:
            return [*line, card]
        frame = Box(rect.x, rect.y, rect.w, rect.h, 16.0, Fill(accent, 0.06), Stroke(accent, 2 / zoom))
        return [frame, *line, card]

    def add_at(self, kind: str, technology: str | None, corner: tuple[float, float]) -> str | None:
        """Add a component with its top left corner here, into the boundary around its middle; its id."""
        return editing.add(self.session, kind, technology, corner, self._boundary_of(corner))

    def add_at_centre(self, kind: str, technology: str | None = None) -> str | None:
        """Add a component at a free place near the middle of the view; its id."""
        x, y = self.view.visible().centre
        corner = self.free_corner(x - editing.CARD_W / 2, y - editing.CARD_H / 2)
        id = self.add_at(kind, technology, corner)
        if id is not None:
            self.show_ids([id])
        return id

    def free_corner(self, x: float, y: float) -> tuple[float, float]:
        """The place on the grid nearest to (x, y) where a card covers no other."""
        x0, y0 = round(x / GRID) * GRID, round(y / GRID) * GRID
        steps = sorted(
            ((i, j) for i in range(-RINGS, RINGS + 1) for j in range(-RINGS, RINGS + 1)),
            key=lambda step: (step[0] ** 2 + step[1] ** 2, step[1] < 0, step),
        )
        boxes = self.scene.geometry.boxes
        for i, j in steps:
            corner = x0 + i * GRID * 2, y0 + j * GRID * 2
            room = Area(*corner, editing.CARD_W, editing.CARD_H).grown(GAP)
            if not any(room.meets(*boxes[id]) for id in self.scene.cards_in(room)):
                return corner
        return x0, y0

    def _corner(self, position: QPointF) -> tuple[int, int]:
        """The corner, on the grid, of a card whose middle is at a position of the widget."""
        x, y = self.view.to_world(position.x(), position.y())
        half_w, half_h = editing.CARD_W / 2, editing.CARD_H / 2
        return round((x - half_w) / GRID) * GRID, round((y - half_h) / GRID) * GRID

    def _boundary_of(self, corner: tuple[float, float]) -> str | None:
        x, y = corner[0] + editing.CARD_W / 2, corner[1] + editing.CARD_H / 2
        return boundary_at(self.scene, x, y)

    # -- from a popup ------------------------------------------------------------------------------------

    def offer_next(self, source: str, pointer: Pointer) -> None:
        """Ask what a flow drawn onto empty ground should lead to."""
        component = self.session.document.components.get(source)
        kind = component.kind if component else None
        corner = self._beside(self.scene.rect(source), pointer)

        def taken(choice: Choice) -> None:
            flow = choice.flow or "request"
            into = self._boundary_of(corner)
            editing.add_connected(self.session, source, choice.kind, flow, corner, into)

        choices = next_choices(kind) if kind else []
        self._open("What comes next?", choices, taken, pointer, kind)

    def offer_instead(self, id: str) -> None:
        """Ask what a component should be instead; its flows stay."""
        rect = self.scene.rect(id)
        component = self.session.document.components.get(id)
        if rect is None or component is None:
            return
        px, py = self.view.to_widget(rect.x, rect.bottom)
        pointer = Pointer(rect.x, rect.bottom, px, py)

        def taken(choice: Choice) -> None:
            shaping.replace_kind(self.session, id, choice.kind, choice.technology)

        choices = similar_choices(component.kind, component.technology)
        self._open("Replace with", choices, taken, pointer, None)

    def clone_towards(self, id: str, dx: int, dy: int) -> str | None:
        """Copy a component to the next free place in a direction and connect it; the new id."""
        rect = self.scene.rect(id)
        if rect is None or id not in self.session.document.components:
            return None
        x = rect.x + dx * (rect.w + CLONE_GAP)
        y = rect.y + dy * (rect.h + CLONE_GAP)
        new = shaping.clone_connected(self.session, id, self._free_along(x, y, rect, dx, dy))
        if new is not None:
            self.show_ids([new])
        return new

    def _free_along(self, x: float, y: float, size: Rect, dx: int, dy: int) -> tuple[float, float]:
        """The first place beside the one wanted, across the direction, where the copy covers no card."""
        for step in range(RINGS):
            for side in (1, -1) if step else (1,):
                by = step * side
                corner = x + by * dy * dy * (size.w + GAP), y + by * dx * dx * (size.h + GAP)
                room = Area(*corner, size.w, size.h).grown(GAP / 2)
                boxes = self.scene.geometry.boxes
                if not any(room.meets(*boxes[one]) for one in self.scene.cards_in(room)):
                    return corner
        return x, y

    def offer_any(self, pointer: Pointer) -> None:
        """Ask what should be added here."""
        corner = self._corner(QPointF(pointer.px, pointer.py))
        self._open("Add a component", [], lambda c: self.add_at(c.kind, c.technology, corner), pointer, None)

    def _open(
        self,
        title: str,
        choices: Sequence[Choice],
        taken: Callable[[Choice], object],
        pointer: Pointer,
        kind: str | None,
    ) -> None:
        self.close_popup()
        self.popup = ChoicePopup(self, self.theme, title, choices, taken, kind)
        self.popup.closed.connect(self._popup_gone)
        self.popup.open_at(QPoint(round(pointer.px) + 6, round(pointer.py) + 6), self.rect())

    def close_popup(self) -> None:
        """Take a popup away without a choice."""
        if self.popup is not None:
            self.popup.close()

    def _popup_gone(self) -> None:
        self.popup = None

    def _beside(self, source: Rect | None, pointer: Pointer) -> tuple[float, float]:
        """The corner of a card whose near side is at the mouse, seen from the source."""
        x, y = pointer.at
        half_w, half_h = editing.CARD_W / 2, editing.CARD_H / 2
        if source is not None:
            cx, cy = source.centre
            if abs(x - cx) * source.h >= abs(y - cy) * source.w:
                x += half_w if x > cx else -half_w
            else:
                y += half_h if y > cy else -half_h
        return self.free_corner(x - half_w, y - half_h)
