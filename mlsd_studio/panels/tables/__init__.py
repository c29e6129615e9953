"""Sorted, searched tables of plain rows: what the panels below the canvas share.

The one idea: a column says how a row's cell reads, sorts and looks; the view paints only the rows in sight.
"""

from mlsd_studio.panels.tables.columns import Column
from mlsd_studio.panels.tables.view import Table

__all__ = ["Column", "Table"]
