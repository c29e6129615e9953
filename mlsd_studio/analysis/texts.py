"""Reading lists of words under `attributes:`, which may hold anything."""

from __future__ import annotations


def texts(value: object) -> tuple[str, ...]:
    """The words of a list, or the one word; nothing where something else stands."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, (list, tuple)) else ()
