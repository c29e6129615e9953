"""Text is measured as the painter draws it, and shortened and wrapped within the width it is given."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsd_studio.catalog import catalog, patterns
from mlsd_studio.drawing import text as measure
from mlsd_studio.paths import resource

SIZES = (10.5, 11.0, 12.5, 14.0, 16.0, 20.0, 24.0)
FILES = {"regular": "Regular", "medium": "Medium", "semibold": "SemiBold", "bold": "Bold", "italic": "Italic"}
WRITTEN = [
    "AVATAR To Ty Wa Yo LT P. r, f) “Vienna” T.V. 11:47",
    "p95 latency · ≤ 100 ms",
    "99.95 % — 1 240 rps × 3 → 28",
    "Übergrößenträger œuvre çà et là, Łódź, Žižkov, İstanbul",
    "Ελληνικά: ΑΥΤΟ είναι Τύπος",
    "Кириллица: Тульская область, Її Ґ",
    "a/b_test-v12 (canary) [shadow] {x} <y> = z; #1 & @home",
    "$ 8.4k/mo €5 £3 ±2 √2 ∞ ≈ ≠ ² ³ ✓ • … – °C",
    "WAWAWAWA Kafka VOLTAGE fjord Tokyo AWS LAYER",
    "",
    " ",
    "ffi ffl fi fl tt Te Tå Vé Wö Yü",
]


def sentences() -> list[str]:
    return [text for pattern in patterns() for text in (pattern.use_case, *pattern.pros, *pattern.cons)]


def strings() -> list[str]:
    names = [kind.name for kind in catalog().kinds.values()]
    names += [one.name for one in catalog().technologies.values()]
    names += [one["name"] for pattern in patterns() for one in pattern.reference_design["components"]]
    names += [sentence for sentence in sentences() if len(sentence) <= 44]
    return WRITTEN + random.Random(7).sample(sorted(set(names)), 200 - len(WRITTEN))


@pytest.fixture
def qt_width(qapp):
    from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

    for style in FILES.values():
        assert QFontDatabase.addApplicationFont(str(resource("fonts", f"Inter-{style}.ttf"))) >= 0
    weights = {"medium": QFont.Weight.Medium, "semibold": QFont.Weight.DemiBold, "bold": QFont.Weight.Bold}

    def width(string: str, size: float, weight: str, tabular: bool = False) -> float:
        font = QFont("Inter")
        font.setWeight(weights.get(weight, QFont.Weight.Normal))
        font.setItalic(weight == "italic")
        # Qt rounds font sizes to whole pixels: 12.5 is drawn as 25 under a scale of a half.
        scale = 1 if size == int(size) else 2
        font.setPixelSize(int(size * scale))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setKerning(True)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return QFontMetricsF(font).horizontalAdvance(string) / scale

    return width


@pytest.mark.parametrize("weight", FILES)
def test_agrees_with_the_painter(qt_width, weight):
    cases = [(string, size) for string in strings() for size in SIZES]
    assert len({string for string, _ in cases}) == 200
    wrong = {
        (string, size): (measure.width(string, size, weight), qt_width(string, size, weight))
        for string, size in cases
        if abs(measure.width(string, size, weight) - qt_width(string, size, weight)) > 0.5
    }
    assert wrong == {}


def test_long_sentences_differ_only_by_the_rounding_of_the_painter(qt_width):
    # FreeType rounds each advance to 1/64 px, which adds up along a sentence.
    long = [sentence for sentence in sentences() if len(sentence) > 44]
    assert len(long) > 10
    for sentence in long:
        assert measure.width(sentence, 11) == pytest.approx(
            qt_width(sentence, 11, "regular"), abs=len(sentence) / 64
        )


def test_tabular_figures_agree_with_the_painter_and_are_equally_wide(qt_width):
    for string in ("1 111.11", "99.95 %", "11:47", "360 rps", "$ 8.4k"):
        for weight in ("regular", "semibold"):
            assert measure.width(string, 14, weight, tabular=True) == pytest.approx(
                qt_width(string, 14, weight, tabular=True), abs=0.5
            )
    assert measure.width("1111", 14, tabular=True) == pytest.approx(measure.width("8888", 14, tabular=True))
    assert measure.width("1111", 14) < measure.width("8888", 14)


def test_line_height_is_that_of_the_font(qapp):
    from PySide6.QtGui import QRawFont

    raw = QRawFont(str(resource("fonts", "Inter-Regular.ttf")), 2048.0)
    assert raw.ascent() == pytest.approx(measure.ASCENT * 2048)
    assert raw.descent() == pytest.approx(measure.DESCENT * 2048)
    assert pytest.approx(2478 / 2048) == measure.LINE_HEIGHT


def test_characters_of_other_fonts_are_estimated():
    assert measure.width("漢字", 20) == 40
    assert measure.width("🚀", 20) == 25
    assert measure.width("\u200d\ufe0f", 20) == 0
    assert measure.width("ا", 20) == 12


def test_an_unknown_weight_is_refused():
    with pytest.raises(ValueError, match="no weight heavy"):
        measure.width("a", 10, "heavy")


def test_elide_keeps_what_fits():
    assert measure.elide("Ranker", 12.5, 200) == "Ranker"
    short = measure.elide("Ranking model for the home feed", 12.5, 100, "semibold")
    assert short.startswith("Ranking")
    assert short.endswith("…")
    assert measure.width(short, 12.5, "semibold") <= 100
    assert measure.elide("Ranking", 12.5, 3) == ""


def test_elide_does_not_end_in_a_space_and_keeps_accents():
    full = "Data store"
    fits_data_and_dots = measure.width("Data …", 12)
    assert measure.elide(full, 12, fits_data_and_dots) == "Data…"
    accented = "e\u0301" * 6
    assert measure.elide(accented, 12, measure.width("e\u0301e\u0301…", 12)) == "e\u0301e\u0301…"


def test_wrap_breaks_between_words_and_ends_in_dots():
    sentence = "Feature store is a single point of failure of the search journey"
    lines = measure.wrap(sentence, 12, 120)
    assert " ".join(lines) == sentence
    assert all(measure.width(line, 12) <= 120 for line in lines)
    two = measure.wrap(sentence, 12, 120, max_lines=2)
    assert two[0] == lines[0]
    assert len(two) == 2
    assert two[1].endswith("…")
    assert measure.wrap("one\n\ntwo", 12, 120) == ["one", "", "two"]
    assert measure.wrap("", 12, 120) == []
    assert measure.wrap("any", 12, 120, max_lines=0) == []


def test_wrap_breaks_a_word_that_is_too_long():
    lines = measure.wrap("in " + "x" * 60, 12, 90)
    assert lines[0] == "in"
    assert "".join(lines[1:]) == "x" * 60
    assert all(measure.width(line, 12) <= 90 for line in lines)


@given(st.text(max_size=80), st.floats(5, 300), st.integers(1, 4))
def test_elide_and_wrap_stay_within_the_width(string, max_width, lines):
    assert measure.width(measure.elide(string, 12, max_width), 12) <= max_width
    wrapped = measure.wrap(string, 12, max_width, max_lines=lines)
    assert len(wrapped) <= lines
    one_character = max((measure.width(character, 12) for character in string), default=0)
    dots = measure.width("…", 12)
    assert all(measure.width(line, 12) <= max(max_width, one_character, dots) for line in wrapped)


def test_kerning_counts():
    pairs = [a + b for a, b in pairwise("AVAToYoLT")]
    assert any(measure.width(pair, 100) < sum(measure.width(one, 100) for one in pair) for pair in pairs)
