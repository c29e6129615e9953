"""Runs the rules over a document: in slices, so that a caller may stop between them; a rule that crashes is
a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import msgspec

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.decisions import about_decisions, attach
from mlsd_studio.analysis.findings import SEVERITIES, Evidence, Finding, heavier
from mlsd_studio.analysis.folding import fold
from mlsd_studio.analysis.journeys import with_journeys
from mlsd_studio.analysis.recognise import recognise
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.model import Document
from mlsd_studio.model.records import Stage

SLICE_SECONDS = 0.004


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, in a fixed order.

    `duration_ms` is the time it took, `rules_run` the codes of the rules that ran, `pattern` the serving
    pattern that the drawing follows, if any.
    """

    findings: tuple[Finding, ...] = ()
    duration_ms: float = 0.0
    rules_run: tuple[str, ...] = ()
    pattern: str | None = None

    def open_counts(self) -> dict[str, int]:
        """Severity -> findings that no decision covers."""
        return {
            severity: sum(1 for f in self.findings if f.severity == severity and not f.decided)
            for severity in SEVERITIES
        }


def check(
    document: Document,
    *,
    stage: Stage | None = None,
    today: date | None = None,
    rules: Mapping[str, Rule] = RULES,
) -> Report:
    """Run every rule that speaks at the stage (the design's own unless given) and report in a fixed order.

    `today` is the day that decisions are measured against; without it none has run out.
    """
    steps = check_steps(document, stage=stage, today=today, rules=rules)
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
) -> Generator[None, None, Report]:
    """`check` as a generator: yields every few milliseconds, returns the report.

    `facts` of the document where the caller goes on to use them.
    """
    started = last = perf_counter()
    facts = facts or Facts(document, stage=stage)
    found: dict[str, Finding] = {}
    ran: list[str] = []
    for _ in _prepare(facts):
        yield
        last = perf_counter()
    for rule in rules.values():
        if not facts.at_stage(rule.stage):
            continue
        ran.append(rule.code)
        try:
            for finding in rule.check(facts):
                _keep(found, finding)
                if perf_counter() - last > SLICE_SECONDS:
                    yield
                    last = perf_counter()
        except Exception as error:
            _keep(found, crashed(rule, error))
        yield
        last = perf_counter()
    day = today or date.min
    findings = attach(facts, list(found.values()), day)
    findings += about_decisions(facts, findings, ran, day)
    with suppress(Exception):  # what fails here has failed, and been reported, in the rules that need it
        findings = with_journeys(facts, findings)
    findings = sorted(fold(facts, sorted(findings, key=_order)), key=_order)
    pattern = recognise(document)
    return Report(tuple(findings), (perf_counter() - started) * 1000, tuple(ran), pattern)


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


def _order(finding: Finding) -> tuple[int, bool, str, str]:
    return SEVERITIES.index(finding.severity), not finding.top15, finding.code, finding.key


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
