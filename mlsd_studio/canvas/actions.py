"""The commands of the canvas as data: menus, tool bar, command palette and keys all run these."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from mlsd_studio.canvas import arrange
from mlsd_studio.canvas.choosing import choosing_actions
from mlsd_studio.canvas.clipboard import clipboard_actions
from mlsd_studio.canvas.diving import diving_actions
from mlsd_studio.canvas.finder import finder_actions
from mlsd_studio.canvas.folding import folding_actions
from mlsd_studio.canvas.keyboard import keyboard_actions
from mlsd_studio.canvas.lighting import focus_actions
from mlsd_studio.canvas.picture_copy import copy_picture
from mlsd_studio.canvas.reshape import reshape_actions
from mlsd_studio.canvas.stacking import stacking_actions
from mlsd_studio.canvas.tidying import tidying_actions
from mlsd_studio.model import Change
from mlsd_studio.model.changes import merge
from mlsd_studio.model.edits.components import set_fields
from mlsd_studio.model.edits.flows import flip_flow
from mlsd_studio.model.records import FlowKind
from mlsd_studio.session import Session, editing
from mlsd_studio.session.actions import Action

if TYPE_CHECKING:
    from mlsd_studio.canvas.widget import Canvas

FLOW_KINDS: tuple[FlowKind, ...] = get_args(FlowKind)


def canvas_actions(canvas: Canvas) -> list[Action]:
    """Everything the canvas can be told to do."""
    own = [*_edit(canvas), *_arrange(canvas), *_flows(canvas), *_view(canvas), *_tools(canvas)]
    return [*own, *reshape_actions(canvas), *folding_actions(canvas), *stacking_actions(canvas),
            *choosing_actions(canvas), *focus_actions(canvas), *finder_actions(canvas),
            *tidying_actions(canvas), *diving_actions(canvas), *keyboard_actions(canvas)]  # fmt: skip


def _edit(canvas: Canvas) -> list[Action]:
    session = canvas.session

    def chosen() -> bool:
        return bool(session.selection)

    def rename() -> None:
        canvas.rename(session.selection[0])

    def select_all() -> None:
        document = session.viewing.shown
        session.select([*document.components, *document.boundaries, *document.notes, *document.flows])

    def copy_image() -> None:
        copy_picture(session, canvas.theme)

    def drawn() -> bool:
        return not canvas.scene.is_empty

    return [
        *clipboard_actions(canvas),
        Action("edit.duplicate", "Duplicate", lambda: editing.duplicate_selected(session), ("Ctrl+D",),
               "copy-plus", enabled=chosen),
        Action("edit.delete", "Delete", session.remove_selected, ("Delete", "Backspace"), "trash-2",
               enabled=chosen),
        Action("edit.select_all", "Select all", select_all, ("Ctrl+A",), enabled=drawn),
        Action("edit.rename", "Rename", rename, ("F2",), "pencil",
               enabled=lambda: len(session.selection) == 1),
        Action("edit.copy_picture", "Copy as picture", copy_image, ("Ctrl+Shift+C",), "image", enabled=drawn),
    ]  # fmt: skip


def _arrange(canvas: Canvas) -> list[Action]:
    session = canvas.session

    def several() -> bool:
        return len(session.selection) > 1

    def align(how: str) -> None:
        arrange.align(session, canvas.scene, how)

    def group() -> None:
        members = [*session.selected("components"), *session.selected("boundaries")]
        made = arrange.put_in_boundary(session, members)
        if made is not None:
            canvas.rename(made)

    def holds() -> bool:
        return bool(session.selected("components") or session.selected("boundaries"))

    titles = {"left": "left edges", "centre": "centres", "right": "right edges",
              "top": "top edges", "middle": "middles", "bottom": "bottom edges"}  # fmt: skip
    icons = {"left": "align-start-vertical", "centre": "align-center-vertical", "right": "align-end-vertical",
             "top": "align-start-horizontal", "middle": "align-center-horizontal",
             "bottom": "align-end-horizontal"}  # fmt: skip
    lines = [
        Action(f"arrange.align_{how}", f"Align {title}", lambda how=how: align(how), icon=icons[how],
               place="arrange", enabled=several)
        for how, title in titles.items()
    ]  # fmt: skip
    return [
        Action("arrange.group", "Group into boundary", group, ("Ctrl+G",), "group", "arrange", holds),
        *lines,
        Action("arrange.distribute_across", "Distribute across",
               lambda: arrange.distribute(session, canvas.scene, True), place="arrange",
               enabled=lambda: len(session.selection) > 2),
        Action("arrange.distribute_down", "Distribute down",
               lambda: arrange.distribute(session, canvas.scene, False), place="arrange",
               enabled=lambda: len(session.selection) > 2),
    ]  # fmt: skip


def _flows(canvas: Canvas) -> list[Action]:
    session = canvas.session

    def chosen() -> bool:
        return bool(session.selected("flows"))

    def flip() -> None:
        _each_flow(session, [flip_flow(session.document, id) for id in session.selected("flows")])

    def set_kind(kind: FlowKind) -> None:
        flows = session.selected("flows")
        changes = [set_fields(session.document, "flows", id, "Change flow kind", kind=kind) for id in flows]
        _each_flow(session, changes)

    return [
        Action("flow.flip", "Flip flow", flip, icon="shuffle", place="arrange", enabled=chosen),
        *(
            Action(f"flow.kind_{kind}", f"Make it {kind}", lambda kind=kind: set_kind(kind), place="arrange",
                   enabled=chosen)
            for kind in FLOW_KINDS
        ),
    ]  # fmt: skip


def _each_flow(session: Session, changes: list[Change]) -> None:
    whole = changes[0]
    for change in changes[1:]:
        whole = merge(whole, change)
    session.apply(whole)


def _view(canvas: Canvas) -> list[Action]:
    def fit_selection() -> None:
        canvas.fit(canvas.session.selection)

    return [
        Action("view.fit", "Fit all", canvas.fit, ("Shift+1",), "maximize", "view"),
        Action("view.fit_selection", "Fit selection", fit_selection, ("Shift+2",), "scan", "view",
               lambda: bool(canvas.session.selection)),
        Action("view.full_size", "100 %", lambda: canvas.zoom_to(1.0), ("Ctrl+0",), "", "view"),
        Action("view.zoom_in", "Zoom in", lambda: canvas.zoom_step(True), ("Ctrl++", "Ctrl+="), "zoom-in",
               "view"),
        Action("view.zoom_out", "Zoom out", lambda: canvas.zoom_step(False), ("Ctrl+-",), "zoom-out", "view"),
    ]  # fmt: skip


def _tools(canvas: Canvas) -> list[Action]:
    session = canvas.session
    tools = (
        ("select", "Select", "V", "mouse-pointer-2"),
        ("hand", "Hand", "H", "hand"),
        ("connect", "Connect", "C", "arrow-up-right"),
        ("boundary", "Boundary", "B", "square-dashed"),
        ("note", "Note", "N", "sticky-note"),
    )
    return [
        Action(f"tool.{name}", title, lambda name=name: session.set_tool(name), (key,), icon, "tools")
        for name, title, key, icon in tools
    ]
