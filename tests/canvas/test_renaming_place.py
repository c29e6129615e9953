"""The field for a name lies over the name, whatever else the card shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from mlsd_studio.drawing.card import card, detail_at
from mlsd_studio.drawing.picture import Text


@pytest.mark.parametrize("zoom", [0.4, 0.5, 0.7, 1.0, 1.5])
@pytest.mark.parametrize("id", ["web", "api", "ranker"])
def test_the_field_covers_the_title(canvas, id, zoom) -> None:
    canvas.zoom_to(zoom)
    canvas.rename(id)
    box, look = canvas.scene.rect(id), canvas.scene.look(id)
    shapes = card(look, canvas.theme, detail_at(zoom))
    titles = [one for one in shapes if isinstance(one, Text) and one.weight == "semibold"]
    assert titles
    for title in titles:
        x, y = canvas.view.to_widget(box.x + title.x, box.y + title.y - title.size * 0.36)
        assert canvas.editor.geometry().contains(QPointF(x, y).toPoint())
    if len(titles) == 1:
        middle = canvas.editor.geometry().center().y() + 0.5
        assert y == pytest.approx(middle, abs=2)
