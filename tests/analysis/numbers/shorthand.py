"""A short way to write designs whose numbers are known by hand."""

from __future__ import annotations

from mlsd_studio.analysis.numbers.engine import Engine
from mlsd_studio.analysis.numbers.results import JourneyNumbers, Numbers
from mlsd_studio.model import Document
from tests.analysis.designs import design

HEAD = """
journeys:
  - {id: j, entry: web, rate: 100 rps}
components:
  - {id: web, kind: client_web}
"""


def called(components: str, flows: str, rest: str = "") -> Document:
    """A design with the journey `j` (100 rps from `web`); one component or flow a line."""
    rows = "".join(f"  - {{{line.strip()}}}\n" for line in components.strip().splitlines())
    calls = "".join(f"  - {{{line.strip()}}}\n" for line in flows.strip().splitlines())
    return design(f"{HEAD}{rows}flows:\n{calls}{rest}")


def numbers_of(document: Document, traffic: float = 1.0) -> Numbers:
    """All numbers."""
    return Engine(document).numbers(traffic)


def journey_of(document: Document, traffic: float = 1.0) -> JourneyNumbers:
    """The numbers of the journey `j`."""
    return numbers_of(document, traffic).journeys["j"]
