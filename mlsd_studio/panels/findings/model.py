"""The rows: findings, under headings where they are grouped, and last a folded heading with the decided ones.

The one idea: `show` takes the rows as they should be and changes only what differs, so that a view keeps what
is selected, open and in sight while the design is being edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.panels.differing import staying, stretches

Index = QModelIndex | QPersistentModelIndex
FINDING_ROLE = Qt.ItemDataRole.UserRole + 1
KIND_ROLE = Qt.ItemDataRole.UserRole + 2
KEY_ROLE = Qt.ItemDataRole.UserRole + 3
NEW_ROLE = Qt.ItemDataRole.UserRole + 4
NO_FLAGS, DETAIL_FLAGS = Qt.ItemFlag.NoItemFlags, Qt.ItemFlag.ItemIsEnabled
ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
DECIDED = "decided"
MOST_RUNS = 24
"""More separate stretches of rows than this are not moved one by one: the model is set anew."""


@dataclass(eq=False)
class Node:
    """A row: a finding, its details, or a heading. `key` tells rows of one parent apart."""

    kind: Literal["finding", "detail", "heading"]
    key: str
    finding: Finding | None = None
    title: str = ""
    parent: Node | None = None
    row: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def path(self) -> str:
        """What tells the row apart from every other, whatever is shown."""
        return f"{self.parent.path}\n{self.key}" if self.parent else self.key


def finding_node(finding: Finding) -> Node:
    """The row of a finding, with the row of its details."""
    node = Node("finding", finding.key, finding)
    node.children = [Node("detail", "detail", finding, parent=node)]
    return node


def heading_node(key: str, title: str, findings: Iterable[Finding]) -> Node:
    """A heading over findings."""
    node = Node("heading", key, title=title)
    node.children = [finding_node(one) for one in findings]
    _number(node.children, node)
    return node


class FindingsModel(QAbstractItemModel):
    """Findings as a tree for the view; `new` holds keys of findings to be marked as new."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.top: list[Node] = []
        self.new: frozenset[str] = frozenset()
        self._gone: list[Node] = []

    # -- showing -------------------------------------------------------------------------------------

    def show(self, rows: list[Node], new: frozenset[str] = frozenset(), *, anew: bool = False) -> None:
        """Show these rows, changing only what differs from the rows that are there; `anew` sets all of them."""
        self._gone = []
        marked, self.new = self.new != new, new
        if anew or _runs(self.top, rows) > MOST_RUNS:
            self.beginResetModel()
            self._gone, self.top = self.top, rows
            _number(self.top, None)
            self.endResetModel()
        else:
            self._merge(QModelIndex(), self.top, rows)
        if marked and self.top:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.top) - 1, 0))

    def _merge(self, parent: QModelIndex, rows: list[Node], wanted: list[Node]) -> None:
        """Make `rows` what is wanted. Removed nodes are kept alive: a view may hold an index until it returns."""
        owner: Node | None = parent.internalPointer() if parent.isValid() else None
        kept = _staying(rows, wanted)
        for first, last in reversed(stretches([n for n, node in enumerate(rows) if node.key not in kept])):
            self.beginRemoveRows(parent, first, last)
            self._gone += rows[first : last + 1]
            del rows[first : last + 1]
            _number(rows, owner)
            self.endRemoveRows()
        fresh = [n for n, node in enumerate(wanted) if node.key not in kept]
        for first, last in stretches(fresh):
            self.beginInsertRows(parent, first, last)
            rows[first:first] = wanted[first : last + 1]
            _number(rows, owner)
            self.endInsertRows()
        added = set(fresh)
        for n, (node, after) in enumerate(zip(rows, wanted, strict=True)):
            if n not in added:
                self._renew(node, after)

    def _renew(self, node: Node, after: Node) -> None:
        if node.kind == "heading":
            self._merge(self.createIndex(node.row, 0, node), node.children, after.children)
        if node.title == after.title and node.finding == after.finding:
            return
        node.title, node.finding = after.title, after.finding
        for child in node.children if node.kind == "finding" else ():
            child.finding = after.finding
        index = self.createIndex(node.row, 0, node)
        self.dataChanged.emit(index, index)

    # -- asking --------------------------------------------------------------------------------------

    def findings(self) -> list[Finding]:
        """The open findings in their order, those under headings too."""
        return [
            node.finding for node in self.nodes() if node.finding is not None and not node.finding.decided
        ]

    def nodes(self) -> list[Node]:
        """Every row with a finding, from top to bottom, each finding's own row only."""
        rows: list[Node] = []
        for node in self.top:
            rows += [node] if node.kind == "finding" else node.children
        return rows

    def index_of(self, key: str) -> QModelIndex:
        """The first row of a finding by its key; invalid where it is not there."""
        node = next((one for one in self.nodes() if one.key == key), None)
        return self.index_at(node) if node else QModelIndex()

    def index_at(self, node: Node) -> QModelIndex:
        """The index of a row of this model."""
        return self.createIndex(node.row, 0, node)

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
        if role == KEY_ROLE:
            return node.path
        if role == NEW_ROLE:
            return node.key in self.new
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(node)
        if role == Qt.ItemDataRole.ToolTipRole and node.kind == "finding" and node.finding:
            fix = f"F: {node.finding.fixes[0].label}" if node.finding.fixes else ""
            lines = (node.finding.title, node.finding.message, node.finding.reopened or "", fix)
            return "\n".join(line for line in lines if line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected; details hold widgets of their own."""
        node = index.internalPointer() if index.isValid() else None
        if node is None:
            return NO_FLAGS
        return DETAIL_FLAGS if node.kind == "detail" else ROW_FLAGS

    def _children(self, parent: Index) -> list[Node]:
        return parent.internalPointer().children if parent.isValid() else self.top

    def _words(self, node: Node) -> str:
        finding = node.finding
        if node.kind == "heading":
            return f"{node.title}  {len(node.children)}"
        if node.kind == "detail" or finding is None:
            return ""
        state = "new, " if node.key in self.new else ""
        decided = f", {finding.decision.status.replace('_', ' ')}" if finding.decision else ""
        again = f" {finding.reopened}." if finding.reopened else ""
        return f"{state}{finding.severity}{decided}: {finding.code} {finding.title}. {finding.message}{again}"


def _number(rows: list[Node], parent: Node | None) -> None:
    for n, node in enumerate(rows):
        node.row, node.parent = n, parent


def _staying(rows: list[Node], wanted: list[Node]) -> set[str]:
    """Keys of the rows that can stay where they are."""
    return staying([node.key for node in rows], [node.key for node in wanted])


def _runs(rows: list[Node], wanted: list[Node]) -> int:
    """In how many stretches rows must go or come."""
    kept = _staying(rows, wanted)
    inside = {node.key: node for node in rows if node.kind == "heading"}
    own = sum(
        len(stretches([n for n, node in enumerate(side) if node.key not in kept])) for side in (rows, wanted)
    )
    return own + sum(_runs(inside[node.key].children, node.children) for node in wanted if node.key in inside)
