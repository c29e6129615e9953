"""Writing down what was decided about findings, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.records import Decision

VERBS = {"accepted": "Accept", "mitigated": "Mark as mitigated", "not_applicable": "Mark as not applicable",
         "deferred": "Defer"}  # fmt: skip
"""Status -> what deciding so is called in the history."""


def decide(document: Document, decisions: Iterable[Decision]) -> Change:
    """Write decisions, each over the one about the same finding if there is one; one step for all."""
    builder = ChangeBuilder(document)
    made = list(decisions)
    for decision in made:
        builder.put("decisions", decision)
    statuses = {decision.status for decision in made}
    verb = VERBS[made[0].status] if len(statuses) == 1 else "Decide about"
    return builder.build(f"{verb} {_what([decision.finding for decision in made])}")


def withdraw(document: Document, keys: Iterable[str]) -> Change:
    """Remove the decisions about these findings; a key without a decision is passed over."""
    builder = ChangeBuilder(document)
    known = [key for key in dict.fromkeys(keys) if key in document.decisions]
    for key in known:
        builder.remove("decisions", key)
    word = "decision" if len(known) == 1 else "decisions"
    return builder.build(f"Withdraw {word} about {_what(known)}")


def _what(keys: list[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{len(keys)} findings"
