"""Where a number comes from, and one click to stand by it: default, stated, measured."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QToolButton

from mlsd_studio.drawing.theme import Theme
from mlsd_studio.model.records import Component
from mlsd_studio.panels.forms.section import TOOL_WIDTH
from mlsd_studio.panels.inspector.defaults import catalogue_value
from mlsd_studio.panels.inspector.fields import Field, type_of
from mlsd_studio.panels.inspector.writing import value_of, write
from mlsd_studio.session import Session
from mlsd_studio.session.icons import qicon

SOURCED = frozenset({
    "latency.p50", "latency.p95", "capacity", "availability", "max_utilisation", "cost.replica", "cost.calls",
    "cost.gb", "replicas", "storage", "duration", "cold_start",
})  # fmt: skip
"""Fields that numbers rest on."""

LOOKS = {
    "default": ("circle-help", "faint"),
    "stated": ("user-check", "muted"),
    "measured": ("badge-check", "ok"),
}


class OriginButton(QToolButton):
    """Says where the value of a field comes from; a click stands by a default, or marks a value as measured."""

    def __init__(self, session: Session, field: Field, look: Theme) -> None:
        super().__init__()
        self._session, self._field, self._look = session, field, look
        self._id: str | None = None
        self.state = ""
        self.setAutoRaise(True)
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(TOOL_WIDTH, TOOL_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.confirm)

    def show_component(self, component: Component) -> None:
        """Follow a component; without a value there is nothing to stand by."""
        self._id = component.id
        default = catalogue_value(component, self._field)
        origin = (component.origin or {}).get(self._field.head, "")
        if value_of(component, self._field) is None:
            self.state = "default" if default is not None else ""
        else:
            self.state = "measured" if origin.startswith("measured") else "stated"
        self.setEnabled(bool(self.state))
        words = {
            "default": f"The catalogue's {default[0]}: {default[1]} Click to state it." if default else "",
            "stated": "Stated. Click when it was measured: today's date is kept.",
            "measured": f"{origin[:1].upper()}{origin[1:]}. Click when it was measured again today.",
            "": "Not stated, and the catalogue knows nothing.",
        }[self.state]
        self.setToolTip(words)
        self.setAccessibleName(f"Origin of {self._field.label}: {self.state or 'unknown'}")
        self.setAccessibleDescription(words)
        self.set_theme(self._look)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        icon, token = LOOKS.get(self.state, ("minus", "line"))
        self.setIcon(qicon(icon, look[token], 14))

    def confirm(self) -> None:
        """State the catalogue's value, or mark the stated one as measured today."""
        component = self._component()
        if component is None:
            return
        if self.state == "default":
            self.state_default()
        elif self.state:
            self._set_origin(component, f"measured {date.today().isoformat()}")

    def state_default(self) -> None:
        """Write the catalogue's value as stated."""
        component = self._component()
        found = catalogue_value(component, self._field) if component is not None else None
        if component is not None and found is not None:
            kind: Any = type_of("components", self._field)
            write(self._session, "components", (component.id,), self._field, kind.parse(found[0]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The other ways: replace by the catalogue's value, or say that it was not measured."""
        component = self._component()
        menu = QMenu(self)
        found = catalogue_value(component, self._field) if component is not None else None
        if found is not None:
            menu.addAction(f"State the catalogue's {found[0]}").triggered.connect(self.state_default)
        if self.state == "measured" and component is not None:
            menu.addAction("Stated, not measured").triggered.connect(
                lambda: self._set_origin(component, None)
            )
        if self.state in ("stated", "measured"):
            menu.addAction("Back to not stated").triggered.connect(self._clear)
        if menu.actions():
            menu.exec(event.globalPos())

    def _clear(self) -> None:
        if self._id is not None:
            write(self._session, "components", (self._id,), self._field, None)

    def _set_origin(self, component: Component, origin: str | None) -> None:
        after = {name: one for name, one in (component.origin or {}).items() if name != self._field.head}
        if origin is not None:
            after[self._field.head] = origin
        self._session.set_fields("components", component.id, origin=after or None)

    def _component(self) -> Component | None:
        return None if self._id is None else self._session.document.components.get(self._id)
