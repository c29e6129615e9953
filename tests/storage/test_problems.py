"""A file that is wrong: every problem at once, with line, place and what to do."""

from __future__ import annotations

import pytest

from mlsd_studio.model.quantities import Rate
from mlsd_studio.storage import FileError, load_text

WRONG = """\
mlsd: 1
name: 2026
stage: rewiev
requirements:
  - {id: r, category: system, metric: latency_p95, target: '>= 5 ms'}
  - {id: s, category: system, metric: throughput, target: fast}
components:
  - id: a
    kind: cache
    replicas: [2]
    zones: north
    availability: 120 %
    auth: oicd
  - id: b
    latency: {p50: soon}
    data_classes: [pii, pie]
  - just a text
flows: {id: f}
layout:
  a: over there
  b: [1, 2, 3]
  c: [1, x]
"""


def problems_of(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(FileError) as caught:
        load_text(text)
    return [(p.line, p.where, p.message) for p in caught.value.problems]


def test_all_wrong_types_are_told_at_once_with_their_lines():
    found = problems_of(WRONG)
    expected = [
        (2, "name", "put it in quotes: '2026'"),
        (3, "stage", "did you mean review?"),
        (5, "requirements 'r' · target", "write '<= 5 ms'"),
        (6, "requirements 's' · target", "does not start with a number"),
        (10, "components 'a' · replicas", "must be a whole number, not a list"),
        (11, "components 'a' · zones", "write [north]"),
        (12, "components 'a' · availability", "not between 0 and 100 %"),
        (13, "components 'a' · auth", "did you mean oidc?"),
        (14, "components 'b' · kind", "kind is missing"),
        (15, "components 'b' · latency.p50", "does not start with a number"),
        (16, "components 'b' · data_classes", "did you mean pii?"),
        (17, "components", "must be a map"),
        (18, "flows", "must be a list of maps"),
        (20, "layout 'a'", "must be a list of numbers"),
        (21, "layout 'b'", "2 or 4 numbers, not 3"),
        (22, "layout 'c'", "'x' is not a number"),
    ]
    assert [(line, where) for line, where, _ in found] == [(line, where) for line, where, _ in expected]
    for (_, _, message), (_, _, words) in zip(found, expected, strict=True):
        assert words in message


def test_broken_references_are_told_with_their_lines():
    found = problems_of(
        "mlsd: 1\ncomponents:\n  - {id: a, kind: cache}\n  - {id: b, kind: cache, replicas: 0}\n"
        "boundaries:\n  - id: b\n    kind: region\n    members:\n      - a\n      - gone\n"
        "flows:\n  - id: f\n    from: a\n    to: nowhere\n    kind: data\n"
        "plan:\n  risks:\n    - {id: a b}\n"
        "views:\n  - id: v\n    layout: {a: here}\n"
    )
    assert [(line, where) for line, where, _ in found] == [
        (4, "components 'b' · replicas"),
        (6, "boundaries 'b' · id"),
        (8, "boundaries 'b' · members"),
        (14, "flows 'f' · to"),
        (18, "risks 'a b' · id"),
        (21, "views 'v' · layout.a"),
    ]
    assert "there is no component or boundary or group with this id" in found[3][2]


def test_an_id_used_twice_is_told_with_both_lines():
    found = problems_of("mlsd: 1\ncomponents:\n  - {id: a, kind: cache}\n  - {id: a, kind: cache}\n")
    assert found == [(4, "components 'a'", "'a' stands twice, on lines 3 and 4; give one another id")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mlsd: 0\n", "whole number from 1"),
        ("mlsd: new\n", "whole number from 1"),
        ("mlsd: true\n", "whole number from 1"),
        ("- a\n", "a design is a map"),
        ("just text\n", "a design is a map"),
        ("mlsd: 1\nplan: [1]\n", "must be a map with phases, risks, tests, rollout"),
        ("mlsd: 1\nlayout: [1]\n", "must be a map of ids to places"),
        ("mlsd: 1\nlayout: {a: [0, .nan]}\n", "too far away"),
        ("mlsd: 1\nlayout: {a: [0, 0, 0, 5]}\n", "above 0"),
        ("mlsd: 1\njourneys: [{id: j, entry: c, rate: 5}]\n", "needs a unit"),
        ("mlsd: 1\ncomponents: [{id: 7, kind: cache}]\n", "put it in quotes: '7'"),
        ("mlsd: 1\ncomponents: [{id: a, kind: cache, managed: 'yes'}]\n", "must be true or false"),
        ("mlsd: 1\ncomponents: [{id: a, kind: cache, replicas: '3'}]\n", "without quotes"),
        ("mlsd: 1\ncomponents: [{id: a, kind: cache, latency: 3 ms}]\n", "must be a map with p50, p95"),
        (
            "mlsd: 1\ncomponents: [{id: a, kind: cache, replicas: 2, needs: 3}]\n",
            "needs (3) is above",
        ),
        (
            "mlsd: 1\ncomponents: [{id: a, kind: cache}]\ngroups: [{id: g, needs: 2, members: [a]}]\n",
            "needs (2) is above",
        ),
        (
            "mlsd: 1\ncomponents: [{id: a, kind: cache, autoscaling: {min: 3, max: 2}}]\n",
            "below autoscaling.min (3)",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(text, words):
    assert [message for _, _, message in problems_of(text) if words in message]


def test_the_error_as_text_names_line_and_place():
    with pytest.raises(FileError) as caught:
        load_text("mlsd: 1\ncomponents:\n  - {id: a, kind: cache, replicas: x}\n")
    assert str(caught.value) == "line 3, components 'a' · replicas: must be a whole number, not the text 'x'"


def test_percentiles_the_wrong_way_round_are_told_at_their_line():
    found = problems_of(
        "mlsd: 1\ncomponents:\n  - id: a\n    kind: cache\n    latency: {p50: 0.1 s, p95: 40 ms}\n"
    )
    assert found == [
        (5, "components 'a' · latency.p95", "p95 (40 ms) is below p50 (0.1 s); swap them or correct one")
    ]


def test_misspelled_fields_are_kept_and_warned_of():
    loaded = load_text(
        "mlsd: 1\ncomponent: []\ncomponents:\n  - id: a\n    kind: cache\n    replica: 2\n    zzz: 1\n"
    )
    assert [(w.line, w.where) for w in loaded.warnings] == [(2, ""), (6, "components 'a'")]
    assert "did you mean replicas?" in loaded.warnings[1].message
    assert loaded.document.components["a"].extra == {"replica": 2, "zzz": 1}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_an_empty_file_is_an_empty_design_with_a_warning(text):
    loaded = load_text(text)
    assert not loaded.document.components
    assert len(loaded.warnings) == 1


def test_null_means_not_stated_and_empty_sections_are_empty():
    loaded = load_text(
        "mlsd: 1\nname:\nflows:\nplan:\nlayout:\ncomponents:\n  - {id: a, kind: cache, zones: null}\n"
    )
    assert loaded.document.components["a"].zones is None
    assert loaded.document.design.name is None


def test_shared_texts_are_parsed_to_equal_quantities():
    text = "mlsd: 1\ncomponents:\n" + "".join(
        f"  - {{id: c{n}, kind: cache, capacity: 1.2k rps}}\n" for n in range(3)
    )
    assert {c.capacity for c in load_text(text).document.components.values()} == {Rate(1200, "rps")}
