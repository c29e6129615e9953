"""What the rules say of real systems, redrawn from what others published, judged line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_studio.paths import resource
from mlsd_studio.storage import load
from tests.analysis.judging import judgements, lines, objections, said, wrong_fixes

FILES = Path(__file__).parents[1] / "files"
JUDGEMENTS = judgements(FILES / "real_systems.yaml")
DRAWN = {
    **{path.name.partition(".")[0]: path for path in sorted((FILES / "real").glob("*.mlsd.yaml"))},
    "mlops-platform": resource("examples", "mlops-platform.mlsd.yaml"),
    "prediction-monitoring": resource("examples", "prediction-monitoring.mlsd.yaml"),
}
EXAMPLES = [path for path in sorted(resource("examples").glob("*.mlsd.yaml")) if path not in DRAWN.values()]


def test_every_system_is_judged() -> None:
    assert sorted(JUDGEMENTS) == sorted(DRAWN)
    assert len(DRAWN) >= 5


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_every_line_is_judged(name: str) -> None:
    document = load(DRAWN[name]).document
    assert objections(lines(document, ("sketch", "review", "production")), JUDGEMENTS[name]) == []


@pytest.mark.parametrize("path", [*DRAWN.values(), *EXAMPLES], ids=lambda path: path.name.partition(".")[0])
def test_every_fix_ends_its_finding_and_makes_no_error(path: Path) -> None:
    document = load(path).document
    found = said(document, "production").values()
    assert [text for finding in found for text in wrong_fixes(document, "production", finding)] == []


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_the_source_is_credited(name: str) -> None:
    head = DRAWN[name].read_text(encoding="utf-8").split("mlsd:")[0]
    assert "Redrawn from" in head
    assert "licence" in head
