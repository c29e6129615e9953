"""What an export is told, and what a format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.drawing.theme import ExportTheme, Theme, theme
from mlsd_studio.model import Document

if TYPE_CHECKING:
    from mlsd_studio.analysis.numbers.results import Numbers
    from mlsd_studio.drawing.geometry import Geometry
    from mlsd_studio.drawing.picture import Picture

PageSize = Literal["drawing", "a4", "letter"]


class ExportError(ValueError):
    """An export that cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to export and how; every format takes from it what it needs.

    `ids` None is the whole design, else a selection. `scale` is pixels per pixel at 100 % (PNG). `findings`
    None means the design was not checked. `today`, `source` (file name) and `digest` (SHA-256 in hex) are
    printed in the report. `geometry` is that of the canvas, where there is one. With `numbers` the report judges
    requirements, and cards show how busy they are.
    """

    theme: ExportTheme = "light"
    ids: tuple[str, ...] | None = None
    scale: float = 2.0
    background: bool = True
    grid: bool = False
    title: str | None = None
    outlines: bool = False
    page: PageSize = "drawing"
    findings: tuple[Finding, ...] | None = None
    pattern: str = ""
    today: date | None = None
    source: str = ""
    digest: str = ""
    geometry: Geometry | None = None
    numbers: Numbers | None = None

    @property
    def colors(self) -> Theme:
        """The theme itself."""
        return theme(self.theme)

    @property
    def busy(self) -> dict[str, float]:
        """Load over capacity by component, where it is known."""
        rows = self.numbers.components.items() if self.numbers is not None else ()
        return {id: one.utilisation for id, one in rows if one.utilisation is not None}

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Findings without a decision."""
        return tuple(finding for finding in self.findings or () if not finding.decided)


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: the ending of its files, its name for people, and what writes it.

    `selection` tells whether a part of the design can be written.
    """

    id: str
    suffix: str
    name: str
    write: Callable[[Document, Options], bytes]
    selection: bool = True


def drawn(document: Document, options: Options, *, scale: float = 1.0) -> Picture:
    """The Picture of an export; below 60 % scale the cards show less, as on the canvas."""
    from mlsd_studio.drawing.build import picture
    from mlsd_studio.drawing.card import badges, detail_at

    marks = [(one.subjects[0].id, one.severity) for one in options.open_findings if one.subjects]
    return picture(
        document,
        options.colors,
        geometry=options.geometry,
        ids=options.ids,
        badges=badges(marks, options.busy),
        background=options.background,
        grid=options.grid,
        title=options.title,
        detail=detail_at(scale),
    )
