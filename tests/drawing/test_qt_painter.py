"""Qt paints the Picture as measured, and only the Picture."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from mlsd_studio.drawing import qt_painter, text
from mlsd_studio.drawing.build import picture
from mlsd_studio.drawing.picture import Box, Circle, Fill, Group, Line, Path, Picture, Stroke, Text
from mlsd_studio.drawing.theme import theme

from .designs import row, shop

SHAPES = (
    Group("g", "All", "part", (Box(10, 10, 20, 20, 0, Fill("#FF0000")), Circle(60, 20, 10, Fill("#00FF00")))),
    Line(((10, 60), (90, 60)), Stroke("#0000FF", 4), 8, 9),
    Path((("M", 0, 0), ("L", 10, 0), ("L", 10, 10), ("Z",)), 60, 70, 2, Fill("#FFFF00")),
)


@pytest.fixture
def image(qapp):
    made = QImage(100, 100, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(0)
    return made


def at(image, x, y):
    return QColor(image.pixelColor(x, y)).name(QColor.NameFormat.HexArgb)


def test_shapes_land_where_they_say(image):
    painter = QPainter(image)
    qt_painter.paint(painter, SHAPES)
    painter.end()
    assert at(image, 20, 20) == "#ffff0000"
    assert at(image, 60, 20) == "#ff00ff00"
    assert at(image, 40, 60) == "#ff0000ff"
    assert at(image, 78, 72) == "#ffffff00"
    assert at(image, 95, 95) == "#00000000"


def test_painting_leaves_the_painter_as_it_was(image):
    painter = QPainter(image)
    before = (painter.pen(), painter.font().pixelSize(), painter.transform(), painter.opacity())
    qt_painter.paint(painter, picture(row(), theme("light")).shapes)
    assert (painter.pen(), painter.font().pixelSize(), painter.transform(), painter.opacity()) == before
    painter.end()


@pytest.mark.parametrize("size", [10.5, 11.0, 12.5, 17.5])
def test_text_is_as_wide_as_measured_at_sizes_between_pixels(qapp, size):
    font = qt_painter.font(round(size * qt_painter.FINENESS), "semibold")
    for words in ("Ranker endpoint", "14 ms · 99.5 % · 360 rps", "AVAToYo"):
        painted = QFontMetricsF(font).horizontalAdvance(words) / qt_painter.FINENESS
        assert painted == pytest.approx(text.width(words, size, "semibold"), abs=0.5)


def test_ink_ends_where_the_table_says(qapp):
    words, size = "Ranker endpoint", 12.5
    drawn = Picture((0, 0, 140, 24), (Text(10, 16, words, size, "#000000", "semibold"),))
    made = QImage.fromData(qt_painter.png(drawn, 1))
    inked = [x for x in range(140) for y in range(24) if made.pixelColor(x, y).alpha() > 60]
    assert max(inked) == pytest.approx(10 + text.width(words, size, "semibold"), abs=2)


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_outlines_of_text_stand_where_the_text_stands(qapp, anchor):
    shape = Text(200, 40, "Hamburg", 20, "#000000", "bold", anchor)
    commands = qt_painter.text_outline(shape)
    xs = [value for command in commands for value in command[1::2]]
    width = text.width("Hamburg", 20, "bold")
    left = {"start": 200, "middle": 200 - width / 2, "end": 200 - width}[anchor]
    assert min(xs) == pytest.approx(left, abs=2.5)
    assert max(xs) == pytest.approx(left + width, abs=2.5)


def test_all_bundled_weights_are_registered(qapp):
    families = qt_painter.load_fonts()
    assert all("Inter" in family for family in families.values())


def test_an_unknown_command_is_refused():
    with pytest.raises(ValueError, match="no path command"):
        qt_painter.to_path((("Q", 1, 2),))


def test_the_same_picture_gives_the_same_png(qapp):
    drawn = picture(shop(), theme("dark"))
    assert qt_painter.png(drawn, 1) == qt_painter.png(drawn, 1)
