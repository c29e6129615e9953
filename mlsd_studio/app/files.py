"""Opening and saving: never losing an edit, never writing over what somebody else wrote unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from mlsd_studio.app import ask
from mlsd_studio.app.settings import Settings
from mlsd_studio.drawing.template import empty_design, template
from mlsd_studio.model import Change, Document
from mlsd_studio.model.edits.clipboard import paste
from mlsd_studio.model.targets import TargetError
from mlsd_studio.paths import resource
from mlsd_studio.session import Session
from mlsd_studio.storage.files import LoadedFile, changed_on_disk, dump, load, lost_comments, save
from mlsd_studio.storage.journal import Journal, Recovery, forget, recover, recoverable
from mlsd_studio.storage.problems import FileError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mlsd_studio.importing.pasting import Pasted


class Files(QObject):
    """What the window does with files. `opened` comes when a design is there to be drawn."""

    opened = Signal()
    recent_changed = Signal()

    def __init__(
        self, session: Session, settings: Settings, parent: QWidget, recovery_folder: Path | None = None
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._settings = settings
        self._folder = recovery_folder
        self._journal: Journal | None = None
        self._asking = False
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=200)
        self._watcher.fileChanged.connect(lambda _path: self._settle.start())
        self._settle.timeout.connect(self.look_at_disk)
        session.changed.connect(self._note_change)

    # -- opening -----------------------------------------------------------------------------------

    def new(self) -> bool:
        """Start an empty design, after asking about unsaved edits."""
        return self._show(empty_design(stage=self._settings.stage))

    def new_from_pattern(self, id: str) -> bool:
        """Start from a reference design."""
        return self._show(template(id))

    def new_from_answers(self, id: str, answers: Mapping[str, Any]) -> bool:
        """Start from a reference design with what was answered stated in it, as a step that can be undone."""
        from mlsd_studio.analysis.stating import state_answers

        document = template(id)
        try:
            change = state_answers(document, answers)
        except TargetError as error:
            ask.tell(self._window, "Cannot start", "An answer cannot be a requirement.", str(error))
            return False
        return self._show(document) and self._session.apply(change)

    def new_from_import(self, pasted: Pasted, name: str = "") -> bool:
        """Start a design with what was imported in it, as a step that can be undone."""
        document = empty_design(name or None, self._settings.stage)
        change, _ = paste(document, pasted.fragment, label="Import a diagram")
        return self._show(document) and self._session.apply(change)

    def open_example(self, path: Path) -> bool:
        """Open a copy of an example: it has no file of its own yet."""
        loaded = self.load(path)
        return loaded is not None and self._show(loaded.document)

    def open(self, path: Path) -> bool:
        """Open a design; when it cannot be read, say all that is wrong and leave the open one alone."""
        loaded = self.load(path)
        return loaded is not None and self.take(path, loaded)

    def take(self, path: Path, loaded: LoadedFile) -> bool:
        """Show what was read from a file, after asking about unsaved edits of what is shown."""
        if not self.let_go():
            return False
        self._session.replace(loaded.document, path.absolute(), loaded.source)
        self._start_journal()
        self._remember(path)
        if loaded.warnings:
            self._session.message.emit("; ".join(str(w) for w in loaded.warnings))
        self.opened.emit()
        return True

    def load(self, path: Path) -> LoadedFile | None:
        """Read a file; when it cannot be read, say all that is wrong."""
        try:
            return load(path)
        except FileError as error:
            ask.tell(self._window, "Cannot open", f"{path.name} could not be read.", str(error))
        return None

    def _show(self, document: Document) -> bool:
        if not self.let_go():
            return False
        self._session.replace(document)
        self._watch(None)
        self._start_journal()
        self.opened.emit()
        return True

    # -- saving ------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save to the design's file, or ask where."""
        if self._session.path is None:
            return self.save_as()
        return self._write(self._session.path)

    def save_as(self) -> bool:
        """Ask where to save."""
        name = self._session.path or self._settings.folder / f"{self._session.title}{ask.SUFFIX}"
        path = ask.save_file(self._window, name)
        return path is not None and self._write(path, new_place=path != self._session.path)

    def _write(self, path: Path, *, new_place: bool = False) -> bool:
        session = self._session
        if not new_place and session.source is not None and changed_on_disk(path, session.source):
            answer = ask.choose(
                self._window,
                "File changed",
                f"{path.name} was changed by another program.",
                "Saving would replace what was written there.",
                "Replace it",
                "Save elsewhere",
            )
            if answer is not ask.Answer.yes:
                return answer is ask.Answer.no and self.save_as()
        if session.source is not None and not self._accept_lost_comments(path):
            return False
        self._watch(None)
        try:
            source = save(session.document, path, session.source)
        except FileError as error:
            ask.tell(self._window, "Cannot save", f"{path.name} could not be saved.", str(error))
            self._watch(session.path)
            return False
        session.mark_saved(path.absolute(), source)
        self._start_journal()
        self._remember(path)
        session.message.emit(f"Saved {path.name}")
        return True

    def _accept_lost_comments(self, path: Path) -> bool:
        source = self._session.source
        lost = lost_comments(self._session.document, source) if source is not None else []
        if not lost or not self._settings.switch("ask_comments"):
            return True
        answer = ask.choose(
            self._window,
            "Comments",
            f"{len(lost)} comments in {path.name} cannot be kept.",
            "\n".join(f"line {comment.line}: {comment.text}" for comment in lost),
            "Save without them",
            "Save elsewhere",
        )
        if answer is ask.Answer.no:
            self.save_as()
        return answer is ask.Answer.yes

    # -- leaving -----------------------------------------------------------------------------------

    def let_go(self) -> bool:
        """True when the open design may be closed: saved, dropped on purpose, or untouched. It is let go of."""
        if not self.may_go():
            return False
        self.end()
        return True

    def may_go(self) -> bool:
        """Whether the open design may be closed, after asking about unsaved edits and saving them if wished."""
        if not self._session.dirty:
            return True
        answer = ask.unsaved(self._window, self._session.title)
        return answer is ask.Answer.no or (answer is ask.Answer.yes and self.save())

    def end(self) -> None:
        """Keep no journal of unsaved edits any more: they are saved, or dropped on purpose."""
        self._end_journal()

    # -- other programs ----------------------------------------------------------------------------

    def look_at_disk(self) -> None:
        """Offer to read the file again when another program changed it."""
        session = self._session
        if self._asking or session.path is None or session.source is None:
            return
        self._watch(session.path)
        if not session.path.exists() or not changed_on_disk(session.path, session.source):
            return
        self._asking = True
        try:
            answer = ask.choose(
                self._window,
                "File changed",
                f"{session.path.name} was changed by another program.",
                "Your unsaved edits would be lost." if session.dirty else "Read it again?",
                "Read it again",
                "Keep mine",
            )
        finally:
            self._asking = False
        if answer is ask.Answer.yes:
            self._reread(session.path)

    def _reread(self, path: Path) -> None:
        loaded = self.load(path)
        if loaded is not None:
            self._end_journal()
            self._session.replace(loaded.document, path, loaded.source)
            self._start_journal()
            self.opened.emit()

    def _watch(self, path: Path | None) -> None:
        if watched := self._watcher.files():
            self._watcher.removePaths(watched)
        if path is not None and path.exists():
            self._watcher.addPath(str(path))

    # -- the journal of unsaved edits ----------------------------------------------------------------

    def _start_journal(self) -> None:
        self._end_journal()
        session = self._session
        base = dump(session.document, session.source)
        self._journal = Journal.open(session.path or session.title, base, self._folder)
        self._watch(session.path)

    def _end_journal(self) -> None:
        if self._journal is not None:
            self._journal.discard()
            self._journal = None

    def _note_change(self, change: Change) -> None:
        if self._journal is None:
            return
        try:
            self._journal.append(change)
        except OSError as error:
            self._journal = None
            self._session.message.emit(f"Unsaved edits cannot be kept for recovery: {error.strerror}")

    def offer_recovery(self) -> bool:
        """After a crash: offer the edits that were not saved. True when one was opened."""
        for recovery in recoverable(self._folder):
            answer = self.ask_recovery(recovery)
            if answer is ask.Answer.yes and self.recover(recovery):
                return True
            if answer is ask.Answer.no:
                forget(recovery)
        return False

    def ask_recovery(self, recovery: Recovery) -> ask.Answer:
        """What to do with the unsaved edits of one design: yes to recover, no to discard them."""
        when = datetime.fromtimestamp(recovery.time)
        edits = "an edit that was" if recovery.edits == 1 else f"{recovery.edits} edits that were"
        detail = f"The studio ended unexpectedly on {when:%d %B %Y at %H:%M}."
        return ask.choose(
            self._window,
            "Unsaved edits found",
            f"{recovery.name} has {edits} not saved.",
            f"{detail}\n{recovery.problem}" if recovery.problem else detail,
            "Recover them",
            "Discard them",
        )

    def recover(self, recovery: Recovery) -> bool:
        """Open a design with the edits that were not saved; False where they cannot be read."""
        try:
            document = recover(recovery)
        except FileError as error:
            ask.tell(self._window, "Cannot recover", "The journal is damaged.", str(error))
            return False
        path = recovery.path if recovery.path is not None and recovery.path.exists() else None
        loaded = self.load(path) if path is not None else None
        if loaded is not None and loaded.source.digest != recovery.digest:
            self._session.message.emit(f"{recovery.name} was changed since: save it under another name")
            loaded = None
        self._session.replace(document, path if loaded else None, loaded.source if loaded else None)
        self._session.history.mark_dirty()
        self._session.state_changed.emit()
        self._start_journal()
        if self._journal is not None:
            self._journal.checkpoint(document)
        if self._journal is None or self._journal.file != recovery.file:
            forget(recovery)
        self.opened.emit()
        return True

    # -- remembering -------------------------------------------------------------------------------

    def _remember(self, path: Path) -> None:
        self._settings.add_recent(path)
        self._settings.folder = path.absolute().parent
        self.recent_changed.emit()


def examples() -> list[Path]:
    """The example designs, by name."""
    return sorted(resource("examples").glob("*.mlsd.yaml"))
