"""Findings that no rule makes, and what they mean: about the catalogue, decisions, rules, a team's files."""

from __future__ import annotations

NOTICES = {
    "CAT001": "The catalogue does not know the kind or the technology of a component, or does not list the technology "
    "for that kind. Rules that ask for a kind pass such a component by, and its numbers have no default. Choose "
    "another, or bring the team's folder that adds it.",
    "DEC001": "A decision says until when it holds. That day is over, so its finding is open again. Decide again, "
    "renew the decision, or remove it and mend the design.",
    "DEC002": "What was decided about does not occur any more: it was mended, or its subject was removed. The "
    "decision can go.",
    "RUN001": "A rule stopped with an error. The other rules have run; what this one would have said is unknown.",
    "TEAM001": "A file in the team's folder .mlsd has a mistake. The entry it stands in is left out, the rest counts. "
    "Mend the line that is named.",
}
"""Code -> what it means."""
