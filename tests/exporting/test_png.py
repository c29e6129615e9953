"""PNG: the size asked for, the resolution stated, paper or transparency."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from mlsd_studio.drawing.build import picture
from mlsd_studio.drawing.theme import theme
from mlsd_studio.exporting import ExportError, png, render
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Placement

from ..drawing.designs import row, shop


def image(document, **options):
    return QImage.fromData(render(document, "png", **options))


@pytest.mark.parametrize("scale", [1, 1.5, 2, 4])
def test_the_image_is_the_drawing_times_the_scale(qapp, scale):
    _, _, w, h = picture(row(), theme("light")).bounds
    made = image(row(), scale=scale)
    assert (made.width(), made.height()) == (round(w * scale), round(h * scale))
    assert made.dotsPerMeterX() == pytest.approx(96 * scale / 0.0254, abs=1)


def test_paper_has_the_colour_of_the_theme_and_transparency_none(qapp):
    for name in ("light", "dark"):
        corner = image(row(), theme=name).pixelColor(1, 1)
        assert corner.name().upper() == theme(name)["background"]
    assert image(row(), background=False).pixelColor(1, 1).alpha() == 0


def test_a_card_is_where_the_picture_says(qapp):
    x, y, _, _ = picture(row(), theme("light")).bounds
    made = image(row(), scale=1)
    assert made.pixelColor(100 - x, 8 - y).name().upper() == theme("light")["card"]


def test_a_selection_is_smaller(qapp):
    assert image(shop(), ids=("api", "ranker")).width() < image(shop()).width() / 2


def test_a_very_large_design_is_drawn_smaller(qapp):
    far = Document(
        [Component(id="a", kind="api_gateway"), Component(id="b", kind="api_gateway")],
        {"a": Placement(0, 0), "b": Placement(60_000, 30_000)},
    )
    made = image(far, scale=2)
    assert max(made.width(), made.height()) <= png.LONGEST_SIDE
    assert made.width() * made.height() <= png.MOST_PIXELS * 1.01


@pytest.mark.parametrize("scale", [0, -1, 4.5])
def test_a_scale_out_of_range_is_refused(scale):
    with pytest.raises(ExportError, match="scale"):
        render(row(), "png", scale=scale)
