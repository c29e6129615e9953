"""SVG: valid XML, named elements, text as text in its own font, or as outlines."""

from __future__ import annotations

import base64
import io
import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from mlsd_studio.drawing import text
from mlsd_studio.drawing.build import picture
from mlsd_studio.drawing.theme import theme
from mlsd_studio.exporting import render, svg, webfont

from ..drawing.designs import every_record, row, shop
from .cases import hard_design, shop_findings

SVG = "{http://www.w3.org/2000/svg}"


def tree(document, **options):
    return ET.fromstring(render(document, "svg", **options))


def texts(root):
    return [node.text for node in root.iter(f"{SVG}text")]


def test_names_stand_as_text():
    assert {"Ranker endpoint", "Feature store", "REGION · eu-west", "×3", "REST"} <= set(texts(tree(shop())))


def test_every_element_is_a_group_with_its_id_and_name():
    document = every_record()
    groups = {node.get("id"): node for node in tree(document).iter(f"{SVG}g")}
    assert document.components.keys() | document.flows.keys() | document.boundaries.keys() <= groups.keys()
    for id, component in document.components.items():
        assert groups[id].find(f"{SVG}title").text == component.name
        assert groups[id].get("class") == "component"


def test_ids_are_unique_and_legal_even_where_labels_collide():
    ids = [node.get("id") for node in tree(hard_design()).iter(f"{SVG}g")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.\-]*", id) for id in ids)
    assert "_0c" in ids


def test_the_drawing_has_its_size_and_its_paper():
    _, _, w, h = picture(row(), theme("dark")).bounds
    root = tree(row(), theme="dark")
    assert (float(root.get("width")), float(root.get("height"))) == (w, h)
    assert root.find(f"{SVG}rect").get("fill") == theme("dark")["background"]
    plain = tree(row(), background=False)
    assert plain.find(f"{SVG}rect") is None


def test_outlines_leave_no_text_and_no_font(qapp):
    root = tree(shop(), outlines=True)
    assert texts(root) == []
    assert root.find(f"{SVG}style") is None
    assert len(list(root.iter(f"{SVG}path"))) > len(list(tree(shop()).iter(f"{SVG}path")))


@pytest.mark.parametrize("outlines", [False, True])
def test_characters_that_xml_forbids_are_replaced(qapp, outlines):
    data = render(hard_design(), "svg", outlines=outlines).decode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", data)
    ET.fromstring(data)


def test_a_selection_only_has_what_was_selected():
    names = texts(tree(shop(), ids=("api", "ranker")))
    assert "Ranker endpoint" in names
    assert "Feature store" not in names


def test_open_findings_are_counted_on_the_cards():
    groups = {node.get("id"): node for node in tree(shop(), findings=shop_findings()).iter(f"{SVG}g")}
    assert "1" in texts(groups["features"])
    assert "1" not in texts(groups["metrics"])


def test_the_file_stays_small():
    assert len(render(shop(), "svg")) < 100_000


def test_numbers_are_short():
    assert [svg.num(value) for value in (1.0, 0.126, -0.001, 1200.5)] == ["1", "0.13", "0", "1200.5"]


def test_the_cut_font_has_the_characters_and_the_kerning():
    words = ["AVATAR", "Wörld · 12"]
    font = TTFont(io.BytesIO(webfont.woff("bold", words)))
    characters = font.getBestCmap()
    assert set(map(ord, "".join(words))) == characters.keys()
    advances, pairs = font["hmtx"], font["kern"].kernTables[0].kernTable
    units = font["head"].unitsPerEm
    for line in words:
        names = [characters[ord(one)] for one in line]
        total = sum(advances[name][0] for name in names)
        total += sum(pairs.get(pair, 0) for pair in itertools.pairwise(names))
        assert total / units == pytest.approx(text.width(line, 1, "bold"), abs=0.005)


def test_the_embedded_fonts_are_those_used():
    style = tree(row()).find(f"{SVG}style").text
    assert sorted(re.findall(r"font-weight:(\d+)", style)) == ["400", "600", "700"]
    data = re.search(r"base64,([^\"]+)", style)[1]
    assert base64.b64decode(data)[:4] == b"wOFF"
