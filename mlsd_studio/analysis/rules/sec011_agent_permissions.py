"""SEC011 · Agent can change systems without a permission boundary or approval

What it finds
An agent with a call that is stated to write, straight to what it changes or through a tool server that asks
nobody to sign in, and with no approval, no access policy and no rights of the user in between. Where calls
to stores, services or outside systems say nothing about writing, one note names them.

Why it matters
Tools with wide rights turn a sentence hidden in a web page into an action.

Example
    mlsd: 1
    stage: review
    components:
      - {id: assistant, kind: agent, name: Assistant, replicas: 2, attributes: {max_steps: 8}}
      - {id: tests, kind: evaluation, name: Golden tasks}
      - {id: crm, kind: backend_service, name: Customer system, replicas: 2}
      - {id: traces, kind: llm_observability, name: Traces}
      - {id: alerts, kind: alerting, name: Alerting}
    flows:
      - {id: tests-assistant, from: tests, to: assistant, kind: control}
      - {id: assistant-crm, from: assistant, to: crm, kind: request, write: true}
      - {id: assistant-traces, from: assistant, to: traces, kind: async}
      - {id: traces-alerts, from: traces, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: assistant, kind: agent, name: Assistant, replicas: 2, attributes: {max_steps: 8}}
      - {id: crm, kind: backend_service, name: Customer system, replicas: 2}
      - {id: traces, kind: llm_observability, name: Traces}
      - {id: alerts, kind: alerting, name: Alerting}
    flows:
      - {id: assistant-crm, from: assistant, to: crm, kind: request, write: true, auth: per_user}
      - {id: assistant-traces, from: assistant, to: traces, kind: async}
      - {id: traces-alerts, from: traces, to: alerts, kind: telemetry}

When to ignore
Tools that only read (`write: false` on the call), and agents or tools that run isolated
(`attributes: {sandboxed: true}`).

Source
OWASP Top 10 for LLM applications (excessive agency); AWS Generative AI Lens GENSEC05-BP01 and
GENREL03-BP02.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Hop
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Insert, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined
from mlsd_studio.model.records import Component, Flow

MAY_CHANGE = frozenset({"external_system", "backend_service"})
"""Beside stores: what a call may change where nothing is said."""


def check(facts: Facts) -> Iterator[Finding]:
    """Each agent by itself, with all that it may change."""
    for agent in facts.of_group("LLM_APP"):
        if agent.kind != "agent" or agent.id in facts.external or facts.attribute(agent, "sandboxed"):
            continue
        if any(
            other in _bounds(facts) for _, other in joined(facts, agent.id, ("request", "control", "async"))
        ):
            continue
        calls = list(_calls(facts, agent.id))
        writing = [(flow, other) for flow, other in calls if flow.write is True]
        stores = facts.group("STORE")
        unsaid = [
            (flow, other)
            for flow, other in calls
            if flow.write is None and (other in stores or facts.components[other].kind in MAY_CHANGE)
        ]
        if writing or unsaid:
            yield _finding(facts, agent, writing or unsaid, known=bool(writing))


def _bounds(facts: Facts) -> frozenset[str]:
    """What asks a person, or decides by policy, before something is done."""
    return facts.with_facet("human_review") | facts.with_facet("review_ui") | facts.with_facet("authz_policy")


def _calls(facts: Facts, agent: str) -> Iterator[Hop]:
    """Calls with the agent's own rights: its own, and those of tool servers that ask nobody to sign in."""
    servers = facts.with_facet("tool_server")
    for flow, other in facts.out[agent]:
        tool = facts.components[other]
        if (
            flow.kind != "request"
            or "per_user" in (flow.auth, tool.auth)
            or facts.attribute(tool, "sandboxed")
        ):
            continue
        signed_in = {flow.auth, tool.auth} - {None, "none"}
        if other not in servers:
            yield flow, other
        elif not signed_in:
            yield flow, other
            for inner, behind in facts.out[other]:
                if inner.kind == "request" and inner.auth != "per_user" and behind not in _bounds(facts):
                    yield inner, behind


def _finding(facts: Facts, agent: Component, calls: list[Hop], *, known: bool) -> Finding:
    name = facts.name(agent.id)
    changed = list(dict.fromkeys(other for _, other in calls))
    first = calls[0][0]
    way: tuple[str, ...] = (agent.id, first.id, calls[0][1])
    if first.source != agent.id:
        before = next((flow for flow, other in facts.out[agent.id] if other == first.source), None)
        if before is not None:  # a flow of a group of agents starts at the group, not at the agent
            way = (agent.id, before.id, first.source, first.id, calls[0][1])
    return RULE.finding(
        agent.id,
        f"{name} changes {facts.names(changed)} and nobody approves"
        if known
        else f"Whether {name} may change {facts.names(changed)} is not said",
        f"{name} calls {facts.names(changed, 12)} with rights of its own"
        + (
            " and writes there: no approval and no policy stands in between."
            if known
            else ". Say what it writes."
        ),
        severity="warning" if known else "info",
        subjects=[(agent.id, "agent"), *((id, "may be changed") for id in changed)],
        path=way,
        evidence=(
            Evidence("write", "yes" if known else "not stated", origin="stated" if known else "structure"),
        ),
        fixes=_fixes([flow for flow, _ in calls], known=known),
    )


def _fixes(flows: list[Flow], *, known: bool) -> tuple[Fix, ...]:
    same = [flow for flow in flows if flow.source == flows[0].source]
    ids = tuple(dict.fromkeys(flow.id for flow in same))
    approve = Insert(ids, "human_review", "Approval", "request", at="source")
    user = tuple(Set("flows", flow.id, {"auth": "per_user"}) for flow in flows)
    read = tuple(Set("flows", flow.id, {"write": False}) for flow in flows)
    fixes = (Fix("Ask a person before it acts", (approve,)), Fix("Act with the user's rights", user))
    return fixes if known else (Fix("State that it only reads", read), *fixes)


RULE = Rule(
    "SEC011",
    "Agent can change systems without a permission boundary or approval",
    "security",
    "warning",
    "review",
    False,
    check,
)
