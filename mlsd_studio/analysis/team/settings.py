"""What a team says about rules: another severity, or off, for a design, a boundary or a component.

The one idea: the nearest wins. A component before the boundaries around it, from the innermost out, these
before the design, this before all designs; among equals the folder nearer to the design, then the later line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import SEVERITIES, Finding
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.team.reading import MistakeError, Node, TeamProblem, read_file
from mlsd_studio.model.records import TREE_BOUNDARIES
from mlsd_studio.storage.explain import nearest

if TYPE_CHECKING:
    from mlsd_studio.analysis.team import Team

CONFIG_FILE = "config.yaml"
KEYS = ("rule", "severity", "where", "design", "reason")
OFF = "off"


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of a config file. `rules` are codes or groups; `where` an id, `design` a file name; None: any."""

    rules: tuple[str, ...]
    severity: str
    reason: str
    where: str | None = None
    design: str | None = None

    def about(self, rule: Rule | None, code: str) -> bool:
        """Whether it speaks of a rule."""
        return code in self.rules or (rule is not None and rule.group in self.rules)


def read_settings(file: Path, rules: dict[str, Rule]) -> tuple[list[Setting], list[TeamProblem]]:
    """The lines of a config file, and the mistakes for which some were left out."""
    settings: list[Setting] = []
    problems: list[TeamProblem] = []
    try:
        found = read_file(file).map(("rules",)).get("rules")
        entries = found.items(1000) if found is not None else []
    except MistakeError as error:
        return [], [error.in_file(file)]
    known = [*rules, *sorted({rule.group for rule in rules.values()})]
    for entry in entries:
        try:
            settings.append(_setting(entry, known))
        except MistakeError as error:
            problems.append(error.in_file(file))
    return settings, problems


def _setting(node: Node, known: Sequence[str]) -> Setting:
    node.map(KEYS)
    about = node.need("rule", "a code, a group of rules, or a list of them")
    for item in about.items():
        word = item.text(80)
        if word not in known:
            plain = {one.lower(): one for one in known}
            meant = plain.get(nearest(word, plain) or "")
            item.fail(
                f"there is no rule {word!r}; " + (f"did you mean {meant}?" if meant else "see `mlsd rules`")
            )
    severity = node.need("severity", f"{', '.join(SEVERITIES)} or off")
    if severity.data is False:
        severity.data = OFF
    where, design = node.get("where"), node.get("design")
    return Setting(
        about.texts(),
        severity.choice((*SEVERITIES, OFF)),
        node.need("reason", "why the team sees it so; findings show it").text(400),
        where.text(200) if where is not None else None,
        design.text(200) if design is not None else None,
    )


# -- applying --------------------------------------------------------------------------------------------


def adjust(
    facts: Facts, findings: Iterable[Finding], team: Team
) -> tuple[list[Finding], tuple[Finding, ...]]:
    """The findings with the severity that the team gives them, and apart those that it has switched off."""
    valid = [one for one in team.settings if one.design is None or fnmatchcase(team.design, one.design)]
    if not valid:
        return list(findings), ()
    overlays = _overlays(facts)
    kept: list[Finding] = []
    off: list[Finding] = []
    for finding in findings:
        about = [one for one in valid if one.about(team.rules.get(finding.code), finding.code)]
        chosen = _nearest(about, _places(facts, finding, overlays)) if about else None
        if chosen is None:
            kept.append(finding)
        elif chosen.severity != OFF:
            kept.append(_graded(finding, chosen))
        else:
            reason = f"switched off by the team: {chosen.reason}"
            off.append(msgspec.structs.replace(finding, override=reason))
    return kept, tuple(off)


def _nearest(settings: Sequence[Setting], places: Sequence[str]) -> Setting | None:
    """The setting that is nearest to the places, which stand innermost first."""

    def distance(setting: Setting) -> int:
        if setting.where is not None:
            return places.index(setting.where)
        return len(places) + (setting.design is None)

    fitting = [one for one in settings if one.where is None or one.where in places]
    return min(reversed(fitting), key=distance, default=None)


def _overlays(facts: Facts) -> dict[str, list[str]]:
    """Component id -> the team and trust boundaries around it."""
    found: dict[str, list[str]] = {}
    for boundary in facts.document.boundaries.values():
        if boundary.kind not in TREE_BOUNDARIES:
            for id in facts.inside[boundary.id]:
                found.setdefault(id, []).append(boundary.id)
    return found


def _places(facts: Facts, finding: Finding, overlays: dict[str, list[str]]) -> list[str]:
    """What a finding is about, its ends where it is a flow, then groups and boundaries from the inside out."""
    subject = finding.key.partition("@")[2]
    first = [subject, *(one.id for one in finding.subjects[:1])]
    flow = facts.flows.get(subject) or facts.flows.get(first[-1])
    if flow is not None:
        ends = [facts.around(end) for end in (flow.source, flow.target)]
        return list(dict.fromkeys([*first, *(id for id in ends[0] if id in ends[1])]))
    id = next((one for one in first if one in facts.components), first[0])
    around = [*facts.groups_of.get(id, ()), *facts.around(id), *overlays.get(id, ())]
    return list(dict.fromkeys([*first, *around]))


def _graded(finding: Finding, setting: Setting) -> Finding:
    before, after = SEVERITIES.index(finding.severity), SEVERITIES.index(setting.severity)
    if before == after:
        return finding
    how = "lowered" if after > before else "raised"
    return msgspec.structs.replace(
        finding,
        severity=SEVERITIES[after],
        override=f"{how} from {finding.severity} by the team: {setting.reason}",
    )
