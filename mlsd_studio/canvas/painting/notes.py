"""Notes and the lines to what they are about."""

from __future__ import annotations

from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.drawing import note, qt_painter
from mlsd_studio.drawing.picture import Line, Stroke


def draw(stage: Stage) -> None:
    """Paint the notes in the areas."""
    ids = stage.notes
    if not ids or stage.detail == "color":
        return
    painter, geometry = stage.painter, stage.scene.geometry
    painter.save()
    painter.setTransform(stage.to_world(), True)
    stroke = Stroke(stage.theme["faint"], 1.0, (2, 3))
    for id in ids:
        record, rect = stage.scene.document.notes[id], geometry.notes[id]
        painter.setOpacity(stage.opacity(id))
        ties = [other for link in record.links or () if (other := geometry.rect(link)) is not None]
        x, y = rect.centre
        for other in ties:
            edge = (min(max(x, other.x), other.right), min(max(y, other.y), other.bottom))
            qt_painter.paint(painter, [Line(((x, y), edge), stroke)])
        qt_painter.paint(painter, note.note(record.text, rect, stage.theme))
    painter.restore()
