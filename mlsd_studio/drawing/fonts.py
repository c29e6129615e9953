"""The bundled font files, one for each weight."""

from __future__ import annotations

from pathlib import Path

from mlsd_studio.drawing.picture import Weight
from mlsd_studio.paths import resource

FONT_FILES: dict[Weight, str] = {
    "regular": "Inter-Regular.ttf",
    "medium": "Inter-Medium.ttf",
    "semibold": "Inter-SemiBold.ttf",
    "bold": "Inter-Bold.ttf",
    "italic": "Inter-Italic.ttf",
}


def font_file(weight: Weight) -> Path:
    """The TrueType file of a weight. Raises ResourcesMissingError where the installation lacks it."""
    return resource("fonts", FONT_FILES[weight])
