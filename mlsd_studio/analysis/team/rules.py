"""Rules that a team writes in YAML, made into ordinary rules.

The one idea: what a file says is data. A rule selects components or flows and says what must hold
(`require`), must not hold (`forbid`) or how many there may be (`count`); it runs in the same engine as the
built-in ones, with a page of the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlsd_studio.analysis.context import STAGES, Facts
from mlsd_studio.analysis.findings import SEVERITIES, Evidence, Finding, Fix, Focus, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.analysis.team.conditions import MAX_CONDITIONS, Condition, read_conditions
from mlsd_studio.analysis.team.fields import FieldCondition, value_of
from mlsd_studio.analysis.team.reading import MistakeError, Node, TeamProblem, read_file
from mlsd_studio.analysis.team.selecting import (
    ComponentSelector,
    FlowSelector,
    read_components,
    read_flows,
)
from mlsd_studio.analysis.team.world import Item, World
from mlsd_studio.catalog import Catalog
from mlsd_studio.model.records import Component, Flow

MAX_RULES = 200
KEYS = (
    "code", "title", "severity", "stage", "group", "select", "require", "forbid", "count", "text", "why",
    "fix", "ignore", "source", "examples",
)  # fmt: skip
PLACEHOLDERS = ("name", "id", "kind", "what", "count")
RESERVED = ("RUN", "DEC", "TEAM")
_CODE = re.compile(r"[A-Z][A-Z0-9_-]{2,23}")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SHOWN = 10
"""How many subjects a finding about a count names."""


@dataclass(frozen=True, slots=True)
class TeamRule:
    """A rule of a team: the rule itself, the file and line, and its example designs as text."""

    rule: Rule
    file: Path
    line: int | None
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """What a rule's file says: whom it is about, what is asked, and the words of its findings."""

    selector: ComponentSelector | FlowSelector
    require: tuple[Condition, ...]
    forbid: tuple[Condition, ...]
    least: int | None
    most: int | None
    text: str
    fix: str | None

    @property
    def table(self) -> str:
        """`components` or `flows`."""
        return "components" if isinstance(self.selector, ComponentSelector) else "flows"


def read_rules(file: Path, catalog: Catalog) -> tuple[list[TeamRule], list[TeamProblem]]:
    """The rules of a file, and the mistakes for which rules were left out."""
    rules: list[TeamRule] = []
    problems: list[TeamProblem] = []
    try:
        entries = read_file(file).map(("rules",)).need("rules", "a list of rules").items(MAX_RULES)
    except MistakeError as error:
        return [], [error.in_file(file)]
    for entry in entries:
        try:
            one = _rule(entry, file, catalog)
            if any(one.rule.code == other.rule.code for other in rules):
                entry.at("code").fail(f"{one.rule.code} is used twice; choose another code")
            rules.append(one)
        except MistakeError as error:
            problems.append(error.in_file(file))
    return rules, problems


# -- reading ---------------------------------------------------------------------------------------------


def _rule(node: Node, file: Path, catalog: Catalog) -> TeamRule:
    if isinstance(node.data, dict) and isinstance(node.data.get("code"), str):
        node.where = f"rule {node.data['code'][:24]}"
    code = _code(node.map(KEYS))
    body = _body(node, catalog)
    severity, stage = node.get("severity"), node.get("stage")
    group = node.get("group")
    bad, good = _examples(node.get("examples"))
    title = node.need("title", "a few words").text(120)
    rule = Rule(
        code,
        title,
        group.text(40) if group is not None else "team",
        severity.choice(SEVERITIES) if severity is not None else "warning",  # type: ignore[arg-type]
        stage.choice(STAGES) if stage is not None else "sketch",  # type: ignore[arg-type]
        False,
        lambda facts: _check(rule, body, facts),
        _page(node, code, title, body, file, bad, good),
    )
    return TeamRule(rule, file, node.line, bad, good)


