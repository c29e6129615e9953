"""The help page of every number: what it is, how it is computed, what it assumes, when not to trust it.

The texts are data (`resources/help/numbers.yaml`); a metric that a requirement can name always has a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from mlsd_studio.model.targets import METRICS
from mlsd_studio.paths import resource

SECTIONS = {
    "definition": "Definition",
    "formula": "Formula",
    "assumptions": "Assumptions",
    "source": "Source",
    "distrust": "When not to trust it",
}
"""The fields of an entry, and their headings, in order."""

PERCENTILES = "latency"
"""The page that the three percentiles of latency share."""


@dataclass(frozen=True, slots=True)
class Page:
    """One help page; `sections` holds the texts by heading, in order."""

    id: str
    title: str
    sections: Mapping[str, str]


class PagesError(RuntimeError):
    """The help texts are incomplete: a section or a metric is missing."""


@cache
def pages() -> dict[str, Page]:
    """All pages by id, in the order of the file. Raises PagesError."""
    rows = yaml.safe_load(resource("help", "numbers.yaml").read_text("utf-8"))
    found: dict[str, Page] = {}
    for row in rows:
        missing = [field for field in ("id", "title", *SECTIONS) if not str(row.get(field) or "").strip()]
        if missing:
            raise PagesError(f"the help page {row.get('id')} lacks {', '.join(missing)}")
        texts = {heading: " ".join(str(row[field]).split()) for field, heading in SECTIONS.items()}
        found[row["id"]] = Page(row["id"], row["title"], texts)
    without = [metric for metric in METRICS if _id(metric) not in found]
    if without:
        raise PagesError(f"no help page tells of {', '.join(without)}")
    return found


def page_of(name: str) -> Page | None:
    """The page of a metric or another number; None where there is no such page."""
    return pages().get(_id(name.strip().lower().replace("-", "_").replace(" ", "_")))


def _id(metric: str) -> str:
    return PERCENTILES if metric.startswith("latency_p") else metric
