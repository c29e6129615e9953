"""The checker beside the session: a real worker process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.placement import shift
from mlsd_studio.paths import resource
from mlsd_studio.session import Session
from mlsd_studio.session.checker import RESTARTS, Checker
from mlsd_studio.storage.files import load
from tests.analysis.numbers.test_bounds import web_of_fallbacks

EXAMPLE = resource("examples", "shop-ranking.mlsd.yaml")
WAIT = 20_000


@pytest.fixture
def checked(qtbot: QtBot) -> Iterator[tuple[Session, Checker]]:
    session = Session(load(EXAMPLE).document)
    checker = Checker(session)
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        checker.start()
    yield session, checker
    checker.stop()


def keys(session: Session) -> set[str]:
    return {finding.key for finding in session.findings if not finding.decided}


def test_findings_come_and_follow_an_edit_and_its_undo(
    checked: tuple[Session, Checker], qtbot: QtBot
) -> None:
    session, checker = checked
    assert "RES001@features" in keys(session)
    with qtbot.waitSignal(checker.busy_changed, timeout=WAIT, check_params_cb=lambda busy: not busy):
        session.apply(set_fields(session.document, "components", "features", replicas=2))
    assert "RES001@features" not in keys(session)
    with qtbot.waitSignal(checker.busy_changed, timeout=WAIT, check_params_cb=lambda busy: not busy):
        session.undo()
    assert "RES001@features" in keys(session)


def test_moving_a_card_asks_nothing(checked: tuple[Session, Checker], qtbot: QtBot) -> None:
    session, checker = checked
    with qtbot.assertNotEmitted(checker.busy_changed, wait=100):
        session.apply(shift(session.document, ["features"], 20, 0))


def test_another_document_is_checked_anew(checked: tuple[Session, Checker], qtbot: QtBot) -> None:
    session, checker = checked
    with qtbot.waitSignal(checker.busy_changed, timeout=WAIT, check_params_cb=lambda busy: not busy):
        session.replace(load(resource("examples", "every-record.mlsd.yaml")).document)
    assert session.report is not None
    assert "RES001@features" not in keys(session)


def test_a_worker_that_dies_comes_back(checked: tuple[Session, Checker], qtbot: QtBot) -> None:
    session, checker = checked
    first = checker._process
    assert isinstance(first, QProcess)
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        first.kill()
    assert checker._process is not first
    assert "RES001@features" in keys(session)


def test_a_worker_that_keeps_dying_is_given_up_and_said(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "mlsd_studio.session.checker._worker_arguments", lambda: ["-c", "raise SystemExit(3)"]
    )
    checker = Checker(Session())
    with qtbot.waitSignal(checker.failed, timeout=WAIT) as said:
        checker.start()
    assert checker._deaths == RESTARTS + 1
    assert "Checks have stopped" in said.args[0]
    checker.stop()


def test_a_worker_that_never_answers_is_given_up_and_said(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlsd_studio.session.checker.PATIENCE_MS", 50)
    monkeypatch.setattr(
        "mlsd_studio.session.checker._worker_arguments", lambda: ["-c", "import time; time.sleep(60)"]
    )
    checker = Checker(Session())
    with qtbot.waitSignal(checker.failed, timeout=WAIT) as said:
        checker.start()
    assert "does not answer" in said.args[0]
    checker.stop()


def test_numbers_come_and_follow_an_edit_and_the_traffic(
    checked: tuple[Session, Checker], qtbot: QtBot
) -> None:
    session, _ = checked
    qtbot.waitUntil(lambda: session.numbers is not None, timeout=WAIT)
    with qtbot.waitSignal(session.numbers_changed, timeout=WAIT):
        session.apply(set_fields(session.document, "components", "features", replicas=2))
    assert session.numbers is not None
    availability = session.numbers.journeys["search"].availability
    assert (availability.value or 0.0) > 0.999
    with qtbot.waitSignal(session.numbers_changed, timeout=WAIT):
        session.set_traffic(1.5)
    assert session.numbers.traffic == 1.5
    assert session.numbers.components["api"].load == pytest.approx(1500)
    assert session.numbers.journeys["search"].availability == availability


def test_a_moving_slider_has_one_question_under_way_and_ends_where_it_is_left(
    checked: tuple[Session, Checker], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, checker = checked
    qtbot.waitUntil(lambda: session.numbers is not None, timeout=WAIT)
    process = checker._process
    assert process is not None
    asked: list[bytes] = []
    write = process.write
    monkeypatch.setattr(process, "write", lambda data: asked.append(data) or write(data))
    for n in range(100):
        session.set_traffic(1.0 + n / 20)
    assert len(asked) == 1
    with qtbot.waitSignal(
        session.numbers_changed, timeout=WAIT,
        check_params_cb=lambda: session.numbers is not None and session.numbers.traffic == session.traffic,
    ):  # fmt: skip
        pass
    assert session.numbers is not None
    assert session.numbers.traffic == session.traffic == 5.95
    assert len(asked) == 2


def test_traffic_keeps_within_its_ends_and_another_document_starts_at_once_the_rates(
    checked: tuple[Session, Checker], qtbot: QtBot
) -> None:
    session, _ = checked
    session.set_traffic(99)
    assert session.traffic == 10.0
    with qtbot.assertNotEmitted(session.traffic_changed):
        session.set_traffic(12)
    with qtbot.waitSignal(session.traffic_changed):
        session.replace(load(resource("examples", "every-record.mlsd.yaml")).document)
    assert (session.traffic, session.numbers) == (1.0, None)
    qtbot.waitUntil(lambda: session.numbers is not None, timeout=WAIT)
    assert session.numbers is not None
    assert session.numbers.traffic == 1.0
    session.set_traffic(0)
    assert session.traffic == 1.0


def test_numbers_that_fail_are_told_and_nothing_else_stops(
    checked: tuple[Session, Checker], qtbot: QtBot
) -> None:
    session, checker = checked
    qtbot.waitUntil(lambda: session.numbers is not None, timeout=WAIT)
    checker._take(
        {
            "type": "numbers_failed",
            "generation": session.generation,
            "revision": 0,
            "message": "KeyError: 'a'",
        }
    )
    assert session.numbers is None
    assert "KeyError" in (session.numbers_trouble or "")
    with qtbot.waitSignal(session.numbers_changed, timeout=WAIT):
        session.apply(set_fields(session.document, "components", "features", replicas=3))
    assert session.numbers_trouble is None


def test_failures_are_worked_out_while_they_are_looked_at(
    checked: tuple[Session, Checker], qtbot: QtBot
) -> None:
    session, _ = checked
    qtbot.waitUntil(lambda: session.numbers is not None, timeout=WAIT)
    assert session.failure_units == ()
    session.watch_failures(True)
    qtbot.waitUntil(lambda: bool(session.failure_units and session.cut_sets), timeout=WAIT)
    assert "zone:a" in {unit.key for unit in session.failure_units}
    assert (("zone", "a"),) in {cut.units for cut in session.cut_sets["search"].single}
    with qtbot.waitSignal(session.failure_changed, timeout=WAIT):
        session.pick_failure("component:features")
    assert session.failure is not None
    assert session.failure.journeys == {"search": "stopped"}
    with qtbot.waitSignals([session.failure_changed, session.failures_changed], timeout=WAIT):
        session.apply(set_fields(session.document, "components", "features", replicas=2))
    with qtbot.waitSignal(session.failure_changed, timeout=WAIT):
        session.pick_failure("replica:features")
    assert session.failure.journeys == {"search": "untouched"}
    with qtbot.waitSignal(session.failure_changed, timeout=WAIT):
        session.pick_failure(None)
    assert session.failure is None


def test_a_worker_that_comes_back_knows_what_is_looked_at(
    checked: tuple[Session, Checker], qtbot: QtBot
) -> None:
    session, checker = checked
    session.set_traffic(2.0)
    session.watch_failures(True)
    qtbot.waitUntil(lambda: bool(session.cut_sets), timeout=WAIT)
    assert checker._process is not None
    with qtbot.waitSignals([session.failures_changed, session.numbers_changed], timeout=WAIT):
        checker._process.kill()
    assert session.numbers is not None
    assert session.numbers.traffic == 2.0


def test_bounds_are_refined_with_progress_until_they_are_cancelled(qtbot: QtBot) -> None:
    session = Session(web_of_fallbacks(60, 0.6))
    checker = Checker(session)

    def bound() -> float:
        assert session.numbers is not None
        return session.numbers.journeys["web"].availability.low or 0.0

    try:
        with qtbot.waitSignal(checker.refining, timeout=WAIT) as told:
            checker.start()
        assert told.args[0].startswith("bounds of the availability of web")
        before = bound()
        with qtbot.waitSignal(session.numbers_changed, timeout=WAIT):
            session.cancel_numbers()
        assert bound() > before
    finally:
        checker.stop()
