"""Checking again: what concerns the edited components is told first, and the end is the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from mlsd_studio.analysis import engine
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.engine import check, check_steps
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.rechecking import Memory, ids_of, neighbourhood
from mlsd_studio.analysis.reports import Report
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.model import Document
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.removal import remove
from tests.analysis.designs import design, grown


def told(
    document: Document, memory: Memory, touched: set[str], rules: Mapping[str, Rule] = RULES
) -> list[Report]:
    """Provisional reports, then the whole one."""
    reports: list[Report] = []

    def steps() -> Iterator[Report | None]:
        reports.append((yield from check_steps(document, memory=memory, touched=touched, rules=rules)))

    return [*(early for early in steps() if early is not None), *reports]


def test_what_the_edit_ends_is_told_before_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "TELL_SECONDS", 0.0)
    document, memory = grown(100), Memory()
    told(document, memory, set())
    lone = next(id for id in memory.findings["RES001"] if id.startswith("RES001@api")).partition("@")[2]
    change = set_fields(document, "components", lone, replicas=3)
    document.apply(change)
    reports = told(document, memory, ids_of(change))
    assert len(reports) > 1
    assert f"RES001@{lone}" not in {finding.key for finding in reports[-2].findings}
    assert reports[-1].findings == check(document).findings
    assert set(reports[-1].rules_run) == set(RULES) & set(reports[0].rules_run)


def test_without_news_of_the_edited_nothing_is_told_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "TELL_SECONDS", 0.0)
    document, memory = grown(100), Memory()
    told(document, memory, set())
    change = set_fields(document, "components", "lake0", notes="as before")
    document.apply(change)
    assert len(told(document, memory, ids_of(change))) == 1


def test_rules_that_spoke_of_the_edited_run_first() -> None:
    memory = Memory()
    document = design("components:\n  - {id: a, kind: cache}\n  - {id: b, kind: model_endpoint}\n")
    told(document, memory, set())
    memory.seconds = dict.fromkeys(RULES, 0.0) | {"OPS002": 9.0}
    assert memory.order(RULES, frozenset({"a"}))[0].code == "OPS002"
    assert memory.order(RULES, frozenset())[-1].code == "OPS002"


def test_a_rule_that_no_longer_speaks_is_forgotten() -> None:
    document, memory = design("components:\n  - {id: a, kind: cache}\n"), Memory()
    told(document, memory, set())
    late = {**RULES, "OPS002": replace(RULES["OPS002"], stage="production")}
    (report,) = told(document, memory, set(), late)
    assert report.findings == ()


def test_the_neighbourhood_holds_flows_and_what_they_lead_to() -> None:
    document = design("components:\n  - {id: a, kind: cache}\n  - {id: b, kind: cache}\n  - {id: c, kind: cache}\n"
                      "flows:\n  - {id: f, from: a, to: b, kind: data}\n")  # fmt: skip
    assert neighbourhood(Facts(document), ["a"]) == {"a", "f", "b"}
    assert ids_of(remove(document, ["f"])) == {"f", "a", "b"}


def test_an_order_of_rules_changes_no_finding() -> None:
    document = grown(100)
    backwards = dict(reversed(RULES.items()))
    first, second = check(document), check(document, rules=backwards)
    assert first.findings == second.findings
    assert isinstance(first.findings[0], Finding)
