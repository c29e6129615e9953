"""What each component costs a month, and its share of the whole."""

from __future__ import annotations

from mlsd_studio.analysis.numbers.wording import money_words, percent
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.questions import NONE, Question
from mlsd_studio.session.session import Session

LARGE = 0.25
"""From this share of the whole month on, a component stands out."""


def cost(session: Session) -> Overlay | None:
    """Components by their part of the month; None where no cost is known."""
    numbers = session.numbers
    if numbers is None:
        return None
    parts = {id: one for id, one in numbers.costs.by_component.items() if id in session.document.components}
    total = sum(one.total for one in parts.values())
    if not total:
        return None
    most = max(one.total for one in parts.values())
    tints: dict[str, Tint] = {}
    for id, one in parts.items():
        if not one.total:
            if one.missing:
                tints[id] = Tint(NONE, 0.3, "cost unknown")
            continue
        share = one.total / total
        words = money_words(one.total, numbers.costs.currency)
        token = "warn" if share >= LARGE else "accent"
        least = "≥ " if one.missing else ""
        strength = round(0.2 + 0.7 * one.total / most, 2)
        tints[id] = Tint(token, strength, f"{least}{words} · {percent(share)}")
    used = {tint.token for tint in tints.values()}
    rows = (
        ("warn", f"{percent(LARGE)} of the month or more"),
        ("accent", "Less: the stronger, the dearer"),
        (NONE, "Not known"),
    )
    title = f"Cost: {money_words(total, numbers.costs.currency)} a month"
    return Overlay("cost", title, tints, None, tuple(row for row in rows if row[0] in used))


QUESTION = Question(
    "cost", "Cost", "coins", 5, cost,
    "No cost is known: state replicas and prices in the inspector", of_numbers=True,
)  # fmt: skip
