"""MON007 · LLM application without traces, token and cost metrics

What it finds
An application around a language model (retrieval, an agent, or a service that calls the model itself) whose
requests nobody can trace: neither a tracing system nor an observability tool for language models sees it,
and there is a way to a model that passes no gateway which records calls.

Why it matters
A wrong answer can come from retrieval, prompt, model or tool. Without a trace none can be told apart, and
nobody sees what the tokens cost.

Example
    mlsd: 1
    stage: review
    components:
      - {id: writer, kind: rag_orchestrator, name: Letter writer, attributes: {provides: [evaluation]}}
      - {id: llm, kind: llm_provider, name: Language model}
      - {id: log, kind: prediction_log, name: Answers}
    flows:
      - {id: writer-llm, from: writer, to: llm, kind: request}
      - {id: writer-log, from: writer, to: log, kind: async}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: writer, kind: rag_orchestrator, name: Letter writer, attributes: {provides: [evaluation]}}
      - {id: llm, kind: llm_provider, name: Language model}
      - {id: log, kind: prediction_log, name: Answers}
      - {id: traces, kind: llm_observability, name: Traces, attributes: {provides: [alerting]}}
    flows:
      - {id: writer-llm, from: writer, to: llm, kind: request}
      - {id: writer-log, from: writer, to: log, kind: async}
      - {id: writer-traces, from: writer, to: traces, kind: telemetry}

When to ignore
Semantic search that only makes embeddings and generates nothing, and applications behind a gateway that
records prompts, tokens and cost.

Source
AWS Generative AI Lens GENOPS03-BP02 and GENOPS02-BP02; OWASP Top 10 for LLM Applications 2026 (LLM06).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Link
from mlsd_studio.analysis.mending import join_or_add
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import watched
from mlsd_studio.model.records import Flow

TRACERS = ("llm_observability", "tracing", "apm")
EMBEDS = re.compile(r"embed", re.IGNORECASE)


def check(facts: Facts) -> Iterator[Finding]:
    """Backwards from the language models to the first code that calls them, past gateways that record."""
    models = [c.id for c in facts.of_group("LLM") if not EMBEDS.search(f"{c.role or ''} {c.name or ''}")]
    applications = facts.group("LLM_APP", "SELF_SERVE_CODE") - facts.group("LLM")
    recording = frozenset(id for id in facts.with_facet("llm_gateway") if watched(facts, id, TRACERS))
    found = dict.fromkeys(models)
    hops = facts.reach(
        models, _asks, backward=True, enter=lambda id: id not in recording and id not in applications
    )
    first: dict[str, tuple[Flow, str]] = {}
    for at in hops:
        for flow, other in facts.into[at]:
            if _asks(flow) and other in applications and other not in found:
                first.setdefault(other, (flow, at))
    for id in sorted(first, key=facts.order.__getitem__):
        component = facts.components[id]
        if id in facts.external or not facts.in_production(component) or watched(facts, id, TRACERS):
            continue
        flow, at = first[id]
        model = (id, flow.id, *reversed(facts.trace(hops, at)))
        yield RULE.finding(
            id,
            f"Calls of {facts.name(id)} to {facts.name(model[-1])} leave no trace",
            f"Nothing records prompts, retrieved passages, tokens and cost of {facts.name(id)}.",
            subjects=[(id, "not traced"), (model[-1], "language model")],
            path=model,
            evidence=(Evidence("way to the model", facts.names(model[::2], 9)),),
            fixes=(_trace(facts, id),),
        )


def _trace(facts: Facts, id: str) -> Fix:
    def link(tracer: str) -> list[Link]:
        return [Link(id, tracer, "telemetry")]

    return join_or_add(facts, "llm_observability", "LLM traces", id, link, verb="Trace with")


def _asks(flow: Flow) -> bool:
    return flow.kind == "request" and not EMBEDS.search(flow.label or "")


RULE = Rule(
    "MON007", "LLM application without traces, token and cost metrics", "monitoring", "warning", "review",
    False, check,
)  # fmt: skip
