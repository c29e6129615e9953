"""Folding: a symptom is listed inside its cause, and one rule on a whole group or cluster is one finding."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, heavier

CAUSES = {"MON002": "MON001", "SEC001": "SEC013", "CAP004": "CAP002", "LIF002": "LIF001"}
"""Symptom -> the rule whose finding on the same component is its cause."""

IN_ONE_ZONE = "RES004"
"""Its cause is the zone, where losing that stops a journey."""

FOLDING_BOUNDARIES = frozenset({"cluster", "network", "account"})
LEAST_IN_BOUNDARY = 3


def fold(facts: Facts, findings: list[Finding]) -> list[Finding]:
    """The findings with symptoms and repetitions moved into the one they belong to; decided ones stand
    alone, and so does a symptom that is graver than its cause.
    """
    by_key = {finding.key: finding for finding in findings}

    def cause(finding: Finding) -> str | None:
        known = by_key.get(_cause(facts, finding) or "")
        if known is None or known.decided:
            return None
        return known.key if heavier(known.severity, finding.severity) == known.severity else None

    return _repetitions(facts, _move(findings, cause))


def _cause(facts: Facts, finding: Finding) -> str | None:
    """The key of the finding that a finding is a symptom of, if that one is there."""
    subject = finding.key.partition("@")[2]
    if finding.code == IN_ONE_ZONE:
        blocks = facts.structure.blocks
        zones = blocks.zones_of(facts.components[subject])
        return f"RES001@{blocks.zone_id(blocks.zone_key(zones[0], subject))}" if zones else None
    code = CAUSES.get(finding.code)
    return None if code is None else f"{code}@{subject}"


def _move(findings: list[Finding], into: Callable[[Finding], str | None]) -> list[Finding]:
    inside: dict[str, list[Finding]] = {}
    for finding in findings:
        key = None if finding.decided else into(finding)
        if key is not None and key != finding.key:
            inside.setdefault(key, []).append(finding)
    moved = {finding.key for inner in inside.values() for finding in inner}
    return [
        msgspec.structs.replace(finding, folded=(*finding.folded, *inside[finding.key]))
        if finding.key in inside
        else finding
        for finding in findings
        if finding.key not in moved
    ]


def _repetitions(facts: Facts, findings: list[Finding]) -> list[Finding]:
    sets: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        subject = finding.key.partition("@")[2]
        place = _place(facts, subject)
        if place is not None and not finding.decided:
            sets.setdefault((finding.code, finding.severity, place), []).append(finding)
    target: dict[str, str] = {}
    for (_, _, place), members in sets.items():
        if len(members) >= (2 if place in facts.document.groups else LEAST_IN_BOUNDARY):
            target.update({finding.key: members[0].key for finding in members[1:]})
    return _move(findings, lambda finding: target.get(finding.key))


def _place(facts: Facts, id: str) -> str | None:
    """The group of a component, else the cluster, network or account it stands in directly."""
    if id not in facts.components:
        return None
    groups = facts.groups_of.get(id)
    if groups:
        return groups[0]
    holder = facts.holder.get(id)
    if holder is None or facts.document.boundaries[holder].kind not in FOLDING_BOUNDARIES:
        return None
    return holder
