"""The JSON Schema says what the reader accepts."""

from __future__ import annotations

import copy
import json
import re

import pytest

from mlsd_studio.model.records import TABLES
from mlsd_studio.paths import resource
from mlsd_studio.storage.reader_lines import read
from mlsd_studio.storage.schema import schema, schema_text
from mlsd_studio.storage.shapes import FIELD_TYPES

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


def complaints(value, rule, root, path="$"):
    """A judge for the part of JSON Schema that is used here."""
    if "$ref" in rule:
        name = rule["$ref"].removeprefix("#/$defs/")
        yield from complaints(value, root["$defs"][name], root, path)
    if "anyOf" in rule and all(list(complaints(value, part, root, path)) for part in rule["anyOf"]):
        yield f"{path}: fits none"
    kinds = rule.get("type", list(TYPES))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    fits = any(isinstance(value, TYPES[k]) and (k == "boolean" or not isinstance(value, bool)) for k in kinds)
    if not fits:
        yield f"{path}: not {kinds}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{path}: not one of them"
    if "pattern" in rule and not re.search(rule["pattern"], value):
        yield f"{path}: pattern"
    if "minimum" in rule and value < rule["minimum"]:
        yield f"{path}: too small"
    if isinstance(value, dict):
        for name in rule.get("required", ()):
            if name not in value:
                yield f"{path}: no {name}"
        for name, inner in value.items():
            found = rule.get("properties", {}).get(name) or rule.get("additionalProperties")
            if isinstance(found, dict):
                yield from complaints(inner, found, root, f"{path}.{name}")
    if isinstance(value, list):
        if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", 10**9):
            yield f"{path}: wrong length"
        for n, item in enumerate(value):
            yield from complaints(item, rule.get("items", {}), root, f"{path}[{n}]")


def test_the_file_in_resources_is_the_schema():
    assert resource("schema", "mlsd-1.schema.json").read_text(encoding="utf-8") == schema_text()
    assert json.loads(schema_text()) == schema()


EXAMPLES = sorted(resource("examples").glob("*.mlsd.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_every_example_is_valid(path):
    root = schema()
    assert list(complaints(read(path.read_text(encoding="utf-8")).data, root, root)) == []


def damage(data, where, value):
    *path, last = where
    for step in path:
        data = data[step]
    data[last] = value


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (["mlsd"], 0),
        (["stage"], "rewiev"),
        (["components", 0, "kind"], 3),
        (["components", 0, "replicas"], "3"),
        (["components", 0, "id"], "a b"),
        (["flows", 0, "kind"], "call"),
        (["layout", "shop"], [1]),
        (["components", 2, "latency", "p50"], []),
        (["plan", "risks", 0, "about"], "x"),
        (["components", 0, "managed"], 1),
        (["requirements", 0], {"id": "x"}),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(where, value):
    root = schema()
    path = resource("examples", "every-record.mlsd.yaml")
    data = copy.deepcopy(read(path.read_text(encoding="utf-8")).data)
    damage(data, where, value)
    assert list(complaints(data, root, root))


def test_every_field_has_a_description_and_nothing_of_ours_leaks():
    root = schema()
    for kind, fields in FIELD_TYPES.items():
        found = (
            root["properties"] if kind.__name__ == "Design" else root["$defs"][kind.__name__]["properties"]
        )
        assert [name for name in fields if len(found[name].get("description", "")) < 4] == []
        assert "extra" not in found
    sections = [name for name in root["properties"] if name in TABLES or name in ("plan", "layout")]
    assert sections == [
        "requirements",
        "constraints",
        "journeys",
        "components",
        "groups",
        "boundaries",
        "flows",
        "plan",
        "decisions",
        "variants",
        "views",
        "notes",
        "layout",
    ]
