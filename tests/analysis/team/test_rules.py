"""Rules that a team writes: what they find, what is left open, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.fixes import build
from mlsd_studio.analysis.rule import SECTIONS
from mlsd_studio.analysis.rules import RULES
from mlsd_studio.analysis.team import Team, load_team
from mlsd_studio.analysis.team.testing import run_examples
from mlsd_studio.model import Document
from mlsd_studio.storage import load_text

DESIGN = """mlsd: 1
components:
  - {id: web, kind: client_web}
  - {id: api, kind: backend_service, name: API, replicas: 3, tags: [core], owner: Team A, latency: {p95: 80 ms}}
  - {id: ranker, kind: model_endpoint, name: Ranker, replicas: 1, zones: [a, b], attributes: {tier: 2}}
  - {id: lab, kind: model_endpoint, environment: dev, exposure: public}
  - {id: db, kind: relational_db, technology: rds_postgres, cost: {replica: 90 EUR/month}}
  - {id: crm, kind: external_system}
  - {id: mon, kind: metrics_monitor}
boundaries:
  - {id: eu, kind: region, name: Europe west, members: [cluster, db]}
  - {id: cluster, kind: cluster, members: [api, ranker]}
  - {id: red, kind: trust, members: [crm]}
flows:
  - {id: web-api, from: web, to: api, kind: request}
  - {id: api-ranker, from: api, to: ranker, kind: request, encrypted: true, timeout: 60 ms}
  - {id: ranker-db, from: ranker, to: db, kind: data, encrypted: false}
  - {id: api-crm, from: api, to: crm, kind: request, data_classes: [pii]}
  - {id: mon-cluster, from: mon, to: cluster, kind: telemetry}
