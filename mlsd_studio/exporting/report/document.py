"""Sheets of paper: upright pages for text, one lying page for the drawing, a footer on each."""

from __future__ import annotations

import io
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate

from mlsd_studio import __version__
from mlsd_studio.exporting import pdf_text
from mlsd_studio.exporting.pdf import PAGES
from mlsd_studio.exporting.records import Options, drawn
from mlsd_studio.exporting.report.blocks import Drawing, heading
from mlsd_studio.exporting.report.cover import cover
from mlsd_studio.exporting.report.decisions import decisions
from mlsd_studio.exporting.report.findings import findings
from mlsd_studio.exporting.report.load import assumptions, bottlenecks
from mlsd_studio.exporting.report.register import register
from mlsd_studio.exporting.report.style import FOOTER, MARGIN, hex_color
from mlsd_studio.exporting.report.wording import joined, short_digest
from mlsd_studio.model import Document


def build(document: Document, options: Options) -> bytes:
    """The whole report as PDF; the same bytes for the same document and options."""
    short, long = PAGES["letter" if options.page == "letter" else "a4"]
    width = short - 2 * MARGIN
    buffer = io.BytesIO()
    title = document.design.name or "Untitled design"
    doc = BaseDocTemplate(
        buffer, pagesize=(short, long), title=pdf_text.clean(title), author="", creator="MLSD Studio",
        producer="MLSD Studio", subject="Design review", invariant=1, pageCompression=1,
        initialFontName=pdf_text.register()["regular"],
    )  # fmt: skip
    doc.addPageTemplates([_template("upright", short, long), _template("lying", long, short)])
    story = [
        *cover(document, options, width),
        NextPageTemplate("lying"),
        PageBreak(),
        *_full_drawing(document, options, short),
        NextPageTemplate("upright"),
        PageBreak(),
        *findings(document, options, width),
        *bottlenecks(document, options, width),
        *assumptions(document, options, width),
        *register(document, width),
        *decisions(document, options, width),
    ]
    doc.build(story, canvasmaker=_numbered(footer_text(options)))
    return buffer.getvalue()


def footer_text(options: Options) -> str:
    """What stands under every page: program, file, fingerprint of the file."""
    digest = f"sha256 {short_digest(options.digest)}" if options.digest else ""
    return joined([f"MLSD Studio {__version__}", options.source, digest])


def _template(id: str, width: float, height: float) -> PageTemplate:
    frame = Frame(
        MARGIN, MARGIN + FOOTER / 2, width - 2 * MARGIN, height - 2 * MARGIN - FOOTER / 2,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    return PageTemplate(id, [frame], pagesize=(width, height))


def _full_drawing(document: Document, options: Options, height: float) -> list[Any]:
    room = height - 2 * MARGIN - FOOTER / 2 - 34
    return [
        *heading("The design"),
        Drawing(lambda zoom: drawn(document, options, scale=zoom), room, fill=True),
    ]


def _numbered(words: str) -> type[Canvas]:
    """A canvas that knows how many pages there are: it draws the footers when all pages are done."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **fields: Any) -> None:
            super().__init__(*args, **fields)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                _footer(self, words, f"page {number} of {len(self._pages)}")
                super().showPage()
            super().save()

    return Numbered


def _footer(canvas: Canvas, left: str, right: str) -> None:
    from mlsd_studio.drawing import text

    width = canvas._pagesize[0]
    base = MARGIN - 10
    canvas.setStrokeColor(hex_color("line"))
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, base + 14, width - MARGIN, base + 14)
    canvas.setFillColor(hex_color("muted"))
    room = width - 2 * MARGIN - text.width(right, 7.2) - 20
    pdf_text.show(canvas, MARGIN, base, text.elide(left, 7.2, room), 7.2, "regular")
    pdf_text.show(canvas, width - MARGIN - text.width(right, 7.2), base, right, 7.2, "regular")
