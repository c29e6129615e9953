"""SEC009 · LLM application without input and output guardrails

What it finds
An application around a language model that outsiders reach (calls or messages), with no guardrail in front
of it, beside it, or on its way to the model. It is an error where the application also calls a tool that
changes something or hands out secrets, and a note where only people inside the company use it and it has no
such tool.

Why it matters
Prompt injection and unsafe or leaking output head the list of risks of language models, and text that was
retrieved is untrusted input too.

Example
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Web app}
      - {id: gateway, kind: api_gateway, name: Gateway, managed: true}
      - {id: bot, kind: backend_service, name: Chat service, replicas: 2}
      - {id: llm, kind: llm_provider, name: Model provider}
      - {id: second, kind: llm_provider, name: Second provider}
      - {id: traces, kind: llm_observability, name: Traces}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerting}
    groups:
      - {id: models, members: [llm, second], needs: 1}
    flows:
      - {id: web-gateway, from: web, to: gateway, kind: request}
      - {id: gateway-bot, from: gateway, to: bot, kind: request}
      - {id: bot-models, from: bot, to: models, kind: request, timeout: 10 s}
      - {id: bot-traces, from: bot, to: traces, kind: telemetry}
      - {id: bot-metrics, from: bot, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}
      - {id: traces-alerts, from: traces, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Web app}
      - {id: gateway, kind: api_gateway, name: Gateway, managed: true}
      - {id: bot, kind: backend_service, name: Chat service, replicas: 2}
      - {id: guard, kind: guardrail, name: Guardrail, replicas: 2}
      - {id: llm, kind: llm_provider, name: Model provider}
    flows:
      - {id: web-gateway, from: web, to: gateway, kind: request}
      - {id: gateway-bot, from: gateway, to: bot, kind: request}
      - {id: bot-guard, from: bot, to: guard, kind: request}
      - {id: guard-llm, from: guard, to: llm, kind: request, timeout: 10 s}

When to ignore
A gateway or provider that brings guardrails counts, by its technology or by what it states to provide. An
internal summary of trusted texts without tools is at most a note.

Source
OWASP Top 10 for LLM applications (prompt injection, improper output handling); AWS Generative AI Lens
GENSEC02-BP01 and GENSEC04-BP02.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Hop
from mlsd_studio.analysis.exposure import arriving
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Insert, Link, Severity
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined
from mlsd_studio.model.records import Component, Flow

PASSING = frozenset(
    {"llm_gateway", "api_gateway", "load_balancer", "privacy_filter", "traffic_router", "service_mesh"}
)
"""Kinds that pass calls to a model on: the application is who calls them."""


def check(facts: Facts) -> Iterator[Finding]:
    """Each application that outsiders reach unguarded, then those that only the company itself reaches."""
    if not facts.group("LLM", "LLM_APP"):
        return
    routes = _routes(facts)
    guards = facts.with_facet("guardrail")
    covered = guards | {
        other
        for guard in guards
        for _, other in joined(facts, guard, ("request", "control"))
        if facts.components[other].kind not in PASSING and other not in facts.group("ENTRY", "LLM")
    }
    outside = arriving(facts, stopping=covered)
    inside = arriving(facts, stopping=covered, internal=True)
    for id, calls in routes.items():
        component = facts.components[id]
        skipped = id in facts.external or id in facts.group("ENTRY") or component.exposure == "internal"
        if id in outside and not skipped:
            yield _finding(facts, component, calls, outside, internal=False)
        elif id in inside and id not in facts.external and id not in facts.group("ENTRY"):
            yield _finding(facts, component, calls, inside, internal=True)


def _routes(facts: Facts) -> dict[str, list[Flow]]:
    """Applications with a way to a language model that no guardrail is on, and their first calls on it."""
    guards, apps = facts.with_facet("guardrail"), facts.group("LLM_APP")
    found: dict[str, list[Flow]] = {}
    queue = sorted(facts.group("LLM") - guards, key=facts.order.__getitem__)
    seen = set(queue)
    for at in queue:
        for flow, caller in facts.into[at]:
            if flow.kind != "request" or caller in guards:
                continue
            if facts.components[caller].kind not in PASSING:
                calls = found.setdefault(caller, [])
                if flow not in calls:
                    calls.append(flow)
            elif caller not in seen:
                seen.add(caller)
                queue.append(caller)
    models = facts.group("LLM")
    for id in sorted(apps - found.keys(), key=facts.order.__getitem__):
        if not any(flow.kind == "request" and other in models | guards for flow, other in facts.out[id]):
            found[id] = []
    return found


def _tools(facts: Facts, id: str) -> list[Flow]:
    """Calls of an application that change something, or that carry a secret, beside those to a model."""
    return [
        flow
        for flow, other in facts.out[id]
        if flow.kind == "request"
        and other not in facts.group("LLM")
        and (flow.write is True or facts.classes.on(flow.id, ("secret",)))
    ]


def _finding(
    facts: Facts, app: Component, calls: list[Flow], reached: dict[str, Hop | None], *, internal: bool
) -> Finding:
    tools, name = _tools(facts, app.id), facts.name(app.id)
    severity: Severity = "error" if tools else "warning"
    if internal:
        severity = "warning" if tools else "info"
    path = facts.trace(reached, app.id)
    changes = ""
    if tools:
        held = facts.names(dict.fromkeys(flow.target for flow in tools))
        changes = f" It can change {held} or holds secrets for it."
    return RULE.finding(
        app.id,
        f"{name} has no guardrail",
        f"What {facts.name(path[0])} sends comes to the model behind {name} unchecked, and so does its answer "
        f"on the way back.{changes}",
        severity=severity,
        subjects=[(app.id, "application"), *((flow.target, "tool") for flow in tools)],
        path=path,
        evidence=(Evidence("reached by", "people inside the company" if internal else "outsiders"),),
        fixes=(_fix(facts, app.id, calls),),
    )


def _fix(facts: Facts, id: str, calls: list[Flow]) -> Fix:
    known = facts.first_of("guardrail")
    if known is not None:
        return Fix(f"Check with {facts.name(known)}", (Connect(Link(id, known, "request")),))
    own = tuple(flow.id for flow in calls if flow.source == id)
    if own:
        between = Insert(own, "guardrail", "Guardrail", "request", at="source", fields={"replicas": 2})
        return Fix("Put a guardrail before the model", (between,))
    beside = Add("guardrail", "Guardrail", id, (Link(id, NEW, "request"),), {"replicas": 2})
    return Fix("Add a guardrail", (beside,))


RULE = Rule(
    "SEC009",
    "LLM application without input and output guardrails",
    "security",
    "warning",
    "review",
    False,
    check,
)
