"""Where the open findings are: the worst severity of each element, and which rules speak of it."""

from __future__ import annotations

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.session.overlay import Overlay, Tint
from mlsd_studio.session.overlays.questions import Question
from mlsd_studio.session.session import Session

LOOKS = {"error": ("bad", 0.9), "warning": ("warn", 0.6), "info": ("accent", 0.3)}
WORDS = {"error": "An error", "warning": "A warning", "info": "For information"}


def findings(session: Session) -> Overlay | None:
    """Elements by the worst of their open findings; None where nothing drawn has any."""
    by_id: dict[str, list[Finding]] = {}
    for one in session.findings:
        if one.decided or not one.subjects or one.severity not in LOOKS:
            continue
        if session.document.find(one.subjects[0].id):
            by_id.setdefault(one.subjects[0].id, []).append(one)
    if not by_id:
        return None
    order = list(LOOKS)
    tints: dict[str, Tint] = {}
    for id, open_ones in by_id.items():
        worst = min(open_ones, key=lambda one: order.index(one.severity))
        more = f" +{len(open_ones) - 1}" if len(open_ones) > 1 else ""
        tints[id] = Tint(*LOOKS[worst.severity], f"{worst.code}{more}")
    shown = {tint.token for tint in tints.values()}
    legend = [(LOOKS[level][0], WORDS[level]) for level in order if LOOKS[level][0] in shown]
    return Overlay("findings", "Open findings", tints, None, tuple(legend))


QUESTION = Question(
    "findings", "Findings", "triangle-alert", 1, findings,
    "Nothing open: the rules are content, or all was decided", of_findings=True,
)  # fmt: skip
