"""Several designs open at once: a window each, one look, and all of it back at the next start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from mlsd_studio.app import ask
from mlsd_studio.app.arguments import Arguments, parse
from mlsd_studio.app.settings import OpenFile, Settings
from mlsd_studio.app.start import files_to_open, show
from mlsd_studio.app.window import MainWindow
from mlsd_studio.app.windows import Windows, beside
from mlsd_studio.catalog import catalog
from mlsd_studio.model.edits.components import add_component
from mlsd_studio.storage.journal import recoverable
from tests.app.conftest import User

DESIGN = "mlsd: 1\nname: {}\ncomponents:\n  - {{id: web, kind: client_web, name: Web}}\n"
KINDS = "palette: [Ours]\nkinds:\n  - {id: scoring_bus, like: event_stream, name: Our bus, palette: Ours}\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three designs."""
    found = [tmp_path / f"{name}.mlsd.yaml" for name in ("one", "two", "three")]
    for file in found:
        file.write_text(DESIGN.format(file.name.partition(".")[0].capitalize()), "utf-8")
    return found


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Windows]]:
    """A start of the studio, as often as one likes."""
    made: list[Windows] = []

    def start(*arguments: str) -> Windows:
        settings = Settings(tmp_path / "settings.ini")
        windows = Windows(settings, tmp_path / "recovery")
        windows.restore(files_to_open(parse(arguments), settings), "light")
        show(windows)
        made.append(windows)
        for window in windows.all:
            qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: all(window.place_wanted is None for window in windows.all))
        return windows

    yield start
    for windows in made:
        for window in list(windows.all):
            window.session.history.mark_clean()
            window.close()


def edit(window: MainWindow) -> None:
    change, _ = add_component(window.session.document, "cache", "Cache", (0, 0))
    assert window.session.apply(change)


def titles(windows: Windows) -> list[str]:
    return [window.session.title for window in windows.all if not window.on_start_page]


