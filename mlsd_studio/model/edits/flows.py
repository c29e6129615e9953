"""Adding, turning and reconnecting flows."""

from __future__ import annotations

from typing import Any

from mlsd_studio.model.changes import Change
from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.records import Flow, FlowKind


def add_flow(
    document: Document, source: str, target: str, kind: FlowKind, **fields: Any
) -> tuple[Change, str]:
    """A new flow and its id, which is made of the ids of its ends."""
    builder = ChangeBuilder(document)
    id = builder.ids.take(f"{source}-{target}")
    builder.put("flows", Flow(id=id, source=source, target=target, kind=kind, **fields))
    return builder.build("Connect"), id


def flip_flow(document: Document, id: str) -> Change:
    """Swap the ends of a flow; it is routed anew."""
    flow = document.flows[id]
    builder = ChangeBuilder(document)
    builder.replace("flows", id, source=flow.target, target=flow.source)
    _forget_waypoints(builder, id)
    return builder.build("Flip flow")


def reconnect(document: Document, id: str, *, source: str | None = None, target: str | None = None) -> Change:
    """Move one or both ends of a flow to other elements."""
    flow = document.flows[id]
    builder = ChangeBuilder(document)
    builder.replace("flows", id, source=source or flow.source, target=target or flow.target)
    _forget_waypoints(builder, id)
    return builder.build("Reconnect")


def split_flow(builder: ChangeBuilder, id: str, middle: str, onward: FlowKind) -> str:
    """Lead a flow through `middle`: it ends there now, and a new flow of kind `onward` leads to its old end.

    `middle` may be a component that the builder only now puts. Answers the id of the new flow.
    """
    flow = builder.document.flows[id]
    builder.replace("flows", id, target=middle)
    _forget_waypoints(builder, id)
    new = builder.ids.take(f"{middle}-{flow.target}")
    index = builder.document.index_of("flows", id) + 1
    builder.put("flows", Flow(id=new, source=middle, target=flow.target, kind=onward), index)
    return new


def _forget_waypoints(builder: ChangeBuilder, id: str) -> None:
    if builder.document.layout.get(id) is not None:
        builder.place(id, None)
