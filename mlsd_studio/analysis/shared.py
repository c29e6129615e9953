"""Facts that several rules need and that are too special for `Facts` itself: worked out once per state."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from mlsd_studio.analysis.context import Facts

Found = TypeVar("Found")


def once(work: Callable[[Facts], Found]) -> Callable[[Facts], Found]:
    """A function of the facts that works its answer out once and keeps it for as long as the facts live."""
    kept: WeakKeyDictionary[Facts, Found] = WeakKeyDictionary()

    @wraps(work)
    def answer(facts: Facts) -> Found:
        if facts not in kept:
            kept[facts] = work(facts)
        return kept[facts]

    return answer