def _code(node: Node) -> str:
    found = node.need("code", "such as OWN001")
    code = found.text(40)
    if not _CODE.fullmatch(code):
        found.fail(f"{code!r} is no code: write 3 to 24 capitals, digits, - or _, such as OWN001")
    if code in RULES or code.startswith(RESERVED):
        found.fail(
            f"{code} is the studio's own; choose another, and switch {code} off in config.yaml if need be"
        )
    return code


def _body(node: Node, catalog: Catalog) -> Body:
    select = node.need("select", "`components: {…}` or `flows: {…}`").map(("components", "flows"))
    if len(select.data) != 1:
        select.fail("select either `components:` or `flows:`")
    record: type[Component] | type[Flow]
    selector: ComponentSelector | FlowSelector
    if "components" in select.data:
        record, selector = Component, read_components(_or_empty(select, "components"), catalog)
    else:
        record, selector = Flow, read_flows(_or_empty(select, "flows"), catalog)
    require = read_conditions(node.get("require"), record, catalog)
    forbid = read_conditions(node.get("forbid"), record, catalog)
    if len(require) + len(forbid) > MAX_CONDITIONS:
        node.fail(f"has more than {MAX_CONDITIONS} conditions; divide it into several rules")
    count = node.get("count")
    least = most = None
    if count is not None:
        count.map(("min", "max"))
        least, most = (one.count() if (one := count.get(key)) else None for key in ("min", "max"))
    if not (require or forbid or least is not None or most is not None):
        node.fail("asks nothing: add `require:`, `forbid:` or `count:`")
    fix = node.get("fix")
    return Body(selector, require, forbid, least, most, _text(node), fix.text(120) if fix else None)


def _or_empty(node: Node, key: str) -> Node:
    return node.get(key) or Node(node.tree, {}, node.line, node.where)


def _text(node: Node) -> str:
    found = node.get("text")
    if found is None:
        return "{what}."
    text = found.text()
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
            found.fail(f"{{{name}}} stands for nothing; known are {known}")
    return text


