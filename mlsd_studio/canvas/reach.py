"""What is joined to an element by flows: next to it, before it, behind it. Pure functions over a document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from mlsd_studio.model.document import Document

Way = Literal["neighbours", "upstream", "downstream"]


def reached(document: Document, ids: Iterable[str], way: Way) -> frozenset[str]:
    """The elements with all that flows join to them one step around, all before them, or all behind them.

    The flows on the way are among the answer. Loops end where they began.
    """
    seen = set(ids)
    flows: set[str] = set()
    waiting = list(seen)
    while waiting:
        id = waiting.pop()
        for table, name in document.referrers(id):
            flow = document.flows.get(name) if table == "flows" else None
            if flow is None:
                continue
            forward, back = flow.source == id, flow.target == id
            if (way == "downstream" and not forward) or (way == "upstream" and not back):
                continue
            other = flow.target if forward else flow.source
            flows.add(flow.id)
            if other not in seen:
                seen.add(other)
                if way != "neighbours":
                    waiting.append(other)
    return frozenset(seen | flows)


def path_of(document: Document, flow: str) -> frozenset[str]:
    """The paths that a flow belongs to: all that leads to its source, and all that its target leads to."""
    record = document.flows[flow]
    before = reached(document, [record.source], "upstream")
    return before | reached(document, [record.target], "downstream") | {flow}
