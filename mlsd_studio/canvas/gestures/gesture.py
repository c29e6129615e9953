"""The base of all gestures, and the few shapes they share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.view import Area
from mlsd_studio.drawing import text
from mlsd_studio.drawing.picture import Box, Fill, Line, Point, Shape, Stroke, Text
from mlsd_studio.layout.spacing import Gap

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas


class Gesture:
    """Begins with a press at `start`; ends with `release` or `cancel`."""

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self.canvas = canvas
        self.start = start

    def move(self, pointer: Pointer) -> None:
        """The mouse is elsewhere."""

    def release(self, pointer: Pointer) -> None:
        """The button is up."""

    def cancel(self) -> None:
        """Take everything back."""

    def overlay(self) -> list[Shape]:
        """What to show over the scene, in world pixels."""
        return []

    # -- shapes ------------------------------------------------------------------------------------

    def pixels(self, count: float) -> float:
        """So many pixels of the widget, in world pixels."""
        return count / self.canvas.view.zoom

    def band(self, area: Area) -> Box:
        """A thin translucent rectangle, as while selecting."""
        accent = self.canvas.theme["accent"]
        stroke = Stroke(accent, self.pixels(1))
        return Box(*area, 0.0, Fill(accent, 0.08), stroke)

    def outline(self, id: str) -> list[Shape]:
        """The outline of an element that would take what is dragged."""
        rect = self.canvas.scene.rect(id)
        if rect is None:
            return []
        radius = 16.0 if id in self.canvas.scene.geometry.frames.rects else 12.0
        accent = self.canvas.theme["accent"]
        return [Box(*Area(*rect).grown(2), radius, Fill(accent, 0.06), Stroke(accent, self.pixels(2)))]

    def taking(self, way: tuple[Point, ...]) -> list[Shape]:
        """The line of a flow that would take in what is dragged."""
        return [Line(way, Stroke(self.canvas.theme["accent"], self.pixels(4), opacity=0.55))]

    def measures(self, gaps: Iterable[Gap]) -> list[Shape]:
        """Ways between neighbours with their length in pixels; equal ones in the accent colour."""
        shapes: list[Shape] = []
        for gap in gaps:
            color = self.canvas.theme["accent" if gap.equal else "muted"]
            stroke = Stroke(color, self.pixels(1))
            (ax, ay), (bx, by), tick = gap.start, gap.end, self.pixels(4)
            dx, dy = (0.0, tick) if ay == by else (tick, 0.0)
            shapes += [
                Line((gap.start, gap.end), stroke),
                *(Line(((x - dx, y - dy), (x + dx, y + dy)), stroke) for x, y in (gap.start, gap.end)),
            ]
            size, words = self.pixels(11), str(gap.length)
            wide, high = text.width(words, size, "medium") + self.pixels(8), self.pixels(16)
            x, y = (ax + bx) / 2, (ay + by) / 2
            ground = Fill(self.canvas.theme["background"], 0.92)
            shapes += [
                Box(x - wide / 2, y - high / 2, wide, high, self.pixels(4), ground),
                Text(x, y + size * 0.36, words, size, color, "medium", "middle"),
            ]
        return shapes

    def guides(self, lines: Iterable[tuple[Point, Point]]) -> list[Shape]:
        """Thin lines that show what is aligned."""
        stroke = Stroke(self.canvas.theme["accent"], self.pixels(1), opacity=0.8)
        return [Line((a, b), stroke) for a, b in lines]
