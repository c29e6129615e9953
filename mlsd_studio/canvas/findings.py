"""What findings, numbers and overlays mean for the canvas: badges, busy bars, and what stays bright."""

from __future__ import annotations

import math

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.card import Badge
from mlsd_studio.session import Session
from mlsd_studio.session.overlays.heat import saturated

_RANK = {"error": 0, "warning": 1}


BAR_STEPS = 40
"""Lengths that the bar of a card has: it is drawn anew only when another one is due."""


def badges(session: Session) -> dict[str, Badge]:
    """Per component the number of its open errors and warnings, the worst of them, and how busy it is."""
    found: dict[str, list[str]] = {}
    for finding in session.findings:
        if finding.subjects and not finding.decided and finding.severity in _RANK:
            found.setdefault(finding.subjects[0].id, []).append(finding.severity)
    busy = _busy(session)
    marks: dict[str, Badge] = {}
    for id in (*found, *(id for id in busy if id not in found)):
        if id in session.document.components:
            severities = found.get(id, [])
            worst = min(severities, key=_RANK.__getitem__, default="warning")
            marks[id] = Badge(len(severities), worst, busy.get(id))
    return marks


def _busy(session: Session) -> dict[str, float]:
    """Load over capacity by component, in the steps of the bar."""
    numbers = session.numbers
    if numbers is None:
        return {}
    return {
        id: 1.0 if one.utilisation >= 1.0 else math.floor(one.utilisation * BAR_STEPS) / BAR_STEPS
        for id, one in numbers.components.items()
        if one.utilisation is not None
    }


def full(session: Session) -> frozenset[str]:
    """Calls into a component that gets more than it can do."""
    targets = saturated(session.numbers) if session.numbers is not None else frozenset()
    if not targets:
        return frozenset()
    flows = session.document.flows.values()
    return frozenset(one.id for one in flows if one.kind == "request" and one.target in targets)


def lit(session: Session, scene: Scene) -> frozenset[str] | None:
    """What stays bright: the highlighted finding's elements, else those an overlay says; None for all."""
    finding, overlay = session.highlight, session.overlay
    ids: set[str] | frozenset[str] | None = None if finding is None else _of(finding, session)
    if ids is None and overlay is not None:
        ids = overlay.lit
    if ids is None:
        return None
    frames = scene.geometry.frames
    ids = {*ids, *(scene.drawn_end(id) for id in ids)}
    return frozenset(ids).union(id for id in frames.rects if not ids.isdisjoint(frames.cards(id)))


def _of(finding: Finding, session: Session) -> set[str] | None:
    """Ids of a finding's subjects and path and the flows among them; None where all of them are gone."""
    ids = {subject.id for subject in finding.subjects} | set(finding.path)
    if not any(session.document.find(id) for id in ids):
        return None
    for flow in session.document.flows.values():
        if flow.id in ids:
            ids |= {flow.source, flow.target}
    return ids | {f.id for f in session.document.flows.values() if f.source in ids and f.target in ids}
