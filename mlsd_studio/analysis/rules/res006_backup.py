"""RES006 · Stateful store has no backup although an RPO is required

What it finds
A store that keeps state and is stated to have no backup, or whose backup is older than the recovery point a
requirement allows. Caches are left alone, and so are stores that can be made again: everything that flows
into them comes from a pipeline whose own sources are kept. Raw data that an ingestion or a change feed
brings in is never taken for rebuildable.

Why it matters
Replicas copy a mistake as faithfully as an answer; only a backup brings yesterday back. Model registries and
label stores are the ones most often forgotten.

Example
    mlsd: 1
    stage: review
    components:
      - {id: jobs, kind: training_job, name: Nightly training}
      - {id: runs, kind: experiment_tracker, name: Runs}
      - {id: gate, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry, backup: none}
    flows:
      - {id: jobs-runs, from: jobs, to: runs, kind: telemetry}
      - {id: jobs-gate, from: jobs, to: gate, kind: artifact}
      - {id: gate-registry, from: gate, to: registry, kind: artifact}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: jobs, kind: training_job, name: Nightly training}
      - {id: gate, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry, backup: {rpo: 24 h}}
    flows:
      - {id: jobs-gate, from: jobs, to: gate, kind: artifact}
      - {id: gate-registry, from: gate, to: registry, kind: artifact}

When to ignore
A store that can be rebuilt within the recovery time that is asked for; state the duration of the pipeline
that fills it. An object store with versions counts as backed up once it says so (attributes: provides:
[backup]), and so does a store with a replicate flow to a backup. Stores of other companies are theirs to
keep.

Source
AWS Well-Architected REL09-BP01; GDPR, Article 32(1)(c).
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Evidence, Finding, Fix, Focus, Link, Operation, Set
from mlsd_studio.analysis.needs import Need, needs
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component

RAW = frozenset({"ingestion", "cdc"})
"""Pipelines that bring data in as it is: what they bring cannot be made again."""

PASSING = frozenset({"cache"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each store of the team's own systems that keeps state."""
    for store in facts.of_group("STORE"):
        if store.id in facts.external or not facts.in_production(store) or not _keeps(facts, store):
            continue
        if store.backup is None or _backed_up(facts, store.id) or rebuildable(facts, store.id):
            continue
        need = _need(facts, store.id)
        late = store.backup.rpo is not None and need is not None and store.backup.rpo.base > need.bound
        if store.backup.rpo is None or late:
            yield _finding(facts, store, need)


def _keeps(facts: Facts, store: Component) -> bool:
    kind = facts.catalog.kinds.get(store.kind)
    return kind is not None and kind.stateful and store.kind not in PASSING


def _backed_up(facts: Facts, id: str) -> bool:
    """By an attribute that says so, or by a copy that is kept as a backup."""
    backups = facts.with_facet("backup")
    if id in backups:
        return True
    around = [id, *facts.around(id)]
    return any(
        flow.kind == "replicate" and flow.source in around and flow.target in backups
        for flow, _ in facts.out[id]
    )


def rebuildable(facts: Facts, id: str) -> bool:
    """Whether pipelines can make a store again, within the recovery time where both are known."""
    makers = {source for flow, source in facts.into[id] if flow.kind in ("data", "async", "artifact")}
    pipelines = facts.group("PIPELINE")
    if not makers or not all(id in pipelines and facts.components[id].kind not in RAW for id in makers):
        return False
    kept = facts.group("STORE")
    for maker in makers:
        sources = {source for flow, source in facts.into[maker] if flow.kind in ("data", "async")} - {id}
        lasting = [s for s in sources if s in kept and _lasts(facts.components[s])]
        if not sources or len(lasting) < len(sources):
            return False
    asked = [need.bound for journey in (None, *facts.journeys) for need in needs(facts, "rto", journey)]
    took = sum(d.base for maker in makers if (d := facts.components[maker].duration) is not None)
    return not asked or took <= min(asked)


def _lasts(source: Component) -> bool:
    lost = source.backup is not None and source.backup.rpo is None
    return source.kind not in PASSING and not lost


def _need(facts: Facts, id: str) -> Need | None:
    """The strictest recovery point that is asked for, of the whole design or of a journey to the store."""
    asked = needs(facts, "rpo")
    for journey in facts.journeys:
        if id in facts.called(journey):
            asked += needs(facts, "rpo", journey)
    return min(asked, key=lambda need: need.bound, default=None)


def _finding(facts: Facts, store: Component, need: Need | None) -> Finding:
    name, stated = facts.name(store.id), store.backup.rpo if store.backup else None
    hours = f"{need.bound / 3600:g} h" if need else ""
    if stated is None:
        title = f"{name} has no backup"
        message = f"What is lost or spoilt in {name} is gone: it is stated to have no backup."
        message += f" A recovery point of {hours} is asked for." if need else ""
    else:
        title = f"The backup of {name} is older than is allowed"
        message = f"{name} may lose {stated} of data, {hours} is allowed."
    return RULE.finding(
        store.id,
        title,
        message,
        subjects=[(store.id, "keeps state")],
        evidence=(
            Evidence("recovery point of the backup", str(stated) if stated else "none", origin="stated"),
            Evidence("recovery point allowed", hours or None, origin="stated"),
        ),
        requirement=need.requirement if need else None,
        fixes=_fixes(facts, store, need, late=stated is not None),
    )


def _fixes(facts: Facts, store: Component, need: Need | None, *, late: bool) -> tuple[Fix, ...]:
    name = facts.name(store.id)
    hours = f"{need.bound / 3600:g} h" if need else None
    kept: dict[str, object] = {"backup": {"rpo": hours} if hours else None}
    often = Fix(f"Back up {name} at least every {hours}", (Set("components", store.id, kept),))
    show = Fix("State the backup", (Focus((store.id,), "backup"),))
    if late:
        return (often, show)
    link = Link(store.id, NEW, "replicate")
    add: tuple[Operation, ...] = (
        Add("backup", f"Backup of {name}", store.id, (link,)),
        Set("components", store.id, kept),
    )
    return (Fix(f"Add a backup of {name}", add), *((often,) if hours else ()), show)


RULE = Rule(
    "RES006", "Stateful store has no backup although an RPO is required", "resilience", "warning", "review",
    False, check,
)  # fmt: skip
