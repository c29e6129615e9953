"""States of the main window that are worth looking at, each reached as a user reaches it.

`python -m tests.app.states FOLDER [--theme dark] [--size 1280x800] [--only NAME]` draws them as PNG into a folder; a
test visits all of them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mlsd_studio.app.settings import Settings
from mlsd_studio.app.window import MainWindow
from mlsd_studio.model.edits.views import add_view
from mlsd_studio.paths import resource

Shown = Callable[[], bool]
LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PATIENCE = 20.0


def wait(condition: Shown, what: str) -> None:
    """Let the application work until something holds. Raises TimeoutError after a while."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        QCoreApplication.processEvents()
        time.sleep(0.002)


def example(window: MainWindow, name: str = "shop-ranking") -> None:
    """An example of ours, checked and numbered."""
    window.files.open_example(resource("examples", f"{name}.mlsd.yaml"))
    QCoreApplication.processEvents()
    session = window.session
    wait(lambda: session.report is not None and session.numbers is not None, "the example is checked")
    window.canvas.fit()


def run(window: MainWindow, id: str) -> None:
    """Run a command as its menu entry does."""
    action = window.actions_by_id[id]
    assert action.enabled(), f"{id} cannot run now"
    action.run()


def spot(window: MainWindow, id: str) -> QPoint:
    """Where the middle of a component is on the canvas."""
    canvas = window.canvas
    rect = canvas.scene.rect(id)
    assert rect is not None, f"{id} is not on the canvas"
    px, py = canvas.view.to_widget(rect.x + rect.w / 2, rect.y + rect.h / 2)
    return QPoint(round(px), round(py))


# -- the states ------------------------------------------------------------------------------------------


def start_page(window: MainWindow) -> Shown:
    """What opens without a file."""
    return lambda: window.on_start_page and not window.start_page.is_drawing


def empty_canvas(window: MainWindow) -> Shown:
    """A new design: the canvas helps."""
    window.files.new()
    return window.welcome.isVisible


def whole(window: MainWindow) -> Shown:
    """A design, fitted, with its verdicts and findings."""
    example(window)
    return lambda: bool(window.verdicts.cards) and bool(window.session.findings)


def selected(window: MainWindow) -> Shown:
    """A component with its fields and what it does to the design."""
    example(window)
    QTest.mouseClick(window.canvas, LEFT, NO_KEYS, spot(window, "ranker"))
    return lambda: window.session.selection == ("ranker",)


def several(window: MainWindow) -> Shown:
    """Everything selected: fields for all at once."""
    example(window)
    run(window, "edit.select_all")
    return lambda: len(window.session.selection) > 5


def finding(window: MainWindow) -> Shown:
    """A finding with its evidence, shown where it is."""
    example(window)
    table = window.findings_panel.view
    wait(lambda: table.model().rowCount() > 0, "findings are listed")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    QTest.keyClick(table, Qt.Key.Key_Down)
    return lambda: bool(window.session.selection)


def verdict(window: MainWindow) -> Shown:
    """The path that proves a verdict."""
    example(window)
    wait(lambda: any(card.verdict for card in window.verdicts.cards), "verdicts")
    QTest.mouseClick(window.verdicts.cards[0], LEFT)
    return lambda: window.verdicts.popover is not None and window.verdicts.popover.isVisible()


def utilisation(window: MainWindow) -> Shown:
    """How busy each component is, with the bottlenecks below."""
    example(window)
    window.docks["bottlenecks"].raise_()
    run(window, "view.heat")
    return window.canvas.legend.isVisible


def failure(window: MainWindow) -> Shown:
    """What stops when something fails."""
    example(window)
    window.docks["failures"].raise_()
    wait(lambda: window.failures.isVisible(), "failure modes are in front")
    table = window.failures.units
    wait(lambda: table.model().rowCount() > 0, "failure modes are listed")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    return window.canvas.legend.isVisible


def layers(window: MainWindow) -> Shown:
    """An overlay with its legend."""
    example(window, "every-record")
    run(window, "view.overlay_layers")
    return window.canvas.legend.isVisible


def folded(window: MainWindow) -> Shown:
    """All boundaries collapsed."""
    example(window, "every-record")
    run(window, "view.fold_all")
    return lambda: window.canvas.scene.rect("gate") is None


def focused(window: MainWindow) -> Shown:
    """One component and its neighbours; the rest fades."""
    example(window)
    window.session.select(["ranker"])
    run(window, "view.focus_neighbours")
    return window.canvas.legend.isVisible


def second_view(window: MainWindow) -> Shown:
    """A view with places of its own."""
    example(window, "every-record")
    run(window, "views.next")
    return lambda: window.session.viewing.current is not None


