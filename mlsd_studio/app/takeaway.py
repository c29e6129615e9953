"""Exports and the report from the window: asked for, made beside it, and told about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mlsd_studio.app import ask
from mlsd_studio.app.export_dialog import ExportDialog, suggested_name
from mlsd_studio.app.settings import Settings
from mlsd_studio.app.tasks import Task
from mlsd_studio.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TakeAway(QObject):
    """Makes files out of the open design. `written` brings the path."""

    written = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._settings = settings
        self.theme = "light"

    def export(self, suffix: str = "png") -> None:
        """Ask how and where, then export the diagram."""
        dialog = ExportDialog(self._session, suffix, self.theme, self._window)
        if not dialog.exec():
            return
        choice = dialog.choice()
        suggestion = suggested_name(self._session, choice.suffix, self._settings.folder)
        path = ask.output_file(self._window, "Export diagram", suggestion, choice.suffix)
        if path is None:
            return
        document, findings = self._session.viewing.shown.copy(), self._session.findings
        ids = self._session.selection if choice.selection_only else None

        def work() -> Path:
            from mlsd_studio.exporting import export

            return export(
                document,
                path,
                theme=choice.theme,
                ids=ids,
                scale=choice.scale,
                background=choice.background,
                outlines=choice.outlines,
                findings=findings if choice.badges else None,
            )

        self._run(work, path)

    def report(self) -> None:
        """Ask where, then write the design review."""
        suggestion = suggested_name(self._session, "pdf", self._settings.folder)
        suggestion = suggestion.with_name(f"{suggestion.stem}-review.pdf")
        path = ask.output_file(self._window, "Write design review", suggestion, "pdf")
        if path is None:
            return
        document, source = self._session.document.copy(), self._session.path

        def work() -> Path:
            from mlsd_studio.analysis.engine import check
            from mlsd_studio.exporting import write_report

            today = date.today()
            write_report(document, path, check(document, today=today), on=today, source=source)
            return path

        self._run(work, path)

    def _run(self, work: Callable[[], Path], path: Path) -> None:
        self._settings.folder = path.parent
        self._session.message.emit(f"Writing {path.name} …")
        task = Task(work, self)
        task.done.connect(self._done)
        task.failed.connect(lambda text: ask.tell(self._window, "Cannot write", path.name, text))
        task.done.connect(task.deleteLater)
        task.failed.connect(task.deleteLater)
        task.start()

    def _done(self, path: Path) -> None:
        self._session.message.emit(f"Wrote {path}")
        self.written.emit(path)
