"""Finds the folder `resources/`: in a checkout, in an installed wheel and in a frozen app.

The one idea: the folder is known by a marker file, so that another folder of the same name is never taken for
it. A wheel and a PyInstaller folder carry it inside the package, a checkout beside the package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

MARKER = ".mlsd-resources"
_PACKAGE = Path(__file__).resolve().parent


class ResourcesMissingError(RuntimeError):
    """The installation is incomplete: the resources, or one of them, cannot be found."""


def find_resources(package: Path) -> Path:
    """The resources folder that belongs to the package folder `package`.

    Raises ResourcesMissingError, naming the places that were tried.
    """
    candidates = (package / "resources", package.parent / "resources")
    for folder in candidates:
        if (folder / MARKER).is_file():
            return folder
    tried = " and ".join(str(folder / MARKER) for folder in candidates)
    raise ResourcesMissingError(
        f"MLSD Studio is not installed completely: no resources folder, looked for {tried}"
    )


@cache
def resources() -> Path:
    """The resources folder of this installation. Raises ResourcesMissingError where there is none."""
    return find_resources(_PACKAGE)


def resource(*parts: str) -> Path:
    """The path of one resource, such as `resource("icons", "icons.json")`.

    Raises ResourcesMissingError if there is no such file or folder.
    """
    path = resources().joinpath(*parts)
    if not path.exists():
        raise ResourcesMissingError(f"MLSD Studio is not installed completely: {path} is missing")
    return path
