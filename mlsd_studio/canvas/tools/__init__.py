"""Canvas tools: small state machines, one file a tool. A new tool is a new file with a class `TOOL`."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlsd_studio.canvas.tools.tool import Tool


def all_tools() -> dict[str, type[Tool]]:
    """Every tool of this package by name. Raises RuntimeError for none, or for two of one name."""
    found: dict[str, type[Tool]] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        tool = getattr(importlib.import_module(f"{__name__}.{info.name}"), "TOOL", None)
        if tool is None:
            continue
        if tool.name in found:
            raise RuntimeError(f"two canvas tools are called {tool.name!r}")
        found[tool.name] = tool
    if not found:
        raise RuntimeError("no canvas tool was found: the installation is damaged")
    return found
