"""Decisions from the first word to the file and back: made, kept, reopened, run out, orphaned, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from mlsd_studio.analysis.decisions import Terms, decidable, make
from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.fixes import build
from mlsd_studio.analysis.protocol import FrameReader, decode_report, encode, findings_message
from mlsd_studio.model import Document, History
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.decisions import decide, withdraw
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.quantities import Day
from mlsd_studio.model.records import Decision
from mlsd_studio.storage import dump, load_text
from tests.analysis.designs import design

TODAY = date(2026, 11, 24)
TEXT = """components:
  - {id: a, kind: cache, name: Cache}
  - {id: b, kind: cache, name: Other cache}
"""
TERMS = Terms("accepted", "cost", " One cache is enough. ", "Ana", Day.parse("2027-01-31"), "OPS-7")


def found(document: Document, key: str, today: date = TODAY) -> Finding:
    """The finding of a key."""
    return next(one for one in check(document, today=today).findings if one.key == key)


def keys(document: Document, today: date = TODAY) -> list[str]:
    """The keys of the findings that are open."""
    return [one.key for one in check(document, today=today).findings if not one.decided]


def decided(text: str = TEXT, terms: Terms = TERMS) -> Document:
    """The design with a decision about OPS002@a."""
    document = design(text)
    document.apply(decide(document, make(document, [found(document, "OPS002@a")], terms, TODAY)))
    return document


def test_deciding_writes_every_field_with_the_day_and_the_hash() -> None:
    document = decided()
    decision = document.decisions["OPS002@a"]
    assert (decision.status, decision.reason_code, decision.reason) == (
        "accepted",
        "cost",
        "One cache is enough.",
    )
    assert (decision.by, str(decision.until), decision.ticket) == ("Ana", "2027-01-31", "OPS-7")
    assert str(decision.date) == "2026-11-24"
    assert len(decision.subject_hash or "") == 12
    assert found(document, "OPS002@a").decided
    assert keys(document) == ["OPS002@b"]


def test_a_decision_comes_back_from_the_file_as_it_was() -> None:
    document = decided()
    text = dump(document)
    for line in ("- finding: OPS002@a", "until: 2027-01-31", "by: Ana", "ticket: OPS-7", "date: 2026-11-24"):
        assert line in text
    again = load_text(text).document
    assert again == document
    assert dump(again) == text
    assert found(again, "OPS002@a").decided


def test_several_are_decided_and_withdrawn_in_one_step_each() -> None:
    document = design(TEXT)
    before = document.copy()
    history = History(document)
    both = [found(document, "OPS002@a"), found(document, "OPS002@b")]
    history.apply(decide(document, make(document, both, TERMS, TODAY)))
    assert history.undo_label == "Accept 2 findings"
    assert keys(document) == []
    history.apply(withdraw(document, ["OPS002@b", "OPS002@a", "RES001@none"]))
    assert history.undo_label == "Withdraw decisions about 2 findings"
    assert document == before
    history.undo()
    assert list(document.decisions) == ["OPS002@a", "OPS002@b"]
    history.undo()
    assert document == before


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Terms("", "cost", "Because"), "what is decided"),
        (Terms("accepted", "", "Because"), "kind of reason"),
        (Terms("accepted", "cost", "  "), "Say why"),
        (Terms("deferred", "time", "Later", until=Day.parse("2026-11-23")), "2026-11-23 is over"),
    ],
)
def test_terms_that_lack_something_are_told(terms: Terms, words: str) -> None:
    document = design(TEXT)
    with pytest.raises(ValueError, match=words):
        make(document, [found(document, "OPS002@a")], terms, TODAY)


def test_a_material_change_reopens_and_says_what_changed() -> None:
    document = decided()
    document.apply(set_fields(document, "components", "a", name="Front cache", owner="search"))
    assert found(document, "OPS002@a").decided
    document.apply(set_fields(document, "components", "a", replicas=2))
    finding = found(document, "OPS002@a")
    assert not finding.decided
    assert finding.reopened == "reopened: Front cache changed since the decision of 2026-11-24"
    assert finding.former == document.decisions["OPS002@a"]
    document.apply(decide(document, make(document, [finding], TERMS, date(2026, 12, 1))))
    assert found(document, "OPS002@a").decided
    assert str(document.decisions["OPS002@a"].date) == "2026-12-01"


def test_another_name_or_ticket_is_no_new_decision() -> None:
    document = decided()
    before = document.decisions["OPS002@a"]
    finding = found(document, "OPS002@a")
    same = Terms("accepted", "cost", "One cache is enough.", "Ben", Day.parse("2027-01-31"), "OPS-8")
    (after,) = make(document, [finding], same, date(2026, 12, 1))
    assert (after.by, after.ticket) == ("Ben", "OPS-8")
    assert (after.date, after.subject_hash) == (before.date, before.subject_hash)
    (after,) = make(document, [finding], Terms("deferred", "cost", "Next year."), date(2026, 12, 1))
    assert str(after.date) == "2026-12-01"


def test_an_expired_decision_is_renewed_or_removed_in_one_step() -> None:
    late = date(2027, 2, 1)
    for label, left in (("Renew it until 2027-05-02", []), ("Remove the decision", ["OPS002@a"])):
        document = decided()
        document.apply(set_fields(document, "components", "a", replicas=2))
        expired = found(document, "DEC001@OPS002@a", late)
        assert "ended on 2027-01-31" in expired.message
        assert found(document, "OPS002@a", late).reopened == "reopened: the decision held until 2027-01-31"
        fix = next(one for one in expired.fixes if one.label == label)
        before = document.copy()
        change = build(document, fix)
        document.apply(change)
        assert [key for key in keys(document, late) if key != "OPS002@b"] == left
        document.apply(change.reversed())
        assert document == before


def test_an_orphaned_decision_is_removed_by_its_fix() -> None:
    document = decided()
    document.apply(remove(document, ["a"]))
    orphan = found(document, "DEC002@OPS002@a")
    assert [fix.label for fix in orphan.fixes] == ["Remove the decision"]
    document.apply(build(document, orphan.fixes[0]))
    assert not document.decisions
    assert keys(document) == ["OPS002@b"]


def test_one_finding_of_a_group_is_decided_with_all_it_stands_for() -> None:
    text = "components:\n" + "".join(f"  - {{id: m{n}, kind: model_endpoint}}\n" for n in range(3))
    document = design(text + "groups:\n  - {id: g, members: [m0, m1, m2]}\n")
    lead = found(document, "MON004@m0")
    assert [one.key for one in lead.folded] == ["MON004@m1", "MON004@m2"]
    document.apply(decide(document, make(document, [lead], TERMS, TODAY)))
    assert list(document.decisions) == ["MON004@m0", "MON004@m1", "MON004@m2"]
    assert not [key for key in keys(document) if key.startswith("MON004")]


def test_what_is_about_decisions_cannot_be_decided() -> None:
    document = decided()
    document.apply(remove(document, ["a"]))
    orphan = found(document, "DEC002@OPS002@a")
    assert not decidable(orphan)
    assert make(document, [orphan], TERMS, TODAY) == []


def test_fields_of_other_tools_stay_in_a_decision() -> None:
    document = decided()
    known = document.decisions["OPS002@a"]
    odd = Decision(
        finding="OPS002@a", status="deferred", reason_code="time", reason="Later", extra={"board": 7}
    )
    document.apply(decide(document, [odd]))
    (after,) = make(document, [found(document, "OPS002@a")], TERMS, TODAY)
    assert after.extra == {"board": 7}
    assert after.subject_hash == known.subject_hash


def test_reopened_findings_and_journeys_travel_between_processes() -> None:
    document = decided(TEXT + "  - {id: web, kind: client_web}\n  - {id: api, kind: backend_service}\n"
                       "flows:\n  - {id: f, from: web, to: api, kind: request}\n")  # fmt: skip
    document.apply(set_fields(document, "components", "a", replicas=2))
    report = check(document, today=TODAY)
    (message,) = FrameReader().feed(encode(findings_message(report, 1, 1)))
    again = decode_report(message)
    assert again.findings == report.findings
    finding = next(one for one in again.findings if one.key == "OPS002@a")
    assert finding.former == document.decisions["OPS002@a"]
    assert not finding.journeys
    assert {one.journeys for one in again.findings if one.subjects[0].id == "api"} == {("web",)}
