"""Regenerates the bundled icons, fonts and text metrics from their packages (a developer's tool).

    python packaging/build_resources.py            everything
    python packaging/build_resources.py icons      resources/icons/icons.json
    python packaging/build_resources.py fonts      resources/fonts/*.ttf, metrics.json, OFL.txt

Needs npm (icons), pip (fonts) and fontTools; downloads the pinned packages into a temporary folder.
The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT)]

from resources_build import fonts, icons, metrics  # noqa: E402

LUCIDE, SIMPLE_ICONS, INTER = "lucide-static@1.62.0", "simple-icons@16.37.0", "fontpkg-inter==4.1.post1"


def npm_package(name: str, folder: Path) -> Path:
    """Downloads an npm package and returns its folder."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    target = folder / packed.removesuffix(".tgz")
    with tarfile.open(folder / packed) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def pip_package(name: str, folder: Path) -> Path:
    """Downloads a Python package without its dependencies and returns the folder it was put into."""
    # A virtual environment of its own: that of the project may have been made without pip.
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    target = folder / "python"
    command = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, name]
    subprocess.run(command, check=True)
    return target


def main() -> None:
    """Builds what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="?", choices=["all", "icons", "fonts"], default="all")
    what = parser.parse_args().what
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if what in ("all", "icons"):
            icons.build(npm_package(LUCIDE, folder), npm_package(SIMPLE_ICONS, folder), ROOT / "resources")
        if what in ("all", "fonts"):
            source = pip_package(INTER, folder) / "fontpkg_inter"
            fonts.build(source, ROOT / "resources" / "fonts")
            metrics.build(ROOT / "resources" / "fonts")


if __name__ == "__main__":
    main()
