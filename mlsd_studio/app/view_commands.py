"""Commands for the views of a design: going from tab to tab, adding, renaming, closing."""

from __future__ import annotations

from mlsd_studio.panels.views import ViewTabs, new_view, offers
from mlsd_studio.session import Session
from mlsd_studio.session.actions import Action

ONE = "There is no other view to go to"
WHOLE = "The whole design is open: only a view can be renamed, closed or deleted"


def view_actions(session: Session, tabs: ViewTabs) -> list[Action]:
    """What the window's menus say of views."""
    viewing = session.viewing

    def several() -> bool:
        return len(viewing.tabs) > 1

    def inside() -> bool:
        return viewing.current is not None

    def from_selection() -> None:
        new_view(session, offers(session)[-1])

    return [
        Action("views.add", "New view …", tabs.offer, place="view"),
        Action("views.selection", "New view from the selection", from_selection, ("Ctrl+Alt+N",), place="view",
               enabled=lambda: bool(session.selection)),
        Action("views.next", "Next view", lambda: viewing.step(1), ("Ctrl+Tab", "Ctrl+PgDown"), place="view",
               enabled=several, why=ONE),
        Action("views.previous", "Previous view", lambda: viewing.step(-1), ("Ctrl+Shift+Tab", "Ctrl+PgUp"),
               place="view", enabled=several, why=ONE),
        Action("views.rename", "Rename view", lambda: tabs.rename_at(tabs.bar.currentIndex()), place="view",
               enabled=inside, why=WHOLE),
        Action("views.close", "Close view", lambda: viewing.close(viewing.current or ""), ("Ctrl+W",),
               place="view", enabled=inside, why=WHOLE),
        Action("views.delete", "Delete view", lambda: tabs.delete(viewing.current or ""), place="view",
               enabled=inside, why=WHOLE),
        Action("edit.show_here", "Show in this view", lambda: viewing.show(session.selection),
               enabled=lambda: inside() and bool(viewing.hidden(session.selection)),
               why="Choose in the outline what the open view does not show yet"),
        Action("edit.take_out", "Remove from this view", viewing.remove_selected, ("Shift+Delete",),
               enabled=lambda: inside() and bool(session.selection), why="Open a view and select something in it"),
    ]  # fmt: skip
