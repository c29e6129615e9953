"""Showing where data travels, through the real window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from mlsd_studio.paths import resource
from mlsd_studio.session.overlays.data_classes import MENU

from .conftest import User


def menu(owner: QMenu, title: str) -> QMenu:
    return next(entry.menu() for entry in owner.actions() if entry.menu() and entry.text() == title)


def open_menu(user: User) -> QMenu:
    """View → Show where data travels, as it opens."""
    view = menu(user.window.menu, "View")
    view.aboutToShow.emit()
    return menu(view, MENU)


def test_the_menu_lists_the_classes_that_occur(user: User) -> None:
    user.window.files.open(resource("examples", "every-record.mlsd.yaml"))
    shown = [entry.text() for entry in open_menu(user).actions() if entry.isVisible()]
    assert shown == ["pii", "financial"]


def test_without_any_class_the_menu_cannot_be_opened(user: User) -> None:
    user.window.files.new()
    assert not open_menu(user).menuAction().isEnabled()


def test_a_class_is_shown_followed_and_put_away(user: User) -> None:
    window = user.window
    window.files.open(resource("examples", "shop-ranking.mlsd.yaml"))
    session, canvas = window.session, window.canvas
    next(entry for entry in open_menu(user).actions() if entry.text() == "pii").trigger()
    assert session.overlay is not None
    assert {"clicks", "lake", "api-clicks"} <= session.overlay.lit
    assert canvas.legend.isVisible()
    assert canvas.legend.title.text() == "Where pii travels"

    session.set_fields("components", "lake", data_classes=("internal",))
    user.until(lambda: session.overlay is not None and "lake" not in session.overlay.lit)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert session.overlay is None
    assert not canvas.legend.isVisible()


def test_one_key_offers_the_overlays_and_another_ends_them(user: User) -> None:
    window = user.window
    window.files.open(resource("examples", "shop-ranking.mlsd.yaml"))
    window.activateWindow()
    user.qtbot.waitUntil(window.isActiveWindow)
    opened: list[QMenu] = []
    user.monkeypatch.setattr(QMenu, "popup", lambda menu, _at: opened.append(menu))
    user.key(window.canvas, Qt.Key.Key_O)
    (picker,) = opened
    assert [one.text()[:2] for one in picker.actions() if one.text()] == [f"&{n}" for n in "123456780"]
    picker.actions()[1].trigger()
    session = window.session
    assert session.overlay is not None
    assert session.overlay.id == "layers"
    assert set(session.overlay.tints) == set(session.document.components)
    assert window.canvas.legend.isVisible()
    user.key(window.canvas, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert session.overlay is None


def test_the_view_menu_holds_the_overlays(user: User) -> None:
    user.window.files.open(resource("examples", "shop-ranking.mlsd.yaml"))
    view = menu(user.window.menu, "View")
    view.aboutToShow.emit()
    shown = [entry.text() for entry in menu(view, "Overlays").actions() if entry.isVisible()]
    assert shown[:4] == ["Findings", "Layers", "Owners", "Data classes"]
    assert len(shown) == 8
