"""The rows: open findings by severity, then a folded heading with the decided ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.panels.severity import rank

Index = QModelIndex | QPersistentModelIndex
FINDING_ROLE = Qt.ItemDataRole.UserRole + 1
KIND_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(eq=False)
class Node:
    """A row: a finding, its details, or the heading over what is decided."""

    kind: Literal["finding", "detail", "heading"]
    finding: Finding | None = None
    parent: Node | None = None
    row: int = 0
    children: list[Node] = field(default_factory=list)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The heaviest first, otherwise as the engine ordered them."""
    return sorted(findings, key=lambda one: rank(one.severity))


def matches(finding: Finding, words: str) -> bool:
    """True when every word stands somewhere in the finding."""
    text = f"{finding.code} {finding.title} {finding.message} {finding.severity}".lower()
    return all(word in text for word in words.lower().split())


class FindingsModel(QAbstractItemModel):
    """Findings as a tree for the view; filled anew by `fill`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.top: list[Node] = []

    def fill(self, findings: Iterable[Finding]) -> None:
        """Show these findings."""
        self.beginResetModel()
        ordered = in_order(findings)
        self.top = [_node(one, None, n) for n, one in enumerate(f for f in ordered if not f.decided)]
        decided = [one for one in ordered if one.decided]
        if decided:
            heading = Node("heading", row=len(self.top))
            heading.children = [_node(one, heading, n) for n, one in enumerate(decided)]
            self.top.append(heading)
        self.endResetModel()

    def findings(self) -> list[Finding]:
        """The open findings in their order."""
        return [node.finding for node in self.top if node.finding is not None]

    def index_of(self, key: str) -> QModelIndex:
        """The row of a finding by its key; invalid where it is not there."""
        decided = [child for node in self.top if node.kind == "heading" for child in node.children]
        for node in (*self.top, *decided):
            if node.finding is not None and node.finding.key == key:
                return self.createIndex(node.row, 0, node)
        return QModelIndex()

    # -- what Qt asks --------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """The index of a row."""
        nodes = self._children(parent)
        return (
            self.createIndex(row, column, nodes[row])
            if 0 <= row < len(nodes) and not column
            else QModelIndex()
        )

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The row above in the tree."""
        node = index.internalPointer() if index.isValid() else None
        above = node.parent if node else None
        return self.createIndex(above.row, 0, above) if above else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Rows under a row."""
        return len(self._children(parent))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:
        """One column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says, for painting and for screen readers."""
        node: Node | None = index.internalPointer() if index.isValid() else None
        if node is None:
            return None
        if role == KIND_ROLE:
            return node.kind
        if role == FINDING_ROLE:
            return node.finding
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _words(node)
        if role == Qt.ItemDataRole.ToolTipRole and node.kind == "finding" and node.finding:
            return f"{node.finding.title}\n{node.finding.message}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected; details hold widgets of their own."""
        node = index.internalPointer() if index.isValid() else None
        if node is None or node.kind == "detail":
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _children(self, parent: Index) -> list[Node]:
        return parent.internalPointer().children if parent.isValid() else self.top


def _node(finding: Finding, parent: Node | None, row: int) -> Node:
    node = Node("finding", finding, parent, row)
    node.children = [Node("detail", finding, node)]
    return node


def _words(node: Node) -> str:
    if node.kind == "heading":
        return f"Decided  {len(node.children)}"
    if node.kind == "detail" or node.finding is None:
        return ""
    return f"{node.finding.severity}: {node.finding.code} {node.finding.title}. {node.finding.message}"
