"""Going through the design with the keyboard."""

from __future__ import annotations

from mlsd_studio.canvas.scene import Scene

DIRECTIONS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def neighbour(scene: Scene, id: str, direction: str) -> str | None:
    """The card joined to `id` by a flow that lies best in a direction; None where there is none."""
    here = scene.geometry.boxes.get(id)
    if here is None:
        return None
    dx, dy = DIRECTIONS[direction]
    best: tuple[float, str] | None = None
    inside = scene.geometry.folding.inside.get(id, ())
    flows = {ref for end in (id, *inside) for ref in scene.document.referrers(end) if ref[0] == "flows"}
    for _, flow_id in sorted(flows):
        flow = scene.document.flows[flow_id]
        source, target = scene.drawn_end(flow.source), scene.drawn_end(flow.target)
        other = target if source == id else source
        box = scene.geometry.boxes.get(other)
        if box is None or other == id:
            continue
        x, y = box.centre[0] - here.centre[0], box.centre[1] - here.centre[1]
        along, across = x * dx + y * dy, abs(x * dy) + abs(y * dx)
        if along > 0 and (best is None or (along + 2 * across, other) < best):
            best = along + 2 * across, other
    return best[1] if best else None


def nearest(scene: Scene, id: str, direction: str) -> str | None:
    """The card that lies best in a direction, joined or not; None where there is none."""
    here = scene.geometry.boxes.get(id)
    if here is None:
        return None
    (dx, dy), (cx, cy) = DIRECTIONS[direction], here.centre
    best: tuple[float, str] | None = None
    for other, box in scene.geometry.boxes.items():
        x, y = box.centre[0] - cx, box.centre[1] - cy
        along, across = x * dx + y * dy, abs(x * dy) + abs(y * dx)
        if other != id and along > 0 and (best is None or (along + 2 * across, other) < best):
            best = along + 2 * across, other
    return best[1] if best else None


def cycled(scene: Scene, selection: tuple[str, ...], forward: bool) -> str | None:
    """The card after (or before) the selected one in the order of the file; None past the end."""
    boxes = scene.geometry.boxes
    order = [id for id in (*scene.document.components, *scene.geometry.folding.inside) if id in boxes]
    if not order:
        return None
    at = next((order.index(id) for id in selection if id in scene.geometry.boxes), None)
    if at is None:
        return order[0] if forward else order[-1]
    at += 1 if forward else -1
    return order[at] if 0 <= at < len(order) else None
