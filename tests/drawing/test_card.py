"""What a card says, and how much of it at which zoom."""

from __future__ import annotations

import pytest

from mlsd_studio.drawing import text
from mlsd_studio.drawing.card import Badge, badges, card, detail_at, look_of, ports
from mlsd_studio.drawing.picture import Box, Circle, Path, Text
from mlsd_studio.drawing.theme import theme

from .designs import component, shop

LIGHT = theme("light")


def words(shapes):
    return [shape.text for shape in shapes if isinstance(shape, Text)]


def test_a_card_says_name_technology_figures_and_replicas():
    look = look_of(shop().components["ranker"])
    assert (look.title, look.subtitle, look.replicas, look.layer) == (
        "Ranker endpoint",
        "NVIDIA Triton",
        "×3",
        "ml",
    )
    assert look.metric == "14 ms · 99.5 % · 360 rps"
    assert {"Ranker endpoint", "NVIDIA Triton", "×3", look.metric} == set(words(card(look, LIGHT)))


def test_a_card_without_a_name_is_called_after_its_kind():
    look = look_of(component("x", "data_validation", name=None))
    assert (look.title, look.subtitle, look.metric, look.replicas) == ("Data validation", "", "", "")


def test_an_unknown_kind_still_has_a_card():
    look = look_of(component("x", "quantum_oracle", name=None, technology="qbit"))
    assert (look.title, look.layer) == ("qbit", "platform")
    assert card(look, LIGHT)


def test_long_names_are_cut_to_the_card():
    look = look_of(component("x", name="An extraordinarily long name for a card", replicas=12))
    [title] = [shape for shape in card(look, LIGHT) if isinstance(shape, Text) and shape.weight == "semibold"]
    assert title.text.endswith("…")
    assert title.x + text.width(title.text, title.size, "semibold") < look.w - 12


def test_the_replica_chip_makes_room_for_a_title_that_fits_without_it():
    look = look_of(
        component("x", "stream_processing", name="Stream processor", technology="flink", replicas=2)
    )
    shown = {shape.text: shape for shape in card(look, LIGHT) if isinstance(shape, Text)}
    assert "Stream processor" in shown
    assert shown["×2"].y == pytest.approx(shown["Apache Flink"].y, abs=2)


def test_figures_are_left_out_whole_beside_the_load_bar():
    look = look_of(shop().components["ranker"], Badge(utilisation=0.9))
    assert "14 ms · 99.5 %" in words(card(look, LIGHT))


@pytest.mark.parametrize(("load", "token"), [(0.5, "ok"), (0.7, "warn"), (1.2, "bad")])
def test_the_load_bar_tells_how_near_saturation_is(load, token):
    shapes = card(look_of(component("x"), Badge(utilisation=load)), LIGHT)
    assert any(isinstance(s, Box) and s.fill and s.fill.color == LIGHT[token] for s in shapes)


def test_errors_and_warnings_differ_in_shape_and_infos_show_nothing():
    def mark(severity):
        return card(look_of(component("x"), Badge(2, severity)), LIGHT)

    plain = card(look_of(component("x")), LIGHT)
    assert any(isinstance(shape, Circle) for shape in mark("error"))
    assert not any(isinstance(shape, Circle) for shape in mark("warning"))
    assert words(mark("error")) == words(mark("warning")) == [*words(plain), "2"]
    assert mark("info") == plain


def test_badges_count_and_keep_the_worst():
    found = badges([("a", "warning"), ("a", "error"), ("a", "warning"), ("b", "info"), ("c", "warning")])
    assert found == {"a": Badge(3, "error"), "c": Badge(1, "warning")}


@pytest.mark.parametrize(
    ("zoom", "detail"),
    [(1, "full"), (0.61, "full"), (0.6, "medium"), (0.3, "medium"), (0.2, "block"), (0.1, "color")],
)
def test_detail_follows_the_zoom(zoom, detail):
    assert detail_at(zoom) == detail


def test_less_detail_means_fewer_and_larger_things():
    look = look_of(shop().components["ranker"], Badge(1, "error"))
    medium, block, color = (card(look, LIGHT, detail) for detail in ("medium", "block", "color"))
    assert words(medium) == ["Ranker", "endpoint", "1"]
    assert words(block) == []
    assert any(isinstance(shape, Path) for shape in block)
    assert color == (Box(0, 0, 196, 72, 6, color[0].fill),)


def test_equal_looks_are_one_key():
    document = shop()
    looks = {look_of(document.components["ranker"]), look_of(document.components["ranker"], Badge())}
    assert len(looks) == 1


def test_ports_sit_on_the_middles_of_the_sides():
    assert ports(196, 72) == ((196, 36), (98, 72), (0, 36), (98, 0))
