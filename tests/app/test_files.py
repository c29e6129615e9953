"""Opening, saving, leaving, other programs, and recovery after a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mlsd_studio.app import ask
from mlsd_studio.app.files import Files, examples
from mlsd_studio.app.settings import Settings
from mlsd_studio.model.edits.components import add_component, set_design
from mlsd_studio.paths import resource
from mlsd_studio.session import Session

EXAMPLE = resource("examples", "shop-ranking.mlsd.yaml")


class Desk:
    """A session with its files, and the answers a user would give."""

    def __init__(self, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.settings = Settings(folder / "settings.ini")
        self.session = Session()
        self.files = self.make_files()
        self.told: list[str] = []
        self.monkeypatch = monkeypatch
        monkeypatch.setattr(ask, "tell", lambda *args: self.told.append(" ".join(map(str, args[1:]))))

    def make_files(self) -> Files:
        return Files(self.session, self.settings, self.window, self.folder / "recovery")

    def answer(self, question: str, reply: object) -> list[tuple[object, ...]]:
        asked: list[tuple[object, ...]] = []

        def asks(*args: object) -> object:
            asked.append(args[1:])
            return reply

        self.monkeypatch.setattr(ask, question, asks)
        return asked

    def edit(self) -> None:
        change, _ = add_component(self.session.document, "cache", "Cache", (0, 0))
        assert self.session.apply(change)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path, monkeypatch)
    yield made
    made.session.history.mark_clean()
    made.files.let_go()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.mlsd.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    return path


def test_open_and_save_keep_every_byte(desk: Desk, shop: Path) -> None:
    before = shop.read_bytes()
    assert desk.files.open(shop)
    assert not desk.session.dirty
    assert desk.files.save()
    assert shop.read_bytes() == before
    assert desk.settings.recent[0][0] == shop


def test_edit_and_save_makes_the_session_clean(desk: Desk, shop: Path) -> None:
    desk.files.open(shop)
    desk.edit()
    assert desk.session.dirty
    assert desk.files.save()
    assert not desk.session.dirty
    assert "Cache" in shop.read_text("utf-8")
    desk.session.undo()
    assert desk.session.dirty


def test_a_broken_file_is_told_and_leaves_the_open_design(desk: Desk, shop: Path) -> None:
    desk.files.open(shop)
    before = desk.session.document
    broken = shop.with_name("broken.mlsd.yaml")
    broken.write_text("components: [\n", "utf-8")
    assert not desk.files.open(broken)
    assert desk.session.document is before
    assert "line" in desk.told[0]


@pytest.mark.parametrize(
    ("reply", "goes_on"), [(ask.Answer.no, True), (ask.Answer.cancel, False), (ask.Answer.yes, True)]
)
def test_unsaved_edits_are_asked_about(desk: Desk, shop: Path, reply: ask.Answer, goes_on: bool) -> None:
    desk.files.open(shop)
    before = shop.read_bytes()
    desk.edit()
    asked = desk.answer("unsaved", reply)
    assert desk.files.new() is goes_on
    assert asked == [("Shop ranking",)]
    assert (shop.read_bytes() != before) is (reply is ask.Answer.yes)


def test_save_as_asks_for_a_name_and_adds_the_ending(desk: Desk, tmp_path: Path) -> None:
    desk.files.new()
    desk.edit()
    desk.monkeypatch.setattr(ask.QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "mine"), ""))
    assert desk.files.save()
    assert (tmp_path / "mine.mlsd.yaml").exists()
    assert desk.session.path == tmp_path / "mine.mlsd.yaml"


def test_saving_over_another_programs_change_is_asked_about(desk: Desk, shop: Path) -> None:
    desk.files.open(shop)
    desk.edit()
    shop.write_text(shop.read_text("utf-8").replace("Shop ranking", "Other name"), "utf-8")
    asked = desk.answer("choose", ask.Answer.cancel)
    assert not desk.files.save()
    assert len(asked) == 1
    assert "Other name" in shop.read_text("utf-8")


def test_a_change_on_disk_is_offered(desk: Desk, shop: Path, qtbot: QtBot) -> None:
    desk.files.open(shop)
    desk.answer("choose", ask.Answer.yes)
    with qtbot.waitSignal(desk.session.replaced, timeout=5000):
        shop.write_text(shop.read_text("utf-8").replace("Shop ranking", "Other name"), "utf-8")
    assert desk.session.document.design.name == "Other name"
    assert not desk.session.dirty


def test_keeping_ones_own_leaves_the_edits(desk: Desk, shop: Path) -> None:
    desk.files.open(shop)
    desk.edit()
    desk.answer("choose", ask.Answer.no)
    shop.write_text(shop.read_text("utf-8").replace("Shop ranking", "Other name"), "utf-8")
    desk.files.look_at_disk()
    assert desk.session.document.design.name == "Shop ranking"
    assert desk.session.dirty


def test_comments_that_would_be_lost_are_said_first(desk: Desk, shop: Path) -> None:
    text = shop.read_text("utf-8").replace("  - id: web\n", "  # about the web\n  - id: web\n", 1)
    shop.write_text(text, "utf-8")
    desk.files.open(shop)
    from mlsd_studio.model.edits.removal import remove

    desk.session.apply(remove(desk.session.document, ["web"]))
    asked = desk.answer("choose", ask.Answer.cancel)
    assert not desk.files.save()
    assert "about the web" in str(asked)


def crash(desk: Desk, rewind_pid: Callable[[Path], None]) -> None:
    """End without saving or discarding, as a killed process does."""
    journal = desk.files._journal
    assert journal is not None
    journal.close()
    rewind_pid(journal.file)
    desk.files._journal = None


@pytest.fixture
def as_if_dead(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    from mlsd_studio.storage import journal

    def rewind(_file: Path) -> None:
        monkeypatch.setattr(journal, "is_alive", lambda *args: False)

    return rewind


def test_unsaved_edits_come_back_after_a_crash(
    desk: Desk, shop: Path, as_if_dead: Callable[[Path], None]
) -> None:
    desk.files.open(shop)
    desk.edit()
    desk.session.apply(set_design(desk.session.document, name="Renamed"))
    crash(desk, as_if_dead)
    desk.session.replace(desk.session.document.copy())
    desk.files = desk.make_files()
    asked = desk.answer("choose", ask.Answer.yes)
    assert desk.files.offer_recovery()
    assert "2 edits" in str(asked)
    assert desk.session.document.design.name == "Renamed"
    assert desk.session.dirty
    assert desk.session.path == shop
    assert desk.files.save()
    assert "Renamed" in shop.read_text("utf-8")


def test_recovered_edits_survive_a_second_crash(
    desk: Desk, shop: Path, as_if_dead: Callable[[Path], None]
) -> None:
    desk.files.open(shop)
    desk.session.apply(set_design(desk.session.document, name="Renamed"))
    for _ in range(2):
        crash(desk, as_if_dead)
        desk.session.replace(desk.session.document.copy())
        desk.files = desk.make_files()
        desk.answer("choose", ask.Answer.yes)
        assert desk.files.offer_recovery()
    assert desk.session.document.design.name == "Renamed"


def test_discarded_recovery_is_not_offered_again(
    desk: Desk, shop: Path, as_if_dead: Callable[[Path], None]
) -> None:
    desk.files.open(shop)
    desk.edit()
    crash(desk, as_if_dead)
    desk.answer("choose", ask.Answer.no)
    assert not desk.files.offer_recovery()
    asked = desk.answer("choose", ask.Answer.yes)
    assert not desk.files.offer_recovery()
    assert asked == []


def test_examples_open_as_designs_without_a_file(desk: Desk) -> None:
    assert {path.name for path in examples()} >= {"shop-ranking.mlsd.yaml"}
    assert desk.files.open_example(examples()[0])
    assert desk.session.path is None


def test_a_question_ends_when_its_window_goes_away(qtbot):
    window = QWidget()
    window.show()
    QTimer.singleShot(0, window.deleteLater)
    asked = ask.choose(
        window, "File changed", "It was changed.", "Read it again?", "Read it again", "Keep mine"
    )
    assert asked is ask.Answer.cancel
