"""The command palette: everything that can be run, shown, opened or added, found by typing.

Sources turn what the session knows into rows; the widget shows the ranked rows and hands the chosen one back.
"""

from mlsd_studio.panels.command_palette.button import CommandField
from mlsd_studio.panels.command_palette.sources import Doors, Sources
from mlsd_studio.panels.command_palette.widget import CommandPalette

__all__ = ["CommandField", "CommandPalette", "Doors", "Sources"]
