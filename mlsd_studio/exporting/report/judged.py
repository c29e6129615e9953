"""Requirements on page one: target, computed value, margin, who contributes most; and what to say of them."""

from __future__ import annotations

from typing import Any

from mlsd_studio.analysis.numbers.engine import must_missed
from mlsd_studio.analysis.numbers.results import Numbers, Verdict
from mlsd_studio.analysis.numbers.wording import contribution, margin_words, reading
from mlsd_studio.exporting.report.blocks import Mark, ruled, stack
from mlsd_studio.exporting.report.style import paragraph
from mlsd_studio.exporting.report.wording import (
    count,
    element_name,
    joined,
    requirement_name,
    target,
)
from mlsd_studio.model import Document
from mlsd_studio.model.records import Requirement

SHARES = (0.2, 0.19, 0.165, 0.13, 0.315)


def outcome_words(numbers: Numbers | None) -> str:
    """How many requirements are missed, close or unknown: `1 of 5 requirements missed, 1 close`."""
    worst = _worst(numbers)
    tallies = [(word, sum(one == word for one in worst.values())) for word in ("missed", "close", "unknown")]
    shown = [(word, number) for word, number in tallies if number]
    if not shown:
        return ""
    (word, number), *rest = shown
    first = f"{number} of {count(len(worst), 'requirement')} {word}"
    return ", ".join([first, *(f"{more} {other}" for other, more in rest)])


def must_be_met(numbers: Numbers | None) -> bool:
    """True where a requirement of priority must is missed."""
    return bool(must_missed(numbers.verdicts)) if numbers is not None else False


def assumed_words(numbers: Numbers | None) -> str:
    """How many defaults the numbers rest on."""
    number = len(numbers.assumptions) if numbers is not None else 0
    return f"{count(number, 'assumption')} not confirmed" if number else ""


def _worst(numbers: Numbers | None) -> dict[str, str]:
    """The worst outcome of each requirement."""
    order = ("missed", "unknown", "close", "met")
    found: dict[str, str] = {}
    for one in numbers.verdicts if numbers is not None else ():
        if one.growth is None:
            known = found.get(one.requirement, "met")
            found[one.requirement] = min(known, one.outcome, key=order.index)
    return found


def requirements(document: Document, numbers: Numbers | None, width: float) -> Any:
    """The table: a row for each requirement and journey; what has no metric says what satisfies it."""
    rows: list[list[Any]] = []
    for requirement in document.requirements.values():
        judged = [one for one in numbers.verdicts if one.requirement == requirement.id] if numbers else []
        now = [one for one in judged if one.growth is None]
        several = len(now) > 1
        rows += [
            _judged(document, numbers, requirement, one, _later(judged, one), several)
            for one in now if numbers is not None
        ] or [_unjudged(document, requirement)]  # fmt: skip
    head = ("", "Requirement", "Target", "Computed", "Margin", "Largest contributor")
    widths = [17, *((width - 17) * share for share in SHARES)]
    spans = [(place, 1, 4) for place, row in enumerate(rows) if row[2] == ""]
    return ruled(rows, widths, head, 4.4, spans)


def _later(judged: list[Verdict], now: Verdict) -> Verdict | None:
    return next((one for one in judged if one.growth is not None and one.journey == now.journey), None)


def _judged(
    document: Document, numbers: Numbers | None, requirement: Requirement, one: Verdict, later: Verdict | None,
    several: bool,
) -> list[Any]:  # fmt: skip
    who = element_name(document, one.contributor) if one.contributor else ""
    share = contribution(numbers, one) if numbers is not None else ""
    gaps = count(len(one.value.missing), "input") + " missing" if one.value.missing else ""
    growth = f"{later.growth:g}× {later.outcome}" if later is not None and later.growth else ""
    journey = element_name(document, one.journey) if one.journey and several else ""
    said = joined([", ".join(part for part in (who, share) if part), growth, gaps])
    value = reading(one.metric, one.value, one.target)
    shown = value if value == one.outcome else f"{value} {one.outcome}"
    return [
        Mark(one.outcome),
        _name(requirement, journey),
        paragraph(target(requirement)),
        paragraph(shown, one.outcome),
        paragraph(margin_words(one).replace(" a year", "/yr") or "–"),
        paragraph(said or "–", "quiet"),
    ]


def _unjudged(document: Document, requirement: Requirement) -> list[Any]:
    linked = [element_name(document, id) for id in requirement.satisfied_by or ()]
    regions = f"in {', '.join(requirement.regions)}" if requirement.regions else ""
    served = (
        f"satisfied by {', '.join(linked)}" if linked else "" if requirement.metric else "linked to nothing"
    )
    about = paragraph(joined([served, regions]), "quiet")
    if requirement.metric is None:
        return [Mark("linked" if linked else "unknown"), _name(requirement, ""), "", "", "", about]
    cells = (target(requirement) or "–", "–", "–")
    return [Mark("unknown"), _name(requirement, ""), *(paragraph(words) for words in cells), about]


def _name(requirement: Requirement, journey: str) -> list[Any]:
    """The requirement by name; what else is said of it only where no computed value says it better."""
    name = requirement_name(requirement)
    text = requirement.text if requirement.metric is None and requirement.text != name else None
    return stack(
        paragraph(f"{name}, {journey}" if journey else name, "strong"),
        paragraph(text, "small") if text else None,
    )
