"""EVL004 · LLM or RAG application without an evaluation set

What it finds
An application around a language model to which no evaluation and no set of labelled questions is joined:
neither to itself, nor to its prompts, nor to the pipeline that delivers it.

Why it matters
A change of prompt, model or index changes the answers. Without golden questions every change is a guess.

Example
    mlsd: 1
    stage: review
    components:
      - {id: writer, kind: rag_orchestrator, name: Letter writer}
      - {id: log, kind: prediction_log, name: Answers}
    flows:
      - {id: writer-log, from: writer, to: log, kind: async}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: writer, kind: rag_orchestrator, name: Letter writer}
      - {id: log, kind: prediction_log, name: Answers}
      - {id: eval, kind: evaluation, name: Golden questions}
    flows:
      - {id: writer-log, from: writer, to: log, kind: async}
      - {id: log-eval, from: log, to: eval, kind: data}
      - {id: eval-writer, from: eval, to: writer, kind: control}

When to ignore
Prototypes: a sketch is not asked. An observability tool that evaluates answers counts, and so does a store
with role eval_set.

Source
AWS Generative AI Lens GENOPS01-BP01 and GENPERF01-BP01; NIST AI RMF, MEASURE 2.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Finding, Fix, Link, Operation
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined

EVERY = ("telemetry", "data", "async", "request", "control", "artifact", "feedback")
SETS = frozenset({"eval_set", "eval set", "evaluation set", "golden set", "test set"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each application by itself."""
    judges = facts.with_facet("evaluation")
    sets = {id for id in facts.group("STORE") if (facts.components[id].role or "").lower() in SETS}
    sides = facts.with_facet("prompt_store") | facts.with_facet("ci_cd") | facts.with_facet("prediction_log")
    for component in facts.of_group("LLM_APP"):
        id = component.id
        if id in facts.external or not facts.in_production(component):
            continue
        near = {other for _, other in joined(facts, id, EVERY)}
        around = near.union(*({other for _, other in joined(facts, side, EVERY)} for side in near & sides))
        if id in judges or (judges | sets) & around:
            continue
        name = facts.name(id)
        yield RULE.finding(
            id,
            f"Nobody can tell whether a change makes {name} better",
            f"No evaluation and no set of golden questions is joined to {name}, its prompts or its delivery.",
            subjects=[(id, "answers are not evaluated")],
            fixes=(_fix(facts, id),),
        )


def _fix(facts: Facts, id: str) -> Fix:
    questions = Add("object_store", "Golden questions", id, (Link("$2", NEW, "data"),), {"role": "eval_set"})
    operations: list[Operation] = [
        Add("evaluation", "Answer evaluation", id, (Link(id, NEW, "data"),)), questions,
    ]  # fmt: skip
    pipeline = facts.first_of("ci_cd")
    if pipeline is not None:
        operations.append(Connect(Link(pipeline, NEW, "control")))
    return Fix("Evaluate answers on golden questions", tuple(operations))


RULE = Rule(
    "EVL004", "LLM or RAG application without an evaluation set", "evaluation", "warning", "review", False,
    check,
)  # fmt: skip
