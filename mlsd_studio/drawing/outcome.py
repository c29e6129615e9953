"""How the outcome of a requirement looks everywhere: an icon, a colour token and a word, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutcomeLook:
    """Icon name, colour token and word of an outcome."""

    icon: str
    token: str
    word: str


OUTCOMES: dict[str, OutcomeLook] = {
    "met": OutcomeLook("circle-check", "ok", "met"),
    "close": OutcomeLook("circle-alert", "warn", "close"),
    "missed": OutcomeLook("circle-x", "bad", "missed"),
    "unknown": OutcomeLook("circle-help", "muted", "unknown"),
}


def utilisation_token(utilisation: float) -> str:
    """The colour token of a load over capacity: ok below 70 %, warn below 100 %, bad from there on."""
    return "ok" if utilisation < 0.7 else "warn" if utilisation < 1 else "bad"
