"""SKW002 · Feature store has only one side

What it finds
A feature store that a model is served from and that nothing fills (error). One whose model learns from
something else than its history: training reads neither the store, nor a store that fills it, nor a history that
the same step fills (warning). And an online store that training reads, which keeps the latest values only
(warning). Stores of one group, and stores that fill one another, count as one.

Why it matters
The store is there so that training and serving see the same features. With one side only, the two drift apart
again; with the latest values in place of history, a model learns from what it could not have known.

Example
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: model, kind: model_endpoint, name: Ranker, replicas: 2, auth: oidc, rollout: canary}
      - {id: store, kind: online_feature_store, name: Features, managed: true}
      - {id: lake, kind: data_lake, name: Event lake}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: nightly, kind: feature_pipeline, name: Nightly features}
      - {id: train, kind: training_job, name: Training, schedule: every 7 days}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: runs, kind: experiment_tracker, name: Runs}
      - {id: registry, kind: model_registry, name: Registry}
      - {id: deploy, kind: ci_cd, name: Deployment}
      - {id: runner, kind: orchestrator, name: Scheduler}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
      - {id: quality, kind: quality_monitor, name: Quality monitor}
      - {id: metrics, kind: metrics_monitor, name: Metrics, replicas: 1}
      - {id: pager, kind: alerting, name: Pager, replicas: 1}
    flows:
      - {id: web-model, from: web, to: model, kind: request, encrypted: true}
      - {id: model-store, from: model, to: store, kind: request, encrypted: true, timeout: 20 ms, role: optional}
      - {id: lake-checks, from: lake, to: checks, kind: data}
      - {id: checks-nightly, from: checks, to: nightly, kind: data}
      - {id: nightly-store, from: nightly, to: store, kind: data}
      - {id: nightly-train, from: nightly, to: train, kind: data}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: train-runs, from: train, to: runs, kind: telemetry}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-model, from: registry, to: model, kind: artifact}
      - {id: registry-deploy, from: registry, to: deploy, kind: control}
      - {id: deploy-model, from: deploy, to: model, kind: control}
      - {id: runner-nightly, from: runner, to: nightly, kind: control}
      - {id: runner-train, from: runner, to: train, kind: control}
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}
      - {id: web-quality, from: web, to: quality, kind: feedback, delay: 1 days}
      - {id: log-quality, from: log, to: quality, kind: data}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}
      - {id: nightly-metrics, from: nightly, to: metrics, kind: telemetry}
      - {id: drift-metrics, from: drift, to: metrics, kind: telemetry}
      - {id: quality-metrics, from: quality, to: metrics, kind: telemetry}
      - {id: metrics-pager, from: metrics, to: pager, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: web, kind: client_web, name: Shop}
      - {id: model, kind: model_endpoint, name: Ranker, replicas: 2, auth: oidc}
      - {id: store, kind: online_feature_store, name: Features, managed: true}
      - {id: history, kind: offline_feature_store, name: Feature history, managed: true}
      - {id: lake, kind: data_lake, name: Event lake}
      - {id: nightly, kind: feature_pipeline, name: Nightly features}
      - {id: train, kind: training_job, name: Training}
      - {id: registry, kind: model_registry, name: Registry}
    flows:
      - {id: web-model, from: web, to: model, kind: request, encrypted: true}
      - {id: model-store, from: model, to: store, kind: request}
      - {id: lake-nightly, from: lake, to: nightly, kind: data}
      - {id: nightly-store, from: nightly, to: store, kind: data}
      - {id: nightly-history, from: nightly, to: history, kind: data}
      - {id: history-train, from: history, to: train, kind: data}
      - {id: train-registry, from: train, to: registry, kind: artifact}
      - {id: registry-model, from: registry, to: model, kind: artifact}

When to ignore
A store drawn as one box with flows to both sides, a model that takes its input as it comes or brings its
preprocessing with it, and training on the features that serving has logged.

Source
AWS Machine Learning Lens MLREL03-BP02; Rules of Machine Learning, rule 31.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mlsd_studio.analysis.context import ANCESTRY, Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Insert, Link, Operation
from mlsd_studio.analysis.mending import door_of
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.rules.skw001_feature_paths import excused
from mlsd_studio.model.records import Component

MOVED = ("data", "async")
BOTH_SIDES = frozenset({"feature_store", "offline_feature_store"})


class Store(NamedTuple):
    """Feature stores that count as one: their ids, and the models they are read for."""

    ids: tuple[str, ...]
    models: tuple[str, ...]

    @property
    def first(self) -> str:
        """The store that a finding is about."""
        return self.ids[0]


def check(facts: Facts) -> Iterator[Finding]:
    """Stores that nothing fills, that training passes by, or that training reads without history."""
    if not facts.group("FEATURE_SOURCE"):
        return
    jobs = facts.closures.bits(trainer.id for trainer in facts.trainers)
    for store in _stores(facts):
        if store.models and not _filled(facts, store):
            yield _unfilled(facts, store, jobs)
        elif store.models:
            passed = _passed_by(facts, store, jobs)
            if passed is not None:
                yield _passed(facts, store, *passed)
    yield from _without_history(facts, jobs)


# -- stores and who reads them -------------------------------------------------------------------------


def _stores(facts: Facts) -> list[Store]:
    """Feature stores in production, those of one group or of one filling joined."""
    ids = [
        component.id for component in facts.of_group("FEATURE_SOURCE")
        if component.id not in facts.external and facts.in_production(component)
    ]  # fmt: skip
    leader = {id: id for id in ids}

    def root(id: str) -> str:
        while leader[id] != id:
            id = leader[id]
        return id

    for id in ids:
        others = [*facts.mates(id), *(to for flow, to in facts.out[id] if flow.kind in (*MOVED, "replicate"))]
        for other in others:
            if other in leader:
                leader[root(other)] = root(id)
    sets: dict[str, list[str]] = {}
    for id in ids:
        sets.setdefault(root(id), []).append(id)
    read = _readers(facts)
    found = []
    for members in sets.values():
        served = [id for id in members if read.get(id)]
        ordered = (*served, *(id for id in members if id not in served))
        models = dict.fromkeys(model for id in served for model in read[id])
        found.append(Store(ordered, tuple(models)))
    return found


def _readers(facts: Facts) -> dict[str, list[str]]:
    """Feature store -> models that are served from it: what they, or the services that call them, ask."""
    closures, found = facts.closures, dict[str, list[str]]()
    stores = closures.bits_of("FEATURE_SOURCE")
    for model in facts.of_group("OWN_MODEL_SERVING"):
        if not facts.in_production(model) or model.id in facts.external or model.kind == "batch_inference":
            continue
        asked = closures.reached(model.id, ("request",))
        for flow, caller in facts.into[model.id]:
            if flow.kind == "request" and caller not in facts.group("ENTRY"):
                asked |= closures.reached(caller, ("request",))
        for id in closures.ids(asked & stores):
            found.setdefault(id, []).append(model.id)
    return found


def _filled(facts: Facts, store: Store) -> bool:
    """Whether anything outside of it writes to the store."""
    return any(
        other not in store.ids
        and (flow.kind in (*MOVED, "replicate", "feedback") or (flow.kind == "request" and bool(flow.write)))
        for id in store.ids
        for flow, other in facts.into[id]
    )


# -- what is wrong -------------------------------------------------------------------------------------


def _unfilled(facts: Facts, store: Store, jobs: int) -> Finding:
    name = facts.name(store.first)
    return RULE.finding(
        store.first,
        f"Nothing fills {name}",
        f"{facts.names(store.models)} {'is' if len(store.models) == 1 else 'are'} served from {name}, and no "
        "flow brings features into it.",
        severity="error",
        subjects=[(store.first, "never filled"), *((id, "served from it") for id in store.models)],
        path=(store.first,),
        evidence=(Evidence("flows that fill it", 0),),
        fixes=(_fill(facts, store, jobs),),
    )


def _passed_by(
    facts: Facts, store: Store, jobs: int, maker: str | None = None
) -> tuple[Component, str] | None:
    """Training that reads nothing of the store's history, and the first model of which that is so; with
    `maker` as if that step filled the store.
    """
    closures = facts.closures
    behind = closures.bits(store.ids)
    for id in store.ids:
        behind |= closures.reached(id, MOVED, backward=True) & closures.bits_of("FEATURE_SOURCE")
    makers = 0
    for id in store.ids:
        makers |= closures.reached(id, MOVED, backward=True)
    if maker is not None:
        makers |= closures.reached(maker, MOVED, backward=True)
    makers &= closures.bits_of("FEATURE_PRODUCER") & ~closures.bits_of("FEATURE_SOURCE")
    for model in store.models:
        trainers = [facts.components[id] for id in closures.ids(closures.reached(
            model, ("artifact",), backward=True) & jobs)]  # fmt: skip
        if not trainers or any(_learns(facts, trainer, behind, makers) for trainer in trainers):
            continue
        if any(excused(facts, trainer, facts.components[model]) for trainer in trainers):
            continue
        return trainers[0], model
    return None


def _learns(facts: Facts, trainer: Component, behind: int, makers: int) -> bool:
    """Whether a trainer reads the store, what fills it, or a history that the same step fills."""
    closures = facts.closures
    up = closures.reached(trainer.id, ANCESTRY, backward=True)
    if up & behind:
        return True
    kept = up & closures.bits_of("ANALYTIC_STORE", "FEATURE_SOURCE")
    return any(closures.reached(id, MOVED, backward=True) & makers for id in closures.ids(kept))


def _passed(facts: Facts, store: Store, trainer: Component, model: str) -> Finding:
    name = facts.name(store.first)
    return RULE.finding(
        store.first,
        f"{facts.name(trainer.id)} does not learn from the history of {name}",
        f"{facts.name(model)} is served from {name}, and {facts.name(trainer.id)} reads neither it nor a "
        "history that the same step fills.",
        subjects=[(store.first, "serves"), (trainer.id, "learns elsewhere"), (model, "served from it")],
        path=(model, store.first),
        evidence=(Evidence("ways from the store to training", 0),),
        fixes=(_share(facts, store, trainer.id),),
    )


def _without_history(facts: Facts, jobs: int) -> Iterator[Finding]:
    """Online stores that training reads, not through another store."""
    closures, stops = facts.closures, facts.group("STORE")
    for id in sorted(facts.with_facet("online_feature_store"), key=facts.order.__getitem__):
        if facts.facets(id) & BOTH_SIDES or facts.components[id].kind != "online_feature_store":
            continue
        reading = closures.ids(closures.led_to(id, MOVED, stops) & jobs)
        if not reading:
            continue
        direct = [flow.id for flow, to in facts.out[id] if flow.kind in MOVED and to == reading[0]]
        name = facts.name(id)
        yield RULE.finding(
            id,
            f"{facts.names(reading)} learns from the online store {name}",
            f"{name} keeps the latest values only; training needs the values as they were.",
            subjects=[(id, "online store"), *((one, "reads it") for one in reading)],
            path=facts.path(id, {reading[0]}, MOVED) or (id,),
            evidence=(Evidence("history kept", "none drawn"),),
            fixes=(_history(direct or _first_hop(facts, id, jobs)),),
        )


def _first_hop(facts: Facts, id: str, jobs: int) -> list[str]:
    """The flows out of a store that lead on to training."""
    closures = facts.closures
    return [
        flow.id for flow, to in facts.out[id]
        if flow.kind in MOVED and closures.reached(to, MOVED) & jobs
    ][:1]  # fmt: skip


# -- fixes ---------------------------------------------------------------------------------------------


def _fill(facts: Facts, store: Store, jobs: int) -> Fix:
    """Let a step that computes features write into the store too; without one, add it. Where training would
    then pass the store by, it gets its side as well.
    """
    makers = facts.group("FEATURE_PRODUCER") - facts.group("FEATURE_SOURCE")
    known = sorted(makers, key=facts.order.__getitem__)
    if known:
        maker = known[0]
        passed = _passed_by(facts, store, jobs, maker)
        more = _share(facts, store, passed[0].id, maker).operations if passed is not None else ()
        operations = (Connect(Link(maker, store.first, "data")), *more)
        return Fix(f"Fill it from {facts.name(maker)}", _numbered(operations))
    raw = sorted(facts.group("RAW_STORE") - set(store.ids), key=facts.order.__getitem__)
    flows = (*(Link(id, NEW, "data") for id in raw[:1]), Link(NEW, store.first, "data"))
    return Fix("Add a feature pipeline", (Add("feature_pipeline", "Feature pipeline", store.first, flows),))


def _numbered(operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """What adds a component comes first: the flows it brings name it by its place."""
    return tuple(sorted(operations, key=lambda one: not isinstance(one, Add)))


def _share(facts: Facts, store: Store, trainer: str, maker: str | None = None) -> Fix:
    """Train on the store where it has an offline side; else keep a history beside it, filled by the same step."""
    whole = next((id for id in store.ids if facts.facets(id) & BOTH_SIDES), None)
    if whole is not None:
        to = door_of(facts, trainer, whole)
        return Fix(f"Train on {facts.name(whole)}", (Connect(Link(whole, to, "data")),))
    fed = [other for flow, other in facts.into[store.first] if flow.kind in MOVED]
    if maker is None:
        maker = next((id for id in fed if id in facts.group("FEATURE_PRODUCER")), (*fed, store.first)[0])
    flows = (Link(maker, NEW, "data"), Link(NEW, door_of(facts, trainer, maker), "data"))
    return Fix(
        "Keep a history for training", (Add("offline_feature_store", "Feature history", trainer, flows),)
    )


def _history(flows: list[str]) -> Fix:
    """Lead what training reads through a store that keeps the values as they were."""
    step = Insert(tuple(flows), "offline_feature_store", "Feature history", "data")
    return Fix("Put a history in between", (step,))


RULE = Rule("SKW002", "Feature store has only one side", "skew", "warning", "review", False, check)
