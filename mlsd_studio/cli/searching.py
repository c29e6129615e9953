"""Which designs a command line names: files as they are, folders searched for `*.mlsd.yaml`.

The one idea: a search is safe anywhere. Links to folders are never followed, links to files only where they
stay inside the folder, hidden folders are left out, and a search that grows too large says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

SUFFIX = ".mlsd.yaml"
SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
MAX_FOLDERS = 20_000
MAX_DESIGNS = 2_000


class SearchError(ValueError):
    """A folder that cannot be searched, holds no design, or holds too much; says what to do."""


def designs_in(paths: Iterable[Path]) -> list[Path]:
    """The design files that files and folders stand for: folders in order of path, each file once.

    Raises SearchError.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        files = sorted(_walk(path)) if path.is_dir() else [path]
        if not files:
            raise SearchError(f"{path}: there is no {SUFFIX} file in this folder")
        for file in files:
            found.setdefault(Path(os.path.realpath(file)), file)
    return list(found.values())


def _walk(root: Path) -> Iterator[Path]:
    inside = Path(os.path.realpath(root))
    folders = designs = 0
    for folder, names, files in os.walk(root, followlinks=False):
        folders += 1
        if folders > MAX_FOLDERS:
            raise SearchError(f"{root}: more than {MAX_FOLDERS} folders to search; name the files")
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in SKIPPED)
        for name in sorted(files):
            path = Path(folder, name)
            if not name.endswith(SUFFIX) or name.startswith(".") or not _regular(path, inside):
                continue
            designs += 1
            if designs > MAX_DESIGNS:
                raise SearchError(f"{root}: more than {MAX_DESIGNS} designs; check them in parts")
            yield path


def _regular(path: Path, inside: Path) -> bool:
    """A file, and for a link one that stays inside the folder that is searched."""
    if not path.is_file():
        return False
    return not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(inside)
