"""The command line of the app."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mlsd_studio import __version__
from mlsd_studio.drawing.theme import THEME_NAMES


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the app was started with. `size` is width and height in pixels at scale 1."""

    files: tuple[Path, ...] = ()
    screenshot: Path | None = None
    size: tuple[int, int] = (1680, 1000)
    theme: str | None = None
    scale: float = 1.0
    select: tuple[str, ...] = ()
    panel: str | None = None
    restore: bool = True


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; write it like 1680x1000")
    return int(match[1]), int(match[2])


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.5 <= value <= 4:
        raise argparse.ArgumentTypeError(f"{text!r} is not a scale between 0.5 and 4")
    return value


def parse(arguments: Sequence[str]) -> Arguments:
    """Read the command line; leaves with code 2 and a usage line when it is wrong."""
    parser = argparse.ArgumentParser("mlsd-studio", description="Sketch production ML systems.")
    parser.add_argument("--version", action="version", version=f"MLSD Studio {__version__}")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="designs to open")
    parser.add_argument("--theme", choices=THEME_NAMES, help="instead of the one last used")
    parser.add_argument(
        "--no-restore", action="store_true", help="begin at the start page, whatever was open last time"
    )
    shots = parser.add_argument_group("screenshots, without a display")
    shots.add_argument("--screenshot", type=Path, metavar="OUT.png", help="draw the window and exit")
    shots.add_argument("--size", type=_size, default=(1680, 1000), help="of the window, like 1680x1000")
    shots.add_argument("--scale", type=_scale, default=1.0, help="device pixels per pixel")
    shots.add_argument("--select", action="append", default=[], metavar="ID", help="select an element")
    shots.add_argument("--panel", metavar="NAME", help="palette, outline, inspector, findings, … alone")
    given = parser.parse_args(arguments)
    return Arguments(
        tuple(given.files),
        given.screenshot,
        given.size,
        given.theme,
        given.scale,
        tuple(given.select),
        given.panel,
        not given.no_restore,
    )
