"""On which line of a file a record or one of its fields stands."""

from __future__ import annotations

from typing import Any

from mlsd_studio.model.records import DESIGN_ID, LAYOUT, PLAN_TABLES, TABLES
from mlsd_studio.storage.reader_yaml import Tree


class Lines:
    """Looks up lines of a read file by table and id; lines count from 1."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.starts: dict[tuple[str, str], int] = {}
        data = tree.data if type(tree.data) is dict else {}
        self._rows["design", DESIGN_ID] = data
        plan = data.get("plan")
        for table, kind in TABLES.items():
            holder = plan if table in PLAN_TABLES else data
            rows = holder.get(table) if type(holder) is dict else None
            if table != "design" and type(rows) is list:
                self._add(table, kind.key_field, rows)
        layout = data.get(LAYOUT)
        if type(layout) is dict:
            numbered = zip(layout, tree.item_lines(layout), strict=True)
            self.starts.update(((LAYOUT, id), line) for id, line in numbered)

    def _add(self, table: str, key: str, rows: list[Any]) -> None:
        for row, line in zip(rows, self._tree.item_lines(rows), strict=True):
            if type(row) is dict and type(row.get(key)) is str:
                self._rows.setdefault((table, row[key]), row)
                self.starts.setdefault((table, row[key]), line)

    def of(self, table: str, id: str, field: str = "") -> int | None:
        """Line of a field (`replicas`, `latency.p50`), else of the record, else None."""
        line = self.starts.get((table, id))
        row: Any = self._rows.get((table, id))
        for name in field.split(".") if field else ():
            found = self._tree.key_line(row, name) if type(row) is dict else None
            if found is None:
                break
            line, row = found, row[name]
        return line

    def keys(self) -> dict[str, int]:
        """Line of each top-level key, and of each key of the plan as `plan.<key>`."""
        data = self._rows["design", DESIGN_ID]
        found = dict(zip(data, self._tree.item_lines(data), strict=True))
        plan = data.get("plan")
        if type(plan) is dict:
            lines = self._tree.item_lines(plan)
            found |= {f"plan.{key}": line for key, line in zip(plan, lines, strict=True)}
        return found
