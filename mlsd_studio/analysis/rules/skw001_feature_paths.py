"""SKW001 · Training and serving compute features on different code paths

What it finds
A model whose training and serving get their features from different producers: none in common, and none of
one side filling the other (error). Serving without a source of the features that training uses, or training
that rebuilds from raw data what serving reads ready-made, is a warning.

Why it matters
Two implementations of one feature drift apart and quality drops without an alarm.

Example
    mlsd: 1
    components:
      - {id: lake, kind: data_lake, name: Event lake}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: nightly, kind: feature_pipeline, name: Nightly features}
      - {id: train, kind: training_job, name: Training}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: model, kind: model_endpoint, name: Ranker}
      - {id: online, kind: online_feature_store, name: Online features}
      - {id: live, kind: stream_processing, name: Live features}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
    flows:
      - {id: lake-checks, from: lake, to: checks, kind: data}
      - {id: checks-nightly, from: checks, to: nightly, kind: data}
      - {id: nightly-train, from: nightly, to: train, kind: data}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-model, from: registry, to: model, kind: artifact}
      - {id: live-online, from: live, to: online, kind: data}
      - {id: model-online, from: model, to: online, kind: request}
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}

Instead
    mlsd: 1
    components:
      - {id: lake, kind: data_lake, name: Event lake}
      - {id: checks, kind: data_validation, name: Data checks}
      - {id: nightly, kind: feature_pipeline, name: Nightly features}
      - {id: train, kind: training_job, name: Training}
      - {id: eval, kind: evaluation, name: Evaluation}
      - {id: registry, kind: model_registry, name: Model registry}
      - {id: model, kind: model_endpoint, name: Ranker}
      - {id: online, kind: online_feature_store, name: Online features}
      - {id: log, kind: prediction_log, name: Prediction log}
      - {id: drift, kind: drift_monitor, name: Drift monitor}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
    flows:
      - {id: lake-checks, from: lake, to: checks, kind: data}
      - {id: checks-nightly, from: checks, to: nightly, kind: data}
      - {id: nightly-train, from: nightly, to: train, kind: data}
      - {id: nightly-online, from: nightly, to: online, kind: data}
      - {id: train-eval, from: train, to: eval, kind: artifact}
      - {id: eval-registry, from: eval, to: registry, kind: artifact}
      - {id: registry-model, from: registry, to: model, kind: artifact}
      - {id: model-online, from: model, to: online, kind: request}
      - {id: model-log, from: model, to: log, kind: async}
      - {id: log-drift, from: log, to: drift, kind: data}
      - {id: model-metrics, from: model, to: metrics, kind: telemetry}

When to ignore
Models that take images, text or sound as they come (attributes: raw_input), preprocessing packaged with the
model (attributes: features_in_model) or delivered to both sides as one artifact, training on the features
that serving has logged, AutoML, and batch scoring that reuses the training pipeline.

Source
Rules of Machine Learning, rules 29, 31, 32 and 37; ML Test Score, Monitor 3; AWS Machine Learning Lens
MLREL03-BP02; Google Cloud, MLOps continuous delivery.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlsd_studio.analysis.context import ANCESTRY, Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Link, Severity
from mlsd_studio.analysis.mending import door_of
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component

PREPARES = re.compile(r"pre-?process|featuri[sz]", re.IGNORECASE)
REQUESTS = ("request",)
MOVED = ("data", "async", "replicate")


def check(facts: Facts) -> Iterator[Finding]:
    """Each training job with the first model it delivers to whose features come another way."""
    for trainer in facts.trainers:
        delivered = facts.reach([trainer.id], lambda flow: flow.kind == "artifact")
        models = delivered.keys() & facts.group("OWN_MODEL_SERVING") - {trainer.id}
        for id in sorted(models, key=facts.order.__getitem__):
            model = facts.components[id]
            if excused(facts, trainer, model):
                continue
            finding = _judge(facts, trainer, model)
            if finding is not None:
                yield finding
                break


def excused(facts: Facts, trainer: Component, model: Component) -> bool:
    """Whether training and serving of a model need not share features, or are seen to share them otherwise."""
    if not facts.in_production(model) or model.id in facts.external or "automl" in facts.facets(trainer.id):
        return True
    stated = (facts.attribute(model, "features_in_model"), facts.attribute(model, "raw_input"))
    if any(stated) or facts.attribute(trainer, "features_in_model"):
        return True
    logs = facts.with_facet("prediction_log")
    if facts.path(model.id, logs & facts.up(trainer.id).keys(), ("data", "async", "telemetry")):
        return True
    makers = facts.up(trainer.id, ("artifact",)).keys() - {trainer.id}
    served = facts.reach(
        [model.id], lambda flow: flow.kind == "artifact", backward=True, enter=lambda id: id != trainer.id
    )
    return bool(makers & served.keys())


def _judge(facts: Facts, trainer: Component, model: Component) -> Finding | None:
    if _share(facts, trainer, model):
        return None
    up = facts.up(trainer.id)
    producers = facts.group("FEATURE_PRODUCER")
    trained_on = [id for id in up if id in producers]
    served_from = _serving_features(facts, model)
    sources = facts.group("FEATURE_SOURCE")
    if trained_on and served_from:
        if set(trained_on) & set(served_from) or _one_fills_other(facts, trained_on, served_from):
            return None
        severity: Severity = "error"
        why = (
            f"{facts.name(trainer.id)} learns from {facts.names(trained_on)}, "
            f"{facts.name(model.id)} is served "
        )
        why += f"from {facts.names(served_from)}: two pieces of code for the same features."
    elif trained_on:
        severity = "warning"
        why = f"{facts.name(trainer.id)} learns from {facts.names(trained_on)}, and nothing gives "
        why += f"{facts.name(model.id)} these features when it is asked."
    else:
        ready = [id for id in served_from if id in sources and id not in up]
        if not ready or not facts.group("RAW_STORE") & up.keys():
            return None
        severity = "warning"
        why = (
            f"{facts.name(model.id)} reads {facts.names(ready)} ready-made, and "
            f"{facts.name(trainer.id)} rebuilds "
        )
        why += "the same features from raw data."
    return RULE.finding(
        trainer.id,
        f"{facts.name(trainer.id)} and {facts.name(model.id)} get their features from different code",
        why,
        severity=severity,
        subjects=[
            (trainer.id, "trains"), (model.id, "serves"), *((id, "feeds training") for id in trained_on),
            *((id, "feeds serving") for id in served_from),
        ],
        path=facts.trace(facts.reach([trainer.id], lambda flow: flow.kind == "artifact"), model.id),
        evidence=(
            Evidence("features for training", facts.names(trained_on, 9) if trained_on else "none drawn"),
            Evidence("features for serving", facts.names(served_from, 9) if served_from else "none drawn"),
        ),
        fixes=(_fix(facts, trainer, model, trained_on, served_from),),
    )  # fmt: skip


def _share(facts: Facts, trainer: Component, model: Component) -> bool:
    """Whether a source of the features is the same for both, or that of training fills that of serving: told
    at once, without the paths.
    """
    closures = facts.closures
    trained = closures.reached(trainer.id, ANCESTRY, backward=True) & closures.bits_of("FEATURE_PRODUCER")
    asked = closures.reached(model.id, REQUESTS)
    for flow, caller in facts.into[model.id]:
        if flow.kind == "request" and caller not in facts.group("ENTRY"):
            asked |= closures.reached(caller, REQUESTS)
    fed = closures.reached(model.id, ("data", "async"), backward=True)
    served = (asked & closures.bits_of("FEATURE_SOURCE")) | (fed & closures.bits_of("FEATURE_PRODUCER"))
    apart = ~closures.bits((trainer.id, model.id))
    trained, served = trained & apart, served & apart
    if trained & served:
        return True
    computing = facts.group("FEATURE_PRODUCER") | facts.with_facet("stream_processing")
    return any(closures.led_to(id, MOVED, computing) & served for id in closures.ids(trained))


def _serving_features(facts: Facts, model: Component) -> list[str]:
    """What makes the input of a model when it is asked: over its calls, its callers' calls, and data into
    it.
    """
    callers = [
        caller
        for flow, caller in facts.into[model.id]
        if flow.kind == "request" and caller not in facts.group("ENTRY")
    ]
    asked = facts.reach([model.id, *callers], lambda flow: flow.kind == "request")
    fed = facts.up(model.id, ("data", "async"))
    streams = facts.with_facet("stream_processing")
    makers = facts.group("FEATURE_SOURCE") | streams
    found = [id for id in asked if id != model.id and (id in makers or _prepares(facts, id))]
    found += [id for id in fed if id in makers | facts.group("FEATURE_PRODUCER")]
    return list(dict.fromkeys(found))


def _prepares(facts: Facts, id: str) -> bool:
    component = facts.components[id]
    words = f"{component.role or ''} {component.name or ''}"
    return id in facts.group("SELF_SERVE_CODE") and bool(PREPARES.search(words))


def _one_fills_other(facts: Facts, first: list[str], second: list[str]) -> bool:
    """Whether data goes from one side to the other without another computation of features in between."""
    computing = facts.group("FEATURE_PRODUCER") | facts.with_facet("stream_processing")

    def fills(starts: list[str], goals: list[str]) -> bool:
        wanted = set(goals)
        for start in starts:
            reached = facts.reach(
                [start], lambda flow: flow.kind in MOVED, enter=lambda id: id in wanted or id not in computing
            )
            if wanted & reached.keys():
                return True
        return False

    return fills(first, second) or fills(second, first)


def _fix(
    facts: Facts, trainer: Component, model: Component, trained_on: list[str], served_from: list[str]
) -> Fix:
    """Use a source of features that is drawn for both sides; without one, add a store between them."""
    sources = facts.group("FEATURE_SOURCE")
    ready = [id for id in served_from if id in sources]
    if ready:
        label, to = f"Train on what {facts.name(ready[0])} serves", door_of(facts, trainer.id, ready[0])
        if to != trainer.id:
            label = f"{label}, checked by {facts.name(to)}"
        if not facts.facets(ready[0]) & {"feature_store", "offline_feature_store"}:
            kept = (Link(ready[0], NEW, "data"), Link(NEW, to, "data"))
            return Fix(label, (Add("offline_feature_store", "Feature history", to, kept),))
        return Fix(label, (Connect(Link(ready[0], to, "data")),))
    batch = model.kind == "batch_inference"
    stored = [id for id in trained_on if id in sources]
    if stored:
        link = Link(stored[0], model.id, "data") if batch else Link(model.id, stored[0], "request")
        return Fix(f"Serve from {facts.name(stored[0])}", (Connect(link),))
    to_model = Link(NEW, model.id, "data") if batch else Link(model.id, NEW, "request")
    flows = (*(Link(id, NEW, "data") for id in trained_on[:1]), Link(NEW, trainer.id, "data"), to_model)
    return Fix("Share a feature store", (Add("feature_store", "Feature store", trainer.id, flows),))


RULE = Rule(
    "SKW001",
    "Training and serving compute features on different code paths",
    "skew",
    "error",
    "sketch",
    True,
    check,
)
