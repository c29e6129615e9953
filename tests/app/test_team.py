"""A team's own kinds and rules in the window, from opening a design to mending a mistake."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from mlsd_studio.catalog import catalog
from tests.app.conftest import User

KINDS = (
    "palette: [Ours]\nkinds:\n  - {id: scoring_bus, like: event_stream, name: Scoring bus, palette: Ours}\n"
)
RULES = """rules:
  - code: OWN001
    title: Buses have an owner
    select: {components: {kind: scoring_bus}}
    require: [{field: owner}]
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_kinds_rules_and_mistakes_follow_the_files(user: User, tmp_path: Path) -> None:
    team, design = tmp_path / "work" / ".mlsd", tmp_path / "work" / "bus.mlsd.yaml"
    write(team / "catalog" / "ours.yaml", KINDS)
    write(team / "rules" / "ours.yaml", RULES)
    write(design, "mlsd: 1\ncomponents:\n  - {id: web, kind: client_web, name: Web}\n")
    assert user.window.files.open(design)
    user.drag_from_palette("scoring bus", (400, 300))
    added = next(one for one in user.window.session.document.components.values() if one.kind == "scoring_bus")
    user.until(lambda: f"OWN001@{added.id}" in user.codes())

    write(team / "rules" / "ours.yaml", RULES.replace("require", "requires"))
    user.window.activateWindow()
    user.qtbot.waitUntil(user.window.isActiveWindow)
    QApplication.sendEvent(user.window, QEvent(QEvent.Type.ActivationChange))
    user.until(lambda: "TEAM001@.mlsd/rules/ours.yaml" in user.codes())
    assert f"OWN001@{added.id}" not in user.codes()
    assert "scoring_bus" in catalog().kinds
