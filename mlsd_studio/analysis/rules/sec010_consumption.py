"""SEC010 · Unbounded model consumption

What it finds
A language model, or another model paid by the call at a high price, that outsiders reach without passing a
gateway that limits calls and with no budget stated on the way. Agents that outsiders reach need a limit on
their steps as well (`max_steps`).

Why it matters
One client can spend the month's money in a night. A limit also slows down those who copy a model by asking
it a million questions.

Example
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Web app}
      - {id: bot, kind: backend_service, name: Chat service, replicas: 2, auth: oidc}
      - {id: guard, kind: guardrail, name: Guardrail, replicas: 2}
      - {id: llm, kind: llm_serving, name: Language model, replicas: 2}
      - {id: answers, kind: cache, name: Answer cache, replicas: 2}
      - {id: traces, kind: llm_observability, name: Traces}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerting}
    flows:
      - {id: web-bot, from: web, to: bot, kind: request}
      - {id: bot-guard, from: bot, to: guard, kind: request}
      - {id: guard-llm, from: guard, to: llm, kind: request, timeout: 10 s}
      - {id: guard-answers, from: guard, to: answers, kind: request, fallback_of: guard-llm}
      - {id: bot-traces, from: bot, to: traces, kind: telemetry}
      - {id: bot-metrics, from: bot, to: metrics, kind: telemetry}
      - {id: guard-metrics, from: guard, to: metrics, kind: telemetry}
      - {id: answers-metrics, from: answers, to: metrics, kind: telemetry}
      - {id: llm-metrics, from: llm, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}
      - {id: traces-alerts, from: traces, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Web app}
      - {id: bot, kind: backend_service, name: Chat service, replicas: 2, auth: oidc}
      - {id: gateway, kind: llm_gateway, name: Token limits, replicas: 2}
      - {id: llm, kind: llm_serving, name: Language model, replicas: 2}
    flows:
      - {id: web-bot, from: web, to: bot, kind: request}
      - {id: bot-gateway, from: bot, to: gateway, kind: request}
      - {id: gateway-llm, from: gateway, to: llm, kind: request, timeout: 10 s}

When to ignore
A self-run model of fixed size behind a queue: it can be kept busy, but costs no more. A budget stated on the
application, the model or the client counts as a limit.

Source
OWASP Top 10 for LLM applications (unbounded consumption); OWASP ML Security Top 10 (ML05); AWS
Well-Architected REL05-BP02; AWS Generative AI Lens GENCOST05-BP01.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Hop
from mlsd_studio.analysis.exposure import WAYS_IN, arriving
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Insert
from mlsd_studio.analysis.mending import with_attribute
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component

LIMITS = ("rate_limit", "llm_gateway", "api_gateway")
DEAR = 1000.0
"""Price of a million calls from which an endpoint counts as expensive; an assumption."""
STEPS = 10
"""Offered as the step limit of an agent; a start that the team adjusts."""


def check(facts: Facts) -> Iterator[Finding]:
    """Models without a limit on the way, then agents without a limit on their steps."""
    dear = [one for one in facts.of_group("SERVING") if one.id not in facts.people and _is_dear(facts, one)]
    agents = [
        one for one in facts.of_group("LLM_APP") if one.kind == "agent" and one.id not in facts.external
    ]
    if not dear and not agents:
        return
    limits = frozenset[str]().union(*(facts.with_facet(one) for one in LIMITS)) | {
        id for id, one in facts.components.items() if facts.attribute(one, "budget")
    }
    free = arriving(facts, stopping=limits)
    waiting = facts.with_facet("message_queue") | facts.with_facet("event_stream")
    unqueued = arriving(facts, stopping=limits | waiting)
    for model in dear:
        fixed = model.id in facts.self_run and model.autoscaling is None
        if model.id in free and not (fixed and model.id not in unqueued):
            yield _finding(facts, model, free)
    reached = arriving(facts)
    for agent in agents:
        if agent.id in reached and facts.attribute(agent, "max_steps") is None:
            yield _endless(facts, agent, reached)


def _is_dear(facts: Facts, model: Component) -> bool:
    """A language model, or one whose calls are known to cost much."""
    if model.id in facts.group("LLM"):
        return True
    if model.cost is not None and model.cost.calls is not None:
        return model.cost.calls.base >= DEAR
    known = facts.catalog.cost(model.kind, model.technology).value
    return known is not None and (known.per_million_calls or 0.0) >= DEAR


def _finding(facts: Facts, model: Component, free: dict[str, Hop | None]) -> Finding:
    path, name = facts.trace(free, model.id), facts.name(model.id)
    last = [
        flow
        for flow, caller in facts.into[model.id]
        if flow.kind in WAYS_IN and caller in free and caller != model.id
    ]
    calls = tuple(flow.id for flow in last if flow.target == last[0].target)
    kind, title = (
        ("llm_gateway", "LLM gateway") if model.id in facts.group("LLM") else ("api_gateway", "API gateway")
    )
    known = facts.first_of(kind)
    label = f"Lead calls through {facts.name(known)}" if known else f"Put an {title} before it"
    gateway = Insert(calls, kind, title, last[0].kind, existing=known, fields={"replicas": 2})
    return RULE.finding(
        model.id,
        f"Nothing limits what {facts.name(path[0])} can spend on {name}",
        f"{facts.name(path[0])} reaches {name} with no limit on calls, tokens or money on the way.",
        subjects=[(model.id, "paid model"), (path[0], "may call without limit")],
        path=path,
        evidence=(Evidence("limits on the way", "none"),),
        fixes=(Fix(label, (gateway,)), Fix("State a budget", (Focus((model.id,), "attributes"),))),
    )


def _endless(facts: Facts, agent: Component, reached: dict[str, Hop | None]) -> Finding:
    name = facts.name(agent.id)
    return RULE.finding(
        agent.id,
        f"{name} may go on for ever",
        f"{name} decides itself how often it calls the model, and no step limit is stated.",
        subjects=[(agent.id, "agent")],
        path=facts.trace(reached, agent.id),
        evidence=(Evidence("max_steps", "not stated"),),
        fixes=(Fix(f"Stop after {STEPS} steps", (with_attribute(agent, max_steps=STEPS),)),),
    )


RULE = Rule("SEC010", "Unbounded model consumption", "security", "warning", "review", False, check)
