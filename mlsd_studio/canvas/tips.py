"""What a tool tip says: what is shortened, or only hinted at, in full."""

from __future__ import annotations

from html import escape

from mlsd_studio.canvas.hits import Hit
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.drawing.build import flow_title
from mlsd_studio.session import Session

MOST = 6
"""Findings named before the rest is only counted."""


def tip(session: Session, scene: Scene, hit: Hit) -> str:
    """Rich text for what is under the mouse; empty for nothing."""
    document = session.document
    if hit.kind == "badge":
        findings = session.findings_of(hit.id)
        lines = [f"{finding.severity.capitalize()}: {finding.title}" for finding in findings[:MOST]]
        if len(findings) > MOST:
            lines.append(f"and {len(findings) - MOST} more")
        return _rich("", lines)
    if hit.kind in ("card", "port", "edge") and hit.id in scene.geometry.boxes:
        look = scene.look(hit.id)
        lines = [look.subtitle, look.metric]
        if hit.kind != "card":
            lines.append("Drag to connect")
        return _rich(look.title, lines)
    if hit.kind == "frame" and hit.id in document.boundaries:
        return _rich(
            document.boundaries[hit.id].name or hit.id, ["Double-click zooms in and back", "F2 renames"]
        )
    if hit.kind == "fold":
        return _rich("Expand" if hit.id in scene.geometry.folding.inside else "Collapse", ["Ctrl+."])
    if hit.kind == "flow":
        flow = document.flows[hit.id]
        return _rich(flow_title(document, hit.id), [flow.label or "", flow.protocol or ""])
    return ""


def _rich(title: str, lines: list[str]) -> str:
    shown = [escape(line) for line in lines if line]
    head = [f"<b>{escape(title)}</b>"] if title else []
    return "<br>".join([*head, *shown])
