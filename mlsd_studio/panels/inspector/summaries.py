"""What a listed record says while it is folded: its state, what it is, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mlsd_studio.analysis.numbers.results import Numbers
from mlsd_studio.analysis.numbers.wording import (
    grouped,
    margin_words,
    metric_title,
    reading,
    target_words,
    worst,
)
from mlsd_studio.drawing.outcome import OUTCOMES
from mlsd_studio.model import Document
from mlsd_studio.model.records import Constraint, Journey, Requirement
from mlsd_studio.panels.naming import name_of


@dataclass(frozen=True, slots=True)
class Summary:
    """Icon with its colour token, title, a muted line, and all of it for the tooltip."""

    icon: str
    token: str
    title: str
    line: str
    tip: str = ""


def summary(document: Document, numbers: Numbers | None, record: Any) -> Summary:
    """What the folded row of a record shows."""
    if isinstance(record, Requirement):
        return _metric(document, numbers, record) if record.metric else _text(document, record)
    if isinstance(record, Constraint):
        return _constraint(record)
    if isinstance(record, Journey):
        return _journey(document, record)
    about = ", ".join(name_of(document, id) for id in record.about or ())
    until = f"until {record.until}" if record.until else ""
    line = _dots(until, about, "" if record.name is None else record.text or "")
    return Summary("circle-dot", "muted", record.name or record.text or record.id, line)


def _metric(document: Document, numbers: Numbers | None, wanted: Requirement) -> Summary:
    metric = wanted.metric or ""
    title = f"{metric_title(metric)} {target_words(metric, wanted.target)}"
    found = [one for one in numbers.verdicts if one.requirement == wanted.id] if numbers else []
    verdict = worst(found)
    where = name_of(document, wanted.journey) if wanted.journey else ""
    if verdict is None:
        return Summary("circle-help", "muted", title, _dots(where, wanted.priority or ""), wanted.text or "")
    look = OUTCOMES[verdict.outcome]
    value = reading(metric, verdict.value, verdict.target)
    state = look.word if value == look.word else f"{look.word}: {value}"
    margin = margin_words(verdict)
    line = _dots(state, "" if margin == value else margin, where, wanted.priority or "")
    return Summary(look.icon, look.token, title, line, verdict.note or wanted.text or "")


def _text(document: Document, wanted: Requirement) -> Summary:
    names = ", ".join(name_of(document, id) for id in wanted.satisfied_by or ())
    regime = (wanted.compliance or "").replace("_", " ").upper()
    title = wanted.text or (f"Compliance: {regime}" if regime else wanted.id)
    regions = f"data stays in {', '.join(wanted.regions)}" if wanted.regions else ""
    linked = f"satisfied by {names}" if names else "linked to nothing yet"
    icon, token = ("link", "ok") if names else ("unlink", "muted")
    return Summary(icon, token, title, _dots(linked, regime if wanted.text else "", regions))


def _constraint(held: Constraint) -> Summary:
    value = "" if held.value is None else str(held.value)
    title = _dots((held.aspect or "").capitalize(), value) or held.text or held.id
    line = "" if title == held.text else held.text or ""
    return Summary("lock", "muted", title, line)


def _journey(document: Document, journey: Journey) -> Summary:
    rate = f"{grouped(journey.rate.amount)} {journey.rate.unit}" if journey.rate else "rate not stated"
    average = (
        f"{grouped(journey.average.amount)} {journey.average.unit} on average" if journey.average else ""
    )
    line = _dots(rate, average, f"enters at {name_of(document, journey.entry)}")
    known = journey.rate is not None
    icon, token = ("route", "accent") if known else ("circle-help", "muted")
    return Summary(icon, token, journey.name or journey.id, line)


def _dots(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
