"""The JSON Schema of the file, made from the records, so that it cannot fall behind them."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from mlsd_studio.model.integrity import ID_PATTERN
from mlsd_studio.model.quantities import Backup
from mlsd_studio.model.records import FILE_VERSION, LAYOUT, PLAN_TABLES, TABLES
from mlsd_studio.model.targets import METRICS
from mlsd_studio.storage.field_help import help_for

Schema = dict[str, Any]

SECTION_HELP = {
    "requirements": "What the system must reach",
    "constraints": "What the team cannot choose",
    "journeys": "What users do, where they enter, and how often",
    "components": "The boxes of the drawing",
    "groups": "Components that stand in for each other",
    "boundaries": "Frames around components: regions, zones, networks, teams",
    "flows": "Typed connections",
    "phases": "Steps of the project",
    "risks": "What may go wrong",
    "tests": "How the design is tried",
    "rollout": "Steps of going live",
    "decisions": "What was decided about findings",
    "variants": "Changes to compare with the design",
    "views": "Drawings of parts of the design",
    "notes": "Free texts on the canvas",
}


def schema() -> Schema:
    """The JSON Schema (2020-12) of a design file. Unknown fields are allowed: they are kept."""
    kinds = list(dict.fromkeys(TABLES.values()))
    _, components = msgspec.json.schema_components(
        kinds, schema_hook=_of_quantity, ref_template="#/$defs/{name}"
    )
    records = {name: _tidied(name, record) for name, record in sorted(components.items())}
    records["Place"] = _place()
    head = records.pop("Design")
    top = {**head["properties"]}
    top["mlsd"] = {"type": "integer", "minimum": 1, "description": help_for("Design", "mlsd")}
    for name, kind in TABLES.items():
        if name != "design" and name not in PLAN_TABLES:
            top[name] = _list_of(name, kind)
        if name == PLAN_TABLES[0]:
            top["plan"] = {
                "type": "object",
                "description": "The way to the finished system",
                "properties": {table: _list_of(table, TABLES[table]) for table in PLAN_TABLES},
            }
    top[LAYOUT] = _places("Where things are drawn, by id")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "MLSD Studio design",
        "description": f"A sketch of a production machine learning system, file version {FILE_VERSION}",
        "type": "object",
        "required": ["mlsd"],
        "properties": top,
        "$defs": records,
    }


def schema_text() -> str:
    """The schema as it stands in the file under resources/schema."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _list_of(name: str, kind: type) -> Schema:
    items = {"$ref": f"#/$defs/{kind.__name__}"}
    return {"type": "array", "description": SECTION_HELP[name], "items": items}


def _of_quantity(kind: Any) -> Schema:
    """msgspec's hook: how a quantity is written."""
    about: Schema = {
        "description": f"{kind.dimension[0].upper()}{kind.dimension[1:]}, such as {kind.example}"
    }
    if kind is Backup:
        rpo = {"type": "object", "required": ["rpo"], "properties": {"rpo": {"type": "string"}}}
        return {**about, "anyOf": [rpo, {"type": "string"}]}
    return {**about, "type": ["string", "number"] if _takes_numbers(kind) else "string"}


def _takes_numbers(kind: Any) -> bool:
    try:
        kind.parse(0.5)
    except ValueError:
        return False
    return True


def _tidied(name: str, record: Schema) -> Schema:
    """A record without what is ours alone, with a line on each field."""
    properties = {}
    for field, found in record["properties"].items():
        if field == "extra":
            continue
        kind = _without_null(found)
        text = help_for(name, field)
        if text is not None:
            kind["description"] = f"{text}. {kind['description']}" if "description" in kind else text
        properties[field] = kind
    if "id" in properties:
        properties["id"]["pattern"] = f"^{ID_PATTERN.pattern}$"
    if name == "Requirement":
        properties["target"]["examples"] = _target_examples()
    if name == "View":
        properties[LAYOUT] = _places(str(help_for(name, LAYOUT)))
    tidy: Schema = {"type": "object", "description": record["description"], "properties": properties}
    required = [field for field in record.get("required", ()) if field != "extra"]
    return {**tidy, "required": required} if required else tidy


_EXAMPLE: dict[str, Any] = {
    "Duration": "100 ms",
    "Rate": "1000 rps",
    "Fraction": "99.9 %",
    "Money": "10000 USD/month",
    "Ratio": 1,
}


def _target_examples() -> list[str]:
    parsed = ((m.direction, m.quantity.parse(_EXAMPLE[m.quantity.__name__])) for m in METRICS.values())
    return list(dict.fromkeys(f"{direction} {quantity}" for direction, quantity in parsed))


def _without_null(found: Schema) -> Schema:
    """A field's type without the null that stands for *not stated*."""
    rest = {key: value for key, value in found.items() if key not in ("default", "anyOf")}
    parts = [part for part in found.get("anyOf", ()) if part != {"type": "null"}]
    if len(parts) == 1:
        return {**rest, **parts[0]}
    return {**rest, "anyOf": parts} if parts else rest


def _places(about: str) -> Schema:
    return {
        "type": "object",
        "description": about,
        "additionalProperties": {"$ref": "#/$defs/Place"},
    }


def _place() -> Schema:
    number = {"type": "number"}
    point = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    sized = {"type": "array", "items": number, "minItems": 4, "maxItems": 4}
    return {
        "description": "[x, y] in pixels from the top left, [x, y, width, height], or the points of a flow",
        "anyOf": [point, sized, {"type": "array", "items": point, "minItems": 1}],
    }
