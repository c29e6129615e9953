"""What the palette can find: each group as rows, and what choosing a row of it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from PySide6.QtGui import QKeySequence

from mlsd_studio.catalog import catalog, patterns
from mlsd_studio.drawing.card import layer_of
from mlsd_studio.drawing.icons import kind_icon
from mlsd_studio.drawing.theme import LAYER_TOKENS
from mlsd_studio.model.edits.views import listed
from mlsd_studio.model.records import Component, Flow
from mlsd_studio.panels.naming import name_of
from mlsd_studio.panels.start.files import recent_entry
from mlsd_studio.session import Session
from mlsd_studio.session.actions import Action, Actions
from mlsd_studio.session.editing import kind_text, parse_kind_text
from mlsd_studio.session.lookup import Row

COMMANDS, COMPONENTS, FLOWS, FINDINGS, KINDS = "Commands", "Components", "Flows", "Findings", "Add"
BOUNDARIES, VIEWS = "Boundaries", "Views"
WANTED, JOURNEYS, FILES, TEMPLATES, HELP = "Requirements", "Journeys", "Recent files", "Templates", "Help"
PREFIXES = {
    ">": (COMMANDS,),
    "@": (COMPONENTS, BOUNDARIES, FLOWS),
    "!": (FINDINGS,),
    "+": (KINDS,),
    "?": (HELP,),
}
SEVERITIES = {"error": ("circle-x", "bad"), "warning": ("triangle-alert", "warn"), "info": ("info", "muted")}
SLICE = 2000
"""Rows that are made in one go."""
UNTITLED = "Nothing to work on: open or start a design first"
UNSELECTED = "Select something first"
UNFIT = "Not with what is selected"


@dataclass(frozen=True, slots=True)
class Doors:
    """What the window does for the palette: add a kind, open a file, start from a pattern."""

    add: Callable[[str, str | None], object]
    open_file: Callable[[Path], object]
    start_from: Callable[[str], object]
    recent: Callable[[], list[tuple[Path, datetime]]] = field(default=list)
    design_open: Callable[[], bool] = field(default=lambda: True)


class Sources:
    """All rows by group. Those of the drawing are kept until it changes; the rest are made each time."""

    def __init__(self, session: Session, actions: Actions, doors: Doors) -> None:
        self._session, self._actions, self._doors = session, actions, doors
        self._state: tuple[int, int] | None = None
        self._parts: list[Row] = []
        self._flows: list[Row] = []
        self._looks: dict[tuple[str, str | None], tuple[str, str, str]] = {}
        self._take = {
            COMMANDS: self._run,
            COMPONENTS: self._show,
            FLOWS: self._show,
            BOUNDARIES: self._show,
            VIEWS: lambda id: session.viewing.open(id or None),
            FINDINGS: self._find,
            KINDS: lambda id: doors.add(*parse_kind_text(id)),
            WANTED: lambda id: session.edit_field(id, ""),
            JOURNEYS: lambda id: session.edit_field(id, ""),
            FILES: lambda id: doors.open_file(Path(id)),
            TEMPLATES: doors.start_from,
            HELP: session.help_requested.emit,
        }

    def rows(self) -> dict[str, list[Row]]:
        """The rows of every group, the kinds apart, which the catalogue searches."""
        for _ in self.slices():
            pass
        return {**self.small(), **self._drawing()}

    def small(self) -> dict[str, list[Row]]:
        """The rows of the groups that are never long."""
        opened = self._doors.design_open()
        return {
            COMMANDS: [self._command(one) for one in self._actions],
            FINDINGS: list(self._findings()) if opened else [],
            **(self._listed() if opened else {}),
            FILES: [_file(path, when) for path, when in self._doors.recent()],
            TEMPLATES: [
                Row(TEMPLATES, one.id, one.name, one.key_idea, "layout-template") for one in patterns()
            ],
            HELP: list(_help()),
        }

    def slices(self) -> Iterator[None]:
        """Make the rows of the drawing, a slice at each step; nothing to do where they are as it is now."""
        document = self._session.document
        state = self._session.generation, document.revision
        if state == self._state:
            return
        parts, flows = [], []
        for n, one in enumerate(list(document.components.values())):
            parts.append(self._part(one))
            if n % SLICE == SLICE - 1:
                yield
        for n, flow in enumerate(list(document.flows.values())):
            flows.append(self._flow(flow))
            if n % SLICE == SLICE - 1:
                yield
        if state == (self._session.generation, self._session.document.revision):
            self._state, self._parts, self._flows = state, parts, flows

    def kinds(self, text: str, limit: int) -> list[Row]:
        """Kinds and products that a text means, or the kinds in the order of the palette."""
        if not self._doors.design_open():
            return []
        known = catalog()
        if not text.strip():
            return [_kind(kind.id, None) for _, kinds in known.palette() for kind in kinds][:limit]
        return [_kind(hit.kind, hit.technology) for hit in known.search(text, limit)]

    def row(self, key: str) -> Row | None:
        """The row that a key stands for, as it is now; None where there is no such thing any more."""
        group, _, id = key.partition(":")
        if group == KINDS:
            try:
                return _kind(*parse_kind_text(id)) if self._doors.design_open() else None
            except KeyError:
                return None
        document = self._session.document
        if group == COMPONENTS and self._doors.design_open():
            return self._part(document.components[id]) if id in document.components else None
        if group == FLOWS and self._doors.design_open():
            return self._flow(document.flows[id]) if id in document.flows else None
        return next((one for one in self.small().get(group, ()) if one.id == id), None)

    def take(self, row: Row) -> None:
        """Do what choosing a row means."""
        self._take[row.group](row.id)

    # -- the groups ----------------------------------------------------------------------------------

    def _command(self, action: Action) -> Row:
        key = ""
        if action.shortcuts:
            key = QKeySequence(action.shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText)
        reason = "" if action.enabled() else self._reason(action)
        place = action.place.partition("/")[0].capitalize()
        return Row(
            COMMANDS, action.id, action.title, place, action.icon or "command", shortcut=key,
            reason=reason, bonus=1.0,
        )  # fmt: skip

    def _reason(self, action: Action) -> str:
        if action.why:
            return action.why
        if not self._doors.design_open():
            return UNTITLED
        return UNFIT if self._session.selection else UNSELECTED

    def _drawing(self) -> dict[str, list[Row]]:
        return {COMPONENTS: self._parts, FLOWS: self._flows} if self._doors.design_open() else {}

    def _part(self, one: Component) -> Row:
        which = one.kind, one.technology
        look = self._looks.get(which) or self._looks.setdefault(which, _look(one))
        return Row(COMPONENTS, one.id, one.name or one.id, *look)

    def _flow(self, flow: Flow) -> Row:
        ends = f"{self._name(flow.source)} → {self._name(flow.target)}"
        return Row(FLOWS, flow.id, flow.label or ends, flow.kind, "arrow-right")

    def _name(self, id: str) -> str:
        one = self._session.document.components.get(id)
        return one.name or id if one is not None else name_of(self._session.document, id)

    def _listed(self) -> dict[str, list[Row]]:
        document = self._session.document
        frames = [
            Row(BOUNDARIES, one.id, one.name or one.id, one.kind, "square-dashed")
            for one in document.boundaries.values()
        ]
        wanted = [
            Row(
                WANTED, one.id, one.text or (one.metric or one.id).replace("_", " ").capitalize(),
                " ".join(filter(None, (one.category, one.target))), "target",
            )
            for one in document.requirements.values()
        ]  # fmt: skip
        journeys = [
            Row(JOURNEYS, one.id, one.name or one.id, f"from {name_of(document, one.entry)}", "footprints")
            for one in document.journeys.values()
        ]
        return {BOUNDARIES: frames, VIEWS: list(self._views()), WANTED: wanted, JOURNEYS: journeys}

    def _views(self) -> Iterator[Row]:
        """The whole design first; the open view cannot be chosen, a closed one is opened again."""
        viewing = self._session.viewing
        tabs = viewing.tabs
        for id in (None, *(view.id for view in listed(self._session.document))):
            here = id == viewing.current
            note = "the whole" if id is None else "a tab" if id in tabs else "closed, not lost"
            reason = "This is the open view" if here else ""
            yield Row(VIEWS, id or "", viewing.name(id), note, "layout-grid", reason=reason)

    def _findings(self) -> Iterator[Row]:
        for one in self._session.findings:
            if not one.decided:
                icon, color = SEVERITIES.get(one.severity, SEVERITIES["info"])
                yield Row(FINDINGS, one.key, one.title, one.code, icon, color)

    # -- choosing ------------------------------------------------------------------------------------

    def _run(self, id: str) -> None:
        action = self._actions[id]
        if action.enabled():
            action.run()

    def _show(self, id: str) -> None:
        self._session.select([id])
        self._session.focus_requested.emit([id])

    def _find(self, key: str) -> None:
        found = next((one for one in self._session.findings if one.key == key), None)
        if found is not None:
            self._session.show_finding(found)


def _look(one: Component) -> tuple[str, str, str]:
    """The note of a component's row, its icon and the colour of its layer."""
    kind = catalog().kinds.get(one.kind)
    icon = kind_icon(one.kind, one.technology)
    return kind.name if kind else one.kind, icon, LAYER_TOKENS.get(layer_of(one), "platform")


def _kind(kind: str, technology: str | None) -> Row:
    known = catalog()
    one, product = known.kinds[kind], known.technologies.get(technology or "")
    note = one.name if product else one.palette
    return Row(
        KINDS, kind_text(kind, technology), product.name if product else one.name, note,
        kind_icon(kind, technology), LAYER_TOKENS.get(one.layer, "platform"),
    )  # fmt: skip


def _file(path: Path, when: datetime) -> Row:
    entry = recent_entry(path, when, date.today())
    return Row(
        FILES,
        str(path),
        entry.title,
        entry.note,
        entry.icon,
        reason="Not there any more" if entry.missing else "",
    )


def _help() -> Iterator[Row]:
    from mlsd_studio.analysis.numbers.pages import pages
    from mlsd_studio.analysis.team import in_use

    for page in pages().values():
        yield Row(HELP, page.id, page.title, "what the number means", "circle-help")
    for rule in in_use().rules.values():
        yield Row(HELP, rule.code, rule.title, f"{rule.code}, what the rule says", "book-open")
