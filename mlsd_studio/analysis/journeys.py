"""Which journeys a finding is about: those that its elements serve."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding


def with_journeys(facts: Facts, findings: list[Finding]) -> list[Finding]:
    """The findings with the ids of their journeys, in file order; batch work and the whole design have none."""
    known: dict[str, frozenset[str]] = {}

    def serves(id: str) -> frozenset[str]:
        if id not in known:
            known[id] = frozenset(_serves(facts, id))
        return known[id]

    def placed(finding: Finding) -> Finding:
        subjects = [one.id for one in finding.subjects] or [finding.key.partition("@")[2]]
        found = frozenset[str]().union(*(serves(id) for id in subjects))
        journeys = tuple(journey.id for journey in facts.journeys if journey.id in found)
        return msgspec.structs.replace(finding, journeys=journeys) if journeys else finding

    return [placed(finding) for finding in findings]


def _serves(facts: Facts, id: str) -> Iterator[str]:
    """Journeys that call a component, go through a flow, or enter inside a boundary or group."""
    flow = facts.flows.get(id)
    group = facts.document.groups.get(id)
    inside = facts.inside.get(id, group.members if group else ())
    elements = {flow.source, flow.target} if flow else {id, *inside}
    for journey in facts.journeys:
        called = facts.called(journey)
        reached = elements & called.keys() | elements & {journey.entry, journey.id}
        if reached if flow is None else len(reached) == len(elements):
            yield journey.id
