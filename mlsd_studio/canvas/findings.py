"""What findings and overlays mean for the canvas: badges on cards, and what stays bright while one is shown."""

from __future__ import annotations

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.card import Badge
from mlsd_studio.session import Session

_RANK = {"error": 0, "warning": 1}


def badges(session: Session) -> dict[str, Badge]:
    """Per component the number of its open errors and warnings, and the worst of them."""
    found: dict[str, list[str]] = {}
    for finding in session.findings:
        if finding.subjects and not finding.decided and finding.severity in _RANK:
            found.setdefault(finding.subjects[0].id, []).append(finding.severity)
    return {
        id: Badge(len(severities), min(severities, key=_RANK.__getitem__))
        for id, severities in found.items()
        if id in session.document.components
    }


def lit(session: Session, scene: Scene) -> frozenset[str] | None:
    """What stays bright: the highlighted finding's elements, else those an overlay says; None for all."""
    finding, overlay = session.highlight, session.overlay
    ids: set[str] | frozenset[str] | None = None if finding is None else _of(finding, session)
    if ids is None and overlay is not None:
        ids = overlay.lit
    if ids is None:
        return None
    frames = scene.geometry.frames
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
