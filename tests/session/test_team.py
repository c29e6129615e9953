"""A team's files beside the open design: kinds, rules and severities in the session and its worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mlsd_studio.catalog import bundled, catalog
from mlsd_studio.session import Session
from mlsd_studio.session.checker import Checker
from mlsd_studio.storage.files import load, save

WAIT = 20_000
DESIGN = "mlsd: 1\ncomponents:\n  - {id: bus, kind: scoring_bus, name: Bus}\n"
KINDS = (
    "kinds:\n  - {id: scoring_bus, like: event_stream, name: Scoring bus, palette: Ours}\npalette: [Ours]\n"
)
RULES = """rules:
  - code: OWN001
    title: Buses have an owner
    select: {components: {kind: scoring_bus}}
    require: [{field: owner}]
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def design(tmp_path: Path) -> Path:
    write(tmp_path / ".mlsd" / "catalog" / "ours.yaml", KINDS)
    write(tmp_path / ".mlsd" / "rules" / "ours.yaml", RULES)
    return write(tmp_path / "bus.mlsd.yaml", DESIGN)


@pytest.fixture
def session(design: Path) -> Session:
    session = Session()
    session.replace(load(design).document, design)
    return session


@pytest.fixture
def checker(session: Session, qtbot: QtBot) -> Iterator[Checker]:
    checker = Checker(session)
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        checker.start()
    yield checker
    checker.stop()


def keys(session: Session) -> set[str]:
    return {finding.key for finding in session.findings}


def test_the_team_comes_and_goes_with_the_design(session: Session) -> None:
    assert catalog().kinds["scoring_bus"].name == "Scoring bus"
    session.replace(load(session.path or Path()).document)
    assert catalog() is bundled()
    assert session.team.folders == ()


def test_the_worker_runs_the_team_s_rules(session: Session, checker: Checker) -> None:
    assert "OWN001@bus" in keys(session)


def test_a_changed_file_is_read_when_the_window_comes_to_the_front(
    session: Session, checker: Checker, design: Path, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(session.team_changed, wait=0):
        session.follow_team()
    rules = write(design.parent / ".mlsd" / "rules" / "ours.yaml", RULES.replace("OWN001", "OWN002"))
    os.utime(rules, ns=(1, 1))
    with qtbot.waitSignals([session.team_changed, session.findings_changed], timeout=WAIT):
        session.follow_team()
    assert "OWN002@bus" in keys(session)
    assert "OWN001@bus" not in keys(session)
    write(design.parent / ".mlsd" / "rules" / "ours.yaml", "rules: [{code: 1}]\n")
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        session.follow_team()
    assert "TEAM001@.mlsd/rules/ours.yaml" in keys(session)


def test_saving_elsewhere_leaves_the_team_behind(
    session: Session, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("elsewhere") / "bus.mlsd.yaml"
    session.mark_saved(path, save(session.document, path))
    assert catalog() is bundled()
    assert session.team.design == "bus.mlsd.yaml"


def test_palette_and_inspector_offer_the_team_s_kinds(session: Session, design: Path, qtbot: QtBot) -> None:
    from mlsd_studio.panels.inspector import Inspector
    from mlsd_studio.panels.palette import Palette
    from mlsd_studio.panels.palette.entries import grouped

    palette, inspector = Palette(session), Inspector(session)
    qtbot.addWidget(palette)
    qtbot.addWidget(inspector)
    assert grouped(())[-1].title == "Scoring bus"
    assert palette.field.placeholderText() == f"Search {len(bundled().kinds) + 1} components"
    session.select(["bus"])
    assert inspector.page is not None
    assert inspector.page.header.kind.combo.currentText() == "Scoring bus"
    session.replace(load(design).document)
    assert palette.field.placeholderText() == f"Search {len(bundled().kinds)} components"
    session.select(["bus"])
    assert inspector.page.header.kind.combo.currentText() == "scoring_bus"


def test_a_finding_explains_itself_with_the_team_s_page_and_reason(
    session: Session, checker: Checker, design: Path, qtbot: QtBot
) -> None:
    from mlsd_studio.panels.findings.explaining import help_of

    config = "rules:\n  - {rule: OWN001, severity: info, reason: it is being sold}\n"
    write(design.parent / ".mlsd" / "config.yaml", config)
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        session.follow_team()
    found = next(one for one in session.findings if one.key == "OWN001@bus")
    assert found.override == "lowered from warning by the team: it is being sold"
    assert help_of("OWN001")["Source"] == "A rule of the team: ours.yaml."


def test_what_the_team_switched_off_is_said_below(
    session: Session, checker: Checker, design: Path, qtbot: QtBot
) -> None:
    from mlsd_studio.panels.status_bar import StatusBar

    bar = StatusBar(session)
    qtbot.addWidget(bar)
    write(
        design.parent / ".mlsd" / "config.yaml", "rules:\n  - {rule: OWN001, severity: off, reason: sold}\n"
    )
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        session.follow_team()
    assert "OWN001@bus" not in keys(session)
    assert bar.checked.text().endswith("· 1 switched off by the team")
    assert "OWN001@bus: switched off by the team: sold" in bar.checked.toolTip()


def test_the_inspector_tells_numbers_of_the_team_from_defaults(session: Session, design: Path) -> None:
    from mlsd_studio.model.records import Component
    from mlsd_studio.panels.inspector.defaults import hint_for
    from mlsd_studio.panels.inspector.fields import Field

    prices = "date: 2026-10-01\nsource: contract\nkinds: {scoring_bus: {replica: 77}}\n"
    write(design.parent / ".mlsd" / "prices.yaml", prices)
    session.follow_team()
    bus = Component(id="bus", kind="scoring_bus")
    price = hint_for(bus, Field("cost.replica", "Replica"), None)
    assert (price.text, price.suffix) == ("77 USD/month", "team")
    assert "stated by the team: contract, 2026-10-01" in price.tooltip
    assert hint_for(bus, Field("cost.gb", "Storage"), None).suffix == "default"


def test_the_window_in_front_says_which_kinds_count(session: Session) -> None:
    other = Session()
    other.follow_team()
    assert catalog() is bundled()
    session.follow_team()
    assert "scoring_bus" in catalog().kinds