def outlined(window: MainWindow) -> Shown:
    """The outline with a component open: its flows, its findings."""
    example(window)
    run(window, "view.find_in_outline")
    window.session.select(["ranker"])
    rows = window.outline.view.selectionModel()
    wait(rows.hasSelection, "the row is found")
    QTest.keyClick(window.outline.view, Qt.Key.Key_Right)
    return lambda: not window.outline.visibleRegion().isEmpty()


def zoomed(window: MainWindow) -> Shown:
    """Inside a boundary of a boundary, with the crumbs that say where."""
    example(window, "mlops-platform")
    window.session.select(["storage"])
    run(window, "view.zoom_boundary")
    return window.canvas.crumbs.isVisible


def nothing_shown(window: MainWindow) -> Shown:
    """A view of a layer that has no component."""
    example(window)
    change, id = add_view(window.session.document, "Security", "layer:security")
    window.session.apply(change)
    window.session.viewing.open(id)
    return window.nothing_shown.isVisible


def commands(window: MainWindow) -> Shown:
    """The command palette with something typed."""
    example(window)
    run(window, "view.commands")
    palette = window.commands
    wait(palette.isVisible, "the palette opens")
    QTest.keyClicks(palette.field, "tidy")
    return palette.isVisible


def searching(window: MainWindow) -> Shown:
    """Find on the canvas."""
    example(window)
    run(window, "edit.find")
    finder = window.canvas.finder
    wait(finder.isVisible, "the search bar opens")
    QTest.keyClicks(finder.field, "rank")
    return lambda: bool(finder.count.text())


def connecting(window: MainWindow) -> Shown:
    """A flow being drawn, over its target."""
    example(window)
    run(window, "tool.connect")
    canvas, start, end = window.canvas, spot(window, "api"), spot(window, "ranker")
    QTest.mousePress(canvas, LEFT, NO_KEYS, start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(canvas, start + (end - start) * share)
    return lambda: bool(canvas.tool.overlay())


def requirements(window: MainWindow) -> Shown:
    """What the design must do, in the inspector."""
    example(window)
    window.inspector.show_page(window.inspector.requirements)
    return window.inspector.requirements.isVisible


def shortcuts(window: MainWindow) -> Shown:
    """The sheet of shortcuts."""
    example(window)
    run(window, "help.shortcuts")
    return lambda: QApplication.activeModalWidget() is not None


def settings(window: MainWindow) -> Shown:
    """The settings."""
    window.files.new()
    run(window, "app.settings")
    return lambda: window.settings_dialog.isVisible()


def explained(window: MainWindow) -> Shown:
    """A rule explained."""
    example(window)
    window.session.help_requested.emit("RES001")
    return lambda: window.helping.dialog is not None and window.helping.dialog.isVisible()


STATES: dict[str, Callable[[MainWindow], Shown]] = {
    one.__name__: one
    for one in (
        start_page, empty_canvas, whole, selected, several, finding, verdict, utilisation, failure, layers,
        folded, focused, second_view, outlined, zoomed, nothing_shown,
        commands, searching, connecting, requirements, shortcuts, settings, explained,
    )
}  # fmt: skip
"""Name → what a user does to get there; the answer says when it is shown."""


def reach(window: MainWindow, name: str) -> None:
    """Bring a fresh window into a state, and let it settle."""
    shown = STATES[name](window)
    wait(shown, name)
    QCoreApplication.processEvents()


def dialogs(window: MainWindow) -> list[QWidget]:
    """What stands in windows of its own beside the main one."""
    return [
        w for w in QApplication.topLevelWidgets() if w is not window and w.isVisible() and w.width() > 200
    ]


def draw(name: str, folder: Path, theme: str, size: tuple[int, int]) -> None:
    """One state as PNG; a dialog gets a picture of its own."""
    with tempfile.TemporaryDirectory() as kept:
        own = Settings(Path(kept) / "settings.ini")
        own.memory("hints")["closed"] = True
        window = MainWindow(own, theme, Path(kept))
        window.canvas.animation_ms = 0
        window.resize(*size)
        window.show()
        window.checker.start()
        window.activateWindow()
        reach(window, name)
        QTest.qWait(400)
        window.grab().save(str(folder / f"{name}-{theme}.png"))
        for n, dialog in enumerate(dialogs(window)):
            dialog.grab().save(str(folder / f"{name}-{theme}-dialog{n or ''}.png"))
            dialog.close()
        window.session.history.mark_clean()
        window.close()
        QCoreApplication.processEvents()


def main(words: list[str]) -> int:
    """Draw all states, or one."""
    from mlsd_studio.app.start import make_application

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--size", default="1680x1000")
    parser.add_argument("--only", choices=tuple(STATES))
    asked = parser.parse_args(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    width, height = map(int, asked.size.split("x"))
    application = make_application(sys.argv[:1])
    for name in [asked.only] if asked.only else STATES:
        print(name, flush=True)
        draw(name, asked.folder, asked.theme, (width, height))
    application.quit()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
