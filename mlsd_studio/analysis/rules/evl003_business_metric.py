"""EVL003 · Business metric is stated but nothing measures it

What it finds
A requirement of category business in a design where nothing that users do reaches a warehouse, a dashboard
of the business, an experiment platform or a quality monitor. It is said once.

Why it matters
A model can win on the test set and lose money. The link has to be in the architecture.

Example
    mlsd: 1
    stage: review
    requirements:
      - {id: revenue, category: business, text: Two percent more revenue per search}
    components:
      - {id: api, kind: backend_service, name: Shop API}

Instead
    mlsd: 1
    stage: review
    requirements:
      - {id: revenue, category: business, text: Two percent more revenue per search}
    components:
      - {id: api, kind: backend_service, name: Shop API}
      - {id: warehouse, kind: data_warehouse, name: Warehouse, role: analytics}
    flows:
      - {id: api-warehouse, from: api, to: warehouse, kind: data}

When to ignore
Designs that state no business requirement are not asked. A dashboard that reads the product's own database
counts.

Source
ML Test Score, Model 2; AWS Machine Learning Lens MLOPS01-BP03, MLPERF01-BP01 and MLCOST06-BP02; Mercari ML
system design patterns (offline-only anti-pattern).
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.arriving import comes_to
from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import NEW, Add, Connect, Evidence, Finding, Fix, Link
from mlsd_studio.analysis.rule import Rule

MEASURES = ("data_warehouse", "bi_dashboard", "experiment_platform", "quality_monitor")


def check(facts: Facts) -> Iterator[Finding]:
    """Once for the design."""
    stated = [one for one in facts.document.requirements.values() if one.category == "business"]
    if not stated:
        return
    people = facts.group("ENTRY", "SELF_SERVE_CODE", "LLM_APP")
    people |= {id for id, c in facts.components.items() if "outcome" in (c.role or "").lower()}
    measures = frozenset[str]().union(*(facts.with_facet(facet) for facet in MEASURES))
    if people & comes_to(facts, sorted(measures)).keys() or not people:
        return
    text = stated[0].text or stated[0].id
    able = sorted(facts.group("SELF_SERVE_CODE"), key=facts.order.__getitem__)
    start = next((id for id in able if id in facts.all_called), able[0] if able else None)
    yield RULE.finding(
        "design",
        "Nothing measures the business metric",
        f"{text.rstrip('.')}: nothing that users do reaches a place where that could be read off.",
        subjects=[(start or sorted(people)[0], "sees what users do")],
        evidence=(Evidence("business requirement", stated[0].id, origin="stated"),),
        requirement=stated[0].id,
        fixes=_fixes(facts, start, sorted(measures, key=facts.order.__getitem__)),
    )


def _fixes(facts: Facts, start: str | None, measures: list[str]) -> tuple[Fix, ...]:
    if start is None:
        return ()
    kind = "telemetry" if measures and measures[0] in facts.group("MONITOR") else "async"
    if measures:
        link = Link(start, measures[0], kind)
        return (Fix(f"Send what users do to {facts.name(measures[0])}", (Connect(link),)),)
    stream = facts.first_of("event_stream")
    if stream is not None:
        flows = (Link(stream, NEW, "data"),)
        add = Add("experiment_platform", "Experiment platform", stream, flows)
        return (Fix("Measure it in an experiment platform", (add, Connect(Link(start, stream, "async")))),)
    events = Add("event_stream", "User events", start, (Link(start, NEW, "async"),))
    platform = Add("experiment_platform", "Experiment platform", start, (Link(NEW, "$2", "data"),))
    return (Fix("Measure it in an experiment platform", (events, platform)),)


RULE = Rule(
    "EVL003", "Business metric is stated but nothing measures it", "evaluation", "warning", "review", False,
    check,
)  # fmt: skip
