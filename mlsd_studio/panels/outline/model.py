"""The outline as a tree for Qt: rows are made when they are asked for, and follow a change row by row.

The one idea: a row's children are compared with what `Contents` says of the new state, and only what differs is
moved; so a view keeps what is open, selected and in sight, and ten thousand components cost nothing before they
are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from mlsd_studio.model import Change, Document, Edit
from mlsd_studio.panels.differing import staying, stretches
from mlsd_studio.panels.outline import words
from mlsd_studio.panels.outline.contents import DRAWN, Contents, Item
from mlsd_studio.session import Session

Index = QModelIndex | QPersistentModelIndex
NOTHING, ENABLED = Qt.ItemFlag.NoItemFlags, Qt.ItemFlag.ItemIsEnabled
CHOSEN = ENABLED | Qt.ItemFlag.ItemIsSelectable
RENAMED = CHOSEN | Qt.ItemFlag.ItemIsEditable
MOVED = RENAMED | Qt.ItemFlag.ItemIsDragEnabled
FLAGS = {
    "heading": ENABLED, "range": ENABLED, "boundary": MOVED, "component": MOVED, "out": RENAMED, "in": RENAMED,
    "journey": RENAMED, "view": RENAMED, "note": CHOSEN, "group": CHOSEN, "member": CHOSEN,
}  # fmt: skip
"""What can be done with a row of a kind. A flow is renamed by its label; a note has several lines, a group no name."""
STRUCTURE = ("components", "boundaries", "groups", "flows", "journeys", "notes", "views")
_RANK = {"error": 2, "warning": 1}
NOWHERE = QModelIndex()
LINGER_MS = 500
"""How long rows that are gone are kept alive."""


class Node:
    """A row that has been asked for. `children` is None until somebody asks for them."""

    __slots__ = ("children", "had", "item", "parent", "row")

    def __init__(self, item: Item, parent: Node | None, row: int) -> None:
        self.item, self.parent, self.row = item, parent, row
        self.children: list[Node] | None = None
        self.had: bool | None = None
        """Whether it was said to have children; None before somebody asked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Open errors and warnings of an element, or of all inside a boundary."""

    count: int = 0
    severity: str = ""


class OutlineModel(QAbstractItemModel):
    """`renamed(item, text)` when somebody typed another name; `changing` is true while rows come and go."""

    renamed = Signal(object, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.contents = Contents(Document())
        self.changing = False
        self._nodes: dict[Item, Node] = {}
        self._gone: list[Node] = []
        self._rest = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._rest.timeout.connect(lambda: self._gone.clear())
        self._marks: dict[str, Mark] = {}
        self._inside: dict[str, Mark] = {}
        self._top = self._fill(None, None)

    # -- following ---------------------------------------------------------------------------------

    def show(self, found: Iterable[str] | None = None) -> None:
        """Show the design of now anew: all of it, or what was found with the rows above."""
        self._reset(Contents(self._session.document, found))

    def clear(self) -> None:
        """Show nothing, until it is looked at again."""
        self._reset(Contents(Document()))

    def _reset(self, contents: Contents) -> None:
        self.changing = True
        self.beginResetModel()
        self._keep(self._top)
        self._nodes = {}
        self.contents = contents
        self._top = self._fill(None, None)
        self.endResetModel()
        self.changing = False

    def follow(self, change: Change, found: Iterable[str] | None = None) -> None:
        """Follow a change that the document has taken; `found` is what the filter finds now."""
        moved = [edit for edit in change.edits if _restructures(edit)]
        if moved or found is not None or self.contents.found is not None:
            filtered = found is not None or self.contents.found is not None
            self.catch_up(found, None if filtered else {id for edit in moved for id in _ends(edit)})
        for item in self._touched(change):
            node = self._nodes.get(item)
            if node is not None:
                index = self.index_at(node)
                self.dataChanged.emit(index, index)

    def _touched(self, change: Change) -> Iterator[Item]:
        for edit in change.edits:
            if edit.table in STRUCTURE:
                item = self.contents.item(edit.id)
                if item is not None:
                    yield item
                    yield Item("in", edit.id)

    def catch_up(self, found: Iterable[str] | None = None, ends: set[str] | None = None) -> None:
        """Make the rows those of the document as it is; `ends` are the only elements whose flows may have changed."""
        self.changing = True
        self.contents = Contents(self._session.document, found)
        self._agree(None, self._top, ends)
        self.changing = False

    def _agree(self, owner: Node | None, rows: list[Node], ends: set[str] | None) -> None:
        """Make the children of a row, and all below, what the contents say."""
        wanted = self.contents.children(owner.item if owner else None)
        if [node.item for node in rows] != wanted:
            self._merge(owner, rows, wanted)
        for node in rows:
            kind, id = node.item
            if ends is not None and kind == "component" and id not in ends:
                continue
            if node.children is not None:
                self._agree(node, node.children, ends)
            elif node.had is not None and node.had != self._has(node):
                self._tell_of_children(node)

    def _merge(self, owner: Node | None, rows: list[Node], wanted: list[Item]) -> None:
        parent = self.index_at(owner) if owner else QModelIndex()
        kept = staying([node.item for node in rows], wanted)
        going = [n for n, node in enumerate(rows) if node.item not in kept]
        for first, last in reversed(stretches(going)):
            self.beginRemoveRows(parent, first, last)
            self._forget(rows[first : last + 1])
            del rows[first : last + 1]
            _number(rows, first)
            self.endRemoveRows()
        for first, last in stretches([n for n, item in enumerate(wanted) if item not in kept]):
            self.beginInsertRows(parent, first, last)
            rows[first:first] = [self._node(item, owner, first) for item in wanted[first : last + 1]]
            _number(rows, first)
            self.endInsertRows()

    def _tell_of_children(self, node: Node) -> None:
        """A row that nobody has looked into has children now, or none any more."""
        index = self.index_at(node)
        if node.had:
            node.children = [Node(Item("", ""), node, 0)]
            self.beginRemoveRows(index, 0, 0)
            self._keep(node.children)
            node.children, node.had = None, False
            self.endRemoveRows()
            return
        node.children, node.had = [], True
        self._merge(node, node.children, self.contents.children(node.item))

    def _forget(self, nodes: list[Node]) -> None:
        """Take rows out of the book. They are kept alive for a while: a view may hold an index until it is laid out."""
        self._keep(nodes)
        for node in nodes:
            if self._nodes.get(node.item) is node:
                del self._nodes[node.item]
            self._forget(node.children or [])

    def _keep(self, nodes: list[Node]) -> None:
        self._gone += nodes
        self._rest.start()

    def _node(self, item: Item, parent: Node | None, row: int) -> Node:
        node = Node(item, parent, row)
        if item.kind != "member":
            self._nodes[item] = node
        return node

    def _fill(self, owner: Node | None, item: Item | None) -> list[Node]:
        return [self._node(one, owner, n) for n, one in enumerate(self.contents.children(item))]

    def _below(self, parent: Index) -> list[Node]:
        if not parent.isValid():
            return self._top
        node: Node = parent.internalPointer()
        if node.children is None:
            node.children = self._fill(node, node.item)
            node.had = bool(node.children)
        return node.children

    def _has(self, node: Node) -> bool:
        return bool(node.children) if node.children is not None else self.contents.has_children(node.item)

    # -- finding -----------------------------------------------------------------------------------

    def index_at(self, node: Node) -> QModelIndex:
        """The index of a row."""
        return self.createIndex(node.row, 0, node)

    def index_of(self, item: Item | None, *, make: bool = True) -> QModelIndex:
        """The index of a row by its item; rows on the way are made, unless `make` is False. Invalid for none."""
        if item is None:
            return QModelIndex()
        node = self._nodes.get(item)
        if node is None and make:
            for above in self.contents.way_to(item):
                known = self._nodes.get(above)
                if known is None:
                    return QModelIndex()
                self._below(self.index_at(known))
            node = self._nodes.get(item)
        return self.index_at(node) if node is not None else QModelIndex()

    def item(self, index: Index) -> Item | None:
        """What a row stands for."""
        return index.internalPointer().item if index.isValid() else None

    def ids(self, chosen: QItemSelection) -> list[str]:
        """The elements on the canvas that selected rows stand for, each once."""
        found: dict[str, None] = {}
        for stretch in list(chosen):  # type: ignore[call-overload]
            for node in self._below(stretch.parent())[stretch.top() : stretch.bottom() + 1]:
                if node.item.kind in DRAWN:
                    found[node.item.id] = None
        return list(found)

    # -- findings ----------------------------------------------------------------------------------

    def set_marks(self) -> None:
        """Take the findings of the last check: those of each element, and of all inside each boundary."""
        own: dict[str, Counter[str]] = {}
        inside: dict[str, Counter[str]] = {}
        for one in self._session.findings:
            if not one.subjects or one.decided or one.severity not in _RANK:
                continue
            id = one.subjects[0].id
            own.setdefault(id, Counter())[one.severity] += 1
            item = self.contents.item(id)
            for above in self.contents.way_to(item) if item is not None else ():
                inside.setdefault(above.id, Counter())[one.severity] += 1
        self._marks = {id: _mark(counted) for id, counted in own.items()}
        self._inside = {id: _mark(counted + own.get(id, Counter())) for id, counted in inside.items()}

    def mark(self, item: Item, *, closed: bool = False) -> Mark:
        """What was found at an element; at a closed boundary also what was found inside it."""
        if item.kind in ("heading", "range", "journey", "view", "member"):
            return Mark()
        if closed and item.kind == "boundary" and item.id in self._inside:
            return self._inside[item.id]
        return self._marks.get(item.id, Mark())

    # -- what Qt asks ------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """The index of a row."""
        rows = self._below(parent)
        if 0 <= row < len(rows) and not column:
            return self.createIndex(row, 0, rows[row])
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The row above in the tree."""
        above = index.internalPointer().parent if index.isValid() else None
        return self.createIndex(above.row, 0, above) if above is not None else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Rows below a row, which are made by this."""
        return len(self._below(parent))

    def hasChildren(self, parent: Index = NOWHERE) -> bool:
        """Whether a row has children; they are not made for it."""
        if not parent.isValid():
            return bool(self._top)
        node: Node = parent.internalPointer()
        node.had = self._has(node)
        return node.had

    def columnCount(self, _parent: Index = NOWHERE) -> int:
        """One column."""
        return 1

    def headerData(self, _section: int, _way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The head of the only column: it is not shown, but screen readers find it."""
        return "Design" if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says, to be read, typed over, or spoken."""
        item = self.item(index)
        if item is None or not item.kind:
            return None
        session = self._session
        if role == Qt.ItemDataRole.DisplayRole:
            range_ = item.kind == "range"
            return words.between(session, self.contents, item) if range_ else words.title(session, item)
        if role == Qt.ItemDataRole.EditRole:
            return words.typed(session, item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(session, self.contents, item)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return words.description(session, item)
        return words.hint(session, item) if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Somebody typed another name: the document is asked to take it."""
        item = self.item(index)
        if item is None or role != Qt.ItemDataRole.EditRole:
            return False
        self.renamed.emit(item, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings and ranges are walked over; all others can be selected, most renamed, parts of the tree moved."""
        item = self.item(index)
        return FLAGS.get(item.kind, NOTHING) if item is not None else NOTHING


def _restructures(edit: Edit) -> bool:
    """Whether rows may come, go or move by an edit."""
    if edit.table not in STRUCTURE:
        return False
    if edit.before is None or edit.after is None or edit.moves:
        return True
    fields = ("kind", "members", "within") if edit.table == "boundaries" else ("source", "target", "members")
    return any(getattr(edit.before, name, None) != getattr(edit.after, name, None) for name in fields)


def _ends(edit: Edit) -> Iterator[str]:
    """Elements whose flows an edit may change."""
    for record in (edit.before, edit.after):
        if edit.table == "flows" and record is not None:
            yield from (record.source, record.target)  # type: ignore[union-attr]


def _number(rows: list[Node], start: int) -> None:
    for n in range(start, len(rows)):
        rows[n].row = n


def _mark(counted: Counter[str]) -> Mark:
    return Mark(counted.total(), max(counted, key=lambda one: _RANK[one]))
