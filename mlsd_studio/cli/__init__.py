"""The command line `mlsd`: the studio's answers without a display, for terminals and CI.

The one idea: one file a command under `commands`; each defines `register(app)`. Exit codes are the
same everywhere: 0 clean, 1 findings (or files that are not canonical), 2 could not run.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from mlsd_studio.cli.application import build

    build()()