"""


@pytest.fixture
def document() -> Document:
    return load_text(DESIGN).document


def team(folder: Path, rules: str, config: str = "") -> Team:
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "rules" / "ours.yaml").write_text(rules, "utf-8")
    if config:
        (folder / "config.yaml").write_text(config, "utf-8")
    return load_team([folder], "shop.mlsd.yaml")


def rule(body: str, code: str = "OUR001") -> str:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return f"rules:\n  - code: {code}\n    title: Ours\n{lines}\n"


def found(folder: Path, document: Document, body: str) -> list[str]:
    """Subjects of the findings of one rule, sorted."""
    ours = team(folder, rule(body))
    assert [str(problem) for problem in ours.problems] == []
    findings = check(document, stage="production", rules={"OUR001": ours.rules["OUR001"]}, team=ours).findings
    keys = [one.key for finding in findings for one in (finding, *finding.folded)]
    assert all(key.startswith(("OUR001@", "CAT001@")) for key in keys), (
        "CAT001: kinds nobody knows, in odd designs"
    )
    return sorted(key.partition("@")[2] for key in keys if key.startswith("OUR001@"))


SELECT = """select: {{components: {{{}}}}}
forbid: [{{not: {{field: name, is: no such}}}}, {{field: name, stated: false}}]"""


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("", ["api", "crm", "db", "lab", "mon", "ranker", "web"]),
        ("kind: [model_endpoint, relational_db]", ["db", "lab", "ranker"]),
        ("facet: backup", ["db"]),
        ("layer: ml", ["lab", "ranker"]),
        ("group: SERVING", ["lab", "ranker"]),
        ("technology: rds_postgres", ["db"]),
        ("tag: core", ["api"]),
        ("environment: prod, kind: model_endpoint", ["ranker"]),
        ("run_by: provider", ["db"]),
        ("run_by: outside", ["crm"]),
        ("inside: {kind: region}", ["api", "db", "ranker"]),
        ("inside: {name: europe*}", ["api", "db", "ranker"]),
        ("inside: {kind: trust}", ["crm"]),
        ("inside: {id: cluster}", ["api", "ranker"]),
        ("with: [{field: replicas, min: 2}]", ["api"]),
        ("with: [{flow_to: {kind: relational_db}}]", ["ranker"]),
    ],
)
def test_components_are_selected(
    tmp_path: Path, document: Document, selector: str, expected: list[str]
) -> None:
    assert found(tmp_path, document, SELECT.format(selector)) == expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("kind: request", ["api-crm", "api-ranker", "web-api"]),
        ("from: {kind: backend_service}", ["api-crm", "api-ranker"]),
        ("to: {run_by: outside}", ["api-crm"]),
        ("to: {kind: model_endpoint}, kind: telemetry", ["mon-cluster"]),
        ("inside: {kind: cluster}", ["api-ranker"]),
        ("inside: {kind: region}", ["api-ranker", "ranker-db"]),
        ("crosses: {kind: cluster}", ["api-crm", "mon-cluster", "ranker-db", "web-api"]),
        ("crosses: {kind: region}, kind: request", ["api-crm", "web-api"]),
        ("with: [{field: data_classes, has: pii}]", ["api-crm"]),
        ("with: [{field: timeout, max: 0.1 s}]", ["api-ranker"]),
    ],
)
def test_flows_are_selected(tmp_path: Path, document: Document, selector: str, expected: list[str]) -> None:
    body = f"select: {{flows: {{{selector}}}}}\nforbid: [{{field: label, stated: false}}]"
    assert found(tmp_path, document, body) == expected


SERVICES = "select: {components: {kind: [backend_service, model_endpoint]}}\n"


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ("require: [{field: owner}]", ["lab", "ranker"]),
        ("require: [{field: owner, is: team a}]", []),
        ("require: [{field: owner, is: team b}]", ["api"]),
        ("require: [{field: owner, is: team b, stated: true}]", ["api", "lab", "ranker"]),
        ("require: [{field: owner, matches: 'team *'}]", []),
        ("forbid: [{field: owner, matches: '*A'}]", ["api"]),
        # What is not stated is unknown, and breaks nothing.
        ("require: [{field: replicas, min: 2}]", ["ranker"]),
        ("require: [{field: replicas, min: 2, max: 2}]", ["api", "ranker"]),
        ("forbid: [{field: replicas, min: 2}]", ["api"]),
        ("require: [{field: latency.p95, max: 50 ms}]", ["api"]),
        ("require: [{field: latency.p95, max: 0.08 s}]", []),
        ("require: [{field: zones, min: 3}]", ["ranker"]),
        ("require: [{field: zones, has: [a, c]}]", []),
        ("require: [{field: zones, has: c}]", ["ranker"]),
        ("forbid: [{field: zones, has_not: c}]", ["ranker"]),
        ("forbid: [{field: exposure, is: public}]", ["lab"]),
        ("require: [{field: exposure, in: [internal, partner]}]", ["lab"]),
        ("require: [{attribute: tier, is: 1}]", ["ranker"]),
        ("require: [{attribute: tier, in: [1, 2]}]", []),
        ("require: [{attribute: tier, max: 1}]", ["ranker"]),
        ("require: [{flow_to: {kind: relational_db}, flows: data}]", ["api", "lab"]),
        ("require: [{flow_to: {kind: relational_db}, flows: request}]", ["api", "lab", "ranker"]),
        ("require: [{flow_from: {kind: client_web}}]", ["lab", "ranker"]),
        ("require: [{flow: {group: OPS_MONITOR}}]", ["lab"]),
        ("require: [{flow_to: {group: OPS_MONITOR}, flows: telemetry}]", ["lab"]),
        ("forbid: [{flow_to: {}, min: 2}]", ["api", "ranker"]),
        ("require: [{flow_to: {}, flows: [request, data], max: 1}]", ["api"]),
        ("forbid: [{flow_to: {kind: relational_db}, with: [{field: encrypted, is: false}]}]", ["ranker"]),
        ("require: [{flow_to: {run_by: outside}, with: [{field: encrypted, is: true}]}]", ["lab", "ranker"]),
        ("require: [{path_to: {kind: relational_db}}]", ["lab"]),
        ("require: [{path_to: {kind: relational_db}, flows: request}]", ["api", "lab", "ranker"]),
        ("require: [{path_from: {kind: client_web}, flows: [request]}]", ["lab"]),
        ("require: [{inside: {kind: cluster}}]", ["lab"]),
        ("forbid: [{inside: {kind: cluster, id: cluster}}]", ["api", "ranker"]),
        ("require: [{any: [{field: owner}, {attribute: tier}]}]", ["lab"]),
        ("require: [{not: {inside: {kind: cluster}}}]", ["api", "ranker"]),
        ("count: {max: 2}", ["design"]),
        ("count: {min: 4}", ["design"]),
        ("count: {min: 3, max: 3}", []),
    ],
)
def test_conditions(tmp_path: Path, document: Document, conditions: str, expected: list[str]) -> None:
    assert found(tmp_path, document, SERVICES + conditions) == expected


def test_a_price_is_compared_in_its_own_currency_only(tmp_path: Path, document: Document) -> None:
    select = "select: {components: {kind: relational_db}}\n"
    assert found(tmp_path, document, select + "require: [{field: cost.replica, max: 50 EUR}]") == ["db"]
    assert found(tmp_path, document, select + "require: [{field: cost.replica, max: 50 USD}]") == []


def test_conditions_on_flows(tmp_path: Path, document: Document) -> None:
    select = "select: {flows: {kind: [request, data]}}\n"
    assert found(tmp_path, document, select + "require: [{field: encrypted, is: true}]") == ["ranker-db"]
    assert found(tmp_path, document, select + "forbid: [{to: {run_by: outside}}]") == ["api-crm"]
    crossing = "forbid: [{crosses: {kind: trust}, kind: request}]"
    assert found(tmp_path, document, select + crossing) == ["api-crm"]


def test_a_rule_is_an_ordinary_rule(tmp_path: Path, document: Document) -> None:
    body = """select: {components: {kind: model_endpoint, environment: prod}}
