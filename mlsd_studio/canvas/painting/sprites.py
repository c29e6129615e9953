"""Small pictures painted once and then copied: least recently used ones leave when memory is full."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from mlsd_studio.drawing import qt_painter
from mlsd_studio.drawing.picture import Shape

LIMIT = 96 * 1024 * 1024
"""Bytes of pixels kept."""
MOST_REMEMBERED = 20_000
"""Things whose newest sprite is known."""


class Sprites:
    """Pixmaps in device pixels by key; `made` counts how many were painted."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._latest: dict[Hashable, Hashable] = {}
        self.made = 0

    def find(self, key: Hashable) -> QPixmap | None:
        """A sprite that is there."""
        sprite = self._kept.get(key)
        if sprite is not None:
            self._kept.move_to_end(key)
        return sprite

    def stand_in(self, what: Hashable) -> QPixmap | None:
        """The newest sprite of the same thing at another scale."""
        key = self._latest.get(what)
        return None if key is None else self._kept.get(key)

    def remember(self, what: Hashable, key: Hashable) -> None:
        """The sprite of this key shows `what`."""
        if len(self._latest) > MOST_REMEMBERED:
            self._latest.clear()
        self._latest[what] = key

    def make(
        self, key: Hashable, shapes: Iterable[Shape], size: tuple[float, float], scale: float, margin: int
    ) -> QPixmap:
        """Paint shapes of a size in world pixels, with a margin in device pixels all around."""
        sprite = QPixmap(*(math.ceil(side * scale) + 2 * margin for side in size))
        sprite.fill(Qt.GlobalColor.transparent)
        painter = QPainter(sprite)
        painter.translate(margin, margin)
        painter.scale(scale, scale)
        qt_painter.paint(painter, shapes)
        painter.end()
        self._kept[key] = sprite
        self.made += 1
        self._bytes += _size(sprite)
        while self._bytes > self._limit and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1])
        return sprite

    def clear(self) -> None:
        """Drop everything (another theme)."""
        self._kept.clear()
        self._latest.clear()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """Bytes of pixels held."""
        return self._bytes


def _size(sprite: QPixmap) -> int:
    return int(sprite.width() * sprite.height() * 4)
