"""The checker's copy of a design follows views although it is not told of what only draws."""

from __future__ import annotations

from mlsd_studio.analysis.worker import _for_copy
from mlsd_studio.model import Document
from mlsd_studio.model.edits.placement import place
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.model.edits.views import add_view, into_view
from mlsd_studio.model.records import Component, Placement, View


def test_a_copy_that_missed_a_move_in_a_view_still_follows() -> None:
    document = Document(
        [Component(id="a", kind="cache"), Component(id="b", kind="cache"), View(id="v", shows=("a", "b"))]
    )
    copy = document.copy()
    move = into_view(document, "v", place(document, {"a": Placement(1, 2)}))
    assert move.only_layout
    document.apply(move)
    gone = remove(document, ["a"])
    document.apply(gone)
    copy.apply(_for_copy(copy, gone))
    added, _ = add_view(document, "More", "all")
    assert not added.only_layout
    document.apply(added)
    copy.apply(_for_copy(copy, added))
    assert copy == document
