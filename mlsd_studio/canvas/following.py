"""How the canvas follows its session: each thing that changes there, and what it means for the picture."""

from __future__ import annotations

from mlsd_studio.canvas import findings
from mlsd_studio.canvas.lighting import Lighting
from mlsd_studio.canvas.painting.batches import Batches
from mlsd_studio.canvas.painting.flows import with_finish_at
from mlsd_studio.canvas.painting.tints import with_pills
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.canvas.settling import PAUSE_MS
from mlsd_studio.canvas.travel import Travel
from mlsd_studio.drawing.loose import keeping_places
from mlsd_studio.drawing.theme import ThemeName, theme
from mlsd_studio.model import Change


class Following(Lighting, Travel):
    """Keeps the scene, the light and the description those of the session."""

    _shown_selection: tuple[str, ...] = ()

    def listen(self) -> None:
        """Hear of everything that changes in the session."""
        session = self.session
        session.viewing.keeper = self._keep_places
        session.viewing.drawn.connect(self._on_change)
        session.replaced.connect(self._on_replaced)
        session.team_changed.connect(self._renew)
        session.selection_changed.connect(self._on_selection)
        session.findings_changed.connect(self._on_findings)
        session.numbers_changed.connect(self._on_numbers)
        session.highlight_changed.connect(self._on_light)
        session.overlay_changed.connect(self._on_overlay)
        session.ghost_changed.connect(self._on_ghost)
        session.focus_requested.connect(self.show_ids)
        session.tool_changed.connect(self._on_tool)

    def _keep_places(self, change: Change) -> Change:
        return keeping_places(self.scene.geometry, self.session.viewing.placed, change)

    def _on_change(self, change: Change) -> None:
        before = self.scene.offset
        touched, dirty = self.scene.update(change)
        finished = with_finish_at(self.view.zoom, len(self.scene.geometry.lanes))
        if self.scene.offset != before and finished:
            self.hurry()  # lines between pixels go along as they are, until the keys rest
        self.painter.flows.forget(touched)
        self._paint_lifted(touched)
        self.settler.begin(PAUSE_MS)
        if self._lit is not None:
            self._lit = self.lit_now()
        self.update_areas(with_pills(self.session.overlay, dirty))
        self.minimap.refresh()
        if not change.only_layout:
            self.describe()
        if self.scene.is_empty or not self.minimap.isVisible():
            self.update()

    def _on_replaced(self) -> None:
        self.tool.cancel()
        self.close_editor()
        self._lit = None
        self._renew()
        self.painter.set_ghost(self.scene.document, None)
        self.frame_anew()

    def change_view(self) -> None:
        """Another view is open: draw what it shows."""
        self.tool.cancel()
        self.close_editor()
        self._renew()
        self._on_light()
        self._on_ghost()

    def _renew(self) -> None:
        """Draw everything anew: another document, or kinds that look different now."""
        self.diving.forget()
        self.lower()
        self.scene = Scene(self.session.viewing.shown, findings.badges(self.session), quick=True)
        self.painter.clear()
        self.minimap.renew()
        self.describe()
        self.refresh_overlay()
        self.settler.begin()
        self.update()

    def on_settled(self, batches: Batches) -> None:
        """The routes that stay are there: show them."""
        self.painter.flows.clear(batches)
        self.minimap.refresh()
        self.update()

    def _on_selection(self) -> None:
        changed = set(self.session.selection) ^ set(self._shown_selection)
        single = {*self.session.selection[:1], *self._shown_selection[:1]}
        self._shown_selection = self.session.selection
        self.update_areas(self.scene.extents(sorted(changed | single)))
        self.refresh_overlay()
        self.describe()

    def _on_findings(self) -> None:
        self.update_areas(self.scene.set_badges(findings.badges(self.session)))
        self.minimap.refresh()

    def _on_numbers(self) -> None:
        changed = self.scene.set_full(findings.full(self.session))
        self.painter.flows.forget(changed)
        busy = self.scene.set_badges(findings.badges(self.session))
        self.update_areas([*busy, *self.scene.extents(sorted(changed))])

    def _on_light(self) -> None:
        self.refresh_light()

    def refresh_light(self) -> None:
        """Paint with what is bright now."""
        self._lit = self.lit_now()
        self.update()

    def _on_overlay(self) -> None:
        self.legend.renew()
        self._on_light()

    def _on_ghost(self) -> None:
        ghost = self.session.ghost
        self.painter.set_ghost(self.scene.document, ghost and self.session.viewing.ghost(ghost))
        self.update()

    def _on_tool(self, name: str) -> None:
        self.tool.cancel()
        self.tool.leave()
        self.tool = self.tools[name]
        self.tool.take_up()
        self.refresh_overlay()
        self.setCursor(self.tool.cursor)

    def set_theme(self, name: ThemeName) -> None:
        """Take the colours of a theme."""
        self.theme = theme(name)
        self.painter.clear()
        self.minimap.renew()
        self.legend.renew()
        self.crumbs.renew()
        self.finder.renew()
        self.refresh_overlay()
        self.update()

    def describe(self) -> None:
        """Tell assistive technology what there is and what is selected."""
        document = self.session.document
        chosen = [
            self.scene.look(id).title for id in self.session.selection if id in self.scene.geometry.boxes
        ]
        words = f"{len(document.components)} components, {len(document.flows)} flows"
        self.setAccessibleDescription(f"{words}. Selected: {', '.join(chosen[:3])}" if chosen else words)
