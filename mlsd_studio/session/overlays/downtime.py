"""What costs the journeys their availability: the share of the downtime that a perfect component would save."""

from __future__ import annotations

from mlsd_studio.analysis.numbers.wording import percent
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.questions import Question
from mlsd_studio.session.session import Session

LARGE, LEAST = 0.25, 0.005
"""Shares from which an element stands out, and below which it is left alone."""


def downtime(session: Session) -> Overlay | None:
    """Components and boundaries by the worst of their shares over the journeys; None where none is known."""
    numbers = session.numbers
    if numbers is None:
        return None
    shares: dict[str, float] = {}
    for journey in numbers.journeys.values():
        for unit in journey.units:
            if unit.share >= LEAST and session.document.find(unit.subject):
                shares[unit.subject] = max(shares.get(unit.subject, 0.0), min(1.0, unit.share))
    if not shares:
        return None
    tints = {
        id: Tint("bad" if share >= LARGE else "warn", round(0.2 + 0.7 * share, 2), percent(share))
        for id, share in shares.items()
    }
    used = {tint.token for tint in tints.values()}
    rows = (("bad", f"{percent(LARGE)} of the downtime or more"), ("warn", "Less; shares overlap"))
    several = " (worst journey)" if len(numbers.journeys) > 1 else ""
    title = f"Share of downtime{several}"
    return Overlay("downtime", title, tints, None, tuple(row for row in rows if row[0] in used))


QUESTION = Question(
    "downtime", "Availability: share of downtime", "activity", 7, downtime,
    "Not known yet: state a journey, and the availability of what it passes", of_numbers=True,
)  # fmt: skip
