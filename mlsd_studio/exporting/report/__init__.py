"""The design review as PDF, for people who do not open the studio.

The one idea: the first page is enough to decide; the pages after it prove what it says.
"""

from __future__ import annotations

from dataclasses import replace

from mlsd_studio.exporting.records import Format, Options
from mlsd_studio.model import Document


def write(document: Document, options: Options) -> bytes:
    """The report of the whole design, in light colours on A4, or on Letter where asked for."""
    from mlsd_studio.analysis.numbers.engine import numbers
    from mlsd_studio.drawing.geometry import Geometry
    from mlsd_studio.exporting.report.document import build

    geometry = options.geometry or Geometry(document)
    shown = replace(
        options,
        theme="light",
        ids=None,
        background=True,
        title=None,
        geometry=geometry,
        numbers=options.numbers or numbers(document),
    )
    return build(document, shown)


FORMAT = Format("report", ".report.pdf", "PDF design review", write, selection=False)
