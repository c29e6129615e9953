"""Words in and words out: lists under `attributes:`, which may hold anything, and lists in sentences."""

from __future__ import annotations

from collections.abc import Sequence


def texts(value: object) -> tuple[str, ...]:
    """The words of a list, or the one word; nothing where something else stands."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, (list, tuple)) else ()


def listed(words: Sequence[str]) -> str:
    """Words in a sentence: `a`, `a and b`, `a, b and c`; empty for none."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
