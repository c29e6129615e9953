"""The tokens are readable in all themes, and complete."""

from __future__ import annotations

import re

import pytest

from mlsd_studio.drawing.theme import LAYER_TOKENS, THEME_NAMES, contrast, mix, theme

GROUNDS = ("card", "panel", "background")


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", ["text", "muted", "bad", "warn", "ok"])
def test_words_stand_out_four_and_a_half_times(name, ground, token):
    tokens = theme(name)
    assert contrast(tokens[token], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", sorted(set(LAYER_TOKENS.values())))
def test_layers_stand_out_three_times(name, ground, token):
    tokens = theme(name)
    assert contrast(tokens[token], tokens[ground]) >= 3


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("ground", ["accent", "bad", "warn"])
def test_words_on_strong_colours_stand_out(name, ground):
    tokens = theme(name)
    assert contrast(tokens["on_accent"], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("ground", ["track", "hover", "selected"])
def test_muted_words_stand_out_on_chips_and_rows(name, ground):
    tokens = theme(name)
    assert contrast(tokens["muted"], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_icon_stands_out_on_its_own_tint(name):
    tokens = theme(name)
    for token in sorted(set(LAYER_TOKENS.values())):
        assert contrast(tokens[token], mix(tokens[token], tokens["card"], 0.14)) >= 3, token


def test_all_themes_name_the_same_tokens_as_full_colours():
    for name in THEME_NAMES:
        assert theme(name).tokens.keys() == theme("light").tokens.keys()
        assert all(re.fullmatch("#[0-9A-F]{6}", color) for color in theme(name).tokens.values())


@pytest.mark.parametrize("ground", [*GROUNDS, "hover", "selected", "track"])
@pytest.mark.parametrize("token", ["text", "muted", "faint", "bad", "warn", "ok", "accent"])
def test_words_of_high_contrast_stand_out_seven_times(ground, token):
    tokens = theme("contrast")
    assert contrast(tokens[token], tokens[ground]) >= 7


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", ["line", *sorted(set(LAYER_TOKENS.values()))])
def test_lines_of_high_contrast_stand_out_four_and_a_half_times(ground, token):
    tokens = theme("contrast")
    assert contrast(tokens[token], tokens[ground]) >= 4.5
    assert tokens.opacity(0.4) == 1.0
    assert theme("light").opacity(0.4) == 0.4


def test_high_contrast_stays_on_the_screen():
    assert [theme(name).exported for name in THEME_NAMES] == ["light", "dark", "light"]


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert mix("#FF0000", "#0000FF", 0.5) == "#800080"
