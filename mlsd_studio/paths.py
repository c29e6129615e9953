"""Finds folders: `resources/` in a checkout, an installed wheel and a frozen app, and those of a team.

The one idea: the resources are known by a marker file, so that another folder of the same name is never taken
for them. A wheel and a PyInstaller folder carry them inside the package, a checkout beside the package.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

TEAM_FOLDER = ".mlsd"
USER_FOLDER_VARIABLE = "MLSD_USER_FOLDER"
CACHE_FOLDER_VARIABLE = "MLSD_CACHE_FOLDER"
MAX_LEVELS = 40
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


def user_folder() -> Path:
    """Where the user keeps kinds, prices and rules for all designs; need not exist.

    The variable MLSD_USER_FOLDER names another one.
    """
    return _own_folder(USER_FOLDER_VARIABLE, "user_config_dir")


def cache_folder() -> Path:
    """Where what is read slowly may be kept in a quicker form; need not exist, and may be deleted at any time.

    The variable MLSD_CACHE_FOLDER names another one.
    """
    return _own_folder(CACHE_FOLDER_VARIABLE, "user_cache_dir")


def _own_folder(variable: str, kind: str) -> Path:
    """What an environment variable names, else the user's folder of a kind that platformdirs knows."""
    chosen = os.environ.get(variable)
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(getattr(platformdirs, kind)("mlsd-studio", appauthor=False))


def team_folders(design: Path | None) -> tuple[Path, ...]:
    """The folders that may change kinds and rules for a design, the nearest last; need not exist.

    The user's, then `.mlsd` in each folder from the root of the Git repository down to the design's own.
    Outside a repository only the one beside the design counts.
    """
    if design is None:
        return (user_folder(),)
    folder = Path(os.path.abspath(design)).parent  # noqa: PTH100 (a link's own place counts, not its target's)
    levels = [folder, *folder.parents][:MAX_LEVELS]
    root = next((place for place, level in enumerate(levels) if (level / ".git").exists()), 0)
    return (user_folder(), *(level / TEAM_FOLDER for level in reversed(levels[: root + 1])))
