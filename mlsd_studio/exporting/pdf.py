"""PDF: the Picture as vectors on a page of its own size, or fitted on A4 or Letter."""

from __future__ import annotations

import io
from typing import Any

from mlsd_studio.drawing.picture import Picture
from mlsd_studio.exporting.records import ExportError, Format, Options, PageSize, drawn
from mlsd_studio.model import Document

PAGES: dict[PageSize, tuple[float, float]] = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
MARGIN = 28.35
LONGEST_SIDE = 14_400.0
"""Points; the largest page that PDF viewers agree on."""


def write(document: Document, options: Options) -> bytes:
    """A PDF of one page with embedded fonts and selectable text. Raises ExportError for an unknown page."""
    from mlsd_studio.exporting.pdf_shapes import draw

    picture = drawn(document, options)
    (width, height), scale = _page(picture, options.page)
    buffer = io.BytesIO()
    canvas = new_canvas(buffer, (width, height), picture.title)
    _, _, w, h = picture.bounds
    if picture.background and options.page != "drawing":
        from reportlab.lib.colors import HexColor

        canvas.setFillColor(HexColor(picture.background))
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
    draw(canvas, picture, (width - w * scale) / 2, (height - h * scale) / 2, scale)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def new_canvas(buffer: io.BytesIO, size: tuple[float, float], title: str) -> Any:
    """A canvas that writes the same bytes every time and starts with the bundled font."""
    from reportlab.pdfgen.canvas import Canvas

    from mlsd_studio.exporting.pdf_text import clean, register

    canvas = Canvas(
        buffer, pagesize=size, invariant=1, pageCompression=1, initialFontName=register()["regular"]
    )
    canvas.setTitle(clean(title))
    canvas.setCreator("MLSD Studio")
    canvas.setProducer("MLSD Studio")
    canvas.setAuthor("")
    return canvas


def _page(picture: Picture, page: PageSize) -> tuple[tuple[float, float], float]:
    """Page size in points and points per pixel; a fitted drawing is never enlarged."""
    from mlsd_studio.exporting.pdf_shapes import POINTS

    _, _, w, h = picture.bounds
    if page == "drawing":
        scale = min(POINTS, LONGEST_SIDE / max(w, h))
        return (w * scale, h * scale), scale
    if page not in PAGES:
        raise ExportError(f"There is no page size {page}; use drawing, a4 or letter.")
    short, long = PAGES[page]
    size = (long, short) if w > h else (short, long)
    return size, min(POINTS, (size[0] - 2 * MARGIN) / w, (size[1] - 2 * MARGIN) / h)


FORMAT = Format("pdf", ".pdf", "PDF drawing", write)
