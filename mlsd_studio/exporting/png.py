"""PNG: the Picture painted by Qt without a screen, at one to four times its size."""

from __future__ import annotations

from mlsd_studio.exporting.records import ExportError, Format, Options, drawn
from mlsd_studio.model import Document

SMALLEST, LARGEST = 0.05, 4.0
LONGEST_SIDE = 16_384
MOST_PIXELS = 60_000_000
"""Four bytes each: many programs refuse images of more than 256 MB."""


def write(document: Document, options: Options) -> bytes:
    """A PNG of the design. A very large design is drawn smaller, with less detail, so that it can be opened.

    Raises ExportError for a scale outside 0.05 to 4.
    """
    from mlsd_studio.drawing.qt_painter import png

    if not SMALLEST <= options.scale <= LARGEST:
        raise ExportError(f"The scale must be from {SMALLEST} to {LARGEST:g}, not {options.scale:g}.")
    picture = drawn(document, options)
    _, _, w, h = picture.bounds
    fitting = min(LONGEST_SIDE / max(w, h), (MOST_PIXELS / (w * h)) ** 0.5)
    scale = min(options.scale, fitting)
    if scale < options.scale:
        picture = drawn(document, options, scale=scale)
    return png(picture, scale)


FORMAT = Format("png", ".png", "PNG image", write)
