"""The judges are judged: a list that is out of date is objected to, and a mutation breaks what it says."""

from __future__ import annotations

from msgspec.structs import replace

from mlsd_studio.analysis.context import Facts
from tests.analysis.designs import design
from tests.analysis.judging import lines, objections, said, wrong_fixes
from tests.analysis.mutation.drafts import bypassed, marked, stating, without
from tests.analysis.mutation.judge import mutants_of, news, templates
from tests.analysis.mutation.kinds import MUTATIONS

LONELY = "components:\n  - {id: a, kind: cache, name: Cache}\n"
STANDS = {"info OPS002@a": {"at": "sketch, review", "judgement": "stands: nothing is joined to it"}}


def test_a_list_that_agrees_is_not_objected_to() -> None:
    assert objections(lines(design(LONELY), ("sketch", "review")), STANDS) == []


def test_what_is_new_stale_or_badly_judged_is_objected_to() -> None:
    here = lines(design(LONELY), ("sketch", "review"))
    assert objections(here, {}) == ["not judged: info OPS002@a at sketch, review"]
    assert objections({}, STANDS) == ["no longer said: info OPS002@a"]
    assert objections({"info OPS002@a": "review"}, STANDS) == [
        "info OPS002@a is said at review, judged at sketch, review"
    ]
    for judgement in ("fine", "stands: yes", "wrong: nothing is joined to it"):
        row = {"info OPS002@a": {"at": "sketch, review", "judgement": judgement}}
        assert objections(here, row) == [
            "info OPS002@a: a judgement begins with stands or tolerated and says why"
        ]


def test_folded_findings_are_lines_of_their_own() -> None:
    text = "components:\n  - {id: m, kind: model_endpoint}\n  - {id: l, kind: prediction_log}\n"
    text += "flows:\n  - {id: f, from: m, to: l, kind: async}\n"
    assert "error MON002@m (in MON001@m)" in lines(design(text), ("sketch",))


def test_a_graver_finding_is_news_and_a_lighter_one_is_not() -> None:
    text = "components:\n  - {{id: w, kind: client_web}}\n  - {{id: a, kind: backend_service, auth: {}}}\n"
    text += "flows:\n  - {{id: f, from: w, to: a, kind: request}}\n"
    unsaid = said(design(text.format("null")), "sketch")
    stated = said(design(text.format("none")), "sketch")
    assert [finding.key for finding in news(unsaid, stated)] == ["SEC001@a"]
    assert news(stated, unsaid) == ()


def test_a_fix_that_leaves_its_finding_is_told() -> None:
    document = design(LONELY)
    elsewhere = said(design(LONELY.replace("id: a", "id: b")), "sketch")["OPS002@b"]
    (delete,) = (fix for fix in elsewhere.fixes if fix.edits)
    other = design(LONELY + "  - {id: b, kind: cache, name: Other}\n")
    finding = said(document, "sketch")["OPS002@a"]
    assert wrong_fixes(document, "sketch", finding) == []
    assert wrong_fixes(other, "sketch", replace(finding, fixes=(delete,))) == [
        f"{delete.label!r} leaves OPS002@a"
    ]


def test_what_is_bypassed_leads_on_and_keeps_its_stand_in() -> None:
    document = bypassed(templates()["online"], ["router"])
    assert (document.flows["router-model"].source, document.flows["router-model"].target) == ("api", "model")
    assert document.flows["router-fallback"].source == "api"
    assert document.flows["router-fallback"].fallback_of == "router-model"
    hybrid = bypassed(templates()["hybrid"], ["router"])
    assert hybrid.flows["api-pstore"].fallback_of == "router-model"


def test_drafts_are_copies() -> None:
    document = templates()["online"]
    copy = document.copy()
    assert "drift" not in without(document, ["drift"]).components
    assert stating(document, "components", "api", replicas=1).components["api"].replicas == 1
    assert marked(document, "components", "api", known=True).components["api"].attributes == {"known": True}
    assert document == copy


def test_a_mutation_breaks_what_it_says() -> None:
    (mutant,) = mutants_of(MUTATIONS["no drift monitor"], "online")
    assert [finding.key for finding in mutant.hits] == ["MON002@model"]
    assert mutant.noise == ()
    assert Facts(mutant.document).with_facet("drift_monitor") == frozenset()
