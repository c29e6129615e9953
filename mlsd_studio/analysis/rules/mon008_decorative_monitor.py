"""MON008 · Decorative monitor: it receives nothing, or has no reference

What it finds
A monitor, alerting or dashboard that nothing but other monitors is joined to (warning). A drift monitor that
gets nothing from a model or a prediction log, or nothing to compare with from training (info).

Why it matters
A box called drift monitor that no production data reaches looks safe in a review and detects nothing.

Example
    mlsd: 1
    components:
      - {id: service, kind: backend_service, name: Price service}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: quality, kind: quality_monitor, name: Quality monitor}
      - {id: board, kind: dashboard, name: Quality board}
    flows:
      - {id: service-metrics, from: service, to: metrics, kind: telemetry}
      - {id: metrics-board, from: metrics, to: board, kind: telemetry}
      - {id: quality-board, from: quality, to: board, kind: telemetry}

Instead
    mlsd: 1
    components:
      - {id: service, kind: backend_service, name: Price service}
      - {id: metrics, kind: metrics_monitor, name: Metrics}
      - {id: quality, kind: quality_monitor, name: Quality monitor}
      - {id: board, kind: dashboard, name: Quality board}
    flows:
      - {id: service-metrics, from: service, to: metrics, kind: telemetry}
      - {id: metrics-board, from: metrics, to: board, kind: telemetry}
      - {id: quality-board, from: quality, to: board, kind: telemetry}
      - {id: service-quality, from: service, to: quality, kind: telemetry}

When to ignore
A flow to the boundary around what is watched counts, so does a collector in between, and the monitor of a
cloud provider that managed services of the design bring along.

Source
ADR-013 of judeoyovbaire/mlops-platform (a drift detector without production data); ML Test Score, Monitor 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from mlsd_studio.analysis.arriving import CONTENT, comes_to
from mlsd_studio.analysis.context import ANCESTRY, Facts
from mlsd_studio.analysis.delivery import callers
from mlsd_studio.analysis.findings import Connect, Finding, Fix, Focus, Link
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined
from mlsd_studio.model.records import Component

JOINS = ("telemetry", "data", "feedback", "async")
RECEIVERS = frozenset({"user", "notification", "human_review"})
"""Who is told by a monitor and is not watched by it."""

SHOWS = frozenset({"alerting", "dashboard"})
SAMPLED_FROM: dict[str, tuple[str, ...]] = {
    "quality_monitor": ("prediction_log", "SERVING", "OWN_MODEL_SERVING"),
    "llm_observability": ("LLM_APP", "LLM"),
    "data_monitor": ("PIPELINE", "STORE"),
    "alerting": ("MONITOR",),
    "dashboard": ("MONITOR",),
}
"""Kind of monitor -> groups or facets of what it would look at, the nearest first."""

ANYTHING = ("SERVING", "OWN_MODEL_SERVING", "SELF_SERVE_CODE", "PIPELINE", "STORE")


def check(facts: Facts) -> Iterator[Finding]:
    """Monitors that look at nothing, then drift monitors with half of what they need."""
    kinds = facts.catalog.group("MONITOR") | SHOWS
    monitors = [component for component in facts.components.values() if component.kind in kinds]
    fed = _fed(facts, [component.id for component in monitors])
    half = _Halves(facts)
    for component in monitors:
        id, name = component.id, facts.name(component.id)
        if id in facts.external:
            continue
        if id not in fed and not _provided(facts, component):
            yield RULE.finding(
                id,
                f"{name} looks at nothing",
                f"Nothing that {name} could watch is joined to it, directly or through other monitors.",
                subjects=[(id, "receives nothing")],
                fixes=(half.fix(id) if component.kind == "drift_monitor" else _feed(facts, component),),
            )
        elif component.kind == "drift_monitor" and (missing := half.missing(id)):
            yield RULE.finding(
                id,
                f"{name} has nothing to compare",
                f"{name} gets {missing}, so it cannot tell how far live data has moved from training.",
                severity="info",
                subjects=[(id, "half a comparison")],
                fixes=(half.fix(id),),
            )


def _fed(facts: Facts, monitors: list[str]) -> set[str]:
    """Monitors joined to something that is none, and those that share in it."""
    passes = facts.group("MONITOR")
    own = set(monitors)
    queue = [id for id in monitors if any(_real(facts, own, hop) for hop in _joined(facts, id))]
    found = set(queue)
    for at in queue:
        if at not in passes:
            continue
        for _, other in _joined(facts, at):
            if other in own and other not in found:
                found.add(other)
                queue.append(other)
    return found


def _joined(facts: Facts, id: str) -> list[tuple[str, str]]:
    """What a monitor is joined to: flows either way, and what it asks."""
    asked = [(flow.id, other) for flow, other in facts.out[id] if flow.kind == "request"]
    askers = facts.group("MONITOR") | facts.with_facet("dashboard")
    asking = [
        (flow.id, other) for flow, other in facts.into[id] if flow.kind == "request" and other in askers
    ]
    return [*joined(facts, id, JOINS), *asked, *asking]


def _real(facts: Facts, monitors: set[str], hop: tuple[str, str]) -> bool:
    return hop[1] not in monitors and facts.components[hop[1]].kind not in RECEIVERS


def _provided(facts: Facts, component: Component) -> bool:
    """A provider's monitor, drawn to say that what managed services bring along is used."""
    return any(component.kind in facts.facets(id) for id in facts.managed if id != component.id)


