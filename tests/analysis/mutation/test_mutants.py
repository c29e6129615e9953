"""Every known way to break a design is noticed by the rule it is meant for, and by no unrelated one."""

from __future__ import annotations

from collections import Counter

import pytest

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding
from tests.analysis.judged import JUDGED
from tests.analysis.judging import wrong_fixes
from tests.analysis.mutation.judge import (
    Mutant,
    all_mutants,
    board,
    prepared,
    score,
    templates,
)
from tests.analysis.mutation.kinds import MUTATIONS

LEAST_CAUGHT = 0.97
LEAST_WAYS = 30
CODES = sorted(JUDGED)


def mutants(code: str) -> list[Mutant]:
    return [mutant for mutant in all_mutants() if mutant.mutation.rule == code]


def test_the_score_is_at_least_97_percent() -> None:
    print(f"\n{board()}")
    caught = sum(bool(mutant.hits) for mutant in all_mutants())
    assert caught / len(all_mutants()) >= LEAST_CAUGHT, board()


@pytest.mark.parametrize("code", CODES)
def test_the_rule_speaks(code: str) -> None:
    caught, made = score()[code]
    assert made, f"no mutation exercises {code}"
    survivors = [mutant.name for mutant in mutants(code) if not mutant.hits]
    assert caught / made >= LEAST_CAUGHT, survivors


@pytest.mark.parametrize("code", CODES)
def test_no_unrelated_rule_speaks(code: str) -> None:
    noise = {
        mutant.name: [(finding.severity, finding.key) for finding in mutant.noise]
        for mutant in mutants(code)
        if mutant.noise
    }
    assert noise == {}


def test_every_template_is_broken_in_many_ways() -> None:
    ways = Counter(base for base, _ in {(m.base, m.mutation.name) for m in all_mutants()})
    few = {base: ways[base] for base in templates() if ways[base] < LEAST_WAYS}
    assert few == {}


def test_every_mutation_applies_somewhere() -> None:
    made = {mutant.mutation.name for mutant in all_mutants()}
    assert [one.name for one in MUTATIONS.values() if one.rule in JUDGED and one.name not in made] == []


def test_every_consequence_is_seen() -> None:
    seen = {
        (finding.code, mutant.mutation.also[finding.code])
        for mutant in all_mutants()
        for finding in mutant.news
        if finding.code in mutant.mutation.also
    }
    unseen = {
        one.name: sorted(code for code, why in one.also.items() if code in JUDGED and (code, why) not in seen)
        for one in MUTATIONS.values()
        if one.rule in JUDGED
    }
    assert {name: codes for name, codes in unseen.items() if codes} == {}


@pytest.mark.parametrize("code", CODES)
def test_every_fix_ends_its_finding_and_makes_no_error(code: str) -> None:
    """Of whatever a rule newly says of a mutant, the same finding of the same base once."""
    first: dict[object, tuple[Mutant, Finding]] = {}
    for mutant in all_mutants():
        for one in mutant.news:
            if one.code == code:
                first.setdefault((mutant.base, mutant.mutation.given, one.key, one.title), (mutant, one))
    wrong = [
        f"{mutant.name}: {text}"
        for mutant, finding in first.values()
        for text in wrong_fixes(mutant.document, mutant.mutation.stage, finding)
    ]
    assert wrong == []


def test_mutations_leave_the_design_they_break_alone() -> None:
    for name, document in templates().items():
        copy = document.copy()
        for mutation in MUTATIONS.values():
            stated = prepared(name, mutation.given)
            if stated is not None:
                list(mutation.make(Facts(stated, stage=mutation.stage)))
        assert document == copy
