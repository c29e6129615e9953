"""Turns a fix into a change: an ordinary edit, one undo step, made for the document as it is now."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from mlsd_studio.analysis.findings import (
    Add,
    Connect,
    Fix,
    Flip,
    Focus,
    Insert,
    Link,
    Operation,
    Remove,
    Set,
)
from mlsd_studio.analysis.placing import CARD, Box, free_spot
from mlsd_studio.model import Change, Document
from mlsd_studio.model.edits.boundaries import ancestors, members_of, put_into
from mlsd_studio.model.edits.builder import ChangeBuilder
from mlsd_studio.model.ids import slug
from mlsd_studio.model.quantities import Backup, Quantity
from mlsd_studio.model.records import TABLES, Component, Flow, Placement


class FixError(ValueError):
    """The fix does not fit the document any more; check again and take the new finding's fix."""


def build(document: Document, fix: Fix) -> Change:
    """The change that a fix makes. Empty for a fix that only shows something. Raises FixError."""
    maker = _Maker(document)
    for operation in fix.operations:
        try:
            maker.do(operation)
        except KeyError as error:
            raise FixError(f"{error.args[0]} is not there any more; check the design again") from error
    return maker.builder.build(fix.label)


class _Maker:
    """Gathers the edits of operations; `added` has the id each made, for `$1`, `$2` … in later ones."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.builder = ChangeBuilder(document)
        self.added: list[str] = []
        self.taken: list[Box] = []

    def do(self, operation: Operation) -> None:
        """Add its edits. Raises KeyError with an id that is not in the document."""
        match operation:
            case Add():
                self._component(operation.kind, operation.name, operation.near, operation.fields)
                for link in operation.flows:
                    self._link(link)
            case Connect():
                self.added.append("")
                self._link(operation.link)
            case Set():
                self.added.append("")
                record = TABLES[operation.table]
                self._need(operation.table, operation.id)
                self.builder.replace(operation.table, operation.id, **values_of(record, operation.fields))
            case Flip():
                self.added.append("")
                flow = self._flow(operation.flow)
                self._redirect(flow, source=flow.target, target=flow.source)
            case Insert():
                self._insert(operation)
            case Remove():
                self.added.append("")
                for id in operation.ids:
                    self._need(operation.table, id)
                    self.builder.remove(operation.table, id)
            case Focus():
                self.added.append("")

    def _insert(self, operation: Insert) -> None:
        flows = [self._flow(id) for id in operation.flows]
        shared = flows[0].target if operation.at == "target" else flows[0].source
        middle = operation.existing or ""
        if operation.existing is None:
            middle = self._component(operation.kind, operation.name, shared, operation.fields)
        else:
            self.added.append(middle)
        for flow in flows:
            side = {"target": middle} if operation.at == "target" else {"source": middle}
            self._redirect(flow, **side)
        forth = (operation.at == "target") != operation.reverse
        ends = (middle, shared) if forth else (shared, middle)
        there = any(
            (flow.source, flow.target, flow.kind) == (*ends, operation.second)
            for flow in self.document.flows.values()
        )
        if not there:
            self._link(Link(*ends, operation.second))

    def _anchor(self, near: str) -> str:
        """What to stand beside: the component named, or the first inside a group or boundary."""
        if self.document.find(near) is None:
            raise KeyError(near)
        group = self.document.groups.get(near)
        inside = group.members if group else members_of(self.document, near)
        return next((id for id in (near, *inside) if id in self.document.components), near)

    def _component(self, kind: str, name: str, near: str, fields: dict[str, Any]) -> str:
        near = self._anchor(near)
        id = self.builder.ids.take(slug(name))
        self.added.append(id)
        values = values_of(Component, fields)
        self.builder.put("components", Component(id=id, kind=kind, name=name, **values))
        spot = free_spot(self.document, near, self.taken)
        if spot is not None:
            self.builder.place(id, Placement(*spot))
            self.taken.append((*spot, *CARD))
        around = ancestors(self.document, near)
        if around:
            put_into(self.builder, id, around[0])
        return id

    def _link(self, link: Link) -> None:
        source, target = self._end(link.source), self._end(link.target)
        id = self.builder.ids.take(f"{source}-{target}")
        fields = values_of(Flow, {"kind": link.kind, "fallback_of": link.fallback_of})
        self.builder.put("flows", Flow(id=id, source=source, target=target, **fields))

    def _end(self, id: str) -> str:
        if id.startswith("$"):
            return self.added[int(id[1:]) - 1]
        if id not in self.added and self.document.find(id) is None:
            raise KeyError(id)
        return id

    def _flow(self, id: str) -> Flow:
        flow = self.builder.get("flows", id)
        if not isinstance(flow, Flow):
            raise KeyError(id)
        return flow

    def _redirect(self, flow: Flow, **ends: str) -> None:
        self.builder.replace("flows", flow.id, **ends)
        if self.builder.get("layout", flow.id) is not None:
            self.builder.place(flow.id, None)

    def _need(self, table: str, id: str) -> None:
        if self.builder.get(table, id) is None:
            raise KeyError(id)


def values_of(record: type, fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as they stand in a file, as the values a record holds. Raises FixError for a value of the
    wrong type.
    """
    types = _types(record)

    def read(kind: type, value: Any) -> Any:
        if issubclass(kind, (Quantity, Backup)):
            return kind.parse(value)
        raise NotImplementedError(kind)

    try:
        return {name: msgspec.convert(value, types[name], dec_hook=read) for name, value in fields.items()}
    except (msgspec.ValidationError, KeyError) as error:
        raise FixError(f"the fix sets a wrong value: {error}") from error


@cache
def _types(record: type) -> dict[str, Any]:
    """Field name -> the type of its values; working it out takes longer than the rest of a fix."""
    return {field.name: field.type for field in msgspec.structs.fields(record)}
