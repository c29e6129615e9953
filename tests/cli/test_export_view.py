"""`mlsd export --view` draws one view."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from mlsd_studio.cli.application import build
from mlsd_studio.paths import resource

EVERY = str(resource("examples") / "every-record.mlsd.yaml")


def test_a_view_is_drawn_and_an_unknown_one_is_named(tmp_path: Path) -> None:
    target = tmp_path / "hot.svg"
    done = CliRunner().invoke(build(), ["export", EVERY, "--view", "hot-path", "-o", str(target)])
    assert done.exit_code == 0, done.output
    text = target.read_text(encoding="utf-8")
    assert "Partner shops" in text
    assert "Weekly training" not in text
    wrong = CliRunner().invoke(build(), ["export", EVERY, "--view", "cold", "-o", str(target)])
    assert wrong.exit_code != 0
    assert "it has hot-path, whole" in wrong.output
