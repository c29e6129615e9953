"""SEC012 · Automated decisions about people without human review

What it finds
Where the GDPR or high risk under the AI Act is a requirement: a component whose decisions about people are
automated, with no review by a person that it, or what calls it, leads to, and no way for such a review to
act on the decision.

Why it matters
Nobody has to accept a decision of weight that only a machine has made: there must be somebody who can look
at it, explain it and change it.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: law, category: system, text: Applicants live in the EU, compliance: gdpr}
    components:
      - {id: web, kind: client_web, name: Application form}
      - {id: credit, kind: backend_service, auth: oidc, replicas: 2, decision_effect: automated_about_people}
      - {id: explain, kind: explainer, name: Explanations}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerting}
    flows:
      - {id: credit-explain, from: credit, to: explain, kind: telemetry}
      - {id: web-credit, from: web, to: credit, kind: request}
      - {id: credit-metrics, from: credit, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: law, category: system, text: Applicants live in the EU, compliance: gdpr}
    components:
      - {id: web, kind: client_web, name: Application form}
      - {id: credit, kind: backend_service, auth: oidc, replicas: 2, decision_effect: automated_about_people}
      - {id: officer, kind: human_review, name: Credit officer}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: alerts, kind: alerting, name: Alerting}
    flows:
      - {id: web-credit, from: web, to: credit, kind: request}
      - {id: credit-officer, from: credit, to: officer, kind: async}
      - {id: credit-metrics, from: credit, to: metrics, kind: telemetry}
      - {id: metrics-alerts, from: metrics, to: alerts, kind: telemetry}

When to ignore
Decisions that only advise (`decision_effect: advisory`).

Source
GDPR Art. 22; AI Act Art. 14; NIST AI Risk Management Framework, MANAGE 4.1; AWS Machine Learning Lens
MLPERF06-BP01.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.compliance import regime
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Link, Operation
from mlsd_studio.analysis.rule import Rule

TO_PEOPLE = frozenset({"request", "async", "feedback"})
FROM_PEOPLE = frozenset({"request", "async", "feedback", "control", "data"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each component that decides about people."""
    law = regime(facts, "gdpr", "ai_act_high_risk")
    if law is None:
        return
    reviews = facts.with_facet("human_review") | facts.with_facet("review_ui")
    overriding = facts.reach(sorted(reviews), lambda flow: flow.kind in FROM_PEOPLE)
    seen_by = facts.reach(sorted(reviews), lambda flow: flow.kind in TO_PEOPLE, backward=True)
    for id, component in facts.components.items():
        if component.decision_effect != "automated_about_people" or id in facts.external:
            continue
        callers = facts.reach([id], lambda flow: flow.kind == "request", backward=True)
        path = [one for one in callers if one not in facts.group("ENTRY")]
        if any(one in seen_by for one in path) or id in overriding:
            continue
        name = facts.name(id)
        yield RULE.finding(
            id,
            f"{name} decides about people and nobody can look at it",
            f"Decisions of {name} about people are automated; no way leads from them to a person who reviews them.",
            subjects=[(id, "decides")],
            path=tuple(reversed(facts.trace(callers, path[-1]))),
            evidence=(Evidence("decision_effect", "automated_about_people", origin="stated"),),
            requirement=law,
            fixes=(_fix(facts, id),),
        )


def _fix(facts: Facts, id: str) -> Fix:
    """Lead cases to a person, and what the person decides back to where labels are kept, if that is drawn."""
    known, labels = facts.first_of("human_review"), facts.first_of("labeling")
    reviewer = known or NEW
    back = [] if labels is None else [Link(reviewer, labels, "feedback")]
    if known is not None:
        links = [Link(id, known, "async"), *back]
        operations: tuple[Operation, ...] = tuple(Connect(link) for link in links)
        return Fix(f"Lead cases to {facts.name(known)}", operations)
    review = Add("human_review", "Human review", id, (Link(id, NEW, "async"), *back))
    return Fix("Let a person review cases", (review,))


RULE = Rule(
    "SEC012",
    "Automated decisions about people without human review",
    "security",
    "warning",
    "review",
    False,
    check,
)
