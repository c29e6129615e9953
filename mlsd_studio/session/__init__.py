"""One open design: its document, history, selection, tool, findings, and what can be done with it.

The one idea: the window, canvas and panels watch the session's signals and call its methods; they
never talk to each other and never write records themselves.
"""

from mlsd_studio.session.session import Session

__all__ = ["Session"]
