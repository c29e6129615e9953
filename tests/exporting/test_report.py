"""The report: the verdict first, then everything that proves it."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest
from pypdf import PdfReader

from mlsd_studio.analysis.engine import check
from mlsd_studio.exporting import Options, render, write_report
from mlsd_studio.exporting.report.cover import verdict
from mlsd_studio.exporting.report.document import footer_text
from mlsd_studio.exporting.report.origin import origin
from mlsd_studio.exporting.report.register import sources, stated_fields
from mlsd_studio.exporting.report.wording import element_name, joined, path_words, short_digest, target
from mlsd_studio.model import Document
from mlsd_studio.model.edits.decisions import decide
from mlsd_studio.model.quantities import Day
from mlsd_studio.model.records import Decision, Requirement
from mlsd_studio.storage import save

from ..drawing.designs import component, design, every_record, row, shop
from .cases import REPORT, finding, hard_design, hard_findings, shop_findings

NBSP = "\u00a0"


def pages(document, **options):
    reader = PdfReader(io.BytesIO(render(document, "report", **{**REPORT, **options})))
    return [" ".join(page.extract_text().replace(NBSP, " ").split()) for page in reader.pages]


@pytest.fixture(scope="module")
def shop_pages():
    return pages(shop(), findings=shop_findings())


def test_page_one_says_what_whether_and_why(shop_pages):
    first = shop_pages[0]
    for words in (
        "Shop ranking",
        "stage: review · 22 November 2026 · 13 components, 15 flows, 1 journey",
        "pattern: hybrid (online + stream)",
        "Not ready: 1 of 5 requirements missed, 1 unknown",
        "2 errors, 1 warning · 1 note · 1 deferred",
        "assumptions not confirmed",
        "Requirement Target Computed Margin Largest contributor",
        "71.4 ms met +28.6 % Ranker endpoint, 65 % of the p95",
        "99.49 % missed −35.9 h/yr Feature store, 98 % of the downtime",
        "≤ 100 ms",
        "≥ 1 000 rps · up to 10×",
        "Feature store is a single point of failure",
        "RES001",
        "The design",
    ):
        assert words in first


def test_every_page_has_its_number_and_the_fingerprint(shop_pages):
    for number, text in enumerate(shop_pages, 1):
        assert f"page {number} of {len(shop_pages)}" in text
        assert "shop.mlsd.yaml · sha256 4f9c…21d7" in text


def test_the_drawing_has_a_lying_page_of_its_own(shop_pages):
    reader = PdfReader(io.BytesIO(render(shop(), "report", findings=shop_findings(), **REPORT)))
    assert [page.mediabox.width > page.mediabox.height for page in reader.pages].index(True) == 1
    assert "Ranker endpoint" in shop_pages[1]


def test_findings_come_with_path_facts_fix_and_decision(shop_pages):
    rest = " ".join(shop_pages[2:])
    for words in (
        "Errors (2)",
        "Path: Shop web → Edge gateway → Search API → Feature store",
        "Facts: replicas: 1 (stated) · availability: 0.995 (catalogue default)",
        "Requirement: Availability ≥ 99.9 % (uptime)",
        "What to do: Add a replica",
        "Decided (1)",
        "Decision: Deferred (time) · January.",
    ):
        assert words in rest


def test_findings_are_counted_by_rule_group(shop_pages):
    rest = " ".join(shop_pages[2:])
    assert "Rules about Errors Warnings Notes Decided" in rest
    assert "Resilience 1 – – –" in rest
    assert "Monitoring 1 – – 1" in rest
    assert "All 2 1 1 1" in rest


def test_reopened_and_orphaned_decisions_say_so():
    document = shop()
    cheap = Decision(
        finding="RES001@features", status="accepted", reason_code="cost", reason="Cheap to restart.", by="Ana",
        until=Day.parse("2027-01-31"), ticket="OPS-7", subject_hash="0" * 12,
    )  # fmt: skip
    gone = Decision(finding="RES001@gone", status="mitigated", reason_code="other", reason="By hand.")
    later = Decision(finding="TEAM01@features", status="deferred", reason_code="time", reason="In spring.")
    document.apply(decide(document, [cheap, gone, later]))
    found = check(document, today=date(2026, 11, 22)).findings
    assert any(one.reopened for one in found)
    shown = pages(document, findings=found)
    assert "1 reopened" in shown[0]
    rest = " ".join(shown[2:])
    for words in (
        "Reopened: Feature store changed since it was decided",
        "Decision before: Accepted (cost) · Cheap to restart. · by Ana · until 2027-01-31 · ticket OPS-7",
        "Mitigated elsewhere (other) · By hand.",
        "Its finding does not occur any more",
        "Its rule did not run",
    ):
        assert words in rest


def test_the_register_names_every_component(shop_pages):
    rest = " ".join(shop_pages[2:])
    assert "Component register (13)" in rest
    for name in ("Ranker endpoint", "NVIDIA Triton", "ranking team", "latency: measured 2026-10-02"):
        assert name in rest


def test_decisions_and_constraints_are_listed(shop_pages):
    rest = " ".join(shop_pages[2:])
    assert "MON003@metrics" in rest
    assert "Team resources 4 engineers" in rest


def test_only_inter_is_used():
    reader = PdfReader(io.BytesIO(render(shop(), "report", findings=shop_findings(), **REPORT)))
    names = {str(f["/BaseFont"]) for page in reader.pages for f in page["/Resources"]["/Font"].values()}
    assert all("+Inter-" in name for name in names), names


@pytest.mark.parametrize(
    ("findings", "state", "title"),
    [
        (None, "none", "Not checked"),
        ((), "ok", "Ready to review"),
        ((finding("A1", "a", "info", "I"),), "ok", "Ready to review"),
        ((finding("A1", "a", "warning", "W"),), "warning", "Ready to review: 1 warning"),
        (
            (finding("A1", "a", "error", "E"), finding("A2", "a", "error", "E")),
            "error",
            "Not ready: 2 errors",
        ),
    ],
)
def test_the_verdict_follows_from_the_open_findings(findings, state, title):
    shown = verdict(design(component("a")), Options(findings=findings))
    assert shown[:2] == (state, title)


def test_an_empty_design_is_not_called_ready():
    assert verdict(Document(), Options(findings=()))[1] == "Nothing to review yet"
    text = " ".join(pages(Document(), findings=()))
    assert "The design has no components." in text
    assert "Nothing was decided yet." in text


def test_a_report_without_a_check_says_so():
    assert "Not checked" in pages(shop(), findings=None)[0]


def test_very_long_texts_run_over_pages_and_stay_whole():
    text = " ".join(pages(hard_design(), findings=hard_findings()))
    assert text.count("unusually long name") > 60 * 12
    assert "<b>&amp;" in text


def test_every_record_can_be_reported():
    text = " ".join(pages(every_record(), page="letter"))
    assert all(element_name(every_record(), id) in text for id in every_record().components)


def test_stated_fields_read_like_a_sentence():
    shown = joined(stated_fields(shop().components["ranker"])).replace(NBSP, " ")
    assert shown.startswith("3 replicas (needs 2) · zones a, b · p50 14 ms, p95 38 ms · 740 USD/month")
    assert (
        sources(shop().components["lake"]).replace(NBSP, " ")
        == "catalogue: availability, latency, capacity, cost"
    )


@pytest.mark.parametrize(
    ("metric", "written", "growth", "shown"),
    [
        ("latency_p95", "<= 100 ms", None, "≤ 100 ms"),
        ("throughput", ">= 25000 rps", 10, "≥ 25 000 rps · up to 10×"),
        ("availability", ">= 99.95 %", 1, "≥ 99.95 %"),
        ("cost", "<= 10000 USD/month", None, "≤ $10k/mo"),
    ],
)
def test_targets_have_proper_signs(metric, written, growth, shown):
    requirement = Requirement(id="r", category="system", metric=metric, target=written, growth=growth)
    assert target(requirement).replace(NBSP, " ") == shown


def test_the_footer_names_the_file_and_its_fingerprint(tmp_path):
    document, file = shop(), tmp_path / "shop.mlsd.yaml"
    save(document, file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    made = write_report(
        document, tmp_path / "review.pdf", check(document), on=date(2026, 11, 22), source=file
    )
    text = PdfReader(made).pages[0].extract_text().replace(NBSP, " ")
    assert f"shop.mlsd.yaml · sha256 {digest[:4]}…{digest[-4:]}" in text
    assert "22 November 2026" in text
    assert "pattern: hybrid (online + stream)" in text


def test_unsaved_changes_are_said(tmp_path):
    file = tmp_path / "shop.mlsd.yaml"
    save(shop(), file)
    name, digest = origin(row(), file)
    assert name == "shop.mlsd.yaml with unsaved changes"
    assert digest != hashlib.sha256(file.read_bytes()).hexdigest()
    assert origin(row(), None) == ("not saved", digest)
    assert origin(row(), tmp_path / "gone.yaml")[1] == digest


def test_names_and_fingerprints():
    assert path_words(shop(), ("api", "api-ranker", "ranker")) == "Search API → Ranker endpoint"
    assert element_name(shop(), "gone") == "gone"
    assert short_digest("abc") == "abc"
    assert footer_text(Options()).startswith("MLSD Studio")


def test_bottlenecks_and_assumptions_prove_page_one(shop_pages):
    rest = " ".join(shop_pages[2:])
    assert "Ranker endpoint 1 000 rps 1 080 rps 93 % 3" in rest
    assert "1.08× · 1 080 rps · first" in rest
    assert "not confirmed)" in rest
    unconfirmed = rest.index("default, not confirmed")
    assert unconfirmed < rest.index("stated", unconfirmed) < rest.rindex("measured 2026-10-02")


def test_cards_in_the_report_show_how_busy_they_are():
    from mlsd_studio.analysis.numbers.engine import numbers
    from mlsd_studio.exporting.records import drawn

    document = shop()
    plain, busy = Options(), Options(numbers=numbers(document))
    assert busy.busy["ranker"] == pytest.approx(1000 / 1080)
    assert str(drawn(document, busy)).count("Box(") > str(drawn(document, plain)).count("Box(")


def test_a_design_without_journeys_says_that_nothing_brings_load():
    text = " ".join(pages(design(component("a")), findings=()))
    assert "No journey brings load." in text
    assert "Ready to review" in text


def test_facts_of_findings_are_printed_as_cards_print_them(tmp_path):
    document = shop()
    made = write_report(
        document, tmp_path / "review.pdf", check(document, stage="review"), on=date(2026, 11, 22)
    )
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(made).pages).replace(NBSP, " ").split()
    )
    assert "availability: 99.49 % (computed)" in text
    assert "target: 99.9 % (stated)" in text
    assert "utilisation: 93 % of capacity (computed)" in text
    assert "0.99490" not in text
