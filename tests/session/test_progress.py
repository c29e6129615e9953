"""What has changed in the findings since the design was opened or saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mlsd_studio.analysis.comparing import difference, open_severities
from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Finding, Severity
from mlsd_studio.analysis.reports import Report
from mlsd_studio.model.records import Decision
from mlsd_studio.paths import resource
from mlsd_studio.session import Session
from mlsd_studio.storage.files import load
from mlsd_studio.storage.source import Source


def finding(key: str, severity: Severity = "warning", **fields: object) -> Finding:
    """A finding with nothing but a key and a severity."""
    return Finding(code=key[:6], key=key, severity=severity, title=key, message="", **fields)  # type: ignore[arg-type]


A, B, C = finding("OPS002@a"), finding("OPS002@b", "error"), finding("OPS002@c", "info")


def test_what_came_and_went_is_told_by_severity() -> None:
    before = open_severities([A, C])
    changed = difference(before, [B, C])
    assert (dict(changed.came), dict(changed.went)) == ({B.key: "error"}, {A.key: "warning"})
    assert changed.words() == "+1 error, −1 warning"
    assert difference(before, [A, C]).words() == ""
    several = difference(open_severities([A]), [finding(f"OPS002@{n}") for n in range(2)])
    assert several.words() == "+2 −1 warnings"


def test_a_graver_finding_counts_as_come_and_gone() -> None:
    changed = difference(open_severities([A]), [finding(A.key, "error")])
    assert changed.words() == "+1 error, −1 warning"


def test_folding_is_no_change_and_deciding_is() -> None:
    folded = finding(B.key, "error", folded=(A,))
    assert not difference(open_severities([A, B]), [folded])
    assert not difference(open_severities([folded]), [A, B]).went
    accepted = Decision(finding=A.key, status="accepted", reason_code="cost", reason="Dear")
    assert difference(open_severities([A, B]), [finding(A.key, decision=accepted), B]).went == {
        A.key: A.severity
    }


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    loaded = load(resource("examples", "shop-ranking.mlsd.yaml"))
    return Session(loaded.document)


def _source() -> tuple[Path, Source]:
    path = resource("examples", "shop-ranking.mlsd.yaml")
    return Path(str(path)), load(path).source


def test_the_first_check_is_what_later_ones_are_compared_with(session: Session) -> None:
    session.set_report(Report((A, B)))
    assert session.progress.words() == ""
    session.set_report(Report((B, C)))
    assert session.progress.words() == "−1 warning, +1 note since it was opened"
    session.replace(session.document.copy())
    assert session.progress.baseline is None
    assert session.progress.words() == ""


def test_a_save_starts_anew(session: Session, qtbot: QtBot) -> None:
    session.set_report(Report((A, B)))
    session.set_report(Report((B,)))
    with qtbot.waitSignal(session.findings_changed):
        session.mark_saved(*_source())
    assert session.progress.words() == ""
    session.set_report(Report((A, B)))
    assert session.progress.words() == "+1 warning since the last save"


def test_a_save_waits_for_the_check_of_what_was_saved(session: Session) -> None:
    session.set_report(Report((A, B)))
    session.set_fields("components", "features", replicas=2)
    session.mark_saved(*_source())
    session.set_report(Report((B,)), session.document.revision - 1)
    assert session.progress.words() == "−1 warning since the last save"
    session.set_report(Report((B,)), session.document.revision)
    assert session.progress.words() == ""
    session.set_report(Report((B, C)))
    assert session.progress.words() == "+1 note since the last save"


def test_edits_before_that_check_leave_the_comparison_as_it_was(session: Session) -> None:
    session.set_report(Report((A,)))
    session.set_fields("components", "features", replicas=2)
    session.mark_saved(*_source())
    session.set_fields("components", "features", replicas=3)
    session.set_report(Report((A, B)))
    assert session.progress.words() == "+1 error since the last save"


def test_the_rules_own_words_after_a_real_edit(session: Session) -> None:
    session.set_report(check(session.document))
    session.set_fields("components", "features", replicas=2)
    session.set_report(check(session.document))
    assert "RES001@features" in session.progress.difference.went
    session.undo()
    session.set_report(check(session.document))
    assert not session.progress.difference
