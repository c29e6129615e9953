"""RES003 · Slow or less reliable dependency is called without timeout or fallback

What it finds
A call on a journey to somebody else's system or language model with nothing to fall back on (error), to a
model of one's own that is less available than the journey must be (warning), and a stand-in that can never
be used because the call to an outside system has no timeout (warning). Where no availability is asked for,
an own model without a fallback answer is an info.

Why it matters
A hard dependency on someone else is your outage. Popular items, a cached score or a smaller model keep the
product alive.

Example
    mlsd: 1
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Advice API, replicas: 2, auth: oidc}
      - {id: llm, kind: llm_provider, name: Language model}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-llm, from: api, to: llm, kind: request}

Instead
    mlsd: 1
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: api, kind: backend_service, name: Advice API, replicas: 2, auth: oidc}
      - {id: llm, kind: llm_provider, name: Language model}
      - {id: canned, kind: fallback_model, name: Canned answers, replicas: 2}
    flows:
      - {id: web-api, from: web, to: api, kind: request}
      - {id: api-llm, from: api, to: llm, kind: request, timeout: 15 s}
      - {id: api-canned, from: api, to: canned, kind: request, fallback_of: api-llm}

When to ignore
Payment, fraud and safety decisions where no answer must block (attributes: fail_closed), asynchronous and
offline work, a gateway with more than one model behind it, and a caller that the step before it can do
without.

Source
AWS Well-Architected REL05-BP01 and REL05-BP05; Mercari, prediction circuit break pattern; AWS Generative AI
Lens GENREL05-BP01; Google SRE book, Addressing Cascading Failures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.figures import rounded
from mlsd_studio.analysis.findings import (
    NEW,
    SEVERITIES,
    Add,
    Evidence,
    Finding,
    Fix,
    Focus,
    Insert,
    Link,
    Set,
    Severity,
    lower,
)
from mlsd_studio.analysis.needs import Need, availability_need, latency_need
from mlsd_studio.analysis.numbers.availability import component_availability
from mlsd_studio.analysis.numbers.wording import SHARE
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Flow

WATCHED_KINDS = frozenset(
    {"llm_provider", "external_system", "third_party_data", "model_endpoint", "llm_serving"}
)
SWITCHES = ("llm_gateway", "load_balancer", "traffic_router")
BUFFERS = ("cache", "fallback_model")


@dataclass(frozen=True, slots=True)
class Risk:
    """A call that nothing replaces, or (`waits`) that is given up too late for its stand-in to help."""

    flow: Flow
    journey: Way
    severity: Severity
    need: Need | None
    waits: bool


def check(facts: Facts) -> Iterator[Finding]:
    """Each callee once, with all risky calls to it; a call that several journeys make is judged by the
    strictest.
    """
    entries = facts.group("ENTRY")
    risks: dict[str, list[Risk]] = {}
    for flow in facts.flows.values():
        if flow.kind != "request" or flow.source not in facts.components or flow.source in entries:
            continue
        callee = facts.components.get(flow.target)
        if callee is None or callee.kind not in WATCHED_KINDS:
            continue
        journeys = [j for j in facts.journeys if flow.source == j.entry or flow.source in facts.called(j)]
        risk = _judge(facts, flow, journeys) if journeys else None
        if risk is not None:
            risks.setdefault(flow.target, []).append(risk)
    for calls in risks.values():
        yield _finding(facts, calls)


def _judge(facts: Facts, flow: Flow, journeys: list[Way]) -> Risk | None:
    foreign = flow.target in facts.external or facts.components[flow.target].kind == "llm_provider"
    needs = [need for journey in journeys if (need := availability_need(facts, journey))]
    need = max(needs, key=lambda need: need.bound, default=None)
    main = any(journey.id in facts.main_journeys for journey in journeys)
    if _cleared(facts, flow):
        if flow.id in facts.stand_ins and foreign and flow.timeout is None:
            return Risk(flow, journeys[0], "warning" if main else "info", need, waits=True)
        return None
    grade: Severity | None = "error" if foreign else _own_grade(facts, flow.target, need)
    if grade is None:
        return None
    return Risk(flow, journeys[0], grade if main else lower(grade), need, waits=False)


def _own_grade(facts: Facts, id: str, need: Need | None) -> Severity | None:
    """Warning where the model is less available than it must be; info where nobody says how available that
    is.
    """
    if facts.components[id].kind in facts.catalog.group("LLM"):
        return "warning"
    if need is None:
        return "info" if facts.at_stage("review") else None
    available = component_availability(facts, id)
    return "warning" if available is not None and available < need.bound else None


def _cleared(facts: Facts, flow: Flow) -> bool:
    caller, callee = flow.source, flow.target
    if not facts.required(flow) or flow.id in facts.stand_ins or facts.attribute(flow, "fail_closed"):
        return True
    facets = facts.facets(caller)
    if facets & set(BUFFERS):
        return True
    models = {
        other for hop, other in facts.out[caller] if hop.kind == "request" and other in facts.group("SERVING")
    }
    if "llm_gateway" in facets and len(models) > 1:
        return True
    if facts.mates(callee) and facets & set(SWITCHES) and _group_spares(facts, callee):
        return True
    before = [hop for hop, _ in facts.into[caller] if hop.kind == "request"]
    return bool(before) and all(not facts.hard(hop) for hop in before)


def _group_spares(facts: Facts, id: str) -> bool:
    groups = (facts.document.groups[group] for group in facts.groups_of[id])
    return any((group.needs or 1) < len(group.members) for group in groups)


def _finding(facts: Facts, risks: list[Risk]) -> Finding:
    lead = min(risks, key=lambda risk: (SEVERITIES.index(risk.severity), risk.waits))
    flow, journey, need = lead.flow, lead.journey, lead.need
    callers = facts.names(dict.fromkeys(risk.flow.source for risk in risks))
    callee, several = facts.name(flow.target), callers != facts.name(flow.source)
    if lead.waits:
        title = f"{callers} {'wait' if several else 'waits'} for {callee} without a timeout"
        message = (
            f"A stand-in for {callee} is drawn, but without a timeout {callers} "
            f"{'turn' if several else 'turns'} to it only when the call fails."
        )
    else:
        title = f"{callers} {'have' if several else 'has'} no fallback for {callee}"
        message = (
            f"{callers} {'call' if several else 'calls'} {callee} on the journey {journey.name}; when {callee} is "
            "slow or down, so is the journey."
        )
        if lead.severity == "info" and need is None:
            message += " No availability is asked for, so it cannot be told whether that is enough."
    return RULE.finding(
        flow.target,
        title,
        message,
        severity=lead.severity,
        subjects=[
            (flow.target, "called without a fallback"),
            *(
                (id, role)
                for risk in risks
                for id, role in ((risk.flow.source, "caller"), (risk.flow.id, "call"))
            ),
        ],
        path=(*facts.call_path(journey, flow.source), flow.id, flow.target),
        evidence=(
            Evidence(
                f"availability of {callee}", component_availability(facts, flow.target), SHARE, "computed"
            ),
            Evidence("availability asked for", need.bound if need else None, SHARE, "stated"),
            *_slowness(facts, flow, journey),
            Evidence("timeout", str(flow.timeout) if flow.timeout else None, origin="stated"),
        ),
        requirement=need.requirement if need else None,
        fixes=_fixes(facts, risks),
    )


def _patience(facts: Facts, id: str) -> str:
    """A timeout to begin with: twice the p95 of its own work, a second where that is not known."""
    own = facts.figures.own(id)
    wait = round(2 * (own.p95 if own is not None else 0.5), 3)
    return f"{wait:g} s" if wait >= 1 else f"{round(wait * 1000)} ms"


def _slowness(facts: Facts, flow: Flow, journey: Way) -> tuple[Evidence, ...]:
    """How long the callee takes by itself, and what the whole journey may take."""
    own, bound = facts.figures.own(flow.target), latency_need(facts, journey)
    rows = []
    if own is not None:
        name = facts.name(flow.target)
        rows.append(Evidence(f"p95 of {name}", rounded(own.p95 * 1000), "ms", own.origin))
    if bound is not None:
        rows.append(Evidence("p95 asked for", rounded(bound.bound * 1000), "ms", "stated"))
    return tuple(rows)


def _fixes(facts: Facts, risks: list[Risk]) -> tuple[Fix, ...]:
    """Timeouts where they are missing, and one answer that all callers without one fall back to."""
    target = risks[0].flow.target
    timeout = _patience(facts, target)
    waiting = tuple(
        Set("flows", risk.flow.id, {"timeout": timeout}) for risk in risks if risk.flow.timeout is None
    )
    bare = [risk.flow for risk in risks if not risk.waits]
    if not bare:
        ids = tuple(risk.flow.id for risk in risks)
        return Fix(f"Wait at most {timeout}", waiting), Fix("State a timeout", (Focus(ids, "timeout"),))
    links = tuple(Link(flow.source, NEW, "request", fallback_of=flow.id) for flow in bare)
    add = Add("fallback_model", "Fallback answer", bare[0].source, links, {"replicas": 2})
    label = "Add a fallback answer" + (f" and a timeout of {timeout}" if waiting else "")
    fixes = [Fix(label, (add, *waiting))]
    if facts.components[target].kind == "llm_provider" and len(bare) == len(risks):
        ids = tuple(flow.id for flow in bare)
        gateway = Insert(ids, "llm_gateway", "LLM gateway", "request", fields={"replicas": 2})
        second = Add("llm_provider", "Second LLM", target, (Link(NEW, "$2", "request"),))
        fixes.append(Fix("Put a gateway with a second model in between", (gateway, second)))
    return tuple(fixes)


RULE = Rule(
    "RES003", "Slow or less reliable dependency is called without timeout or fallback", "resilience", "error",
    "sketch", True, check,
)  # fmt: skip
