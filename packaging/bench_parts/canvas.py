"""Canvas frames at 1 000 and 10 000 cards with nested boundaries, beside a plain QGraphicsView.

A frame is the work of one input event and the painting that follows, offscreen at 1920 × 1080; medians and
95th percentiles of 60. The time to the first frame and the peak memory are those of the app in a process of
its own.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from bench_parts import _plain_view
from bench_parts._tools import row
from mlsd_studio.canvas import Canvas
from mlsd_studio.canvas.arrange import nudge
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.catalog import catalog
from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Flow, Placement
from mlsd_studio.session import Session
from mlsd_studio.storage import dump

COLUMNS = 40
WIDTH, HEIGHT, FRAMES = 1920, 1080, 60
ROOT = Path(__file__).resolve().parents[2]
GOALS = {
    1000: {"scene": 10.0, "fit": 6.0, "pan": 2.5, "drag": 4.0, "move all": 6.0, "open": 400.0, "memory": 170},
    10000: {"scene": 100.0, "fit": 12.0, "pan": 3.0, "drag": 6.0, "move all": 20.0, "open": 1500.0,
            "memory": 250},
}  # fmt: skip
PROGRAM = """
import os, sys, tempfile, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.argv = ["mlsd-studio"]
from pathlib import Path
from mlsd_studio.app.start import make_application
app = make_application(sys.argv)
from mlsd_studio.app.settings import Settings
from mlsd_studio.app.window import MainWindow
with tempfile.TemporaryDirectory() as folder:
    window = MainWindow(Settings(Path(folder) / "s.ini"), "light", Path(folder))
    window.resize(1920, 1080)
    window.show()
    app.processEvents()
    start = time.perf_counter()
    window.files.open(Path({file!r}))
    app.processEvents()
    window.grab()
    print((time.perf_counter() - start) * 1000)
    end = time.time() + 4
    while time.time() < end:
        app.processEvents()
        time.sleep(0.005)
    window.canvas.zoom_to(1.0)
    app.processEvents()
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(peak.split()[1]) / 1024)
"""


def document(cards: int = 1000, flows: int = 1500, seed: int = 7) -> Document:
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
    found = []
    _own(app, Session(document()))
    for cards, goals in GOALS.items():
        data = document(cards, cards * 3 // 2)
        plain = _plain(app, Scene(data))
        for name, values in _own(app, Session(data)).items():
            title = f"canvas {name}, {cards} cards"
            found.append(
                row(title, statistics.median(values), baseline=plain.get(name), goal=goals.get(name))
            )
            if len(values) > 9:
                found.append(row(f"{title}, p95", sorted(values)[int(len(values) * 0.95)]))
        opened, memory = _app(data)
        found.append(row(f"app: file to first frame, {cards} cards", opened, goal=goals["open"]))
        found.append(row(f"app: peak memory, {cards} cards", memory, "MB", goal=goals["memory"]))
    return found


def _app(data: Document) -> tuple[float, float]:
    """Milliseconds from opening the file to its first frame, and the app's peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "big.mlsd.yaml"
        file.write_text(dump(data), "utf-8")
        command = [sys.executable, "-c", PROGRAM.format(file=str(file))]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    opened, memory = (float(line) for line in done.stdout.split()[-2:])
    return opened, memory


def _frames(widget: QWidget, frame: Callable[[int], None]) -> list[float]:
    """Milliseconds of each of 60 inputs with the painting it causes, which is asked for at once."""
    taken = []
    for n in range(FRAMES):
        start = time.perf_counter()
        frame(n)
        QApplication.processEvents()
        QApplication.sendEvent(widget.window(), QEvent(QEvent.Type.UpdateRequest))
        taken.append((time.perf_counter() - start) * 1000)
    return taken


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
    middle = len(document.components) // 2 + COLUMNS // 2
    numbers = {id: int(id[1:]) for id in degree}
    fitting = [
        id
        for id, n in numbers.items()
        if n // COLUMNS % 6 in (1, 2) and (n % COLUMNS % 4 == 0 if inside else n % COLUMNS % 4 == 3)
    ]
    return min(fitting, key=lambda id: (abs(degree[id] - 6), abs(numbers[id] - middle)))


def _drag(app: QApplication, widget: QWidget, start: QPointF) -> list[float]:
    _mouse(widget, QEvent.Type.MouseButtonPress, start, True)
    _mouse(widget, QEvent.Type.MouseMove, start + QPointF(8, 8), True)
    app.processEvents()

    def frame(n: int) -> None:
        step = QPointF(20 * (n % 12) + 20, 20 * (n % 7))  # further than snapping holds a card
        _mouse(widget, QEvent.Type.MouseMove, start + step, True)

    values = _frames(widget, frame)
    _mouse(widget, QEvent.Type.MouseButtonRelease, start, False)
    app.processEvents()
    return values


def _own(app: QApplication, session: Session) -> dict[str, list[float]]:
    canvas = Canvas(session)
    canvas.animation_ms = 0
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()
    app.processEvents()
    while not canvas.scene.geometry.settled:
        app.processEvents()
    found = {"scene": _once(lambda: Scene(session.document, quick=True))}
    canvas.fit()
    app.processEvents()
    found["fit"] = _frames(canvas, lambda _: canvas.update())
    id = _dragged(session.document)
    canvas.zoom_to(1.0)
    canvas.centre_on(*canvas.scene.rect(id).centre)
    app.processEvents()
    found["pan"] = _frames(canvas, lambda n: canvas.pan(-12 if n % 30 < 15 else 12, 7 if n % 20 < 10 else -7))
    for name, inside in (("drag", True), ("drag that widens a boundary", False)):
        id = _dragged(session.document, inside)
        canvas.centre_on(*canvas.scene.rect(id).centre)
        app.processEvents()
        x, y = canvas.view.to_widget(*canvas.scene.rect(id).centre)
        found[name] = _drag(app, canvas, QPointF(x, y))
    session.select([*session.document.components])
    canvas.fit()
    app.processEvents()
    found["move all"] = _frames(canvas, lambda n: nudge(session, canvas.scene, 20 if n % 2 else -20, 0))
    canvas.close()
    return found


def _plain(app: QApplication, data: Scene) -> dict[str, float]:
    """Medians of the plain view, under the same names."""
    kept: list[tuple] = []
    built = _once(lambda: kept.append(_plain_view.build(data, WIDTH, HEIGHT)), times=1)
    return {"scene": statistics.median(built), **_plain_frames(app, data, *kept[0])}


def _plain_frames(app: QApplication, data: Scene, view: QWidget, cards: dict) -> dict[str, float]:
    found = {}
    view.show()
    view.fitInView(view.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    app.processEvents()
    found["fit"] = statistics.median(_frames(view, lambda _: view.viewport().update()))
    view.resetTransform()
    card = cards[_dragged(data.document)]
    view.centerOn(card)
    app.processEvents()
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()

    def pan(n: int) -> None:
        across.setValue(across.value() + (12 if n % 30 < 15 else -12))
        down.setValue(down.value() - (7 if n % 20 < 10 else -7))

    found["pan"] = statistics.median(_frames(view, pan))
    view.centerOn(card)
    app.processEvents()
    start = QPointF(view.mapFromScene(card.sceneBoundingRect().center()))
    found["drag"] = statistics.median(_drag(app, view.viewport(), start))
    view.close()
    return found


def _once(work: Callable[[], object], times: int = 5) -> list[float]:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken
