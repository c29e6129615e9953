"""PDF: page sizes, embedded fonts, text that can be found and copied."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from mlsd_studio.drawing.build import picture
from mlsd_studio.drawing.theme import theme
from mlsd_studio.exporting import ExportError, pdf_text, render

from ..drawing.designs import component, design, row, shop


def page(document, **options):
    return PdfReader(io.BytesIO(render(document, "pdf", **options))).pages[0]


def fonts(page):
    return {str(font["/BaseFont"]): font for font in page["/Resources"]["/Font"].values()}


def test_the_names_can_be_found():
    found = page(shop()).extract_text()
    for name in (
        "Ranker endpoint",
        "Feature store",
        "NVIDIA Triton",
        "×3",
        "14 ms · 99.5 % · 360 rps",
        "eu-west",
    ):
        assert name in found


def test_only_inter_is_used_and_it_is_embedded():
    used = fonts(page(shop()))
    assert used
    for name, font in used.items():
        assert "+Inter-" in name
        assert "/FontFile2" in font["/FontDescriptor"]


def test_the_page_is_the_drawing_at_three_quarters_of_a_point():
    _, _, w, h = picture(row(), theme("light")).bounds
    box = page(row()).mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((w * 0.75, h * 0.75), abs=0.01)


@pytest.mark.parametrize(("size", "long"), [("a4", 841.89), ("letter", 792.0)])
def test_a_wide_drawing_lies_on_the_paper(size, long):
    box = page(shop(), page=size).mediabox
    assert float(box.width) == pytest.approx(long, abs=0.01)
    assert box.width > box.height


def test_an_unknown_paper_is_refused():
    with pytest.raises(ExportError, match="drawing, a4 or letter"):
        render(row(), "pdf", page="a0")


def test_a_selection_only_has_what_was_selected():
    found = page(shop(), ids=("api", "ranker")).extract_text()
    assert "Ranker endpoint" in found
    assert "Feature store" not in found


def test_chinese_japanese_and_korean_take_fonts_of_the_viewer():
    document = design(
        component("a", name="订单"), component("b", name="レコメンド推薦"), component("c", name="추천")
    )
    shown = page(document)
    assert {"/STSong-Light", "/HeiseiKakuGo-W5", "/HYGothic-Medium"} <= {
        name.replace("-UniGB-UCS2-H", "").replace("-UniJIS-UCS2-H", "").replace("-UniKS-UCS2-H", "")
        for name in fonts(shown)
    }
    found = shown.extract_text()
    assert all(name in found for name in ("订单", "レコメンド推薦", "추천"))


def test_each_character_goes_to_a_font_that_has_it():
    runs = list(pdf_text.runs("API 订单 レコ", "regular"))
    assert "".join(piece for _, piece in runs) == "API 订单 レコ"
    assert runs[0] == ("Inter-regular", "API ")
    assert {name for name, _ in runs} == {"Inter-regular", pdf_text.HAN, pdf_text.KANA}


def test_control_characters_are_dropped():
    assert pdf_text.clean("a\x01b\ud800\tc") == "ab c"


def test_transparent_paper_has_no_ground():
    assert len(render(row(), "pdf", background=False)) < len(render(row(), "pdf"))
