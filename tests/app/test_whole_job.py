"""The whole job in the real window: template, draw, connect, findings, fix, undo, save, reopen, take away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from mlsd_studio.app.export_dialog import ExportDialog
from mlsd_studio.app.window import MainWindow
from mlsd_studio.panels.findings.delegate import fix_rect
from mlsd_studio.panels.findings.model import FINDING_ROLE
from tests.app.conftest import User


def pick(user: User, name: str) -> None:
    """Choose a pattern on the start page."""
    card = next(c for c in user.window.start_page.cards if c.pattern.id == name)
    user.click(card)


def right_edge(user: User, id: str) -> tuple[float, float]:
    rect = user.window.canvas.scene.rect(id)
    assert rect is not None
    return rect.x + rect.w, rect.y + rect.h / 2


def middle(user: User, id: str) -> tuple[float, float]:
    x, y = right_edge(user, id)
    rect = user.window.canvas.scene.rect(id)
    assert rect is not None
    return x - rect.w / 2, y


def click_fix(user: User, key: str) -> None:
    """Hover over and click the fix of a finding's row."""
    view = user.window.findings_panel.view
    model = view.model()
    rows = [model.index(n, 0) for n in range(model.rowCount())]
    index = next(i for i in rows if (f := i.data(FINDING_ROLE)) is not None and f.key == key)
    view.scrollTo(index)
    row = view.visualRect(index)
    row.setLeft(0)
    spot = fix_rect(row, index.data(FINDING_ROLE)).center().toPoint()
    user.qtbot.mouseMove(view.viewport(), spot)
    assert user.window.session.ghost is not None
    user.click(view.viewport(), spot)


