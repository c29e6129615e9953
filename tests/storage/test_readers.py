"""Reading YAML: a plain tree with lines, nothing clever, and two readers that agree."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlsd_studio.paths import resource
from mlsd_studio.storage import FileError
from mlsd_studio.storage.reader_lines import read
from mlsd_studio.storage.reader_yaml import MAX_CHARACTERS, Tree, parse
from mlsd_studio.storage.writer import write

from .strategies import documents

BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
EXAMPLE = resource("examples", "every-record.mlsd.yaml").read_text(encoding="utf-8")


def with_lines(tree: Tree):
    """The data with each item or key beside its line."""

    def walk(value):
        lines = tree.item_lines(value) if isinstance(value, (dict, list)) else []
        if isinstance(value, dict):
            return {(key, line): walk(item) for (key, item), line in zip(value.items(), lines, strict=True)}
        if isinstance(value, list):
            return [(line, walk(item)) for item, line in zip(value, lines, strict=True)]
        return type(value).__name__, value

    return walk(tree.data)


def outcome(reader, text):
    try:
        return with_lines(reader(text))
    except FileError as error:
        return str(error)


@pytest.mark.parametrize("reader", [parse, read])
def test_every_node_has_its_line(reader):
    tree = reader(
        "mlsd: 1\n\ncomponents:\n  - id: a\n    zones: [x, y]\n  - id: b\n    latency: {p50: 1 ms}\n"
    )
    assert with_lines(tree) == {
        ("mlsd", 1): ("int", 1),
        ("components", 3): [
            (4, {("id", 4): ("str", "a"), ("zones", 5): [(5, ("str", "x")), (5, ("str", "y"))]}),
            (6, {("id", 6): ("str", "b"), ("latency", 7): {("p50", 7): ("str", "1 ms")}}),
        ],
    }


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("0.5", 0.5),
        (".5", 0.5),
        ("-1.5e-3", -0.0015),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        (".inf", float("inf")),
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("2026-01-01", "2026-01-01"),
        ("1_000", "1_000"),
    ],
)
@pytest.mark.parametrize("reader", [parse, read])
def test_plain_words_are_numbers_booleans_null_or_text(reader, plain, value):
    found = reader(f"a: {plain}\nb: [{plain}]\nc:\n  - {{x: {plain}}}\n").data
    assert found == {"a": value, "b": [value], "c": [{"x": value}]}
    assert type(found["a"]) is type(value)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), st.data())
def test_the_quick_reader_reads_what_the_event_reader_reads(document, data):
    text = write(document)
    assert outcome(read, text) == outcome(parse, text)
    lines = text.split("\n")
    for _ in range(4):
        n = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["drop", "twice", "indent", "dedent", "comment", "cut", "junk"]))
        lines[n : n + 1] = mutated(change, lines[n], data)
        text = "\n".join(lines)
        assert outcome(read, text) == outcome(parse, text), text
        lines = lines or [""]


JUNK = [
    "- x",
    "foo",
    "  bar",
    "'q",
    '"',
    "? a",
    ": b",
    "--- ",
    "...",
    "{a: 1}",
    "\t",
    "  - {a: 1",
    "x: |",
    "x: >-",
    "    y: 'a",
    "b'",
    "&a x",
    "!!str x: 1",
    "null: 1",
    "a:",
    "  a:",
    "    - 1",
    "# no",
    "1: 2",
    "%YAML 1.2",
]


def mutated(change, line, data):
    return {
        "drop": lambda: [""],
        "twice": lambda: [line, line],
        "indent": lambda: [f"  {line}"],
        "dedent": lambda: [line.removeprefix("  ")],
        "comment": lambda: [f"{line} # said", "# more"],
        "cut": lambda: [line[: data.draw(st.integers(0, len(line)))]],
        "junk": lambda: [line, data.draw(st.sampled_from(JUNK))],
    }[change]()


@pytest.mark.parametrize("first", ["a:", "a: b", "a: |", "'a': 1", "- a"])
def test_the_quick_reader_agrees_on_odd_files(first):
    for odd in JUNK:
        for last in ("", "  - {x: 1}", "b: 2", "    k: v", "  e: [1]"):
            text = f"{first}\n{odd}\n{last}\n"
            assert outcome(read, text) == outcome(parse, text), text


REFUSED = {
    "alias bomb": (BOMB, 1, "anchor"),
    "alias": ("a: 1\nb: *x\n", 2, "alias *x"),
    "tag": ("a: 1\nb: !!python/object/apply:os.system ['true']\n", 2, "tag tag:yaml.org,2002:python/object"),
    "tag on a map": ("a: !x {b: 1}\n", 1, "tag !x"),
    "key twice": ("a: 1\nb: 2\na: 3\n", 3, "on lines 1 and 3"),
    "key twice inside": ("components:\n  - id: a\n    id: b\n", 3, "on lines 2 and 3"),
    "key twice in a row": ("f:\n  - {id: a, kind: b, id: c}\n", 2, "'id' stands twice"),
    "number as key": ("layout:\n  12: [0, 0]\n", 2, "put it in quotes"),
    "null as key": ("a: 1\nnull: 2\n", 2, "put it in quotes"),
    "list as key": ("? [a]\n: 1\n", 1, "a key must be a text"),
    "two documents": ("a: 1\n---\nb: 1\n", 2, "second document"),
    "deep": ("a: " + "[" * 100_000 + "\n", 1, "nested more than"),
    "long number": ("a: 1234567890123456789012\n", 1, "more than 18 digits"),
    "control character": ("a: 1\nb: x\x00y\n", 2, "U+0000"),
    "open bracket": ("a: 1\nb: [1, 2\nc: 3\n", 3, "'[' is not closed"),
    "open quote": ("a: 1\nb: 'x\nc: 3\n", 4, "quote is not closed (it began on line 2)"),
    "colon in text": ("a: 1\nb: x: y\n", 2, "in quotes"),
    "tab": ("a:\n\tb: 1\n", 2, "not tabs"),
    "bad indentation": ("components:\n  - id: a\n   kind: b\n", 3, "indentation"),
    "surrogate": ("a: \ud800\n", None, "surrogate"),
}


@pytest.mark.parametrize(("text", "line", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_plain_tree_is_refused_with_its_line(text, line, words):
    with pytest.raises(FileError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert words in problem.message


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(FileError, match="larger than 32 MB"):
        read("#" * (MAX_CHARACTERS + 1))


def test_reading_leaves_the_collector_as_it_was():
    assert gc.isenabled()
    with pytest.raises(FileError):
        read("a: [\n")
    assert gc.isenabled()
    gc.disable()
    try:
        read("a: 1\n")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_examples_take_the_quick_way():
    from mlsd_studio.storage.reader_lines import _LineReader

    assert _LineReader(EXAMPLE).read().data == parse(EXAMPLE).data
