"""Whatever a document holds survives a save and a load, and gives the same bytes again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings

from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.placement import shift
from mlsd_studio.model.records import TABLES, Component, Flow, Note
from mlsd_studio.paths import resource
from mlsd_studio.storage import dump, load, load_text
from mlsd_studio.storage.scalars import quoted
from mlsd_studio.storage.shapes import FIELD_TYPES, NESTED
from mlsd_studio.storage.writer import plain_row, write

from .strategies import documents, texts

EXAMPLES = sorted(resource("examples").glob("*.mlsd.yaml"))
FILES = Path(__file__).parents[1] / "files"
SURVIVORS = yaml.safe_load((FILES / "survivors.yaml").read_text(encoding="utf-8"))["strings"]
SLOW_DATA = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def one_card(**fields) -> Document:
    return Document([Component(id="a", kind="cache", **fields)])


def read_back(document: Document) -> Document:
    return load_text(write(document)).document


@pytest.mark.parametrize("name", ["shop-ranking.mlsd.yaml", "every-record.mlsd.yaml"])
def test_the_examples_are_canonical(name):
    path = resource("examples", name)
    loaded = load(path)
    assert loaded.warnings == ()
    assert write(loaded.document).encode() == path.read_bytes()


def test_the_second_example_uses_every_field_of_every_record():
    document = load(resource("examples", "every-record.mlsd.yaml")).document
    used = {kind: set() for kind in FIELD_TYPES}
    for table, kind in TABLES.items():
        for record in document.table(table).values():
            row = {"mlsd": 1, **plain_row(record)}
            used[kind] |= row.keys() & FIELD_TYPES[kind].keys()
            for name, inner in NESTED[kind].items():
                used[inner] |= row.get(name, {}).keys()
    missing = {kind.__name__: sorted(set(fields) - used[kind]) for kind, fields in FIELD_TYPES.items()}
    assert {name: fields for name, fields in missing.items() if fields} == {}
    shapes = {
        len(entry) if isinstance(entry[0], (int, float)) else "points"
        for entry in map(msgspec.to_builtins, map(as_list, document.layout.values()))
    }
    assert shapes == {2, 4, "points"}


def as_list(entry):
    from mlsd_studio.model.places import to_plain_entry

    return to_plain_entry(entry)


@settings(max_examples=120, deadline=None, suppress_health_check=SLOW_DATA)
@given(documents())
def test_any_document_reads_back_equal_and_byte_stable(document):
    text = write(document)
    loaded = load_text(text)
    assert loaded.document == document
    assert write(loaded.document) == text
    assert dump(loaded.document, loaded.source) == text


@settings(max_examples=400, deadline=None)
@given(texts)
@example("a\n b")
@example("a\nb\n")
@example("a \nb")
@example("\ta\nb")
def test_any_text_survives_everywhere_and_other_readers_agree(text):
    document = Document(
        [
            Component(
                id="a",
                kind="cache",
                name=text,
                tags=(text, "x"),
                attributes={text: text, "deep": {"in": [text]}},
            ),
            Flow(id="f", source="a", target="a", kind="data", label=text),
            Note(id="n", text=text),
        ]
    )
    written = write(document)
    assert load_text(written).document == document
    row = yaml.safe_load(written)["components"][0]  # PyYAML speaks YAML 1.1
    assert row["name"] == text
    assert row["tags"] == [text, "x"]


@pytest.mark.parametrize("text", SURVIVORS)
def test_strings_that_look_like_something_else_stay_strings(text):
    document = one_card(name=text, notes=text, tags=(text,), links=(text, text), origin={"x": text})
    assert read_back(document) == document
    for flow in (False, True):
        line = quoted(text, flow)
        assert "\n" not in line
        assert yaml.safe_load(f"[{line}]" if flow else f"a: {line}") == ([text] if flow else {"a": text})


def test_lone_surrogates_become_replacement_characters():
    assert read_back(one_card(name="a\ud800")).components["a"].name == "a�"


def test_several_lines_are_a_literal_block():
    text = write(one_card(notes="first: one\n\n  # second"))
    assert "    notes: |-\n      first: one\n\n        # second\n" in text


def test_long_lines_become_blocks_at_160_columns():
    flow = Flow(id="f", source="a", target="a", kind="request", label="x" * 97)
    at_limit = Document([Component(id="a", kind="cache"), flow])
    line = next(line for line in write(at_limit).split("\n") if line.startswith("  - {id: f"))
    room = 160 - len(line)
    for label, one_line in (("x" * (97 + room), True), ("x" * (98 + room), False)):
        document = Document([Component(id="a", kind="cache"), msgspec.structs.replace(flow, label=label)])
        text = write(document)
        assert ("  - {id: f" in text) is one_line
        assert ("  - id: f\n    from: a\n" in text) is not one_line
        assert load_text(text).document == document


def test_long_lists_and_maps_become_blocks():
    document = one_card(tags=tuple(f"tag-number-{n}" for n in range(20)), attributes={"k" * 30: "v" * 150})
    text = write(document)
    assert "    tags:\n      - tag-number-0\n" in text
    assert max(map(len, text.split("\n"))) <= 190
    assert load_text(text).document == document


def test_units_and_targets_are_normalised_on_save():
    text = (
        "mlsd: 1\nrequirements:\n  - {id: r, category: system, metric: latency_p95, target: <=100ms}\n"
        "components:\n  - {id: a, kind: cache, capacity: 1.2k rps, cost: {replica: $8.4k/mo}}\n"
    )
    written = write(load_text(text).document)
    assert "target: '<= 100 ms'" in written
    assert "capacity: 1200 rps" in written
    assert "cost: {replica: 8400 USD/month}" in written
    assert write(load_text(written).document) == written


def test_a_stated_default_is_written_and_nothing_else_is():
    text = write(one_card(environment="prod", needs=1))
    assert text == "mlsd: 1\n\ncomponents:\n  - id: a\n    kind: cache\n    needs: 1\n    environment: prod\n"


def test_moving_a_card_changes_exactly_one_line():
    loaded = load(resource("examples", "shop-ranking.mlsd.yaml"))
    before = loaded.source.text.split("\n")
    loaded.document.apply(shift(loaded.document, ["ranker"], 20, 0.5))
    after = dump(loaded.document, loaded.source).split("\n")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [("  ranker: [720, 0]", "  ranker: [740, 0.5]")]


def test_unknown_fields_survive_at_every_level():
    path = FILES / "from-the-future.mlsd.yaml"
    loaded = load(path)
    assert [warning.line for warning in loaded.warnings] == [1]
    assert "newer" in loaded.warnings[0].message
    assert write(loaded.document).encode() == path.read_bytes()
    loaded.document.apply(set_fields(loaded.document, "components", "a", name="B"))
    changed = path.read_text(encoding="utf-8").replace("name: A\n", "name: B\n")
    assert dump(loaded.document, loaded.source) == changed


def test_examples_exist():
    assert {path.name for path in EXAMPLES} >= {"shop-ranking.mlsd.yaml", "every-record.mlsd.yaml"}