def answer_save_dialog(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_the_whole_job(
    user: User, tmp_path: Path, make_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, session = user.window, user.window.session
    assert window.on_start_page
    pick(user, "online")
    assert not window.on_start_page
    user.until(lambda: session.report is not None)
    assert not {f.severity for f in session.findings} & {"error", "warning"}

    start = len(session.document.components)
    bottom = window.canvas.scene.bounds.bottom + 60
    x0 = window.canvas.scene.bounds.x + 40
    window.canvas.centre_on(x0 + 300, bottom)
    for n, search in enumerate(("kafka", "model endpoint", "drift")):
        user.drag_from_palette(search, (x0 + 100 + n * 280, bottom + 36))
    added = list(session.document.components)[start:]
    kinds = [session.document.components[id].kind for id in added]
    assert kinds == ["event_stream", "model_endpoint", "drift_monitor"]
    assert session.document.components[added[0]].technology == "kafka"

    user.drag_on_canvas(right_edge(user, added[0]), middle(user, added[1]))
    flow = session.document.flows[session.selection[0]]
    assert (flow.source, flow.target) == (added[0], added[1])

    finding = f"MON001@{added[1]}"
    user.until(lambda: finding in user.codes())
    before = session.document.copy()
    click_fix(user, finding)
    assert session.ghost is None
    assert session.document != before
    user.until(lambda: finding not in user.codes())
    user.control(Qt.Key.Key_Z)
    assert session.document == before
    user.until(lambda: finding in user.codes())
    user.control(Qt.Key.Key_Y)
    user.until(lambda: finding not in user.codes())

    path = tmp_path / "mine.mlsd.yaml"
    answer_save_dialog(monkeypatch, path)
    user.control(Qt.Key.Key_S)
    assert not session.dirty
    assert session.path == path

    other = make_window()
    assert other.files.open(path)
    assert other.session.document == session.document
    other.files.save()
    assert path.read_text("utf-8") == session.source.text

    other.close()
    take_away(user, tmp_path, monkeypatch)


def take_away(user: User, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Export each format through the dialog, then the report."""
    window = user.window
    for suffix, head in (("png", b"\x89PNG"), ("svg", b"<"), ("pdf", b"%PDF-")):
        out = folder / f"diagram.{suffix}"
        answer_save_dialog(monkeypatch, out)
        monkeypatch.setattr(ExportDialog, "exec", lambda dialog: True)
        with user.qtbot.waitSignal(window.take_away.written, timeout=30_000):
            window.take_away.export(suffix)
        assert out.read_bytes().startswith(head)
    out = folder / "review.pdf"
    answer_save_dialog(monkeypatch, out)
    with user.qtbot.waitSignal(window.take_away.written, timeout=30_000):
        user.control(Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert out.read_bytes().startswith(b"%PDF-")


def test_copying_the_diagram_puts_a_picture_on_the_clipboard(user: User) -> None:
    pick(user, "batch")
    user.control(Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().mimeData().hasImage()


def test_a_field_that_is_asked_for_gets_the_cursor(user: User) -> None:
    pick(user, "online")
    user.window.docks["inspector"].hide()
    user.window.session.edit_field("model", "replicas")
    assert user.window.docks["inspector"].isVisible()
    assert user.window.session.selection == ("model",)


def test_panels_close_come_back_and_are_remembered(user: User, make_window: Callable[[], MainWindow]) -> None:
    pick(user, "online")
    user.window.docks["findings"].heading._close.click()
    assert user.window.docks["findings"].isHidden()
    user.window.session.history.mark_clean()
    user.window.close()
    other = make_window()
    other.restore_layout()
    other.files.new()
    assert other.docks["findings"].isHidden()
    assert other.docks["palette"].isVisible()
    other.actions_by_id["view.reset"].run()
    assert other.docks["findings"].isVisible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_switched_and_remembered(user: User, theme: str) -> None:
    user.window.set_theme("dark" if theme == "light" else "light")
    user.window.toggle_theme()
    assert user.window.settings.theme == theme
    pick(user, "stream")
    ground = user.window.canvas.grab().toImage().pixelColor(2, 2).name().upper()
    assert ground == user.window.canvas.theme["background"]


def test_nothing_is_cut_at_a_small_size(user: User) -> None:
    pick(user, "online")
    user.window.resize(1280, 800)
    user.qtbot.waitUntil(lambda: user.window.width() == 1280)
    assert user.window.height() == 800
    canvas = user.window.canvas
    assert canvas.width() > 500
    assert canvas.height() > 300
    bar = user.window.top_bar
    assert bar.export.geometry().right() <= bar.width()


def test_every_action_has_a_home_and_runs_where_it_is_enabled(user: User) -> None:
    pick(user, "online")
    asks = {
        "file.open",
        "file.close",
        "file.save",
        "file.save_as",
        "file.export",
        "file.report",
        "file.import",
        "file.quit",
        "file.new",
    }
    asks |= {
        "file.export_png",
        "file.export_svg",
        "file.export_pdf",
        "help.about",
        "help.shortcuts",
        "views.add",
    }
    user.window.session.select(["model"])
    for action in user.window.actions_by_id:
        assert action.title
        if action.id not in asks and action.enabled():
            action.run()
    user.window.canvas.close_editor()
    assert user.window.session.document.components


def test_shortcut_sheet_and_about_open(user: User, qtbot) -> None:  # type: ignore[no-untyped-def]
    for id, words in (("help.shortcuts", "Ctrl+Z"), ("help.about", "Apache-2.0")):
        user.window.actions_by_id[id].run()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        from PySide6.QtWidgets import QLabel, QPlainTextEdit

        texts = [w.text() for w in dialog.findChildren(QLabel)]
        texts += [w.toPlainText() for w in dialog.findChildren(QPlainTextEdit)]
        assert any(words in text for text in texts)
        dialog.close()


class WindowsSeen(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.add(type(watched).__name__)
        return False


def test_no_part_flashes_up_as_a_window_of_its_own(
    make_window: Callable[[], MainWindow], qapp: QApplication
) -> None:
    seen = WindowsSeen()
    qapp.installEventFilter(seen)
    try:
        window = make_window()
        window.files.new_from_pattern("rag")
        for record in ("components", "flows", "groups"):
            window.session.select(list(window.session.document.table(record))[:2])
            window.session.select(list(window.session.document.table(record))[:1])
    finally:
        qapp.removeEventFilter(seen)
    assert seen.kinds == {"MainWindow"}
