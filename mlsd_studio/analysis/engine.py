"""Runs the rules over a document: in slices, so that a caller may stop between them; a rule that crashes is
a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from time import perf_counter

import msgspec

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.decisions import about_decisions, attach
from mlsd_studio.analysis.findings import Evidence, Finding, heavier
from mlsd_studio.analysis.folding import fold
from mlsd_studio.analysis.journeys import with_journeys
from mlsd_studio.analysis.rechecking import Memory, neighbourhood
from mlsd_studio.analysis.recognise import recognise
from mlsd_studio.analysis.reports import Report, order
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.analysis.strangers import about_strangers
from mlsd_studio.analysis.team import Team, in_use
from mlsd_studio.analysis.team.settings import adjust
from mlsd_studio.model import Document
from mlsd_studio.model.records import Stage

SLICE_SECONDS = 0.004
TELL_SECONDS = 0.1
"""A check that takes longer tells what is new of the edited components before it ends."""


def check(
    document: Document,
    *,
    stage: Stage | None = None,
    today: date | None = None,
    rules: Mapping[str, Rule] = RULES,
    team: Team | None = None,
) -> Report:
    """Run every rule that speaks at the stage (the design's own unless given) and report in a fixed order.

    `today` is the day that decisions are measured against; without it none has run out. The `team`, unless
    given the one in use, brings kinds and rules of its own, and its own view of severities.
    """
    steps = check_steps(document, stage=stage, today=today, rules=rules, team=team)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: Report = end.value
            return report


def check_steps(
    document: Document,
    *,
    stage: Stage | None = None,
    today: date | None = None,
    rules: Mapping[str, Rule] = RULES,
    facts: Facts | None = None,
    memory: Memory | None = None,
    touched: Iterable[str] = (),
    team: Team | None = None,
) -> Generator[Report | None, None, Report]:
    """`check` as a generator: yields every few milliseconds, returns the report.

    `facts` of the document where the caller goes on to use them. With a `memory` of the check before, what
    concerns the `touched` ids and their neighbours comes first: a provisional report is yielded as soon as
    there is news of them, in which rules that have not run yet say what they said before.
    """
    started = last = told = perf_counter()
    team = team or in_use()
    if rules is not RULES:
        team = replace(team, only=dict(rules))
    facts = facts or Facts(document, stage=stage, catalogue=team.catalog if team.folders else None)
    memory = memory or Memory()
    speaking = {code: rule for code, rule in team.rules.items() if facts.at_stage(rule.stage)}
    memory.findings = {code: said for code, said in memory.findings.items() if code in speaking}
    day, news = today or date.min, False
    for _ in _prepare(facts):
        yield None
    near = neighbourhood(facts, touched)
    for rule in memory.order(speaking, near):
        began = last = perf_counter()
        found: dict[str, Finding] = {}
        try:
            for finding in rule.check(facts):
                _keep(found, finding)
                if perf_counter() - last > SLICE_SECONDS:
                    yield None
                    last = perf_counter()
        except Exception as error:
            _keep(found, crashed(rule, error))
        news = news or memory.news(rule.code, found, near)
        memory.ran(rule.code, found, perf_counter() - began)
        yield None
        if news and perf_counter() - told > TELL_SECONDS:
            yield _report(facts, memory, speaking, team, day, started)
            told, news = perf_counter(), False
    return _report(facts, memory, speaking, team, day, started)


def _report(
    facts: Facts, memory: Memory, speaking: Mapping[str, Rule], team: Team, day: date, started: float
) -> Report:
    """What is remembered of the rules that speak, with the team's severities, decisions, journeys and folding."""
    raw = [finding for code in speaking for finding in memory.findings.get(code, {}).values()]
    kept, off = adjust(facts, [*raw, *about_strangers(facts), *team.findings()], team)
    findings = attach(facts, kept, day)
    findings += about_decisions(facts, findings, list(speaking), day)
    with suppress(Exception):  # what fails here has failed, and been reported, in the rules that need it
        findings = with_journeys(facts, findings)
    findings = sorted(fold(facts, sorted(findings, key=order)), key=order)
    pattern = recognise(facts.document)
    duration = (perf_counter() - started) * 1000
    return Report(tuple(findings), duration, tuple(speaking), pattern, tuple(sorted(off, key=order)))


def _prepare(facts: Facts) -> Iterator[None]:
    """Work out what many rules need, step by step, so that no single rule pays for it at a stretch.

    What fails here fails again, and is reported, in the rule that needs it.
    """
    steps: tuple[Callable[[], object], ...] = (
        lambda: (facts.out, facts.into),
        lambda: facts.main_journeys,
        lambda: facts.all_called,
        lambda: facts.structure,
        lambda: [facts.structure.single_points(journey.id) for journey in facts.journeys],
    )
    for step in steps:
        with suppress(Exception):
            step()
        yield


def _keep(found: dict[str, Finding], finding: Finding) -> None:
    """One finding for a key: a second cause adds its evidence, and the heavier severity counts."""
    first = found.get(finding.key)
    if first is None:
        found[finding.key] = finding
        return
    subjects = (*first.subjects, *(s for s in finding.subjects if s not in first.subjects))
    evidence = (*first.evidence, Evidence("also", finding.message, origin="computed"), *finding.evidence)
    fixes = (*first.fixes, *(fix for fix in finding.fixes if fix not in first.fixes))
    lead = first if heavier(first.severity, finding.severity) == first.severity else finding
    found[finding.key] = msgspec.structs.replace(lead, subjects=subjects, evidence=evidence, fixes=fixes)


def crashed(rule: Rule, error: Exception) -> Finding:
    """RUN001: a rule could not finish. The others have run; what this one would have said is unknown."""
    return Finding(
        code="RUN001",
        key=f"RUN001@{rule.code}",
        severity="warning",
        title=f"Rule {rule.code} could not finish",
        message=f"{rule.title}: the rule stopped with {type(error).__name__}: {error}. "
        "The other rules have run; please report this with the design.",
        evidence=(Evidence("rule", rule.code), Evidence("error", f"{type(error).__name__}: {error}")),
    )
