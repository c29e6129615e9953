"""Findings under headings: by severity, rule group, component, layer, owner or journey.

A finding about several journeys stands under each of them; under all other headings it stands once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mlsd_studio.analysis.findings import SEVERITIES, Finding, Severity
from mlsd_studio.catalog import catalog
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component

HEADINGS: dict[Severity, str] = {"error": "Errors", "warning": "Warnings", "info": "Notes"}
LAYERS = {
    "data": "Data",
    "ml": "ML",
    "application": "Application",
    "actor": "Users and callers",
    "platform": "Platform",
    "observability": "Observability",
    "security": "Security",
}
LAST = 99


@dataclass(frozen=True, slots=True)
class Group:
    """A heading: `key` stays the same from check to check, a lower `rank` stands first."""

    key: str
    title: str
    rank: int = 0


def grouped(document: Document, findings: Iterable[Finding], by: str) -> list[tuple[Group, list[Finding]]]:
    """The groups that have findings, in order: by rank, then the gravest, then the largest, then by name.

    `by` is a key of GROUPINGS; within a group the order is kept. Raises KeyError for another word.
    """
    of = GROUPINGS[by][1]
    found: dict[Group, list[Finding]] = {}
    for finding in findings:
        for group in of(document, finding):
            found.setdefault(group, []).append(finding)

    def order(row: tuple[Group, list[Finding]]) -> tuple[int, int, int, str]:
        worst = min(SEVERITIES.index(one.severity) for one in row[1])
        return row[0].rank, worst, -len(row[1]), row[0].title.lower()

    return sorted(found.items(), key=order)


def rule_group(code: str) -> str:
    """What the rule of a code is about, as words: `Data quality`; a team's own rule without a group is one of
    `Team rules`."""
    from mlsd_studio.analysis.team import in_use

    rule = in_use().rules.get(code)
    if rule is not None and rule.group != "team":
        return rule.group.replace("_", " ").capitalize()
    return {"DEC": "Decisions", "RUN": "Rules that stopped"}.get(code[:3], "Team rules")


def _by_severity(_: Document, finding: Finding) -> list[Group]:
    return [Group(finding.severity, HEADINGS[finding.severity], SEVERITIES.index(finding.severity))]


def _by_rules(_: Document, finding: Finding) -> list[Group]:
    title = rule_group(finding.code)
    return [Group(title, title)]


def _by_component(document: Document, finding: Finding) -> list[Group]:
    component = _component(document, finding)
    if component is None:
        return [Group("", "The design as a whole", LAST)]
    return [Group(component.id, component.name or component.id)]


def _by_layer(document: Document, finding: Finding) -> list[Group]:
    component = _component(document, finding)
    if component is None:
        return [Group("", "The design as a whole", LAST)]
    kind = catalog().kinds.get(component.kind)
    layer = kind.layer if kind else "platform"
    return [Group(layer, LAYERS[layer], list(LAYERS).index(layer))]


def _by_owner(document: Document, finding: Finding) -> list[Group]:
    component = _component(document, finding)
    if component is not None and component.owner:
        return [Group(component.owner.lower(), component.owner)]
    for boundary in document.boundaries.values():
        if component is not None and boundary.kind == "team" and component.id in boundary.members:
            name = boundary.name or boundary.id
            return [Group(name.lower(), name)]
    return [Group("", "No owner stated", LAST)]


def _by_journey(document: Document, finding: Finding) -> list[Group]:
    groups = []
    for id in finding.journeys:
        journey, component = document.journeys.get(id), document.components.get(id)
        name = journey.name if journey else component.name if component else None
        groups.append(Group(id, name or id))
    return groups or [Group("", "On no journey", LAST)]


def _component(document: Document, finding: Finding) -> Component | None:
    """What a finding is first about: a component, the source of a flow, the first of a group."""
    for subject in finding.subjects:
        flow, group = document.flows.get(subject.id), document.groups.get(subject.id)
        id = flow.source if flow else group.members[0] if group and group.members else subject.id
        if id in document.components:
            return document.components[id]
    return None


GROUPINGS: dict[str, tuple[str, Callable[[Document, Finding], list[Group]]]] = {
    "severity": ("Severity", _by_severity),
    "rules": ("Rule group", _by_rules),
    "component": ("Component", _by_component),
    "layer": ("Layer", _by_layer),
    "owner": ("Owner", _by_owner),
    "journey": ("Journey", _by_journey),
}
"""What findings can be grouped by: key -> name for people, and the groups of one finding."""
