"""The order of the layers: ground, frames, lines, notes, cards, labels, marks, ghost; tints go with theirs."""

from __future__ import annotations

from mlsd_studio.canvas.painting import cards, flows, frames, ghost, grounds, notes, rings, tints
from mlsd_studio.canvas.painting.flat import FlatCards, FlatRings
from mlsd_studio.canvas.painting.flows import FlowPainter
from mlsd_studio.canvas.painting.sprites import Sprites
from mlsd_studio.canvas.painting.stage import Stage
from mlsd_studio.canvas.scene import Scene
from mlsd_studio.model import Document


class ScenePainter:
    """Paints a scene; `cards_painted` counts the cards that were touched."""

    def __init__(self) -> None:
        self.sprites = Sprites()
        self.flows = FlowPainter()
        self.flat, self.rings = FlatCards(), FlatRings()
        self.cards_painted = 0
        self._ghost: Scene | None = None
        self._changed: frozenset[str] = frozenset()
        self._gone: frozenset[str] = frozenset()

    def clear(self) -> None:
        """Another document or theme: keep nothing that was made for the last one."""
        self.sprites.clear()
        self.flows.clear()

    def set_ghost(self, document: Document, other: Document | None) -> None:
        """Show what another version of the document would look like, or nothing."""
        self._ghost = None
        if other is not None:
            self._ghost = Scene(other)
            self._changed, self._gone = ghost.differing(document, other)

    @property
    def ghost_ids(self) -> frozenset[str]:
        """The ids the ghost shows."""
        return self._changed if self._ghost is not None else frozenset()

    def paint(self, stage: Stage) -> None:
        """Paint all layers in the areas of the stage."""
        grounds.draw(stage)
        frames.draw(stage)
        self._paint_elements(stage)
        if not stage.without:
            rings.draw_handles(stage)
        if self._ghost is not None:
            ghost.draw(stage, self._ghost, self._changed, self._gone)

    def paint_lifted(self, stage: Stage) -> None:
        """Paint what was lifted off the drawing; the handles come over it."""
        self._paint_elements(stage)

    def _paint_elements(self, stage: Stage) -> None:
        self.flows.draw_lines(stage)
        notes.draw(stage)
        if stage.tints:
            tints.draw_card_edges(stage, self.sprites)
        rings.draw_rings(stage, self.sprites, self.rings)
        far = stage.detail == "color"
        self.cards_painted += self.flat.draw(stage) if far else cards.draw(stage, self.sprites)
        if stage.tints:
            tints.draw_card_washes(stage, self.sprites)
        flows.draw_labels(stage, self.sprites)
        if stage.tints:
            tints.draw_pills(stage, self.sprites)
