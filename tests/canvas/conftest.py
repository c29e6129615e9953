"""A canvas on a small design, driven with real events."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mlsd_studio.canvas import Canvas
from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Flow, Note, Placement
from mlsd_studio.session import Session


def small() -> Document:
    """A web client, an API in a region, a model endpoint; two flows and a note."""
    return Document(
        [
            Component(id="web", kind="client_web", name="Shop web"),
            Component(id="api", kind="backend_service", name="Search API", replicas=4),
            Component(id="ranker", kind="model_endpoint", technology="triton", name="Ranker"),
            Boundary(id="eu", kind="region", name="eu-west", members=("api",)),
            Flow(id="web-api", source="web", target="api", kind="request", protocol="HTTPS"),
            Flow(id="api-ranker", source="api", target="ranker", kind="async", label="rank"),
            Note(id="note", text="Peak on Fridays", links=("web",)),
        ],
        {
            "web": Placement(0, 0),
            "api": Placement(300, 0),
            "ranker": Placement(700, 200),
            "note": Placement(0, 200),
        },
    )


class User:
    """Presses, moves and types like a person; positions are in the world."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def at(self, x: float, y: float) -> QPoint:
        px, py = self.canvas.view.to_widget(x, y)
        return QPoint(round(px), round(py))

    def centre(self, id: str) -> tuple[float, float]:
        rect = self.canvas.scene.rect(id)
        return rect.x + rect.w / 2, rect.y + rect.h / 2

    def press(self, x: float, y: float, keys=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mousePress(self.canvas, Qt.MouseButton.LeftButton, keys, self.at(x, y))

    def move(self, x: float, y: float) -> None:
        QTest.mouseMove(self.canvas, self.at(x, y))

    def release(self, x: float, y: float, keys=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, keys, self.at(x, y))

    def drag(self, start, end, keys=Qt.KeyboardModifier.NoModifier, *, release: bool = True) -> None:
        self.press(*start, keys)
        for share in (0.3, 0.7, 1.0):
            x = start[0] + (end[0] - start[0]) * share
            y = start[1] + (end[1] - start[1]) * share
            self.move(x, y)
        if release:
            self.release(*end, keys)

    def click(self, x: float, y: float, keys=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, keys, self.at(x, y))

    def double_click(self, x: float, y: float) -> None:
        QTest.mouseDClick(
            self.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.at(x, y)
        )

    def key(self, key, keys=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, keys)

    def picture(self) -> QImage:
        """What a full repaint shows now."""
        return self.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


Shown = TypeVar("Shown", bound=Canvas)


def largest_difference(one: QImage, other: QImage) -> int:
    """The largest difference of a channel; Qt smooths a curve otherwise by a shade where it is cut off."""
    rgb = [image.convertToFormat(QImage.Format.Format_RGB32) for image in (one, other)]
    a, b = (np.frombuffer(image.constBits(), np.uint8).astype(int) for image in rgb)
    return int(np.abs(a - b).max())


class Mirror(Canvas):
    """Compares what the window holds with what painting everything anew would put there."""

    def on_screen(self) -> QImage:
        """The pixels of the window, as scrolling and painting only what changed have left them."""
        QApplication.processEvents()
        QApplication.sendEvent(self.window(), QEvent(QEvent.Type.UpdateRequest))
        w, h = (round(side * self.devicePixelRatioF()) for side in self.size().toTuple())
        return self.screen().grabWindow(self.winId(), 0, 0, w, h).toImage()

    def full(self) -> QImage:
        """The drawing alone, painted anew as a whole, without what lies over it."""
        whole = QPixmap(self.size())
        painter = QPainter(whole)
        self.render_areas(painter, [self.rect()])
        painter.end()
        return whole.toImage()

    def same(self, most: int = 4) -> bool:
        """Whether nothing is stale: painted again as a whole, it looks as before."""
        self.minimap.renew()  # these follow late and may change their places, which is not what is asked here
        self.crumbs.follow()
        before = self.on_screen()
        self.update()
        return largest_difference(before, self.on_screen()) <= most


def shown(qtbot, widget: Shown, size=(1200, 800), centre=None) -> Shown:
    """The canvas on the screen, without motion; at 100 % around `centre`, where one is given."""
    widget.animation_ms = 0
    qtbot.addWidget(widget)
    widget.resize(*size)
    widget.show()
    qtbot.waitExposed(widget)
    if centre is not None:
        widget.zoom_to(1.0)
        widget.centre_on(*centre)
    return widget


@pytest.fixture
def session(qapp) -> Session:
    return Session(small())


@pytest.fixture
def canvas(qtbot, session) -> Canvas:
    return shown(qtbot, Canvas(session), centre=(448, 200))


@pytest.fixture
def user(canvas) -> User:
    return User(canvas)


@pytest.fixture
def mirror(qtbot, session) -> Mirror:
    return shown(qtbot, Mirror(session), centre=(448, 200))
