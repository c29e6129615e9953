"""Every number a user can see has a help page with all its sections."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.numbers.pages import SECTIONS, page_of, pages
from mlsd_studio.model.targets import METRICS

ALSO_SHOWN = (
    "full_quality", "importance", "failure_modes", "cut_sets", "offered_load", "utilisation", "waiting",
    "latency_share", "bottleneck", "replicas_needed", "retry_storm", "verdict", "origin", "rounding",
)  # fmt: skip


@pytest.mark.parametrize("name", [*METRICS, *ALSO_SHOWN])
def test_a_number_has_a_page_with_every_section(name):
    page = page_of(name)
    assert page is not None
    assert list(page.sections) == list(SECTIONS.values())
    assert all(words.endswith(".") for words in page.sections.values())


def test_names_are_read_kindly():
    assert page_of(" Latency-P95 ") is page_of("latency")
    assert page_of("feature freshness") is pages()["feature_freshness"]
    assert page_of("no such thing") is None
