"""Names in any script, in drawings that leave the studio; which fonts the system has plays no part."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from mlsd_studio.drawing.picture import Text
from mlsd_studio.drawing.qt_painter import text_outline
from mlsd_studio.exporting import export
from mlsd_studio.exporting.pdf_text import KANA, runs, settable
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Design, Placement

NAMES = {
    "arabic": "خدمة البحث",
    "hebrew": "שירות חיפוש",
    "japanese": "検索サービス",
    "emoji": "Search 🔍 team",
    "mixed": "API של חיפוש v2",
}


def design(name: str) -> Document:
    record = Component(id="one", kind="backend_service", name=name)
    return Document([Design(name=name), record], {"one": Placement(0, 0)})


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("suffix", ["pdf", "svg", "png"])
def test_every_script_can_be_exported(tmp_path, script, suffix):
    file = export(design(NAMES[script]), tmp_path / f"drawing.{suffix}")
    assert file.stat().st_size > 500


@pytest.mark.parametrize("script", NAMES)
def test_svg_keeps_the_letters_in_the_order_they_are_written(tmp_path, script):
    file = export(design(NAMES[script]), tmp_path / "drawing.svg")
    assert NAMES[script] in file.read_text("utf-8")


@pytest.mark.parametrize("script", ["arabic", "hebrew", "mixed"])
def test_right_to_left_names_are_outlines_in_a_pdf(tmp_path, script):
    assert not settable(NAMES[script], "semibold")
    file = export(design(NAMES[script]), tmp_path / "drawing.pdf")
    page = PdfReader(io.BytesIO(file.read_bytes())).pages[0]
    assert NAMES[script] not in page.extract_text()
    drawn = page.get_contents().get_data()
    plain = PdfReader(export(design("Search API"), tmp_path / "plain.pdf")).pages[0].get_contents().get_data()
    assert drawn.count(b" l ") > plain.count(b" l ")
    assert drawn.count(b"Tj") + drawn.count(b"TJ") < plain.count(b"Tj") + plain.count(b"TJ")


def test_japanese_and_latin_stay_text_in_a_pdf():
    assert settable(NAMES["japanese"], "regular")
    assert settable("Müller – Übersicht ×3", "regular")


def test_one_font_sets_a_japanese_text_without_kana():
    assert list(runs("推論", "regular")) == [(KANA, "推論")]


def test_shaped_text_has_outlines():
    assert text_outline(Text(0, 0, "Search", 12, "#000000"))
