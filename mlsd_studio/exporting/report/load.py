"""Who carries how much, and what the numbers rest on: the two tables behind page one."""

from __future__ import annotations

from typing import Any

from mlsd_studio.analysis.numbers.busy import Busy, busiest, needed_words
from mlsd_studio.analysis.numbers.inputs import Assumption
from mlsd_studio.analysis.numbers.wording import amount, field_words, grouped, used_words
from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.outcome import utilisation_token
from mlsd_studio.exporting.records import Options
from mlsd_studio.exporting.report.blocks import heading, ruled, stack
from mlsd_studio.exporting.report.style import paragraph
from mlsd_studio.exporting.report.wording import element_name, joined
from mlsd_studio.model import Document
from mlsd_studio.model.records import Component, Cost, Latency

MOST = 25
"""Bottlenecks that are listed; the others are less busy."""

STATED = ("replicas", "availability", "latency", "capacity", "cost", "max_utilisation", "storage")
STYLES = {"ok": "met", "warn": "close", "bad": "missed"}


def bottlenecks(document: Document, options: Options, width: float) -> list[Any]:
    """The components that carry load, the busiest first; a sentence where no journey brings any."""
    numbers = options.numbers
    if numbers is None:
        return []
    found = [one for one in busiest(numbers) if one.id in document.components]
    if not found:
        return [*heading("Bottlenecks"), paragraph("No journey brings load.", "quiet")]
    rows = [_busy(document, one) for one in found[:MOST]]
    head = (
        "Component",
        "Load",
        "Capacity",
        "Utilisation",
        "Replicas",
        "Needed 1× / 3× / 10×",
        "Saturates at",
    )
    shares = (0.23, 0.11, 0.12, 0.1, 0.09, 0.16, 0.19)
    story = [*heading("Bottlenecks"), ruled(rows, [width * share for share in shares], head)]
    if len(found) > MOST:
        story.append(paragraph(f"{len(found) - MOST} more are less busy.", "quiet"))
    if numbers.retry_storms:
        names = ", ".join(element_name(document, id) for id in numbers.retry_storms)
        story.append(paragraph(f"Retry storm: repeated calls alone keep {names} overloaded.", "body"))
    return story


def _busy(document: Document, one: Busy) -> list[Any]:
    load, used, whole = one.numbers.load, one.numbers.utilisation, one.whole
    shown = paragraph("unknown", "unknown")
    if used is not None:
        shown = paragraph(used_words(used), STYLES[utilisation_token(used)])
    return [
        paragraph(element_name(document, one.id), "strong"),
        paragraph("–" if load is None else f"{grouped(load)} rps"),
        paragraph("–" if whole is None else f"{grouped(whole)} rps"),
        shown,
        paragraph("–" if one.numbers.replicas is None else str(one.numbers.replicas)),
        paragraph(needed_words(one.numbers) or "–"),
        paragraph(one.end or "–", "quiet"),
    ]


def assumptions(document: Document, options: Options, width: float) -> list[Any]:
    """What the numbers rest on: first what nobody confirmed, then what was stated, then what was measured."""
    numbers = options.numbers
    if numbers is None:
        return []
    rows = [_assumed(document, one) for one in numbers.assumptions]
    open_ones = len(rows)
    known = sorted(
        ((_measured(component, field), component, field)
         for component in document.components.values() for field in STATED
         if getattr(component, field) is not None),
        key=lambda row: bool(row[0]),
    )  # fmt: skip
    rows += [_confirmed(document, *row) for row in known]
    if not rows:
        return []
    head = ("Component", "Number", "Value", "Origin")
    table = ruled(rows, [width * share for share in (0.27, 0.2, 0.23, 0.3)], head, 3.6)
    words = (
        "Defaults of the catalogue stand first. Confirm or replace them in the inspector; until then a number "
        "that rests on one is no better than an order of magnitude."
    )
    title = f"Assumptions ({open_ones} not confirmed)" if open_ones else "Assumptions (all confirmed)"
    return [*heading(title), paragraph(words, "quiet"), table]


def _assumed(document: Document, one: Assumption) -> list[Any]:
    basis = "" if one.basis in ("assume", None) else catalog().sources.get(str(one.basis), "")
    subject = "the design" if one.subject == "design" else element_name(document, one.subject)
    return [
        paragraph(subject, "strong"),
        paragraph(field_words(one.field)),
        paragraph(one.note or _assumed_value(one)),
        stack(paragraph("default, not confirmed", "close"), paragraph(basis, "small") if basis else None),
    ]


def _assumed_value(one: Assumption) -> str:
    return "–" if one.value is None else amount(one.field, one.value, one.unit)


def _measured(component: Component, field: str) -> str:
    origin = (component.origin or {}).get(field, "")
    return origin if origin.startswith("measured") else ""


def _confirmed(document: Document, measured: str, component: Component, field: str) -> list[Any]:
    return [
        paragraph(element_name(document, component.id), "strong"),
        paragraph(field_words(field)),
        paragraph(_value(getattr(component, field))),
        paragraph(measured or "stated", "met" if measured else "quiet"),
    ]


def _value(value: object) -> str:
    if isinstance(value, Latency):
        parts = (("p50", value.p50), ("p95", value.p95))
        return joined(f"{name} {one}" for name, one in parts if one is not None)
    if isinstance(value, Cost):
        return joined(str(one) for one in (value.replica, value.calls, value.gb) if one is not None)
    return str(value)
