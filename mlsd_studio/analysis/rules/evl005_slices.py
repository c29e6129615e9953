"""EVL005 · Decisions about people without slice or bias evaluation

What it finds
A model or application that is said to decide about people by itself, or training on special categories of
personal data, with no fairness monitor, no explainer and no evaluation that reports per group joined to it.

Why it matters
Average quality hides harm to groups, and several laws require the check.

Example
    mlsd: 1
    stage: review
    components:
      - {id: score, kind: batch_inference, name: Credit score, decision_effect: automated_about_people}
      - {id: review, kind: human_review, name: Second look}
      - {id: log, kind: prediction_log, name: Scores}
      - {id: watch, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
      - {id: alerts, kind: alerting, name: Alerts}
    flows:
      - {id: score-review, from: score, to: review, kind: async}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-watch, from: log, to: watch, kind: data}
      - {id: outcomes-watch, from: outcomes, to: watch, kind: feedback}
      - {id: watch-alerts, from: watch, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    components:
      - {id: score, kind: batch_inference, name: Credit score, decision_effect: automated_about_people}
      - {id: review, kind: human_review, name: Second look}
      - {id: log, kind: prediction_log, name: Scores}
      - {id: watch, kind: drift_monitor, name: Drift and quality, attributes: {provides: [quality_monitor]}}
      - {id: outcomes, kind: data_source, name: Outcomes, role: outcomes}
      - {id: alerts, kind: alerting, name: Alerts}
      - {id: explain, kind: explainer, name: Explanations per group}
    flows:
      - {id: score-review, from: score, to: review, kind: async}
      - {id: score-log, from: score, to: log, kind: async}
      - {id: log-watch, from: log, to: watch, kind: data}
      - {id: outcomes-watch, from: outcomes, to: watch, kind: feedback}
      - {id: watch-alerts, from: watch, to: alerts, kind: telemetry}
      - {id: score-explain, from: score, to: explain, kind: telemetry}

When to ignore
Where the effect on people is not stated, nothing is said. An evaluation on the way of the model that reports
per group (attributes: slices) is enough.

Source
ML Test Score, Model 6 and 7; AWS Machine Learning Lens MLREL03-BP04 and MLOPS02-BP06; NIST AI RMF, MEASURE
2.11; EU AI Act, Art. 10 and 15.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.delivery import is_artifact
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Link
from mlsd_studio.analysis.mending import join_or_add, with_attribute
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined

EVERY = ("telemetry", "data", "async", "request", "control", "artifact", "feedback")
SPECIAL = "special_category"


def check(facts: Facts) -> Iterator[Finding]:
    """Stated deciders, then trainers that learn from special categories."""
    judged = _judged(facts)
    for id, component in facts.components.items():
        decides = component.decision_effect == "automated_about_people"
        if not decides or id in facts.external or not facts.in_production(component):
            continue
        if id not in judged:
            why = f"{facts.name(id)} decides about people by itself"
            yield _finding(
                facts, id, why, (Evidence("effect on people", component.decision_effect, origin="stated"),)
            )
    for trainer in facts.trainers:
        if trainer.id in judged or not facts.in_production(trainer) or trainer.id in facts.external:
            continue
        if facts.classes.at(trainer.id, (SPECIAL,)):
            why = f"{facts.name(trainer.id)} learns from special categories of personal data"
            yield _finding(facts, trainer.id, why, facts.classes.evidence(trainer.id, (SPECIAL,)))


def _judged(facts: Facts) -> frozenset[str]:
    """What a check per group is joined to, what shares an artifact path with that, and who asks such a model."""
    checks = facts.with_facet("fairness_monitor") | facts.with_facet("explainer")
    checks |= {id for id in facts.with_facet("evaluation") if facts.attribute(facts.components[id], "slices")}
    seen = set(checks)
    for id in checks:
        seen |= {other for _, other in joined(facts, id, EVERY)}
    starts = sorted(seen)
    down = facts.reach(starts, is_artifact)
    up = facts.reach(starts, is_artifact, backward=True)
    found = {*down, *up}
    models = sorted(found & facts.group("SERVING", "OWN_MODEL_SERVING"))
    return frozenset(found | facts.reach(models, lambda flow: flow.kind == "request", backward=True).keys())


def _finding(facts: Facts, id: str, why: str, evidence: tuple[Evidence, ...]) -> Finding:
    def link(new: str) -> list[Link]:
        return [Link(id, new, "telemetry")]

    fixes = [join_or_add(facts, "explainer", "Explanations per group", id, link, verb="Explain with")]
    gates = sorted(
        facts.with_facet("evaluation") & facts.up(id, ("artifact",)).keys(), key=facts.order.__getitem__
    )
    if gates:
        slices = with_attribute(facts.components[gates[0]], slices=True)
        fixes.append(Fix(f"State that {facts.name(gates[0])} reports per group", (slices,)))
    return RULE.finding(
        id,
        f"{facts.name(id)} is not checked per group",
        f"{why}, and nothing joined to it compares how it does for different groups.",
        subjects=[(id, "not evaluated per group")],
        evidence=evidence,
        fixes=tuple(fixes),
    )


RULE = Rule(
    "EVL005", "Decisions about people without slice or bias evaluation", "evaluation", "warning", "review",
    False, check,
)  # fmt: skip
