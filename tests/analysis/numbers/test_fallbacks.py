"""A fallback that is offered reaches the target exactly as told, once it is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Add
from mlsd_studio.analysis.fixes import build
from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.fallbacks import enough_fallbacks
from mlsd_studio.analysis.numbers.importance import explain
from mlsd_studio.analysis.numbers.ways import fallback, ways
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Fraction
from mlsd_studio.model.records import Boundary, Requirement
from tests.analysis.numbers.test_example import example
from tests.analysis.numbers.test_reliability import WEB, Drawn, call, designs, service


def availability(document: Document) -> float:
    facts = Facts(document)
    found = explain(facts, facts.journeys[0]).value
    assert found is not None
    return found


def test_the_example_is_offered_a_fallback_for_its_feature_store_and_it_holds() -> None:
    document = example()
    numbers = Engine(document).numbers()
    verdict = next(one for one in numbers.verdicts if one.metric == "availability")
    offer = next(one for one in verdict.offers if one.flow is not None)
    assert offer.component == "features"
    fix = next(one for one in ways(document, numbers, verdict) if isinstance(one.operations[0], Add))
    assert "fallback" in fix.label
    document.apply(build(document, fix))
    assert Facts(document).document.flows[next(reversed(document.flows))].fallback_of == offer.flow
    after = Engine(document).numbers()
    assert after.journeys["search"].availability.value == pytest.approx(offer.value, abs=1e-12)
    assert next(one for one in after.verdicts if one.metric == "availability").outcome in ("met", "close")


@settings(max_examples=60, deadline=None)
@given(designs())
def test_what_is_told_is_what_comes(drawn: Drawn) -> None:
    document = drawn.document()
    facts = Facts(document)
    explained = explain(facts, facts.journeys[0])
    assert explained.value is not None
    for offer in enough_fallbacks(facts, explained, explained.value + 1e-9):
        tried = drawn.document()
        tried.apply(build(tried, fallback(tried, tried.flows[offer.flow or ""], offer.replicas)))
        assert availability(tried) == pytest.approx(offer.value, abs=1e-12)


def test_no_fallback_where_it_would_not_reach_the_target_or_not_stand_apart() -> None:
    wanted = Requirement(id="r", category="system", metric="availability", target=">= 99.99 %")
    records = [service("a", 0.95), service("b", 0.99), call("web", "a"), call("a", "b")]
    (verdict,) = Engine(Document([WEB, *records, wanted])).numbers().verdicts
    assert verdict.outcome == "missed"
    assert [one for one in verdict.offers if one.flow is not None] == []
    zone = Boundary(id="z", kind="zone", availability=Fraction(0.99, "%"), members=("a",))
    apart = [service("a", 1.0, 2, zones=("x", "y")), service("b", 0.9), call("web", "a"), call("a", "b")]
    facts = Facts(Document([WEB, *apart, zone]))
    explained = explain(facts, facts.journeys[0])
    assert enough_fallbacks(facts, explained, 0.91) == ()
