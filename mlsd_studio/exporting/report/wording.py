"""The report's words: dates, counts, targets, names, written as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from mlsd_studio.analysis.numbers.wording import target_words
from mlsd_studio.drawing.card import names_of
from mlsd_studio.model import Document
from mlsd_studio.model.records import Requirement

MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
METRICS = {
    "latency_p50": "Answer time, p50",
    "latency_p95": "Answer time, p95",
    "latency_p99": "Answer time, p99",
    "throughput": "Throughput",
    "availability": "Availability",
    "cost": "Cost",
    "feature_freshness": "Feature freshness",
    "model_age": "Model age",
    "label_delay": "Label delay",
    "rpo": "Data loss at most (RPO)",
    "rto": "Time to recover (RTO)",
    "maintainability": "Maintainability",
}
CATEGORIES = {"business": "business", "ml": "ML", "system": "system"}
_UNIT = re.compile(r"(?<=\d) (?=[A-Za-z%])")


def day(value: date) -> str:
    """A date such as "22 November 2026"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 error", "3 warnings"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(parts: Iterable[str]) -> str:
    """Parts that are not empty, with dots between them; no line starts with a dot or a lone unit."""
    words = "\u00a0· ".join(part for part in parts if part)
    return _UNIT.sub("\u00a0", words)


def spoken(token: str) -> str:
    """An identifier of the file as words: `business_priority` -> "business priority"."""
    return token.replace("_", " ")


def target(requirement: Requirement) -> str:
    """The target with proper signs, such as "≤ 100 ms", and the growth it must bear."""
    words = target_words(requirement.metric or "", requirement.target) if requirement.target else ""
    growth = f"up to {requirement.growth:g}×" if requirement.growth and requirement.growth != 1 else ""
    return joined([words, growth])


def requirement_name(requirement: Requirement) -> str:
    """What is required in a few words; the metric's name, else the text, else the id."""
    if requirement.metric:
        return METRICS[requirement.metric]
    if requirement.compliance:
        return f"Compliance: {requirement.compliance.upper()}"
    return requirement.text or requirement.id


def requirement_words(document: Document, id: str | None) -> str:
    """A requirement by name, target and id: "Availability ≥ 99.9 % (uptime)"; an unknown id as it is."""
    requirement = document.requirements.get(id or "")
    if requirement is None:
        return id or ""
    words = " ".join(part for part in (requirement_name(requirement), target(requirement)) if part)
    return words if words == requirement.id else f"{words} ({requirement.id})"


def element_name(document: Document, id: str) -> str:
    """The name of any element: what its card, frame or flow is called."""
    component = document.components.get(id)
    if component is not None:
        return names_of(component)[0]
    flow = document.flows.get(id)
    if flow is not None:
        return f"{element_name(document, flow.source)} → {element_name(document, flow.target)}"
    found = document.find(id)
    return str(getattr(found[1], "name", None) or id) if found else id


def path_words(document: Document, path: Iterable[str]) -> str:
    """A path by the names of its components; flows between them are the arrows."""
    steps = [id for id in path if id not in document.flows]
    return " → ".join(element_name(document, id) for id in steps)


def short_digest(digest: str) -> str:
    """The ends of a SHA-256 in hex: enough to compare two printouts."""
    return f"{digest[:4]}…{digest[-4:]}" if len(digest) > 12 else digest
