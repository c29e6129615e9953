"""JSON Schemas of a team's files, for editors: they complete kinds, groups and rules, and mark what is misspelt.

The one idea: the keys are those the readers know, and the words those of the catalogue in use, so that the
schemas cannot fall behind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, get_args

import msgspec

from mlsd_studio.analysis.context import STAGES
from mlsd_studio.analysis.findings import SEVERITIES
from mlsd_studio.analysis.team import Team
from mlsd_studio.analysis.team.conditions import FLOW_WORDS, PATH_WORDS
from mlsd_studio.analysis.team.fields import TESTS, known_fields
from mlsd_studio.analysis.team.rules import KEYS, PLACEHOLDERS
from mlsd_studio.analysis.team.selecting import (
    BOUNDARY_KEYS,
    COMPONENT_KEYS,
    ENVIRONMENTS,
    FLOW_KEYS,
    RUN_BY,
)
from mlsd_studio.analysis.team.settings import OFF
from mlsd_studio.catalog.overlay import SECTIONS
from mlsd_studio.catalog.records import Layer, Section
from mlsd_studio.model.records import BoundaryKind, Component, Flow, FlowKind

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}


def schema_of(what: str, team: Team) -> Schema:
    """The schema of `rules`, `config`, `prices` or `catalog` files, in the words of a team's catalogue."""
    made = SCHEMAS[what](team)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"MLSD Studio: {what} of a team",
        **made,
    }


# -- parts -----------------------------------------------------------------------------------------------


def _map(properties: Schema, required: Iterable[str] = (), about: str = "") -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if about:
        found["description"] = about
    return found | ({"required": list(required)} if required else {})


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _some(item: Schema) -> Schema:
    """One, or a list of them."""
    return {"anyOf": [item, _list(item)]}


def _words(words: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(words)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


# -- rules -----------------------------------------------------------------------------------------------


def _rules(team: Team) -> Schema:
    texts = {"title": "A few words", "text": f"What a finding says; {', '.join(f'{{{p}}}' for p in PLACEHOLDERS)} "
             "are filled in", "why": "Why it matters", "fix": "What the fix is called",
             "ignore": "When to ignore it", "source": "Where it comes from", "group": "What it is about"}  # fmt: skip
    example = _map({"bad": _some(TEXT), "good": _some(TEXT)}, about="Designs that `mlsd rules test` runs")
    properties = {
        **{name: {**TEXT, "description": about} for name, about in texts.items()},
        "code": {**TEXT, "pattern": "^[A-Z][A-Z0-9_-]{2,23}$", "description": "Such as OWN001"},
        "severity": _words(SEVERITIES),
        "stage": {**_words(STAGES), "description": "The first stage at which the rule speaks"},
        "select": _map({"components": _ref("components"), "flows": _ref("flows")}),
        "require": _list(_ref("condition")),
        "forbid": _list(_ref("condition")),
        "count": _map({"min": COUNT, "max": COUNT}, about="How many may be selected in a design"),
        "examples": example,
    }
    rule = _map({key: properties[key] for key in KEYS}, ("code", "title", "select"))
    return _map({"rules": _list(rule)}, ("rules",)) | {"$defs": _selectors(team)}


def _selectors(team: Team) -> Schema:
    catalog = team.catalog
    words: dict[str, Collection[str] | None] = {
        "kind": catalog.kinds, "facet": {**catalog.kinds, **catalog.facet_names}, "layer": get_args(Layer),
        "group": catalog.kind_groups, "technology": catalog.technologies, "environment": ENVIRONMENTS,
        "run_by": RUN_BY,
    }  # fmt: skip
    place, conditions = _ref("boundary"), _list(_ref("condition"))
    components = {
        key: _some(_words(known)) if (known := words.get(key)) is not None else _some(TEXT)
        for key in COMPONENT_KEYS
    } | {"inside": place, "with": conditions}
    flows = {
        "kind": _some(_words(get_args(FlowKind))), "from": _ref("components"), "to": _ref("components"),
        "inside": place, "crosses": place, "with": conditions,
    }  # fmt: skip
    boundary = {
        key: _some(_words(get_args(BoundaryKind)) if key == "kind" else TEXT) for key in BOUNDARY_KEYS
    }
    return {
        "components": _map(components, about="Components for which all of it fits"),
        "flows": _map({key: flows[key] for key in FLOW_KEYS}, about="Flows for which all of it fits"),
        "boundary": _map(boundary),
        "condition": {"anyOf": _conditions(flows)},
    }


def _conditions(flows: Schema) -> list[Schema]:
    value: Schema = {"description": "A value as in a design, or a list of them"}
    tests: Schema = {**dict.fromkeys(TESTS, value), "stated": {"type": "boolean"}, "matches": TEXT}
    fields = _words(dict.fromkeys([*known_fields(Component), *known_fields(Flow)]))
    kinds = {"flows": _some(_words(get_args(FlowKind)))}
    link = {**kinds, "with": _list(_ref("condition")), "min": COUNT, "max": COUNT}
    return [
        _map({"field": fields, **tests}, ("field",)),
        _map({"attribute": TEXT, **tests}, ("attribute",)),
        *(_map({key: _ref("components"), **link}, (key,)) for key in FLOW_WORDS),
        *(_map({key: _ref("components"), **kinds}, (key,)) for key in PATH_WORDS),
        _map({"any": _list(_ref("condition"))}, ("any",)),
        _map({"not": _ref("condition")}, ("not",)),
        _map(flows),
    ]


# -- the other files -------------------------------------------------------------------------------------


def _config(team: Team) -> Schema:
    groups = dict.fromkeys(rule.group for rule in team.rules.values())
    line = _map(
        {
            "rule": _some(_words([*team.rules, *groups])),
            "severity": {"enum": [*SEVERITIES, OFF, False]},
            "where": {**TEXT, "description": "Id of a component, flow, group, boundary or journey"},
            "design": {**TEXT, "description": "Name of a design's file; may hold *"},
            "reason": {**TEXT, "description": "Why; findings show it"},
        },
        ("rule", "severity", "reason"),
    )
    return _map({"rules": _list(line)})


def _prices(team: Team) -> Schema:
    price = {"type": ["number", "string"]}
    about = {"date": {**TEXT, "pattern": "^\\d{4}-\\d\\d-\\d\\d$"}, "source": TEXT}
    entry = _map({"replica": price, "calls": price, "gb": price, **about})
    kinds = _map(dict.fromkeys(team.catalog.kinds, entry))
    return _map(
        {**about, "kinds": kinds, "technologies": _map(dict.fromkeys(team.catalog.technologies, entry))}
    )


def _catalog(team: Team) -> Schema:  # noqa: ARG001 (the words of a catalogue are what it defines)
    """The records themselves; what an entry leaves out is taken from the one it changes or is like."""
    _, found = msgspec.json.schema_components([Section], ref_template="#/$defs/{name}")
    for record in found.values():
        record.pop("required", None)
    for name in ("Kind", "Technology"):
        found[name]["properties"]["like"] = {**TEXT, "description": "The entry to take the rest from"}
        found[name]["required"] = ["id"]
    sections = found.pop("Section")["properties"]
    return _map({name: sections[name] for name in SECTIONS}) | {"$defs": found}


SCHEMAS: dict[str, Callable[[Team], Schema]] = {
    "rules": _rules,
    "config": _config,
    "prices": _prices,
    "catalog": _catalog,
}
"""What `schema_of` knows."""
