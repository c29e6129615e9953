"""The help window of the main window: made when it is first asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mlsd_studio.drawing.theme import Theme, theme
from mlsd_studio.panels.help import HelpDialog
from mlsd_studio.session import Session


class Helping:
    """Opens the help at what a panel asks about, or at its topics."""

    def __init__(self, session: Session, window: QWidget) -> None:
        self._window, self._look = window, theme("light")
        self.dialog: HelpDialog | None = None
        session.help_requested.connect(self.show)

    def show(self, code: str) -> None:
        """Show the page of a rule's code or of a number."""
        self._made().show_code(code)

    def show_topics(self) -> None:
        """Show the help with the cursor in its search field."""
        self._made().show_topics()

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        if self.dialog is not None:
            self.dialog.set_theme(look)

    def _made(self) -> HelpDialog:
        if self.dialog is None:
            self.dialog = HelpDialog(self._look, self._window)
        return self.dialog