class _Halves:
    """What drift monitors are given: live data, and a reference from training."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.live = facts.group("SERVING", "OWN_MODEL_SERVING") | facts.with_facet("prediction_log")
        self.live |= {caller for id in self.live & facts.external for caller in callers(facts, id)}
        trainers = [trainer.id for trainer in facts.trainers]
        sources = facts.reach(trainers, lambda flow: flow.kind in ANCESTRY, backward=True)
        known = facts.group("STORE", "FEATURE_PRODUCER") | facts.with_facet("data_validation")
        self.reference = {id for id in sources if id in known or id in trainers}
        self.reference |= (
            facts.with_facet("evaluation") | facts.group("FEATURE_SOURCE") if trainers else set()
        )
        self.trains = bool(trainers)

    @cached_property
    def _shown(self) -> list[str]:
        """What shows live data, logs first, else in file order."""
        facts, logs = self.facts, self.facts.with_facet("prediction_log")
        return sorted(self.live - facts.external, key=lambda one: (one not in logs, facts.order[one]))

    @cached_property
    def _known(self) -> tuple[list[str], list[str]]:
        """What can be compared with, in file order: all, and without the training jobs."""
        known = sorted(self.reference - self.live, key=self.facts.order.__getitem__)
        trainers = {trainer.id for trainer in self.facts.trainers}
        return known, [id for id in known if id not in trainers]

    def missing(self, id: str) -> str | None:
        """What a drift monitor lacks, in words."""
        if self._lacks_live(id):
            return "nothing from a model or a prediction log"
        return "no reference from training" if self._lacks_reference(id) else None

    def _lacks_live(self, id: str) -> bool:
        return not self.live & comes_to(self.facts, [id]).keys()

    def _lacks_reference(self, id: str) -> bool:
        models = self.facts.group("SERVING", "OWN_MODEL_SERVING")
        given = comes_to(self.facts, [id], CONTENT | {"artifact"}, past=models)
        return self.trains and not self.reference & given.keys()

    def fix(self, id: str) -> Fix:
        """Connect each half that is missing; where nothing is drawn to connect, show the monitor."""
        facts, halves, links = self.facts, [], []
        logs = facts.with_facet("prediction_log")
        seen = self._shown
        if self._lacks_live(id) and seen:
            halves.append(f"connect {facts.name(seen[0])}")
            links.append(Link(seen[0], id, "data" if seen[0] in logs else "telemetry"))
        known, stores = self._known
        if self._lacks_reference(id) and known:
            start = (stores or known)[-1]
            halves.append(f"compare with {facts.name(start)}")
            links.append(Link(start, id, "data" if stores else "telemetry"))
        if not links:
            return Fix(f"Show {facts.name(id)}", (Focus((id,)),))
        label = " and ".join(halves)
        return Fix(label[0].upper() + label[1:], tuple(Connect(link) for link in links))


def _feed(facts: Facts, component: Component) -> Fix:
    """Connect what the monitor would look at; where nothing is drawn, show the monitor."""
    groups = facts.catalog.kind_groups
    for name in (*SAMPLED_FROM.get(component.kind, ()), *ANYTHING):
        members = facts.group(name) if name in groups else facts.with_facet(name)
        able = [
            id
            for id in sorted(members - facts.external, key=facts.order.__getitem__)
            if id != component.id and facts.in_production(facts.components[id])
        ]
        if component.kind in SHOWS:
            monitors = facts.catalog.group("MONITOR") | SHOWS
            fed = _fed(facts, [id for id, c in facts.components.items() if c.kind in monitors])
            able = [id for id in able if id in fed] or able
        if able:
            kind = "data" if name == "prediction_log" else "telemetry"
            label = f"Connect {facts.name(able[0])} to {facts.name(component.id)}"
            return Fix(label, (Connect(Link(able[0], component.id, kind)),))
    return Fix(f"Show {facts.name(component.id)}", (Focus((component.id,)),))


RULE = Rule(
    "MON008", "Decorative monitor: it receives nothing, or has no reference", "monitoring", "warning",
    "sketch", False, check,
)  # fmt: skip
