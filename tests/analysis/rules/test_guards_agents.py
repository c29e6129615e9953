"""What the rules of language models, decisions, supply chain and upkeep leave alone and what they raise."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.engine import check
from tests.analysis.designs import design
from tests.analysis.rules.guarding import Row, fix_ends_it, grades, holds, names, parts
from tests.analysis.rules.test_guards_security import GDPR, law

BOT = "w:client_web; b:backend_service{auth: oidc}; l:llm_serving"
TALKS = "w>b:request; b>l:request"
AGENT = "w:client_web; g:agent{auth: oidc, attributes: {max_steps: 5}}"
TEAM = "constraints:\n  - {id: t, category: team, aspect: resources, value: 2 engineers}\n"
DECIDES = "w:client_web; d:backend_service{auth: oidc, decision_effect: automated_about_people}"

ROWS: list[Row] = [
    # SEC009
    ("an application that calls a model", parts(BOT, TALKS), "SEC009@b", "warning"),
    ("a guardrail on the way", parts(BOT + "; x:guardrail", "w>b:request; b>x:request; x>l:request"), "SEC009@b", None),
    ("a guardrail beside it", parts(BOT + "; x:guardrail", TALKS + "; b>x:request"), "SEC009@b", None),
    ("a guardrail before it", parts(BOT + "; x:guardrail", "w>x:request; x>b:request; b>l:request"), "SEC009@b", None),
    ("a gateway that guards", parts(BOT + "; y:llm_gateway{attributes: {provides: [guardrail]}}",
     "w>b:request; b>y:request; y>l:request"), "SEC009@b", None),
    ("a gateway that does not", parts(BOT + "; y:llm_gateway", "w>b:request; b>y:request; y>l:request"),
     "SEC009@b", "warning"),
    ("a provider that guards", parts(BOT.replace("l:llm_serving", "l:llm_provider{technology: bedrock}"), TALKS),
     "SEC009@b", None),
    ("nobody calls it", parts("b:backend_service; l:llm_serving", "b>l:request"), "SEC009@b", None),
    ("internal and without tools", parts(BOT.replace("w:client_web", "w:user{role: internal}"), TALKS),
     "SEC009@b", "info"),
    ("internal with a tool", parts(BOT.replace("w:client_web", "w:user{role: internal}") + "; t:backend_service",
     TALKS + "; b>t:request{write: true}"), "SEC009@b", "warning"),
    ("a tool that changes something", parts(BOT + "; t:backend_service", TALKS + "; b>t:request{write: true}"),
     "SEC009@b", "error"),
    ("a tool that is handed a secret", parts(BOT + "; t:backend_service",
     TALKS + "; b>t:request{data_classes: [secret]}"), "SEC009@b", "error"),
    ("messages count as calls", parts("w:client_mobile; q:message_queue; b:rag_orchestrator; l:llm_provider",
     "w>q:async; q>b:async; b>l:request"), "SEC009@b", "warning"),
    ("the gateway itself is no application", parts(BOT + "; y:llm_gateway", "w>b:request; b>y:request; y>l:request"),
     "SEC009@y", None),
    # SEC010
    ("no limit", parts(BOT, TALKS), "SEC010@l", "warning"),
    ("an API gateway", parts("y:api_gateway; " + BOT, "w>y:request; y>b:request; b>l:request"), "SEC010@l", None),
    ("a limit by facet", parts(BOT.replace("{auth: oidc}", "{auth: oidc, attributes: {provides: [rate_limit]}}"),
     TALKS), "SEC010@l", None),
    ("a budget on the way", parts(BOT.replace("{auth: oidc}", "{auth: oidc, attributes: {budget: 500 USD a day}}"),
     TALKS), "SEC010@l", None),
    ("a budget at the model", parts(BOT + "{attributes: {budget: 500 USD a day}}", TALKS), "SEC010@l", None),
    ("a way round the gateway", parts("y:api_gateway; " + BOT,
     "w>y:request; y>b:request; w>b:request; b>l:request"), "SEC010@l", "warning"),
    ("self-run, fixed, behind a queue", parts("w:client_web; q:message_queue; b:backend_service; l:llm_serving",
     "w>q:async; q>b:async; b>l:request"), "SEC010@l", None),
    ("it grows behind the queue", parts(
        "w:client_web; q:message_queue; b:backend_service; l:llm_serving{autoscaling: {min: 1, max: 40}}",
        "w>q:async; q>b:async; b>l:request"), "SEC010@l", "warning"),
    ("a paid model behind a queue", parts("w:client_web; q:message_queue; b:backend_service; l:llm_provider",
     "w>q:async; q>b:async; b>l:request"), "SEC010@l", "warning"),
    ("only people inside", parts(BOT.replace("w:client_web", "w:user{role: internal}"), TALKS), "SEC010@l", None),
    ("a cheap model", parts("w:client_web; m:model_endpoint{auth: oidc}", "w>m:request"), "SEC010@m", None),
    ("a dear one by its stated price", parts(
        "w:client_web; m:model_endpoint{auth: oidc, cost: {calls: 4000 USD/million calls}}", "w>m:request"),
     "SEC010@m", "warning"),
    ("an agent without a step limit", parts(
        "w:client_web; y:api_gateway; g:agent", "w>y:request; y>g:request"), "SEC010@g", "warning"),
    ("an agent with one", parts(AGENT, "w>g:request"), "SEC010@g", None),
    ("an agent for people inside", parts("w:user{role: internal}; g:agent", "w>g:request"), "SEC010@g", None),
    # SEC011
    ("it writes", parts(AGENT + "; t:backend_service", "w>g:request; g>t:request{write: true}"), "SEC011@g", "warning"),
    ("it only reads", parts(AGENT + "; t:backend_service", "w>g:request; g>t:request{write: false}"), "SEC011@g", None),
    ("nothing said", parts(AGENT + "; t:relational_db", "w>g:request; g>t:request"), "SEC011@g", "info"),
    ("nothing said of a model", parts(AGENT + "; l:llm_serving", "w>g:request; g>l:request"), "SEC011@g", None),
    ("sandboxed", parts("g:agent{attributes: {sandboxed: true}}; t:backend_service", "g>t:request{write: true}"),
     "SEC011@g", None),
    ("a sandboxed tool", parts(AGENT + "; t:backend_service{attributes: {sandboxed: true}}",
     "g>t:request{write: true}"), "SEC011@g", None),
    ("the user's rights", parts(AGENT + "; t:backend_service", "g>t:request{write: true, auth: per_user}"),
     "SEC011@g", None),
    ("an approval on the way", parts(AGENT + "; h:human_review; t:backend_service",
     "g>h:request; h>t:request{write: true}"), "SEC011@g", None),
    ("a policy", parts(AGENT + "; p:authz_policy; t:backend_service", "p>g:control; g>t:request{write: true}"),
     "SEC011@g", None),
    ("a tool server with sign-in", parts(AGENT + "; s:tool_server{auth: oidc}; t:backend_service",
     "g>s:request; s>t:request{write: true}"), "SEC011@g", None),
    ("a tool server without", parts(AGENT + "; s:tool_server; t:backend_service",
     "g>s:request; s>t:request{write: true}"), "SEC011@g", "warning"),
    # SEC012
    ("nobody looks", parts(DECIDES, "w>d:request", GDPR), "SEC012@d", "warning"),
    ("high risk alone", parts(DECIDES, "w>d:request", law("compliance: ai_act_high_risk")), "SEC012@d", "warning"),
    ("no regime", parts(DECIDES, "w>d:request"), "SEC012@d", None),
    ("it only advises", parts(DECIDES.replace("automated_about_people", "advisory"), "w>d:request", GDPR),
     "SEC012@d", None),
    ("a queue to a person", parts(DECIDES + "; q:message_queue; h:human_review",
     "w>d:request; d>q:async; q>h:async", GDPR), "SEC012@d", None),
    ("a person reads it in a screen of the caller", parts(
        DECIDES + "; a:backend_service; h:review_ui", "w>a:request; a>d:request; a>h:async", GDPR), "SEC012@d", None),
    ("a way to override", parts(DECIDES + "; h:human_review", "w>d:request; h>d:control", GDPR), "SEC012@d", None),
    ("a person who reviews something else", parts(DECIDES + "; h:human_review; s:data_lake",
     "w>d:request; h>s:feedback", GDPR), "SEC012@d", "warning"),
    # OPS003
    ("team size not stated", parts("k:event_stream{technology: kafka}; s:batch_processing{technology: spark};"
     "a:orchestrator{technology: airflow}"), "OPS003@design", None),
    ("more than they can run", parts("k:event_stream{technology: kafka}; s:batch_processing{technology: spark};"
     "a:orchestrator{technology: airflow}", rest=TEAM), "OPS003@design", "warning"),
    ("one product used often", parts("; ".join(f"p{n}:relational_db{{technology: postgresql}}" for n in range(5)),
     rest=TEAM), "OPS003@design", None),
    ("run by a provider", parts("k:event_stream{technology: kafka, managed: true};"
     "s:batch_processing{technology: spark, managed: true}; a:orchestrator{technology: airflow}", rest=TEAM),
     "OPS003@design", None),
    ("systems without state", parts("; ".join(f"b{n}:backend_service" for n in range(9)), rest=TEAM),
     "OPS003@design", None),
]  # fmt: skip

HUB = "h:external_system; r:embedding_service"
LATE: list[Row] = [
    # SEC014
    ("a model of a hub", parts(HUB, "h>r:artifact"), "SEC014@r", "info"),
    ("through a registry", parts(HUB + "; m:model_registry", "h>m:artifact; m>r:artifact"), "SEC014@r", None),
    ("a scanner on the way", parts(HUB + "; s:ci_cd{attributes: {provides: [scanner]}}", "h>s:artifact; s>r:artifact"),
     "SEC014@r", None),
    ("signed", parts("h:external_system{attributes: {signed: true}}; r:embedding_service", "h>r:artifact"),
     "SEC014@r", None),
    ("bought data, unchecked", parts("h:third_party_data; s:data_lake; t:training_job", "h>s:data; s>t:data"),
     "SEC014@t", "info"),
    ("bought data, checked", parts("h:third_party_data; c:data_validation; s:data_lake; t:training_job",
     "h>c:data; c>s:data; s>t:data"), "SEC014@t", None),
    ("data of one's own", parts("h:data_source; t:training_job", "h>t:data"), "SEC014@t", None),
    ("a model behind an interface", parts("h:llm_provider; t:training_job", "h>t:data"), "SEC014@t", None),
    ("what users upload", parts("h:client_device{scope: external}; t:training_job", "h>t:data"), "SEC014@t", None),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", LATE, ids=names(LATE))
def test_grade_at_production(row: Row) -> None:
    holds(row, "production")


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)


@pytest.mark.parametrize("row", LATE, ids=names(LATE))
def test_first_editing_fix_ends_it_at_production(row: Row) -> None:
    fix_ends_it(row, "production")


def test_third_party_models_are_asked_about_at_production_only() -> None:
    assert "SEC014@r" not in grades(design(parts(HUB, "h>r:artifact")), "review")


def test_the_weights_of_systems_are_shown() -> None:
    text = parts("k:event_stream{technology: kafka}; k2:event_stream{technology: kafka};"
                 "s:batch_processing{technology: spark}", rest=TEAM)  # fmt: skip
    (found,) = [f for f in check(design(text), stage="review").findings if f.code == "OPS003"]
    assert [(one.name, one.value, one.origin) for one in found.evidence] == [
        ("engineers", 2.0, "stated"),
        ("weight of Apache Kafka", 3, "default"),
        ("weight of Apache Spark", 2, "default"),
    ]
