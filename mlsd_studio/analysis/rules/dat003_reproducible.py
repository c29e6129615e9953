"""DAT003 · A model cannot be reproduced: data, code or run is not versioned

What it finds
A training job in production for which nothing says which data it learnt from: no data versioning anywhere,
and neither a tracker nor lineage joined to it, nor a feature store or a table format with history behind it.

Why it matters
A model that cannot be rebuilt cannot be explained, compared or rolled back.

Example
    mlsd: 1
    stage: review
    components:
      - {id: source, kind: data_source, name: Orders}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: train, kind: training_job, name: Training}
    flows:
      - {id: source-checks, from: source, to: checks, kind: data}
      - {id: checks-train, from: checks, to: train, kind: data}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: source, kind: data_source, name: Orders}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: train, kind: training_job, name: Training}
      - {id: runs, kind: experiment_tracker, name: Runs}
    flows:
      - {id: source-checks, from: source, to: checks, kind: data}
      - {id: checks-train, from: checks, to: train, kind: data}
      - {id: train-runs, from: train, to: runs, kind: telemetry}

When to ignore
Table formats with time travel count as versioned data, and so does a feature store that is read as of a
point in time. Systems that only write prompts train nothing and are not asked.

Source
ML Test Score, Infra 1; AWS Machine Learning Lens MLOPS03-BP02 and MLOPS02-BP04; Mercari ML system design
patterns (only-me anti-pattern); EU AI Act, Art. 10 to 12.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import ANCESTRY, Facts
from mlsd_studio.analysis.findings import Finding, Link
from mlsd_studio.analysis.mending import join_or_add
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined

EVERY = ("telemetry", "data", "async", "request", "control", "artifact")
RECORDS = ("experiment_tracker", "lineage")
AS_OF = ("feature_store", "offline_feature_store")


def check(facts: Facts) -> Iterator[Finding]:
    """Each training job by itself; data versioning anywhere is enough."""
    if facts.with_facet("data_versioning"):
        return
    records = frozenset[str]().union(*(facts.with_facet(facet) for facet in RECORDS))
    history = frozenset[str]().union(*(facts.with_facet(facet) for facet in AS_OF))
    tables = facts.reach(sorted(facts.with_facet("lakehouse")), lambda flow: flow.kind in ANCESTRY)
    for trainer in facts.of_group("TRAINING"):
        id = trainer.id
        if id in facts.external or not facts.in_production(trainer) or id in records or id in tables:
            continue
        given = {other for flow, other in facts.into[id] if flow.kind == "data"}
        if history & given or records & {other for _, other in joined(facts, id, EVERY)}:
            continue
        yield _finding(facts, id)


def _finding(facts: Facts, id: str) -> Finding:
    def version(new: str) -> list[Link]:
        return [Link(id, new, "control")]

    def track(new: str) -> list[Link]:
        return [Link(id, new, "telemetry")]

    name = facts.name(id)
    return RULE.finding(
        id,
        f"What {name} learnt from cannot be told",
        f"Neither the data nor the runs of {name} are versioned, so its models cannot be rebuilt or compared.",
        subjects=[(id, "not reproducible")],
        fixes=(
            join_or_add(facts, "data_versioning", "Data versions", id, version),
            join_or_add(facts, "experiment_tracker", "Experiment tracker", id, track, verb="Record runs in"),
        ),
    )


RULE = Rule(
    "DAT003", "A model cannot be reproduced: data, code or run is not versioned", "data_quality", "warning",
    "review", False, check,
)  # fmt: skip
