"""The application: start-up, the main window, its dialogs, and the user's settings.

The one idea: the window only puts the rooms together; what they show and do lives in the session.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Start the app; what this machine lacks is said in plain words before Qt is imported."""
    from mlsd_studio.app.arguments import parse

    arguments = parse(sys.argv[1:])
    from mlsd_studio.app.start import run

    sys.exit(run(arguments))
