"""The reference designs: nothing grave at review, and a reason for every line that is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.catalog import Pattern, patterns
from mlsd_studio.catalog.templates import document_from_pattern
from tests.analysis.judged import JUDGED
from tests.analysis.judging import judgements, lines, objections

JUDGEMENTS = judgements(Path(__file__).parents[1] / "files" / "template_findings.yaml")


def test_every_template_has_its_list() -> None:
    assert sorted(JUDGEMENTS) == sorted(pattern.id for pattern in patterns())


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.id)
def test_nothing_grave_at_review(pattern: Pattern) -> None:
    findings = check(document_from_pattern(pattern), rules=JUDGED).findings
    assert [finding.key for finding in findings if finding.severity != "info"] == []


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.id)
def test_what_is_left_has_a_reason(pattern: Pattern) -> None:
    said = lines(document_from_pattern(pattern), ("sketch", "review", "production"))
    assert objections(said, JUDGEMENTS[pattern.id]) == []
