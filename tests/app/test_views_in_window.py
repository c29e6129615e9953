"""Views in the real window: tabs, export, the place of last time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mlsd_studio.app.export_dialog import ExportDialog
from mlsd_studio.app.window import MainWindow
from mlsd_studio.paths import resource

EVERY = resource("examples") / "every-record.mlsd.yaml"


def test_the_place_of_last_time_comes_back(make_window: Callable[[], MainWindow], tmp_path: Path) -> None:
    file = tmp_path / "design.mlsd.yaml"
    file.write_bytes(EVERY.read_bytes())
    window = make_window()
    assert window.files.open(file)
    window.session.viewing.open("hot-path")
    window.canvas.zoom_to(0.7)
    zoom, centre = window.canvas.places.now
    window.close()
    (kept,) = window.settings.open_files
    again = make_window()
    assert again.files.open(kept.path)
    again.place_wanted = kept.place
    again.restore_place()
    assert again.session.viewing.current == "hot-path"
    assert again.canvas.places.now[0] == zoom
    assert again.canvas.places.now[1] == pytest.approx(centre, abs=60)


def test_tabs_stand_above_the_canvas_and_the_export_offers_the_open_view(user) -> None:
    window = user.window
    window.files.open_example(EVERY)
    assert window.view_tabs.isVisible()
    window.actions_by_id["views.next"].run()
    assert window.session.viewing.current == "hot-path"
    dialog = ExportDialog(window.session, "png", "light", window)
    assert dialog.scope.itemText(0) == "The view “While the shop waits”"
    dialog.deleteLater()
    window.canvas.fit()
    user.until(lambda: window.canvas.minimap._hidden_at(window.canvas.minimap.pos()) == 0)


def test_the_palette_says_why_there_is_no_next_view(user) -> None:
    window = user.window
    window.files.open_example(resource("examples", "shop-ranking.mlsd.yaml"))
    user.control(Qt.Key.Key_K)
    palette = window.commands
    QTest.keyClicks(palette.field, "view")
    user.until(lambda: not palette._later.isActive())
    rows = [row for n in range(palette.list.count()) if (row := palette.list.chosen(n))]
    reasons = {row.title: row.reason for row in rows}
    assert reasons["Next view"] == "There is no other view to go to"
    assert reasons["Rename view"].startswith("The whole design is open")
