"""What was answered about a job, stated in a design: requirements, traffic, the team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlsd_studio.catalog import catalog
from mlsd_studio.model import Change, Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.quantities import Rate
from mlsd_studio.model.records import Constraint, Journey, Requirement
from mlsd_studio.model.targets import normalised_target

PERSONAL = "personal_data"
"""The answer that personal data of people in the EU is handled."""

_WANTED: tuple[tuple[str, str, str, str, float], ...] = (
    ("p95_ms", "latency_p95", "system", "<= {:.12g} ms", 1.0),
    ("qps_peak", "throughput", "system", ">= {:.12g} rps", 1.0),
    ("availability", "availability", "system", ">= {:.12g} %", 100.0),
    ("freshness_max_s", "feature_freshness", "ml", "<= {:.12g} min", 1 / 60),
    ("cost_month_max", "cost", "system", "<= {:.12g} {currency}/month", 1.0),
)
"""Answer, metric, category, target, and what the answer is multiplied with to stand in it."""


def state_answers(document: Document, known: Mapping[str, Any]) -> Change:
    """Requirements, the traffic and the team as answered, by the names of the advisor's inputs; one step.

    Raises TargetError for a number that cannot be a target, such as a latency of nothing.
    """
    builder = ChangeBuilder(document)
    currency = document.design.currency or catalog().constants.currency
    for name, metric, category, target, factor in _WANTED:
        if known.get(name) is not None:
            text = normalised_target(metric, target.format(known[name] * factor, currency=currency))
            row = Requirement(
                id=builder.ids.take(metric.replace("_", "-")),
                category=category,  # type: ignore[arg-type]
                metric=metric,  # type: ignore[arg-type]
                target=text,
                priority="must",
            )
            builder.put("requirements", row)
    if known.get(PERSONAL):
        words = "Personal data of people in the EU is handled under the GDPR"
        law = Requirement(id=builder.ids.take("gdpr"), category="system", text=words, compliance="gdpr")
        builder.put("requirements", law)
    if known.get("team_engineers") is not None:
        people = f"{known['team_engineers']:g} engineers"
        team = Constraint(id=builder.ids.take("team"), category="team", aspect="resources", value=people)
        builder.put("constraints", team)
    entry = _entry(document)
    if known.get("qps_peak") is not None and entry is not None and not document.journeys:
        rate = Rate.parse(f"{known['qps_peak']:.12g} rps")
        name = f"{document.components[entry].name or entry} journey"
        builder.put(
            "journeys", Journey(id=builder.ids.take(f"{entry}-journey"), name=name, entry=entry, rate=rate)
        )
    return builder.build("State what it must do")


def _entry(document: Document) -> str | None:
    """Where users come in: the first entry that only calls; None where there is none."""
    entries = catalog().group("ENTRY")
    called = {flow.target for flow in document.flows.values() if flow.kind == "request"}
    found = (one.id for one in document.components.values() if one.kind in entries and one.id not in called)
    return next(found, None)
