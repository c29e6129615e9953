"""The palette: every kind of the catalogue in four groups, and search over kinds and technologies.

The one idea: what is shown is a plain list of entries with rectangles (`entries`), painted and hit-tested by one
light widget (`view`); no entry is a widget of its own.
"""

from mlsd_studio.panels.palette.panel import Palette

__all__ = ["Palette"]
