"""SKW004 · Query and index embeddings come from different models

What it finds
A vector database that is filled with the vectors of one embedding model and asked with those of another, or
with another stated version (attributes: model_version) of it.

Why it matters
Vectors of different models are not comparable: everything runs, and what is found has little to do with what
was asked.

Example
    mlsd: 1
    components:
      - {id: app, kind: backend_service, name: Search API}
      - {id: docs, kind: document_parser, name: Document parser}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: index, kind: vector_db, name: Index, managed: true}
      - {id: new, kind: embedding_service, name: Query embedding, managed: true}
      - {id: old, kind: embedding_service, name: Document embedding, managed: true}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
    flows:
      - {id: docs-old, from: docs, to: old, kind: request}
      - {id: docs-checks, from: docs, to: checks, kind: data}
      - {id: checks-index, from: checks, to: index, kind: data}
      - {id: app-new, from: app, to: new, kind: request}
      - {id: app-index, from: app, to: index, kind: request}
      - {id: new-metrics, from: new, to: metrics, kind: telemetry}
      - {id: old-metrics, from: old, to: metrics, kind: telemetry}
      - {id: new-drift, from: new, to: drift, kind: telemetry}
      - {id: old-drift, from: old, to: drift, kind: telemetry}

Instead
    mlsd: 1
    components:
      - {id: app, kind: backend_service, name: Search API}
      - {id: docs, kind: document_parser, name: Document parser}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: index, kind: vector_db, name: Index, managed: true}
      - {id: new, kind: embedding_service, name: Embedding, managed: true}
    flows:
      - {id: docs-new, from: docs, to: new, kind: request}
      - {id: docs-checks, from: docs, to: checks, kind: data}
      - {id: checks-index, from: checks, to: index, kind: data}
      - {id: app-new, from: app, to: new, kind: request}
      - {id: app-index, from: app, to: index, kind: request}

When to ignore
Paired encoders of query and item that are trained as one model (attributes: dual_encoder) or come from one
artifact, two deployments of the same model (state the same model_version for both), and a vector database
that embeds what it takes in itself.

Source
AWS Generative AI Lens GENPERF04-BP01; Azure Well-Architected, grounding data design.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Set
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.texts import texts
from mlsd_studio.model.records import Component

EMBEDS = "embedding_service"
WRITES = ("data", "async")
READS = ("request",)

Way = tuple[str, ...]
"""Ids of components and flows in turn, from an embedding model to a vector database."""


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for each vector database whose two sides have no embedding model in common."""
    models = {id for id, component in facts.components.items() if _embeds(facts, component)}
    if len(models) < 2:
        return
    for index in facts.components.values():
        if index.kind != "vector_db" or EMBEDS in facts.facets(index.id) or not facts.in_production(index):
            continue
        written = _nearest(facts, index.id, WRITES, facts.order.__contains__, models)
        asked = _nearest(facts, index.id, READS, lambda id: _asks_one(facts, id), models)
        if written and asked and not _share(facts, written, asked):
            yield _finding(facts, index.id, written, asked)


def _embeds(facts: Facts, component: Component) -> bool:
    """By kind or as stated: a product that offers embeddings too says nothing of what it is used for."""
    stated = component.kind == EMBEDS or EMBEDS in texts(facts.attribute(component, "provides"))
    return stated and component.kind != "vector_db" and facts.in_production(component)


def _asks_one(facts: Facts, id: str) -> bool:
    """Whether what a component embeds can only be meant for one index."""
    reached = facts.reach([id], lambda flow: flow.kind in READS)
    return sum(facts.components[other].kind == "vector_db" for other in reached) == 1


def _nearest(
    facts: Facts, index: str, kinds: Collection[str], counts: Callable[[str], bool], models: set[str]
) -> dict[str, Way]:
    """Embedding models on the ways into an index, or called from there: on each way the nearest."""
    found: dict[str, Way] = {}
    ways: dict[str, Way] = {index: (index,)}
    queue = [index]
    for at in queue:
        for flow, other in facts.into[at]:
            if flow.kind not in kinds or other in ways or not facts.in_production(facts.components[other]):
                continue
            way = ways[other] = (other, flow.id, *ways[at])
            used = {model: (model, hop.id, *way) for hop, model in facts.out[other]
                    if hop.kind == "request" and model in models}  # fmt: skip
            if other in models:
                used = {other: way}
            if not used:
                queue.append(other)
            elif counts(other):
                found = {**used, **found}
    return found


def _share(facts: Facts, written: Collection[str], asked: Collection[str]) -> bool:
    return any(_same(facts, one, other) for one in written for other in asked)


def _same(facts: Facts, one: str, other: str) -> bool:
    """Whether the vectors of two models can be compared."""
    if one == other or other in facts.mates(one):
        return True
    first, second = facts.components[one], facts.components[other]
    if facts.attribute(first, "dual_encoder") or facts.attribute(second, "dual_encoder"):
        return True
    versions = facts.attribute(first, "model_version"), facts.attribute(second, "model_version")
    if None not in versions:
        return versions[0] == versions[1]
    return bool(facts.up(one, ("artifact",)).keys() & facts.up(other, ("artifact",)).keys())


def _finding(facts: Facts, index: str, written: dict[str, Way], asked: dict[str, Way]) -> Finding:
    old, new = next(iter(written)), next(iter(asked))
    name = facts.name(index)
    writers = list(dict.fromkeys(way[2] for way in written.values() if way[2] != index))
    return RULE.finding(
        index,
        f"{name} is filled and asked with different embedding models",
        f"{name} holds vectors of {facts.names(written)} and is asked with those of {facts.names(asked)}: "
        "they are not comparable, so what is found is close to random.",
        subjects=[
            (index, "holds the vectors"), *((id, "embeds what is stored") for id in written),
            *((id, "embeds what is asked") for id in asked), *((id, "writes") for id in writers),
        ],
        path=(*written[old], *reversed(asked[new][:-1])),
        evidence=(
            Evidence("embedded for the index with", _told(facts, written)),
            Evidence("embedded for queries with", _told(facts, asked)),
        ),
        fixes=_fixes(facts, index, written, new),
    )  # fmt: skip


def _told(facts: Facts, ids: Collection[str]) -> str:
    """The models by name, with their versions where stated."""
    versions = [(facts.name(id), facts.attribute(facts.components[id], "model_version")) for id in ids]
    return ", ".join(name if version is None else f"{name} {version}" for name, version in versions)


def _fixes(facts: Facts, index: str, written: dict[str, Way], new: str) -> tuple[Fix, ...]:
    """Lead what fills the index to the model of the queries, which stand as they are."""
    moved: dict[str, Set] = {}
    writers = facts.up(index, WRITES)
    for old in written:
        for flow, other in facts.into[old]:
            called = flow.kind == "request" and other in writers
            if flow.target == old and (called or flow.kind in WRITES):
                moved[flow.id] = Set("flows", flow.id, {"target": new})
        for flow, _ in facts.out[old]:
            if flow.id in written[old] and flow.source == old:
                moved[flow.id] = Set("flows", flow.id, {"source": new})
    label = f"Embed for {facts.name(index)} with {facts.name(new)} too"
    return (Fix(label, tuple(moved.values())),) if moved else ()


RULE = Rule(
    "SKW004", "Query and index embeddings come from different models", "skew", "error", "sketch", False, check
)
