"""The session: the state of one open design that is not saved, around the document that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from mlsd_studio.analysis.team import fingerprint, in_use, team_of
from mlsd_studio.model import Change, Document, EditError, History
from mlsd_studio.model.edits.clipboard import Fragment
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.records import FILE_VERSION, SHARED_ID_TABLES, Design
from mlsd_studio.session import fixing
from mlsd_studio.session.progress import Progress
from mlsd_studio.session.viewing import Viewing

if TYPE_CHECKING:
    from mlsd_studio.analysis.findings import Finding, Fix
    from mlsd_studio.analysis.numbers.cuts import Cuts
    from mlsd_studio.analysis.numbers.failures import FailureMode, FailureUnit
    from mlsd_studio.analysis.numbers.results import Numbers
    from mlsd_studio.analysis.reports import Report
    from mlsd_studio.session.overlay import Overlay
    from mlsd_studio.storage.source import Source

LEAST_TRAFFIC, MOST_TRAFFIC = 1.0, 10.0
"""The ends of the traffic slider: multiples of the journeys' stated rates."""

TOOLS = ("select", "hand", "connect", "boundary", "note")


class Session(QObject):
    """One open design.

    Signals carry as little as they can: receivers read the session. `changed` comes once for each
    applied change, undo and redo included, with the `Change`; `replaced` when another document is open.
    """

    changed = Signal(object)
    replaced = Signal()
    team_changed = Signal()
    selection_changed = Signal()
    findings_changed = Signal()
    numbers_changed = Signal()
    numbers_cancelled = Signal()
    traffic_changed = Signal(float)
    failures_changed = Signal()
    failure_changed = Signal()
    watch_changed = Signal()
    state_changed = Signal()
    tool_changed = Signal(str)
    highlight_changed = Signal()
    ghost_changed = Signal()
    overlay_changed = Signal()
    focus_requested = Signal(list)
    edit_requested = Signal(str, str)
    help_requested = Signal(str)
    message = Signal(str)

    def __init__(self, document: Document | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.source: Source | None = None
        self.report: Report | None = None
        self.progress = Progress()
        self.numbers: Numbers | None = None
        self.numbers_trouble: str | None = None
        self.refusal = ""
        """Why the last edit that did not fit was refused."""
        self.traffic = LEAST_TRAFFIC
        self.watching_failures = False
        self.failure_key: str | None = None
        self.failure: FailureMode | None = None
        self.failure_units: tuple[FailureUnit, ...] = ()
        self.cut_sets: dict[str, Cuts] = {}
        self.fragment = Fragment()
        self.selection: tuple[str, ...] = ()
        self.highlight: Finding | None = None
        self.ghost: Document | None = None
        self.overlay: Overlay | None = None
        self.tool = "select"
        self.viewing = Viewing(self)
        self._generation = 0
        self._take_team()
        self._install(document or Document([Design(mlsd=FILE_VERSION)]))

    # -- the document ------------------------------------------------------------------------------

    def _install(self, document: Document) -> None:
        self.document = document
        self.history = History(document)
        self.progress.start(document.revision)
        document.subscribe(self._on_change)
        self.viewing.renew()

    @property
    def generation(self) -> int:
        """Counts the documents opened in this session."""
        return self._generation

    def replace(self, document: Document, path: Path | None = None, source: Source | None = None) -> None:
        """Open another document; what was selected, shown or found of the last one is forgotten."""
        self._generation += 1
        self.path, self.source = path, source
        self._take_team()
        self.selection, self.highlight, self.ghost, self.report = (), None, None, None
        self.numbers = self.numbers_trouble = self.failure = self.failure_key = None
        self.failure_units, self.cut_sets = (), {}
        moved, self.traffic = self.traffic != LEAST_TRAFFIC, LEAST_TRAFFIC
        self.set_overlay(None)
        self._install(document)
        self.replaced.emit()
        self.selection_changed.emit()
        self.findings_changed.emit()
        self.numbers_changed.emit()
        self.failures_changed.emit()
        self.failure_changed.emit()
        if moved:
            self.traffic_changed.emit(self.traffic)
        self.state_changed.emit()

    def _take_team(self) -> None:
        self._team_files = fingerprint(self.path)
        self.team = team_of(self.path).install()

    def enter(self) -> None:
        """Make this design's team count in the process: several windows may have designs of different teams."""
        if in_use() is not self.team:
            self.team.install()

    def follow_team(self) -> None:
        """Make the team's kinds and rules those of this design, and read them again if they have changed."""
        if fingerprint(self.path) != self._team_files or self.team.design != (
            self.path.name if self.path else ""
        ):
            self._take_team()
            self.team_changed.emit()
        else:
            self.team.install()

    @property
    def title(self) -> str:
        """The design's name, else the file's, else *Untitled design*."""
        if self.document.design.name:
            return self.document.design.name
        return self.path.name.removesuffix(".mlsd.yaml") if self.path else "Untitled design"

    @property
    def dirty(self) -> bool:
        """True when there are edits that no file holds."""
        return not self.history.is_clean

    def mark_saved(self, path: Path, source: Source) -> None:
        """The document as it is now stands in this file."""
        self.path, self.source = path, source
        self.follow_team()
        self.history.mark_clean()
        self.progress.saved()
        self.state_changed.emit()
        self.findings_changed.emit()

    # -- editing -----------------------------------------------------------------------------------

    def apply(self, change: Change, token: object = None) -> bool:
        """Make an edit; with a token it joins the running step of the same token.

        A change that does not fit is told to the user and changes nothing; then False.
        """
        self.enter()
        self.clear_ghost()
        try:
            self.history.apply(self.viewing.taken(change), token)
        except EditError as error:
            self.refusal = str(error)
            self.message.emit(self.refusal)
            return False
        if change:
            self.state_changed.emit()
        return True

    def seal(self) -> None:
        """End the running step (mouse released, field left)."""
        self.history.seal()

    def cancel(self, token: object) -> None:
        """Take the running step back (Esc)."""
        self.history.cancel(token)
        self.state_changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        self._walk(f"Undone: {self.history.undo_label}", self.history.undo)

    def redo(self) -> None:
        """Do the last undone step again."""
        self._walk(f"Redone: {self.history.redo_label}", self.history.redo)

    def _walk(self, words: str, step: Callable[[], Change | None]) -> None:
        self.enter()
        self.clear_ghost()
        if change := step():
            self.viewing.follow_step(change)
            self.state_changed.emit()
            self.message.emit(words)

    def remove_selected(self) -> None:
        """Delete what is selected."""
        if self.selection:
            count = len(self.selection)
            if self.apply(remove(self.document, self.selection)):
                self.viewing.tell_deleted(count)

    def _on_change(self, change: Change) -> None:
        gone = {e.id for e in change.edits if e.after is None and e.table in SHARED_ID_TABLES}
        if gone and not gone.isdisjoint(self.selection):
            self.selection = tuple(id for id in self.selection if id not in gone)
            self.selection_changed.emit()
        if not change.only_layout:
            self.progress.edited(self.document.revision)
        self.viewing.follow(change)
        self.changed.emit(change)

    # -- selection, tool, what the canvas shows ------------------------------------------------------

    def select(self, ids: Iterable[str], *, toggle: bool = False) -> None:
        """Select elements by id, or toggle them in the selection."""
        self.enter()
        wanted = [id for id in dict.fromkeys(ids) if self.document.find(id)]
        if toggle:
            kept = [id for id in self.selection if id not in wanted]
            wanted = kept + [id for id in wanted if id not in self.selection]
        if tuple(wanted) != self.selection:
            self.selection = tuple(wanted)
            self.selection_changed.emit()

    def selected(self, table: str) -> tuple[str, ...]:
        """The selected ids of one table."""
        rows = self.document.table(table)
        return tuple(id for id in self.selection if id in rows)

    def set_tool(self, tool: str) -> None:
        """Take up a canvas tool, one of TOOLS."""
        if tool != self.tool and tool in TOOLS:
            self.tool = tool
            self.tool_changed.emit(tool)

    def show_finding(self, finding: Finding | None, *, focus: bool = True) -> None:
        """Select a finding's subjects and light its path on the canvas; None puts the light out."""
        self.highlight = finding
        self.clear_ghost()
        if finding is not None:
            ids = [one.id for one in finding.subjects if self.document.find(one.id)]
            if focus:
                self.viewing.reveal(ids or finding.path)
            self.select(ids)
            if focus and (ids or finding.path):
                self.focus_requested.emit(ids or list(finding.path))
        self.highlight_changed.emit()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Show an overlay on the canvas instead of the one before; None takes it away."""
        if overlay != self.overlay:
            self.overlay = overlay
            self.overlay_changed.emit()

    # -- numbers -------------------------------------------------------------------------------------

    def set_numbers(self, numbers: Numbers | None, trouble: str | None = None) -> None:
        """Take the numbers of the newest state that has them; without any, `trouble` says why."""
        self.enter()
        self.numbers, self.numbers_trouble = numbers, trouble
        self.numbers_changed.emit()

    def set_traffic(self, multiple: float) -> None:
        """Rescale the rates of all journeys, from 1 to 10 times; the numbers follow."""
        wanted = min(max(float(multiple), LEAST_TRAFFIC), MOST_TRAFFIC)
        if wanted != self.traffic:
            self.traffic = wanted
            self.traffic_changed.emit(wanted)

    def cancel_numbers(self) -> None:
        """Leave the bounds of the availability as close as they have come."""
        self.numbers_cancelled.emit()

    def watch_failures(self, on: bool) -> None:
        """Keep `failure_units` and `cut_sets` current while somebody looks at them."""
        if on != self.watching_failures:
            self.watching_failures = on
            self.watch_changed.emit()

    def pick_failure(self, key: str | None) -> None:
        """Keep `failure` current for one unit (`zone:a`); None for none."""
        if key != self.failure_key:
            self.failure_key = key
            if key is None:
                self.set_failure(None)
            self.watch_changed.emit()

    def set_failure(self, failure: FailureMode | None) -> None:
        """Take what becomes of the design when the picked unit fails; None where it is no longer there."""
        self.failure = failure
        self.failure_changed.emit()

    def set_failures(
        self, units: tuple[FailureUnit, ...] | None = None, cuts: dict[str, Cuts] | None = None
    ) -> None:
        """Take the failure units, or the cut sets by journey, of the newest state."""
        self.failure_units = self.failure_units if units is None else units
        self.cut_sets = self.cut_sets if cuts is None else cuts
        self.failures_changed.emit()

    # -- findings and fixes --------------------------------------------------------------------------

    def set_report(self, report: Report, revision: int | None = None) -> None:
        """Take the checker's answer about a revision of the document; None is the present one."""
        self.enter()
        self.report = report
        self.progress.checked(report, self.document.revision if revision is None else revision)
        if self.highlight is not None:
            same = [f for f in report.findings if f.key == self.highlight.key]
            self.highlight = same[0] if same else None
            self.highlight_changed.emit()
        self.findings_changed.emit()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the last check found."""
        return tuple(self.report.findings) if self.report else ()

    def findings_of(self, id: str) -> list[Finding]:
        """Open findings whose first subject is this element."""
        return [f for f in self.findings if f.subjects and f.subjects[0].id == id and not f.decided]

    def preview_fix(self, fix: Fix) -> None:
        """Show what a fix would do as a ghost on the canvas; nothing is changed."""
        try:
            ghost = fixing.ghost_of(self.document, fix)
        except fixing.NotPossibleError as error:
            self.message.emit(str(error))
            return
        if ghost is not None:
            self.ghost = ghost
            self.ghost_changed.emit()

    def clear_ghost(self) -> None:
        """Put the ghost away."""
        if self.ghost is not None:
            self.ghost = None
            self.ghost_changed.emit()

    def apply_fix(self, fix: Fix) -> bool:
        """Do what a fix says, as one step; a fix that asks for a value shows where to type it."""
        if not fix.edits:
            self._show_field(fix)
            return False
        try:
            change = fixing.change_of(self.document, fix)
        except fixing.NotPossibleError as error:
            self.message.emit(str(error))
            return False
        done = self.apply(change)
        if done and change:
            self.message.emit(f"{fix.label} — Ctrl+Z takes it back")
        return done

    def _show_field(self, fix: Fix) -> None:
        asked = fixing.field_asked(self.document, fix)
        if asked is None:
            return
        ids, field = asked
        if fixing.is_drawn(self.document, ids[0]):
            self.viewing.reveal(ids)
            self.select(ids)
            self.focus_requested.emit(ids)
        self.edit_requested.emit(ids[0], field)

    # -- asking the inspector ------------------------------------------------------------------------

    def edit_field(self, id: str, field: str) -> None:
        """Ask the inspector to show this element and put the cursor into a field."""
        if fixing.is_drawn(self.document, id):
            self.select([id])
        self.edit_requested.emit(id, field)

    def set_fields(self, table: str, id: str, token: object = None, **fields: Any) -> bool:
        """Set fields of one record as a step."""
        from mlsd_studio.model.edits.components import set_fields

        return self.apply(set_fields(self.document, table, id, **fields), token)
