"""DAT001 · Training data is not validated

What it finds
A training job with a source of data from which no way to it passes a data check, in the drawing or joined
to a pipeline on the way. Also, as a warning, a search index that is filled with documents nobody has
checked.

Why it matters
A changed unit, a column full of blanks or a broken join trains a bad model without any error.

Example
    mlsd: 1
    components:
      - {id: source, kind: data_source, name: Orders}
      - {id: ingest, kind: ingestion, name: Ingestion}
      - {id: train, kind: training_job, name: Training}
    flows:
      - {id: source-ingest, from: source, to: ingest, kind: data}
      - {id: ingest-train, from: ingest, to: train, kind: data}

Instead
    mlsd: 1
    components:
      - {id: source, kind: data_source, name: Orders}
      - {id: ingest, kind: ingestion, name: Ingestion}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: train, kind: training_job, name: Training}
    flows:
      - {id: source-ingest, from: source, to: ingest, kind: data}
      - {id: ingest-checks, from: ingest, to: checks, kind: data}
      - {id: checks-train, from: checks, to: train, kind: data}

When to ignore
A platform that checks data itself counts (expectations, tests). Synthetic or simulated data needs no check.
A sketch without pipelines is told once, not once a job.

Source
ML Test Score, Data 1 and Monitor 2; AWS Machine Learning Lens MLOPS03-BP01 and MLREL02-BP02; Rules of
Machine Learning, rule 10; OWASP ML Security Top 10 (ML02, ML10); OWASP LLM Top 10 2026 (LLM09).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Finding, Fix, Insert, Link
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined
from mlsd_studio.model.records import Component, Flow

ORIGINS = frozenset({"data_source", "third_party_data", "event_stream", "external_system"})
CLIENTS = frozenset({"edge_model", "client_device", "client_mobile", "client_web"})
MADE_UP = re.compile(r"\b(synthetic|simulat\w+)\b", re.IGNORECASE)
INDEXES = frozenset({"vector_db", "search_engine"})
FILLERS = frozenset({"ingestion", "document_parser"})


def check(facts: Facts) -> Iterator[Finding]:
    """Training jobs, then search indexes."""
    checked = _checked(facts)
    together: list[tuple[Component, list[str]]] = []
    for trainer in facts.trainers:
        if "data_validation" in facts.facets(trainer.id) or not facts.in_production(trainer):
            continue
        sources = _unchecked(facts, trainer, checked)
        if not sources:
            continue
        if facts.stage == "sketch" and not facts.group("PIPELINE") & facts.up(trainer.id).keys():
            together.append((trainer, sources))
        else:
            yield _finding(facts, [trainer], sources)
    if together:
        sources = list(dict.fromkeys(id for _, ids in together for id in ids))
        yield _finding(facts, [trainer for trainer, _ in together], sources)
    yield from _indexes(facts)


def _checked(facts: Facts) -> frozenset[str]:
    """Components that check data, and pipelines that a check is joined to."""
    validators = facts.with_facet("data_validation")
    pipelines = {
        id
        for id in facts.group("PIPELINE")
        if any(other in validators for _, other in joined(facts, id, ("control", "telemetry", "data")))
    }
    return validators | pipelines


def _unchecked(facts: Facts, trainer: Component, checked: frozenset[str]) -> list[str]:
    """Sources of a training job from which no way to it passes a check; nearest first.

    A store that others fill is no source: what fills it is. Without such a source (a circle) the stores
    in front of the checks count. A check that data comes to only by way of the model it has trained checks
    nothing of it.
    """
    up = facts.up(trainer.id)
    clear = facts.reach(
        checked & up.keys(),
        lambda flow: flow.kind in _ANCESTRY,
        backward=True,
        enter=lambda id: id != trainer.id,
    )
    kinds = ORIGINS | (CLIENTS if trainer.kind == "fl_server" else frozenset())
    registries = facts.with_facet("model_registry")
    stores = facts.group("STORE") - registries
    drawn = [id for id in up if id in facts.components]
    sources = [
        id
        for id in drawn
        if (facts.components[id].kind in kinds or id in stores) and not _only_a_model(facts, id)
    ]
    roots = [id for id in sources if not any(flow.kind in _ANCESTRY for flow, _ in facts.into[id])]
    behind = {} if roots else facts.reach(checked & up.keys(), lambda flow: flow.kind in _ANCESTRY)
    return [
        id
        for id in roots or sources
        if id not in clear and id not in behind and not _made_up(facts.components[id])
    ]


def _only_a_model(facts: Facts, id: str) -> bool:
    """Whether another company delivers artifacts only: a pretrained model is no training data."""
    return id in facts.external and all(flow.kind == "artifact" for flow, _ in facts.out[id])


_ANCESTRY = frozenset({"data", "async", "artifact", "feedback"})


def _made_up(component: Component) -> bool:
    words = " ".join([component.role or "", component.name or "", *(component.tags or ())])
    return bool(MADE_UP.search(words))


def _finding(facts: Facts, trainers: list[Component], sources: list[str]) -> Finding:
    first = trainers[0].id
    up = facts.reach([first], lambda flow: flow.kind in _ANCESTRY, backward=True)
    path = tuple(reversed(facts.trace(up, sources[0]))) if sources[0] in up else ()
    names = facts.names(trainer.id for trainer in trainers)
    verb = "trains" if len(trainers) == 1 else "train"
    return RULE.finding(
        first,
        f"{names} {verb} on data that nobody checks",
        f"Data from {facts.names(sources)} reaches {names} without a check of schema, ranges "
        "and distributions.",
        subjects=[*((t.id, "trains on it") for t in trainers), *((id, "unchecked source") for id in sources)],
        path=path,
        fixes=tuple(_fix(facts, trainer, sources) for trainer in trainers[:1]),
    )


def _fix(facts: Facts, trainer: Component, sources: list[str]) -> Fix:
    """A check in front of training: behind the last pipeline where everything comes through it."""
    tainted = facts.reach(sources, lambda flow: flow.kind in _ANCESTRY)
    at = trainer.id
    flows = _from(facts, at, set(tainted))
    pipelines = facts.group("PIPELINE")
    seen = {at}
    while len(flows) == 1 and flows[0].source not in pipelines and flows[0].source not in seen:
        before = _from(facts, flows[0].source, set(tainted))
        if len(before) != 1 or before[0].source not in facts.components:
            break
        seen.add(flows[0].source)
        flows = before
    if len(flows) == 1 and flows[0].source not in pipelines:
        flows = _from(facts, trainer.id, set(tainted))
    ids = tuple(flow.id for flow in flows)
    return Fix("Check the data before training", (Insert(ids, "data_validation", "Data checks", "data"),))


def _from(facts: Facts, id: str, tainted: set[str]) -> list[Flow]:
    """Flows that bring unchecked data into a component."""
    hops = facts.into.get(id, ())
    return list(
        {flow.id: flow for flow, other in hops if flow.kind in _ANCESTRY and other in tainted}.values()
    )


def _indexes(facts: Facts) -> Iterator[Finding]:
    guards = (
        facts.with_facet("data_validation")
        | facts.with_facet("privacy_filter")
        | facts.with_facet("guardrail")
    )
    for component in facts.components.values():
        if component.kind not in INDEXES or not facts.in_production(component):
            continue
        up = facts.reach([component.id], lambda flow: flow.kind in _ANCESTRY, backward=True)
        fillers = [id for id in up if id in facts.components and facts.components[id].kind in FILLERS]
        joined_guard = any(
            other in guards for id in fillers for _, other in joined(facts, id, ("control", "data"))
        )
        if not fillers or joined_guard or guards & up.keys():
            continue
        filler, name = fillers[0], facts.name(component.id)
        path = tuple(reversed(facts.trace(up, filler)))
        flows = tuple(flow.id for flow in _from(facts, component.id, set(up)))
        yield RULE.finding(
            component.id,
            f"What fills {name} is not checked",
            f"{facts.name(filler)} fills {name}, and no check or filter stands before the "
            "index: what gets in is "
            "retrieved and believed.",
            severity="warning",
            subjects=[(component.id, "index"), (filler, "fills it")],
            path=path,
            fixes=(
                Fix("Check documents before they are indexed", (
                    Insert(flows, "data_validation", "Document checks", "data"),)),
                Fix("Add a filter to the pipeline", (
                    Add("privacy_filter", "Document filter", filler, (Link(filler, NEW, "data"),)),)),
            ),
        )  # fmt: skip


RULE = Rule("DAT001", "Training data is not validated", "data_quality", "error", "sketch", True, check)