def test_a_design_opens_in_a_window_of_its_own_unless_nothing_is_lost(
    user: User, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = user.window.windows
    monkeypatch.setattr(ask, "open_files", lambda *_: files[:2])
    user.control(Qt.Key.Key_O)
    assert titles(windows) == ["One", "Two"]
    assert windows.all[0] is user.window
    assert not windows.all[1].isHidden()
    user.qtbot.waitUntil(windows.all[1].isActiveWindow)
    user.qtbot.waitUntil(lambda: windows.all[1].session.report is not None, timeout=20_000)


def test_an_untouched_new_design_gives_its_window(user: User, files: list[Path]) -> None:
    windows = user.window.windows
    assert windows.new(user.window)
    assert windows.open(files[0], user.window)
    assert titles(windows) == ["One"]
    assert windows.new(user.window)
    assert titles(windows) == ["One", "Untitled design"]
    edit(windows.all[1])
    assert windows.new_from_pattern("batch", windows.all[1])
    assert len(windows.all) == 3


def test_an_open_file_comes_to_the_front(user: User, files: list[Path]) -> None:
    windows = user.window.windows
    for file in files[:2]:
        windows.open(file, user.window)
    assert windows.open(files[0], windows.all[1])
    assert len(windows.all) == 2
    user.qtbot.waitUntil(user.window.isActiveWindow)


def test_a_broken_file_opens_no_window(
    user: User, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(ask, "tell", lambda *words: told.append(words[0]))
    files[1].write_text("components: [\n", "utf-8")
    windows = user.window.windows
    assert windows.open(files[0], user.window)
    assert not windows.open(files[1], user.window)
    assert told == [user.window]
    assert titles(windows) == ["One"]


def test_the_look_is_the_same_in_every_window(user: User, files: list[Path]) -> None:
    windows = user.window.windows
    for file in files:
        windows.open(file, user.window)
    windows.all[2].actions_by_id["view.theme_contrast"].run()
    assert {window.theme_name for window in windows.all} == {"contrast"}
    assert {window.canvas.theme.name for window in windows.all} == {"contrast"}
    windows.all[1].appearance.choose_motion(True)
    assert {window.canvas.animation_ms for window in windows.all} == {0}
    windows.new_from_pattern("batch", user.window)
    assert windows.all[-1].theme_name == "contrast"


def test_recent_files_are_listed_in_every_window(user: User, files: list[Path]) -> None:
    windows = user.window.windows
    windows.open(files[0], user.window)
    windows.open(files[1], user.window)
    listed = [[row.entry.title for row in window.start_page.rows][:2] for window in windows.all]
    assert listed == [["Two", "One"]] * 2


def test_each_window_has_the_kinds_of_its_own_team(user: User, files: list[Path], tmp_path: Path) -> None:
    team = tmp_path / "work" / ".mlsd" / "catalog" / "ours.yaml"
    team.parent.mkdir(parents=True)
    team.write_text(KINDS, "utf-8")
    ours = tmp_path / "work" / "bus.mlsd.yaml"
    ours.write_text("mlsd: 1\ncomponents:\n  - {id: bus, kind: scoring_bus, name: Bus}\n", "utf-8")
    windows = user.window.windows
    windows.open(files[0], user.window)
    windows.open(ours, user.window)
    plain, teamed = windows.all
    plain.canvas.repaint()
    assert "scoring_bus" not in catalog().kinds
    teamed.canvas.repaint()
    assert "scoring_bus" in catalog().kinds
    edit(plain)
    assert "scoring_bus" not in catalog().kinds
    teamed.session.select(["bus"])
    assert teamed.inspector.element.page.header.kind.combo.currentText() == "Our bus"


def test_all_that_was_open_is_open_again(
    start: Callable[..., Windows], files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start(*map(str, files[:2]))
    one, two = first.all
    two.canvas.zoom_to(0.7)
    zoom = two.canvas.places.now[0]
    one.come_forward()
    first.quit()
    assert not first.all
    geometries = [one.geometry for one in first._settings.open_files]
    taken: list[bytes] = []
    monkeypatch.setattr(MainWindow, "restoreGeometry", lambda _, geometry: taken.append(bytes(geometry)))
    again = start()
    assert all(geometries)
    assert set(geometries) <= set(taken)
    assert sorted(titles(again)) == ["One", "Two"]
    back = again.holding(files[1])
    assert back is not None
    assert back.canvas.places.now[0] == pytest.approx(zoom)


def test_the_last_window_is_remembered_and_one_of_several_is_not(
    start: Callable[..., Windows], files: list[Path]
) -> None:
    first = start(*map(str, files[:2]))
    first.all[0].close()
    first.all[0].close()
    assert titles(start()) == ["Two"]


def test_a_start_without_restoring(start: Callable[..., Windows], files: list[Path], tmp_path: Path) -> None:
    start(str(files[0])).quit()
    settings = Settings(tmp_path / "settings.ini")
    assert [one.path for one in files_to_open(Arguments(), settings)] == [files[0]]
    assert files_to_open(parse(["--no-restore"]), settings) == []
    assert [one.path for one in files_to_open(Arguments((files[1],)), settings)] == [files[1]]
    settings.set_switch("restore", False)
    assert files_to_open(Arguments(), settings) == []


def test_a_missing_file_is_named_and_stays_in_the_list(
    start: Callable[..., Windows], files: list[Path]
) -> None:
    start(*map(str, files[:2])).quit()
    files[0].unlink()
    (window,) = start().all
    assert window.session.title == "Two"
    assert "one.mlsd.yaml is not there any more" in window.status.message.text()
    window.close()
    files[1].unlink()
    (window,) = start().all
    assert window.on_start_page
    assert "two.mlsd.yaml is not there any more" in window.start_page.notice.text()
    assert window.start_page.notice.isVisible()
    assert [row.entry.missing for row in window.start_page.rows[:2]] == [True, True]


def test_quitting_asks_for_each_design_and_can_be_called_off(
    start: Callable[..., Windows], files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = start(*map(str, files))
    for window in windows.all[1:]:
        edit(window)
    asked: list[str] = []
    answers = [ask.Answer.no, ask.Answer.cancel]

    def asks(_window: object, title: str) -> ask.Answer:
        asked.append(title)
        return answers[len(asked) - 1]

    monkeypatch.setattr(ask, "unsaved", asks)
    windows.quit()
    assert asked == ["Two", "Three"]
    assert len(windows.all) == 3
    assert recoverable(windows._folder) == []
    edit(windows.all[1])
    answers += [ask.Answer.no, ask.Answer.yes]
    windows.quit()
    assert not windows.all
    assert "Cache" not in files[1].read_text("utf-8")
    assert "Cache" in files[2].read_text("utf-8")


def test_unsaved_edits_are_recovered_in_the_window_of_their_file(
    start: Callable[..., Windows], files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = start(*map(str, files[:2]))
    edit(windows.all[1])
    windows.new(windows.all[0])
    edit(windows.all[2])
    windows.remember()
    left = []
    for window in windows.all:  # the process dies: journals stay, of a process that is no more
        journal = window.files._journal
        assert journal is not None
        if window.session.dirty:
            journal._header.pid = 2**22 + 1
            journal.checkpoint(window.session.document)
            journal.close()
            left.append(journal.file)
        window.files._journal = None
        window.session.history.mark_clean()
    windows.leaving = True
    for window in list(windows.all):
        window.close()
    assert len(set(left)) == 2
    monkeypatch.setattr(ask, "choose", lambda *_: ask.Answer.yes)
    again = start()
    again.offer_recovery()
    assert sorted(titles(again)) == ["One", "Two", "Untitled design"]
    found = {window.session.title: window for window in again.all}
    assert found["Two"].session.path == files[1]
    assert found["Two"].session.dirty
    assert not found["One"].session.dirty
    assert len(found["Untitled design"].session.document.components) == 1


def test_what_is_remembered_may_be_anything(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    kept = (OpenFile(tmp_path / "a.yaml", ("view", 0.5, 1.0, 2.0), b"\x00\xff", True),)
    settings.open_files = kept
    assert settings.open_files == kept
    for damage in ("{", "[1]", '[{"path": 3}]', '[{"path": "a", "place": [1], "geometry": "", "front": 0}]'):
        settings._store.setValue("open_files", damage)
        assert settings.open_files == ()


@pytest.mark.parametrize(
    ("near", "goes"),
    [
        ((100, 80, 900, 700), (128, 108, 900, 700)),  # room enough
        ((0, 0, 1680, 1000), (28, 28, 1652, 972)),  # it would stick out: smaller
        ((900, 80, 1680, 1000), (928, 108, 1680, 1000)),  # the other sticks out itself
    ],
)
def test_a_further_window_stays_on_the_screen(
    near: tuple[int, int, int, int], goes: tuple[int, int, int, int]
) -> None:
    assert beside(QRect(*near), QRect(0, 0, 1680, 1000)) == QRect(*goes)
