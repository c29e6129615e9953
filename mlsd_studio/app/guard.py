"""Looks at the machine before Qt is imported, so that what is missing is named in plain words.

Qt itself either dies without a message or blames the wrong thing: a machine without a screen is told to
install libxcb-cursor0. Every check here returns one message for the user, or None when all is well.

Nothing here imports Qt or any other package at module level: the set-up script runs this file with a bare
Python, before anything is installed, as ``python3 -I guard.py TABLE`` (prints the Debian packages that are
missing) and as ``python3 -I guard.py`` (prints why no window can open here, or an empty line).
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLD_PACKAGE_NAMES = frozenset({"bullseye", "bookworm", "focal", "jammy", "kinetic", "lunar", "mantic"})
"""Code names of the releases before the change to 64-bit times, which renamed some Debian packages."""

WINDOWLESS_PLATFORMS = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})
"""Qt platforms that need neither X nor Wayland."""


@dataclass(frozen=True, slots=True)
class SystemLibrary:
    """A shared library that Qt loads from the system, and the Debian packages that bring it."""

    name: str
    package: str
    only_under_x: bool
    newer_package: str


def read_libraries(text: str) -> tuple[SystemLibrary, ...]:
    """Read the table of `resources/system-libraries.txt`; blank lines and `#` lines are skipped."""
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(
        SystemLibrary(
            name=row[0],
            package=row[1],
            only_under_x=row[2] == "x",
            newer_package=row[3] if len(row) > 3 else row[1],
        )
        for row in rows
    )


def qt_pair_problem(python: tuple[int, int], pyside: str | None) -> str | None:
    """Say why this version of PySide6 cannot run on this version of Python; an unknown one passes.

    PySide6 6.12 on Python below 3.12 drops a reference to None in every Qt call that returns None, and the
    process dies after some thousands of calls.
    """
    if pyside is None or python >= (3, 12):
        return None
    numbers = [int(part) for part in pyside.split(".")[:2] if part.isdigit()]
    if numbers < [6, 12]:
        return None
    return (
        f"PySide6 {pyside} crashes on Python {python[0]}.{python[1]}. Use PySide6 6.11:\n"
        f"  {sys.executable} -m pip install 'PySide6-Essentials>=6.10,<6.12'\n"
        "or run MLSD Studio with Python 3.12 or newer."
    )


def wants_x(environ: Mapping[str, str]) -> bool:
    """Tell whether Qt will open its windows under X, which takes more libraries than Wayland or no screen."""
    platform = _platform(environ)
    if platform:
        return platform == "xcb"
    return bool(environ.get("DISPLAY")) and not environ.get("WAYLAND_DISPLAY")


def screen_problem(environ: Mapping[str, str], system: str = sys.platform) -> str | None:
    """Say that there is no screen to open a window on, and how to get a picture without one."""
    if system != "linux" or _platform(environ) in WINDOWLESS_PLATFORMS:
        return None
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return None
    return (
        "There is no screen here to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
        "Start MLSD Studio from a desktop session, or draw its window into a picture without a screen:\n"
        "  mlsd-studio FILE --screenshot out.png\n"
        "The command line needs none either: mlsd --help"
    )


def loads(name: str) -> bool:
    """Tell whether the system's loader finds a shared library, e.g. `libGL.so.1`."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries(
    libraries: Sequence[SystemLibrary],
    environ: Mapping[str, str],
    found: Callable[[str], bool] = loads,
) -> tuple[SystemLibrary, ...]:
    """Return the libraries that Qt will need on this machine and that the loader does not find."""
    under_x = wants_x(environ)
    return tuple(
        library for library in libraries if (under_x or not library.only_under_x) and not found(library.name)
    )


def package_names(libraries: Sequence[SystemLibrary], os_release: str) -> tuple[str, ...]:
    """Name the packages of some libraries for the release that the text of /etc/os-release describes."""
    fields = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    code_names = {
        fields.get(key, "").strip("\"'") for key in ("VERSION_CODENAME", "UBUNTU_CODENAME", "DEBIAN_CODENAME")
    }
    old = not code_names.isdisjoint(OLD_PACKAGE_NAMES)
    return tuple(library.package if old else library.newer_package for library in libraries)


def libraries_problem(missing: Sequence[SystemLibrary], os_release: str) -> str | None:
    """Name missing system libraries and the command that brings them on Debian and Ubuntu."""
    if not missing:
        return None
    packages = " ".join(package_names(missing, os_release))
    return (
        "Qt needs system libraries that are not installed: " + ", ".join(m.name for m in missing) + ".\n"
        "On Debian and Ubuntu this command brings them:\n"
        f"  sudo apt-get install -y --no-install-recommends {packages}"
    )


def startup_problem(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the first thing on this machine that keeps the app from starting, or None.

    Call it before the first import of Qt, with QT_QPA_PLATFORM=offscreen set already where no window is
    wanted. The pair of Python and Qt comes first, then the screen, then the libraries, which help nobody
    without a screen.
    """
    from mlsd_studio.paths import resource

    problem = qt_pair_problem(sys.version_info[:2], installed_pyside())
    problem = problem or screen_problem(environ)
    if problem or sys.platform != "linux":
        return problem
    table = resource("system-libraries.txt").read_text("utf-8")
    return libraries_problem(missing_libraries(read_libraries(table), environ), _os_release())


def installed_pyside() -> str | None:
    """Return the version of PySide6 without importing it, or None where nothing tells (a frozen app).

    It is read from the first lines of the package: the package metadata would cost a start 30 ms.
    """
    found = find_spec("PySide6")
    file = Path(found.origin) if found is not None and found.origin else None
    if file is None or file.suffix != ".py" or not file.is_file():
        return None
    version = re.search(r'^__version__ = "([^"]+)"', file.read_text("utf-8"), re.MULTILINE)
    return version[1] if version else None


def _platform(environ: Mapping[str, str]) -> str:
    """Return the Qt platform that the environment asks for, without its options (`xcb:nograb` is `xcb`)."""
    return environ.get("QT_QPA_PLATFORM", "").split(":")[0]


def _os_release() -> str:
    file = Path("/etc/os-release")
    return file.read_text("utf-8") if file.is_file() else ""


def _main(arguments: Sequence[str]) -> str:
    if not arguments:
        return screen_problem(os.environ) or ""
    libraries = read_libraries(Path(arguments[0]).read_text("utf-8"))
    return " ".join(package_names(missing_libraries(libraries, os.environ), _os_release()))


if __name__ == "__main__":
    print(_main(sys.argv[1:]))
