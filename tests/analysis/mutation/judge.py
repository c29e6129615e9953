"""Breaks designs, asks the rules, and keeps the score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import SEVERITIES, Finding
from mlsd_studio.catalog import patterns
from mlsd_studio.catalog.templates import document_from_pattern
from mlsd_studio.model import Document
from mlsd_studio.model.records import Stage
from tests.analysis.judged import JUDGED
from tests.analysis.judging import said
from tests.analysis.mutation import breaks  # noqa: F401  (registers the mutations)
from tests.analysis.mutation.bases import BASES
from tests.analysis.mutation.kinds import MOST_SITES, MUTATIONS, Given, Mutation

SPEAKS_ANYWAY = {"OPS001": "it lists whatever is unknown, and a broken design knows less or asks more"}
"""Rules that may always speak, with the reason."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A design broken in one place, and what the rules newly say of it."""

    mutation: Mutation
    base: str
    site: str
    document: Document
    news: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """Which mutation of which design, where."""
        return f"{self.base}: {self.mutation.name} ({self.site})"

    @property
    def hits(self) -> tuple[Finding, ...]:
        """What the rule that has to speak says."""
        return tuple(finding for finding in self.news if finding.code == self.mutation.rule)

    @property
    def noise(self) -> tuple[Finding, ...]:
        """What other rules say that no consequence explains."""
        expected = {self.mutation.rule, *self.mutation.also, *SPEAKS_ANYWAY}
        return tuple(finding for finding in self.news if finding.code not in expected)


def news(before: Mapping[str, Finding], now: Mapping[str, Finding]) -> tuple[Finding, ...]:
    """What is said now that was not said before, or less gravely."""
    return tuple(
        finding
        for key, finding in now.items()
        if key not in before or SEVERITIES.index(finding.severity) < SEVERITIES.index(before[key].severity)
    )


@cache
def templates() -> dict[str, Document]:
    """The reference designs by their ids, at stage review."""
    return {pattern.id: document_from_pattern(pattern) for pattern in patterns()}


@cache
def bases() -> dict[str, Document]:
    """All designs that are broken: the templates, and small ones for what no template has."""
    return {**templates(), **BASES}


@cache
def prepared(base: str, given: Given | None) -> Document | None:
    """A base with what a mutation states first."""
    document = bases()[base]
    return document if given is None else given(Facts(document))


@cache
def before(base: str, given: Given | None, stage: Stage) -> Mapping[str, Finding]:
    """What the rules say of an unbroken base."""
    document = prepared(base, given)
    assert document is not None
    return said(document, stage)


def mutants_of(mutation: Mutation, base: str) -> Iterator[Mutant]:
    """The mutants that a mutation makes of a base, few or none."""
    document = prepared(base, mutation.given)
    if document is None:
        return
    was = before(base, mutation.given, mutation.stage)
    for site, broken in islice(mutation.make(Facts(document, stage=mutation.stage)), MOST_SITES):
        found = news(was, said(broken, mutation.stage))
        yield Mutant(mutation, base, site, broken, found)


@cache
def all_mutants() -> tuple[Mutant, ...]:
    """Every mutant of every base, made and judged once."""
    return tuple(
        mutant
        for mutation in MUTATIONS.values()
        if mutation.rule in JUDGED
        for base in bases()
        for mutant in mutants_of(mutation, base)
    )


def score() -> dict[str, tuple[int, int]]:
    """Rule code -> (mutants caught, mutants made)."""
    found = dict.fromkeys(JUDGED, (0, 0))
    for mutant in all_mutants():
        caught, made = found[mutant.mutation.rule]
        found[mutant.mutation.rule] = (caught + bool(mutant.hits), made + 1)
    return found


def board() -> str:
    """The score as a table, with every mutant that survived and every unrelated finding below it."""
    rows = [f"{code}  {caught:4d} of {made:4d}" for code, (caught, made) in score().items()]
    mutants = all_mutants()
    caught = sum(bool(mutant.hits) for mutant in mutants)
    rows.append(f"all     {caught:4d} of {len(mutants):4d}  ({caught / max(1, len(mutants)):.1%})")
    rows += [f"survived  {mutant.mutation.rule}  {mutant.name}" for mutant in mutants if not mutant.hits]
    rows += [
        f"noise     {', '.join(f'{f.severity} {f.key}' for f in mutant.noise)}  {mutant.name}"
        for mutant in mutants
        if mutant.noise
    ]
    return "\n".join(rows)