require: [{field: owner}]
severity: error
stage: review
text: "{name} ({id}, a {kind}) {what}."
why: Because.
fix: Name the owner
examples:
  bad: |
    components:
      - {id: a, kind: model_endpoint}
  good: |
    components:
      - {id: a, kind: model_endpoint, owner: us}
"""
    ours = team(tmp_path, rule(body))
    assert ours.problems == ()
    assert [one for one in check(document, team=ours).findings if one.code == "OUR001"] == []
    (finding,) = (one for one in check(document, stage="review", team=ours).findings if one.code == "OUR001")
    assert finding.key == "OUR001@ranker"
    assert finding.severity == "error"
    assert finding.message == "Ranker (ranker, a model_endpoint) must have owner stated."
    assert finding.title == "Ranker: ours"
    assert [fix.label for fix in finding.fixes] == ["Name the owner"]
    assert not finding.fixes[0].edits
    made = ours.rules["OUR001"]
    assert tuple(made.sections()) == SECTIONS
    assert load_text(made.block("Example")).document.components["a"].owner is None
    assert load_text(made.block("Instead")).document.components["a"].owner == "us"
    assert run_examples(ours.own[0], ours) == []


def test_where_one_value_would_do_the_fix_sets_it(tmp_path: Path, document: Document) -> None:
    ours = team(
        tmp_path, rule("select: {flows: {kind: data}}\nrequire: [{field: encrypted, is: true, stated: true}]")
    )
    (finding,) = check(document, rules={"OUR001": ours.rules["OUR001"]}, team=ours).findings
    assert finding.fixes[0].label == "Set encrypted to true"
    assert [one.value for one in finding.evidence] == ["no"]
    document.apply(build(document, finding.fixes[0]))
    assert document.flows["ranker-db"].encrypted is True
    assert check(document, rules={"OUR001": ours.rules["OUR001"]}, team=ours).findings == ()


def test_a_nearer_folder_s_rule_replaces_one_of_the_same_code(tmp_path: Path) -> None:
    for name in ("outer", "inner"):
        folder = tmp_path / name / "rules"
        folder.mkdir(parents=True)
        body = f"select: {{components: {{}}}}\ncount: {{min: 1}}\nwhy: {name}"
        (folder / "a.yaml").write_text(rule(body), "utf-8")
    ours = load_team([tmp_path / "outer", tmp_path / "inner", tmp_path / "none"])
    assert ours.problems == ()
    assert ours.rules["OUR001"].sections()["Why it matters"] == "inner"
    assert len(ours.rules) == len(RULES) + 1


GOOD = "select: {components: {kind: cache}}\nrequire: [{field: owner}]"


@pytest.mark.parametrize(
    ("text", "line", "where", "says"),
    [
        (rule(GOOD.replace("kind: cache", "kind: cahce")), 4, "kind", "did you mean cache?"),
        (rule(GOOD.replace("kind:", "knd:")), 4, "knd", "did you mean kind?"),
        (rule(GOOD.replace("owner", "ownr")), 5, "field", "did you mean owner?"),
        (rule(GOOD.replace("{field: owner}", "{field: replicas, min: two}")), 5, "min", "cannot hold 'two'"),
        (rule(GOOD.replace("{field: owner}", "{field: auth, is: basic}")), 5, "is", "cannot hold 'basic'"),
        (rule(GOOD.replace("{field: owner}", "{field: owner, max: 3 s}")), 5, "max", "cannot be compared"),
        (rule(GOOD.replace("{field: owner}", "{}")), 5, "require", "say what is asked"),
        (rule(GOOD.replace("{field: owner}", "{crosses: {kind: zone}}")), 5, "require", "say what is asked"),
        (
            rule(GOOD.replace("{field: owner}", "{field: owner, stated: false, is: x}")),
            5,
            "stated",
            "no value",
        ),
        (rule(GOOD.replace("{field: owner}", "{flow_to: {}, flow: request}")), 5, "flow", "here"),
        (rule("select: {components: {kind: cache}}"), 2, "rule OUR001", "asks nothing"),
        (rule("require: [{field: owner}]"), 2, "rule OUR001", "needs `select:`"),
        (rule("select: {}\nrequire: [{field: owner}]"), 4, "select", "select either"),
        (rule(GOOD + "\nseverity: fatal"), 6, "severity", "write error or warning or info"),
        (rule(GOOD + "\nstage: late"), 6, "stage", "sketch or review or production"),
        (rule(GOOD + '\ntext: "{secret} {name}"'), 6, "text", "{secret} stands for nothing"),
        (rule(GOOD + "\ncount: {min: -1}"), 6, "min", "whole number"),
        (rule(GOOD, "RES001"), 2, "code", "the studio's own"),
        (rule(GOOD, "our-1"), 2, "code", "is no code"),
        (rule(GOOD, "TEAM9"), 2, "code", "the studio's own"),
        (rule(GOOD) + rule(GOOD).removeprefix("rules:\n"), 6, "code", "used twice"),
        ("rules:\n  - title: x\n", 2, "", "needs `code:`"),
        ("rule: []\n", 1, "rule", "did you mean rules?"),
        ("rules: [\n", 2, "", "not valid YAML"),
        ("a: &x 1\nb: *x\n", 1, "", "not allowed"),
        ("[]\n", 1, "", "write a map"),
        (rule(GOOD + "\nwhy: " + "x" * 5000), 6, "why", "longer than 4000"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_costs_only_its_rule(
    tmp_path: Path, document: Document, text: str, line: int, where: str, says: str
) -> None:
    ours = team(tmp_path, text)
    assert len(ours.problems) == 1
    (problem,) = ours.problems
    assert says in problem.message
    assert where in problem.where
    assert problem.line is not None
    assert abs(problem.line - line) <= (1 if "[\n" in text else 0)
    assert str(problem).startswith(f"{tmp_path / 'rules' / 'ours.yaml'}:{problem.line}: ")
    (finding,) = (one for one in check(document, team=ours).findings if one.code == "TEAM001")
    assert finding.severity == "warning"
    assert "ours.yaml" in finding.title


def test_deep_nesting_and_endless_lists_are_refused(tmp_path: Path) -> None:
    deep = "{not: " * 12 + "{field: owner}" + "}" * 12
    assert (
        "nested more than" in team(tmp_path, rule(GOOD.replace("{field: owner}", deep))).problems[0].message
    )
    selector = "{flow_to: {with: [" * 6 + "{field: owner}" + "]}}" * 6
    assert (
        "nested more than"
        in team(tmp_path, rule(GOOD.replace("{field: owner}", selector))).problems[0].message
    )
    many = ", ".join(["{field: owner}"] * 50)
    assert "more than 40" in team(tmp_path, rule(GOOD.replace("{field: owner}", many))).problems[0].message


def test_a_hostile_pattern_ends_at_once(tmp_path: Path) -> None:
    long = load_text(f"mlsd: 1\ncomponents:\n  - {{id: a, kind: cache, owner: {'a' * 20_000}}}\n").document
    pattern = "*a" * 90 + "b"
    body = f"select: {{components: {{}}}}\nforbid: [{{field: owner, matches: '{pattern}'}}]"
    assert found(tmp_path, long, body) == []


def test_rules_end_on_circles_and_odd_designs(tmp_path: Path) -> None:
    circle = load_text(
        "mlsd: 1\ncomponents:\n  - {id: a, kind: cache}\n  - {id: b, kind: no_such_kind, technology: nothing}\n"
        "groups:\n  - {id: g, members: [a, b]}\n"
        "flows:\n  - {id: f, from: a, to: g, kind: request}\n  - {id: h, from: b, to: a, kind: request}\n"
    ).document
    body = "select: {components: {}}\nrequire: [{path_to: {kind: cache}, flows: request}, {path_from: {}}]"
    assert found(tmp_path, circle, body) == []
    assert found(tmp_path, circle, "select: {components: {layer: data}}\nforbid: [{path_to: {}}]") == ["a"]
    empty = load_text("mlsd: 1\n").document
    assert found(tmp_path, empty, body) == []


def test_examples_that_do_not_do_what_they_say_are_told(tmp_path: Path) -> None:
    body = GOOD + "\nexamples:\n  bad: |\n    components:\n      - {id: a, kind: cache, owner: us}\n"
    ours = team(tmp_path, rule(body))
    assert run_examples(ours.own[0], ours) == ["OUR001 has no `good:` example"]
    body += "  good: |\n    components:\n      - {id: a, kind: cashe}\n"
    ours = team(tmp_path, rule(body))
    assert run_examples(ours.own[0], ours) == [
        "OUR001, bad: the rule should speak and does not",
        "OUR001, good: no kind is called 'cashe' (component a)",
    ]
    broken = body.replace("kind: cashe", "kind: cache, replicas: many")
    ours = team(tmp_path, rule(broken))
    assert "replicas" in run_examples(ours.own[0], ours)[1]
