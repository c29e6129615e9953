"""Runs the examples that stand beside a team's rules."""

from __future__ import annotations

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.team import Team
from mlsd_studio.analysis.team.rules import TeamRule
from mlsd_studio.storage import load_text
from mlsd_studio.storage.problems import FileError


def run_examples(one: TeamRule, team: Team) -> list[str]:
    """What is wrong with the examples of a rule, in words; nothing where each does what it should.

    Only this rule runs, at stage production; each bad design must raise it and no good one may.
    """
    code = one.rule.code
    if not (one.bad and one.good):
        return [f"{code} has no `{'good' if one.bad else 'bad'}:` example"]
    wrong: list[str] = []
    for name, designs in (("bad", one.bad), ("good", one.good)):
        for place, text in enumerate(designs, 1):
            where = f"{code}, {name} {place}" if len(designs) > 1 else f"{code}, {name}"
            wrong += [f"{where}: {message}" for message in _run(one, team, text, name == "bad")]
    return wrong


def _run(one: TeamRule, team: Team, text: str, bad: bool) -> list[str]:
    try:
        document = load_text(text).document
    except FileError as error:
        return [str(problem) for problem in error.problems]
    strange = [c.id for c in document.components.values() if c.kind not in team.catalog.kinds]
    if strange:
        return [f"no kind is called {document.components[id].kind!r} (component {id})" for id in strange]
    report = check(document, stage="production", rules={one.rule.code: one.rule}, team=_alone(team))
    crash = [finding.message for finding in report.findings if finding.code == "RUN001"]
    raised = [finding.key for finding in report.findings if finding.code == one.rule.code]
    if crash:
        return crash
    if bad and not raised:
        return ["the rule should speak and does not"]
    return [] if bad or not raised else [f"the rule should be silent and says {', '.join(raised)}"]


def _alone(team: Team) -> Team:
    """The team's kinds without its severities and mistakes."""
    return Team(team.folders, team.design, team.catalog)
