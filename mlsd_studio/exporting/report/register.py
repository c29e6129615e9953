"""The component register: every component with what is stated of it and where the numbers come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlsd_studio.drawing.card import names_of
from mlsd_studio.exporting.report.blocks import heading, ruled, stack
from mlsd_studio.exporting.report.style import paragraph
from mlsd_studio.exporting.report.wording import element_name, joined, spoken
from mlsd_studio.model import Document
from mlsd_studio.model.integrity import parents
from mlsd_studio.model.records import Component

_FIELDS = (
    "managed", "scope", "environment", "exposure", "auth", "availability", "common", "capacity",
    "concurrency", "cold_start", "max_utilisation", "storage", "encrypted_at_rest", "retention", "backup",
    "partitions", "schedule", "duration", "decision_effect", "role", "rollout",
)  # fmt: skip


def register(document: Document, width: float) -> list[Any]:
    """The flowables of the section; a sentence for a design without components."""
    if not document.components:
        return [*heading("Component register"), paragraph("The design has no components.", "quiet")]
    homes = parents(document.boundaries.values())
    rows = [_row(document, component, homes) for component in document.components.values()]
    head = ("Component", "Where, whose", "Stated", "Source of the numbers")
    table = ruled(rows, [width * share for share in (0.27, 0.18, 0.34, 0.21)], head)
    return [*heading(f"Component register ({len(rows)})"), table]


def _row(document: Document, component: Component, homes: dict[str, str]) -> list[Any]:
    title, subtitle = names_of(component)
    home = element_name(document, homes[component.id]) if component.id in homes else ""
    where = stack(
        paragraph(home or "–", "quiet"), paragraph(component.owner, "quiet") if component.owner else None
    )
    name = stack(
        paragraph(title, "strong"), paragraph(subtitle, "quiet") if subtitle else None,
        paragraph(component.id, "small"), paragraph(component.notes, "small") if component.notes else None,
    )  # fmt: skip
    stated = joined(stated_fields(component)) or "nothing stated"
    return [name, where, paragraph(stated, "quiet"), paragraph(sources(component), "quiet")]


def stated_fields(component: Component) -> Iterator[str]:
    """The stated fields of a component, each in a few words, in the order of the file."""
    if component.replicas is not None:
        needs = f" (needs {component.needs})" if component.needs is not None else ""
        yield f"{component.replicas} replica{'' if component.replicas == 1 else 's'}{needs}"
    elif component.needs is not None:
        yield f"needs {component.needs}"
    if component.autoscaling:
        low, high = component.autoscaling.min, component.autoscaling.max
        yield f"autoscaling {'?' if low is None else low}–{'?' if high is None else high}"
    if component.zones:
        yield f"zones {', '.join(component.zones)}"
    if component.latency:
        yield joined_latency(component)
    if component.cost:
        prices = (component.cost.replica, component.cost.calls, component.cost.gb)
        yield " + ".join(str(price) for price in prices if price is not None)
    if component.data_classes:
        yield f"data: {', '.join(spoken(one) for one in component.data_classes)}"
    for field in _FIELDS:
        value = getattr(component, field)
        if value is not None:
            yield _field(field, value)
    if component.tags:
        yield f"tags: {', '.join(component.tags)}"


def joined_latency(component: Component) -> str:
    """The stated latencies, such as "p50 14 ms, p95 38 ms"."""
    latency = component.latency
    if latency is None:
        return ""
    parts = (("p50", latency.p50), ("p95", latency.p95))
    return ", ".join(f"{name} {value}" for name, value in parts if value is not None)


def sources(component: Component) -> str:
    """Where its numbers come from: what the file says, else stated or the catalogue."""
    said = component.origin or {}
    known = [f"{spoken(field)}: {origin}" for field, origin in said.items()]
    numbers = ("availability", "latency", "capacity", "cost")
    stated = [name for name in numbers if getattr(component, name) is not None and name not in said]
    missing = [name for name in numbers if getattr(component, name) is None]
    return joined(
        [
            *known,
            f"stated: {', '.join(stated)}" if stated else "",
            f"catalogue: {', '.join(missing)}" if missing else "",
        ]
    )


def _field(field: str, value: object) -> str:
    if value is True:
        return spoken(field)
    if value is False:
        return f"not {spoken(field)}"
    return f"{spoken(field)} {spoken(str(value)) if isinstance(value, str) else value}"
