"""Commands as data: what menus, tool bar, palette and shortcuts offer, each defined once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """A command: shown as `title`, run by any of `shortcuts` (Qt key sequences), drawn with `icon`.

    `place` groups it in menus: file, edit, view, arrange, tools, help; `view/Heading` is a menu inside View, and
    the title of such a command then begins with `Heading: `. A command that switches something says with `checked`
    whether it is on.
    `why` says why it cannot run while it is not `enabled`.
    """

    id: str
    title: str
    run: Callable[[], object]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    place: str = "edit"
    enabled: Callable[[], bool] = _always
    checked: Callable[[], bool] | None = None
    why: str = ""


class Actions:
    """The commands of a window, by id. Each room adds its own; a second use of an id is an error."""

    def __init__(self) -> None:
        self._by_id: dict[str, Action] = {}

    def add(self, *actions: Action) -> None:
        """Register commands. Raises ValueError for an id or shortcut that is taken."""
        for action in actions:
            if action.id in self._by_id:
                raise ValueError(f"two actions have the id {action.id!r}")
            taken = {s: a.id for a in self._by_id.values() for s in a.shortcuts}
            for shortcut in action.shortcuts:
                if shortcut in taken:
                    raise ValueError(f"{shortcut} is both {taken[shortcut]!r} and {action.id!r}")
            self._by_id[action.id] = action

    def __getitem__(self, id: str) -> Action:
        return self._by_id[id]

    def __iter__(self) -> Iterator[Action]:
        return iter(self._by_id.values())
