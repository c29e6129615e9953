"""The menu under the right mouse button, made from the same commands as everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from mlsd_studio.canvas.actions import FLOW_KINDS, canvas_actions
from mlsd_studio.canvas.choosing import CHOOSERS, SELECT
from mlsd_studio.canvas.clipboard import can_paste, paste_any
from mlsd_studio.canvas.lighting import FOCUS, WAYS
from mlsd_studio.canvas.pointer import Pointer
from mlsd_studio.canvas.reshape import AROUND, CLONE, DIRECTIONS, around_ids
from mlsd_studio.canvas.stacking import ORDERS
from mlsd_studio.canvas.taking import take_in
from mlsd_studio.model.edits.boundaries import all_ancestors, members_of
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

MOVE = "Move into"
MOST_TAKERS = 24
ON_ELEMENT = (
    ("edit.rename",),
    ("edit.cut", "edit.copy", "edit.duplicate", "edit.delete"),
    ("arrange.group", "arrange.tidy_selection"),
    ("view.fit_selection", "edit.copy_picture"),
)
ON_FLOW = (("edit.rename", "flow.flip", "arrange.tidy_flows"), ("edit.delete",), ("view.fit_selection",))
ON_GROUND = (
    ("edit.select_all",),
    ("view.fit", "view.full_size", "view.zoom_in", "view.zoom_out"),
    ("arrange.tidy", "arrange.tidy_keep", "arrange.tidy_flows"),
    ("edit.copy_picture",),
)
ALIGN = (
    ("arrange.align_left", "arrange.align_centre", "arrange.align_right"),
    ("arrange.align_top", "arrange.align_middle", "arrange.align_bottom"),
    ("arrange.distribute_across", "arrange.distribute_down"),
)


def context_menu(
    canvas: Canvas, at: Pointer, instead: Mapping[str, Callable[[], object]] | None = None
) -> QMenu:
    """The menu for the selection, or for the ground at a place.

    Another panel that shows it says with `instead` what it does otherwise, by the id of the command.
    """
    actions = {action.id: action for action in canvas_actions(canvas)}
    actions |= {id: replace(actions[id], run=run) for id, run in (instead or {}).items()}
    session = canvas.session
    menu = QMenu(canvas)
    flows = session.selected("flows")
    if flows and len(flows) == len(session.selection):
        kinds = QMenu("Change flow kind", menu)
        for kind in FLOW_KINDS:
            _add(kinds, actions[f"flow.kind_{kind}"])
        _groups(menu, actions, ON_FLOW[:1])
        menu.addMenu(kinds)
        menu.addSeparator()
        _groups(menu, actions, ON_FLOW[1:])
    elif session.selection:
        _groups(menu, actions, ON_ELEMENT)
        for id in ("view.zoom_boundary", "view.fold"):
            if actions[id].enabled():
                _add(menu, actions[id])
        _below(menu, actions, SELECT, list(CHOOSERS))
        if actions["view.focus_neighbours"].enabled():
            _below(menu, actions, FOCUS, [f"view.focus_{way}" for way, _, _ in WAYS])
        _move_into(menu, canvas)
        _add(menu, actions["arrange.lock"])
        if actions["arrange.to_front"].enabled():
            _below(menu, actions, "Order", [f"arrange.to_{where}" for where, _, _ in ORDERS])
        _below(menu, actions, AROUND, around_ids())
        if len(session.selected("components")) == 1:
            _below(menu, actions, CLONE, [f"edit.clone_{name}" for name in DIRECTIONS])
            _add(menu, actions["edit.replace"])
        if len(session.selection) > 1:
            lines = QMenu("Align", menu)
            _groups(lines, actions, ALIGN)
            menu.addMenu(lines)
    else:
        _add(menu, Action("edit.paste_here", "Paste here", lambda: paste_any(canvas, at.at),
                          enabled=lambda: can_paste(session)))  # fmt: skip
        _add(menu, Action("edit.add_here", "Add a component…", lambda: canvas.offer_any(at)))
        _groups(menu, actions, ON_GROUND)
    return menu


def _move_into(menu: QMenu, canvas: Canvas) -> None:
    """The boundaries that can take the selection; a design with very many has the outline for it."""
    session, document = canvas.session, canvas.session.document
    chosen = [*session.selected("components"), *session.selected("boundaries")]
    inner = {one for id in chosen if id in document.boundaries for one in (id, *members_of(document, id))}
    takers = [one for one in document.boundaries.values() if one.id not in inner][:MOST_TAKERS]
    held = any(all_ancestors(document, chosen).values())
    if not chosen or not (takers or held):
        return
    below = menu.addMenu(MOVE)
    below.setObjectName(MOVE)
    for one in takers:
        entry = below.addAction(f"{one.name or one.id}  ({one.kind})")
        entry.triggered.connect(lambda _=False, id=one.id: take_in(canvas, chosen, id))
    if held:
        below.addSeparator()
        below.addAction("Out of all boundaries").triggered.connect(
            lambda _=False: take_in(canvas, chosen, None)
        )


def _groups(menu: QMenu, actions: dict[str, Action], groups: tuple[tuple[str, ...], ...]) -> None:
    for group in groups:
        for id in group:
            _add(menu, actions[id])
        if group is not groups[-1]:
            menu.addSeparator()


def _below(menu: QMenu, actions: dict[str, Action], heading: str, ids: Iterable[str]) -> None:
    """A menu of its own, which can be opened while one of its commands can run."""
    inner = QMenu(heading, menu)
    inner.setObjectName(heading)
    for id in ids:
        _add(inner, actions[id])
        inner.actions()[-1].setText(actions[id].title.removeprefix(f"{heading}: "))
    inner.setEnabled(any(entry.isEnabled() for entry in inner.actions()))
    menu.addMenu(inner)


def _add(menu: QMenu, action: Action) -> None:
    entry = menu.addAction(action.title)
    entry.setObjectName(action.id)
    if action.shortcuts:
        entry.setShortcut(QKeySequence(action.shortcuts[0]))
    entry.setEnabled(action.enabled())
    entry.triggered.connect(lambda _checked=False: action.run())
