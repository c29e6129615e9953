"""The design as a networkx multigraph, kept equal to the records by every change.

A node is the id of a component, boundary or group (attribute `table`); an edge is a flow, its key
the flow's id, its `kind` the flow's kind. networkx is imported when a graph is first asked for: it
costs 0.4 s, which a start must not pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlsd_studio.model.changes import Change
from mlsd_studio.model.records import Flow

if TYPE_CHECKING:
    from mlsd_studio.model.document import Document

NODE_TABLES = ("components", "boundaries", "groups")


class DesignGraph:
    """`nx` is the MultiDiGraph; read it, never write it."""

    def __init__(self, document: Document) -> None:
        import networkx

        self.nx: Any = networkx.MultiDiGraph()
        for table in NODE_TABLES:
            self.nx.add_nodes_from((id, {"table": table}) for id in document.table(table))
        self.nx.add_edges_from(
            (flow.source, flow.target, flow.id, {"kind": flow.kind}) for flow in document.flows.values()
        )

    def update(self, change: Change) -> None:
        """Follow one applied change: flows leave first, nodes change, flows arrive."""
        for edit in change.edits:
            if isinstance(edit.before, Flow):
                self.nx.remove_edge(edit.before.source, edit.before.target, edit.id)
        nodes = [edit for edit in change.edits if edit.table in NODE_TABLES]
        for edit in nodes:
            if edit.after is None:
                self.nx.remove_node(edit.id)
            elif edit.before is None:
                self.nx.add_node(edit.id, table=edit.table)
        for edit in change.edits:
            if isinstance(edit.after, Flow):
                self.nx.add_edge(edit.after.source, edit.after.target, edit.id, kind=edit.after.kind)
