"""Every rule's help page is its test: Example raises exactly it, Instead does not, the first fix ends it."""

from __future__ import annotations

import pkgutil

import pytest

from mlsd_studio.analysis import rules
from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.fixes import build
from mlsd_studio.analysis.rule import SECTIONS
from mlsd_studio.analysis.rules import RULES, RegistryError, collect
from mlsd_studio.storage import load_text

CODES = sorted(RULES)
ASKING = frozenset({"OPS001"})
"""Rules whose fix only shows where to type: no value could be guessed honestly."""


def test_every_rule_stands_in_a_file_that_begins_with_its_code() -> None:
    files = [one.name for one in pkgutil.iter_modules(rules.__path__)]
    assert [file.partition("_")[0].upper() for file in sorted(files)] == CODES


def test_an_empty_registry_and_a_module_without_a_rule_are_refused() -> None:
    with pytest.raises(RegistryError, match="no rules"):
        collect([], "mlsd_studio.analysis.rules")
    with pytest.raises(RegistryError, match="no RULE"):
        collect(["findings"], "mlsd_studio.analysis")
    with pytest.raises(RegistryError, match="twice"):
        collect(["ops002_unconnected", "ops002_unconnected"], "mlsd_studio.analysis.rules")


@pytest.mark.parametrize("code", CODES)
def test_page_has_all_sections_in_order(code: str) -> None:
    assert tuple(RULES[code].sections()) == SECTIONS
    assert RULES[code].page.startswith(f"{code} · {RULES[code].title}")


@pytest.mark.parametrize("code", CODES)
def test_example_raises_exactly_this_finding(code: str) -> None:
    findings = check(load_text(RULES[code].block("Example")).document).findings
    told = [finding for finding in findings if finding.severity != "info" or finding.code == code]
    assert [finding.code for finding in told] == [code]
    assert not told[0].folded
    assert told[0].subjects


@pytest.mark.parametrize("code", CODES)
def test_instead_does_not_raise_it(code: str) -> None:
    findings = check(load_text(RULES[code].block("Instead")).document).findings
    assert code not in [finding.code for finding in findings]


@pytest.mark.parametrize("code", CODES)
def test_first_fix_ends_the_finding_and_makes_no_new_error(code: str) -> None:
    document = load_text(RULES[code].block("Example")).document
    (before,) = [finding for finding in check(document).findings if finding.code == code]
    if code in ASKING:
        assert not build(document, before.fixes[0])
        return
    assert before.fixes[0].edits
    change = build(document, before.fixes[0])
    original = document.copy()
    document.apply(change)
    after = check(document).findings
    assert before.key not in [finding.key for finding in after]
    assert [f.key for f in after if f.severity == "error"] == []
    document.apply(change.reversed())
    assert document == original
