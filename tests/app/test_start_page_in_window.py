"""The start page at work: a design from answers, from a diagram as text, and the list of recent files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mlsd_studio.app import ask
from mlsd_studio.model.edits.components import add_component
from mlsd_studio.paths import resource
from tests.app.conftest import User


def answer(user: User, **texts: str) -> None:
    asking = user.window.start_page.asking
    for name, text in texts.items():
        asking.fields[name].setFocus()
        QTest.keyClicks(asking.fields[name], text)


def test_answers_choose_a_template_and_are_stated_in_it(user: User) -> None:
    asking = user.window.start_page.asking
    assert not asking.start.isEnabled()
    answer(
        user, p95_ms="100", qps_peak="1000", availability="99.9", freshness_max_s="5",
        cost_month_max="10000", team_engineers="4",
    )  # fmt: skip
    asking.choices["trigger"].setFocus()
    QTest.keyClick(asking.choices["trigger"], Qt.Key.Key_Down)
    QTest.keyClick(asking.personal, Qt.Key.Key_Space)
    user.until(lambda: asking.recommended == "online")
    assert asking.chip.text() == "Online"
    assert "p95 ≤ 100 ms +1" in asking.reasons.text()
    assert "would win" in asking.reasons.text()
    user.click(asking.start)
    session = user.window.session
    document = session.document
    assert "model" in document.components
    targets = {one.metric: one.target for one in document.requirements.values() if one.metric}
    assert targets == {
        "latency_p95": "<= 100 ms",
        "throughput": ">= 1000 rps",
        "availability": ">= 99.9 %",
        "feature_freshness": "<= 5 min",
        "cost": "<= 10000 USD/month",
    }
    assert [one.compliance for one in document.requirements.values() if one.compliance] == ["gdpr"]
    assert [one.value for one in document.table("constraints").values()] == ["4 engineers"]
    (journey,) = document.journeys.values()
    assert (journey.entry, str(journey.rate)) == ("web", "1000 rps")
    assert session.path is None
    user.until(lambda: session.numbers is not None and len(session.numbers.verdicts) >= 5)
    session.undo()
    assert not session.document.requirements
    assert session.document.components


def test_what_cannot_be_a_number_is_not_taken(user: User) -> None:
    asking = user.window.start_page.asking
    answer(user, p95_ms="12a0x", availability="100")
    user.until(lambda: asking.fields["availability"].property("wrong") == "true")
    assert asking.answers == {"p95_ms": 120}
    assert asking.fields["p95_ms"].text() == "120"
    asking.fields["p95_ms"].clear()
    asking.fields["availability"].clear()
    QTest.keyClicks(asking.fields["p95_ms"], "0")
    assert asking.answers == {}
    assert not asking.start.isEnabled()


def test_enter_in_a_field_starts_and_an_open_design_is_left_alone(user: User) -> None:
    window = user.window
    window.files.new_from_pattern("rag")
    kept = window.session.document
    window.show_start_page()
    window.start_page.asking.choices["trigger"].setCurrentIndex(3)
    answer(user, freshness_max_s="1000")
    field = window.start_page.asking.fields["freshness_max_s"]
    user.key(field, Qt.Key.Key_Return)
    assert window.session.document is not kept
    assert window.session.document.design.name == "Batch prediction"


def test_a_diagram_becomes_a_design(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "score-flow.mmd"
    file.write_text("flowchart LR\n  a[Web shop] --> b[Product API]\n  ??\n", "utf-8")
    monkeypatch.setattr(ask, "diagram_file", lambda *_: file)
    user.click(user.window.start_page.import_button)
    dialog = user.window.importing
    assert not dialog.ok.isEnabled()
    user.click(dialog.from_file)
    assert dialog.told.text() == "Understood: 2 components, 1 flow. Left out: line 3, “??”."
    user.click(dialog.ok)
    session = user.window.session
    assert session.title == "Score flow"
    assert sorted(one.name for one in session.document.components.values()) == ["Product API", "Web shop"]
    assert len(session.document.layout) >= 2
    assert session.dirty
    session.undo()
    assert not session.document.components


def test_what_is_no_diagram_is_told(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(ask, "tell", lambda *words: told.append(words[2]))
    user.click(user.window.start_page.import_button)
    dialog = user.window.importing
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\xff")
    dialog.load(file)
    assert told == ["picture.png could not be read."]
    dialog.text.setPlainText("x" * 200_001)
    assert "characters" in dialog.told.text()
    assert not dialog.ok.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert user.window.on_start_page


def test_recent_files_tell_their_verdicts_and_can_be_pinned_and_removed(user: User, tmp_path: Path) -> None:
    window = user.window
    files = [tmp_path / "shop.mlsd.yaml", tmp_path / "other.mlsd.yaml"]
    for file in files:
        file.write_bytes(resource("examples", "shop-ranking.mlsd.yaml").read_bytes())
    window.files.open(files[0])
    user.until(lambda: files[0] in window.settings.outcomes)
    counts = window.settings.outcomes[files[0]]
    change, _ = add_component(window.session.document, "cache", "Cache", (0, 0))
    window.session.apply(change)
    window.session.numbers_changed.emit()
    assert window.settings.outcomes[files[0]] == counts
    window.session.undo()
    window.files.open(files[1])
    window.show_start_page()
    page = window.start_page
    rows = [row for row in page.rows if row.entry.recent]
    assert [row.entry.path for row in rows] == [files[1], files[0]]
    assert rows[1].entry.outcome is not None
    assert sum(counts.values()) == 5
    window.activateWindow()
    user.qtbot.waitUntil(window.isActiveWindow)
    rows[1].setFocus()
    user.key(rows[1], Qt.Key.Key_P)
    rows = [row for row in page.rows if row.entry.recent]
    assert [row.entry.path for row in rows] == [files[0], files[1]]
    assert rows[0].entry.pinned
    user.until(rows[0].hasFocus)
    assert [one.text() for one in rows[0].menu().actions()] == [
        "Open", "No longer at the top", "Take it off the list",
    ]  # fmt: skip
    rows = [row for row in page.rows if row.entry.recent]
    user.key(rows[1], Qt.Key.Key_Delete)
    assert [row.entry.path for row in page.rows if row.entry.recent] == [files[0]]
    user.key(page.rows[0], Qt.Key.Key_Return)
    assert window.windows.holding(files[0]) is not None
