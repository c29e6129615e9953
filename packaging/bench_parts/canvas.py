"""Canvas frames at 1 000 cards, 1 500 flows and nested boundaries, beside a plain QGraphicsView.

A frame is the work of one input event and the painting that follows, offscreen at 1920 × 1080; medians of 60.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from bench_parts import _plain_view
from bench_parts._tools import row
from mlsd_studio.canvas import Canvas
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.catalog import catalog
from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Flow, Placement
from mlsd_studio.session import Session

CARDS, FLOWS, COLUMNS = 1000, 1500, 40
WIDTH, HEIGHT, FRAMES = 1920, 1080, 60
GOALS = {"pan": 5.0, "drag": 5.0, "fit": 12.0, "build": 30.0}


def document(cards: int = CARDS, flows: int = FLOWS, seed: int = 7) -> Document:
    """A design on a loose grid: zones in a region, every card with a name of its own, most flows short."""
    dice = random.Random(seed)
    kinds = [kind for kind in catalog().kinds.values() if kind.layer != "actor"]
    technologies = {kind.id: catalog().technologies_of(kind.id) for kind in kinds}
    components, layout = [], {}
    for n in range(cards):
        kind = dice.choice(kinds)
        product = technologies[kind.id][0].id if technologies[kind.id] else None
        components.append(
            Component(
                id=f"c{n}", kind=kind.id, technology=product, name=f"{kind.name} {n}", replicas=n % 5 + 1
            )
        )
        layout[f"c{n}"] = Placement(n % COLUMNS * 280, n // COLUMNS * 160)
    pairs: dict[str, Flow] = {}
    names = ("request", "async", "data", "artifact", "telemetry")
    while len(pairs) < flows:
        a = dice.randrange(cards)
        b = a + dice.choice((1, 1, 1, COLUMNS, COLUMNS + 1, 2, -COLUMNS))
        if 0 <= b < cards and f"c{a}-c{b}" not in pairs:
            label = f"{dice.randrange(900)} rps" if dice.random() < 0.3 else None
            id = f"c{a}-c{b}"
            pairs[id] = Flow(id=id, source=f"c{a}", target=f"c{b}", kind=dice.choice(names), label=label)
    zones = [
        Boundary(id=f"z{z}", kind="zone", name=f"zone {z}", members=_block(z, cards))
        for z in range(COLUMNS // 4)
    ]
    zones = [zone for zone in zones if zone.members]
    region = Boundary(id="region", kind="region", name="eu", members=tuple(zone.id for zone in zones))
    return Document([*components, *pairs.values(), *zones, region], layout)


def _block(number: int, cards: int) -> tuple[str, ...]:
    columns = range(number * 4, number * 4 + 4)
    return tuple(f"c{n}" for n in range(cards) if n % COLUMNS in columns and n // COLUMNS % 6 < 5)


def rows() -> list[dict[str, object]]:
    """Measure, and answer the rows of the table."""
    app = QApplication.instance() or QApplication([])
    _own(app, Session(document()))
    own = _own(app, Session(document()))
    plain = _plain(app, Scene(document()))
    return [
        row(f"canvas {name}, {CARDS} cards", value, baseline=plain.get(name), goal=GOALS.get(name))
        for name, value in own.items()
    ]


def _median(widget: QWidget, frame: Callable[[int], None]) -> float:
    """Median of the time for an input and the painting it causes, which is asked for at once."""
    taken = []
    for n in range(FRAMES):
        start = time.perf_counter()
        frame(n)
        QApplication.processEvents()
        QApplication.sendEvent(widget.window(), QEvent(QEvent.Type.UpdateRequest))
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _mouse(widget: QWidget, kind: QEvent.Type, at: QPointF, down: bool) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.LeftButton if down else Qt.MouseButton.NoButton
    alt = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, alt))


def _dragged(document: Document, inside: bool = True) -> str:
    """The card with six flows (or nearly) next to the middle, inside its zone or at the right edge of it."""
    degree: dict[str, int] = {}
    for flow in document.flows.values():
        for end in (flow.source, flow.target):
            degree[end] = degree.get(end, 0) + 1
    middle = CARDS // 2 + COLUMNS // 2
    numbers = {id: int(id[1:]) for id in degree}
    fitting = [
        id
        for id, n in numbers.items()
        if n // COLUMNS % 6 in (1, 2) and (n % COLUMNS % 4 == 0 if inside else n % COLUMNS % 4 == 3)
    ]
    return min(fitting, key=lambda id: (abs(degree[id] - 6), abs(numbers[id] - middle)))


def _drag(app: QApplication, widget: QWidget, start: QPointF) -> float:
    _mouse(widget, QEvent.Type.MouseButtonPress, start, True)
    _mouse(widget, QEvent.Type.MouseMove, start + QPointF(8, 8), True)
    app.processEvents()

    def frame(n: int) -> None:
        step = QPointF(20 * (n % 12) + 20, 20 * (n % 7))  # further than snapping holds a card
        _mouse(widget, QEvent.Type.MouseMove, start + step, True)

    value = _median(widget, frame)
    _mouse(widget, QEvent.Type.MouseButtonRelease, start, False)
    app.processEvents()
    return value


def _own(app: QApplication, session: Session) -> dict[str, float]:
    canvas = Canvas(session)
    canvas.animation_ms = 0
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()
    app.processEvents()
    found = {"build": _once(lambda: Scene(session.document))}
    canvas.fit()
    app.processEvents()
    found["fit"] = _median(canvas, lambda _: canvas.update())
    id = _dragged(session.document)
    canvas.zoom_to(1.0)
    canvas.centre_on(*canvas.scene.rect(id).centre)
    app.processEvents()
    found["pan"] = _median(canvas, lambda n: canvas.pan(-12 if n % 30 < 15 else 12, 7 if n % 20 < 10 else -7))
    for name, inside in (("drag", True), ("drag that widens a boundary", False)):
        id = _dragged(session.document, inside)
        canvas.centre_on(*canvas.scene.rect(id).centre)
        app.processEvents()
        x, y = canvas.view.to_widget(*canvas.scene.rect(id).centre)
        found[name] = _drag(app, canvas, QPointF(x, y))
    canvas.close()
    return found


def _plain(app: QApplication, data: Scene) -> dict[str, float]:
    kept: list[tuple] = []
    found = {"build": _once(lambda: kept.append(_plain_view.build(data, WIDTH, HEIGHT)), times=1)}
    view, cards = kept[0]
    view.show()
    view.fitInView(view.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    app.processEvents()
    found["fit"] = _median(view, lambda _: view.viewport().update())
    view.resetTransform()
    card = cards[_dragged(data.document)]
    view.centerOn(card)
    app.processEvents()
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()

    def pan(n: int) -> None:
        across.setValue(across.value() + (12 if n % 30 < 15 else -12))
        down.setValue(down.value() - (7 if n % 20 < 10 else -7))

    found["pan"] = _median(view, pan)
    view.centerOn(card)
    app.processEvents()
    start = QPointF(view.mapFromScene(card.sceneBoundingRect().center()))
    found["drag"] = _drag(app, view.viewport(), start)
    view.close()
    return found


def _once(work: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