def _examples(node: Node | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if node is None:
        return (), ()
    node.map(("bad", "good"))

    def designs(key: str) -> tuple[str, ...]:
        found = node.get(key)
        return tuple(_design(item.text(20_000)) for item in found.items(20)) if found is not None else ()

    return designs("bad"), designs("good")


def _design(text: str) -> str:
    return (text if text.startswith("mlsd:") else f"mlsd: 1\n{text}").rstrip() + "\n"


def _page(
    node: Node, code: str, title: str, body: Body, file: Path, bad: tuple[str, ...], good: tuple[str, ...]
) -> str:
    """The help page, in the form of the built-in rules."""

    def said(key: str, otherwise: str) -> str:
        found = node.get(key)
        return found.text() if found is not None else otherwise

    def design(texts: tuple[str, ...]) -> str:
        return "\n".join(f"    {line}".rstrip() for line in texts[0].splitlines()) if texts else "    mlsd: 1"

    sections = {
        "What it finds": _finds(body),
        "Why it matters": said("why", "The team has agreed on it."),
        "Example": design(bad),
        "Instead": design(good),
        "When to ignore": said(
            "ignore", "Decide about the finding, or lower the rule for one place in the team's config.yaml."
        ),
        "Source": said("source", f"A rule of the team: {file.name}."),
    }
    parts = "\n\n".join(f"{heading}\n{text}" for heading, text in sections.items())
    return f"{code} · {title}\n\n{parts}\n"


def _finds(body: Body) -> str:
    words = [f"{body.selector.words[0].upper()}{body.selector.words[1:]}"]
    words += [f"It must have: {one.words}" for one in body.require]
    words += [f"It must not have: {one.words}" for one in body.forbid]
    words += [f"There must be {_bounds(body)}"] if (body.least, body.most) != (None, None) else []
    return ". ".join(words) + "."


def _bounds(body: Body) -> str:
    parts = [f"at least {body.least}"] if body.least is not None else []
    parts += [f"at most {body.most}"] if body.most is not None else []
    return " and ".join(parts)


# -- running ---------------------------------------------------------------------------------------------


def _check(rule: Rule, body: Body, facts: Facts) -> Iterator[Finding]:
    world = World(facts)
    chosen = [one for one in facts.document.table(body.table).values() if body.selector.takes(world, one)]
    if body.least is not None or body.most is not None:
        yield from _counted(rule, body, chosen)
    for item in chosen:
        assert isinstance(item, (Component, Flow))
        lacking = [one for one in body.require if one.holds(world, item) is False]
        excess = [one for one in body.forbid if one.holds(world, item) is True]
        if lacking or excess:
            yield _finding(rule, body, facts, item, lacking, excess)


def _finding(
    rule: Rule, body: Body, facts: Facts, item: Item, lacking: list[Condition], excess: list[Condition]
) -> Finding:
    name = facts.name(item.id) if isinstance(item, Component) else _flow_name(facts, item)
    what = [f"must have {one.words}" for one in lacking] + [f"must not have {one.words}" for one in excess]
    told = {"name": name, "id": item.id, "kind": item.kind, "what": "; ".join(what), "count": "1"}
    ends = [] if isinstance(item, Component) else [(item.source, "from"), (item.target, "to")]
    return rule.finding(
        item.id,
        f"{name}: {rule.title[0].lower()}{rule.title[1:]}"
        if rule.title[1:2].islower()
        else f"{name}: {rule.title}",
        _filled(body.text, told),
        subjects=[(item.id, "what the rule is about"), *ends],
        evidence=tuple(
            _evidence(item, one) for one in (*lacking, *excess) if isinstance(one, FieldCondition)
        ),
        fixes=tuple(_fixes(body, item, lacking, excess)),
    )


def _flow_name(facts: Facts, flow: Flow) -> str:
    return f"{flow.label or flow.kind} from {facts.name(flow.source)} to {facts.name(flow.target)}"


def _filled(text: str, told: dict[str, str]) -> str:
    filled = _PLACEHOLDER.sub(lambda match: told[match[1]], text)
    return filled[0].upper() + filled[1:] if text.startswith("{what}") else filled


def _evidence(item: Item, condition: FieldCondition) -> Evidence:
    value: Any = value_of(item, condition.path)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    elif value is not None and not isinstance(value, (str, int, float)):
        value = str(value)
    return Evidence(condition.field, value, origin="stated" if value is not None else "structure")


def _fixes(body: Body, item: Item, lacking: list[Condition], excess: list[Condition]) -> Iterator[Fix]:
    """Set the one value that would do; else show the field to fill in, or the element."""
    table = body.table
    sole = [one for one in lacking if isinstance(one, FieldCondition) and one.value is not None]
    if len(sole) == len(lacking) and not excess and sole:
        fields = {one.field: one.value for one in sole}
        told = " and ".join(
            f"{name.replace('_', ' ')} to {_spelled(value)}" for name, value in fields.items()
        )
        yield Fix(body.fix or f"Set {told}", (Set(table, item.id, fields),))
        return
    asked = next((one.field for one in (*lacking, *excess) if isinstance(one, FieldCondition)), None)
    if body.fix or asked:
        yield Fix(body.fix or f"Fill in {(asked or '').replace('_', ' ')}", (Focus((item.id,), asked),))


def _spelled(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _counted(rule: Rule, body: Body, chosen: list[Item]) -> Iterator[Finding]:
    number = len(chosen)
    if (body.least is None or number >= body.least) and (body.most is None or number <= body.most):
        return
    what = f"there must be {_bounds(body)}, and there are {number}"
    told = {"name": "the design", "id": "design", "kind": "", "what": what, "count": str(number)}
    yield rule.finding(
        "design",
        rule.title,
        _filled(body.text, told),
        subjects=[(one.id, "counted") for one in chosen[:SHOWN]],
        evidence=(Evidence("count", number, origin="structure"),),
    )
