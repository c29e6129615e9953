"""The checks before Qt is imported, on machines that are only described."""

import os
import sys

import pytest

from mlsd_studio.app import guard

BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n'
NOBLE = 'NAME="Ubuntu"\nVERSION_CODENAME=noble\nUBUNTU_CODENAME=noble\nID=ubuntu\n'
MINT_ON_JAMMY = 'NAME="Linux Mint"\nVERSION_CODENAME=virginia\nUBUNTU_CODENAME="jammy"\n'

TABLE = """\
# library, package, when, newer package
libGL.so.1           libgl1         always
libgthread-2.0.so.0  libglib2.0-0   always  libglib2.0-0t64

libxcb-cursor.so.0   libxcb-cursor0 x
"""
LIBRARIES = guard.read_libraries(TABLE)


def names(libraries: tuple[guard.SystemLibrary, ...]) -> list[str]:
    return [library.name for library in libraries]


def nothing_found(_name: str) -> bool:
    return False


@pytest.mark.parametrize("pyside", ["6.12.0", "6.12.1", "6.13.0", "7.0.0"])
def test_the_crashing_pair_is_refused_with_its_versions_and_a_way_out(pyside: str) -> None:
    message = guard.qt_pair_problem((3, 11), pyside)
    assert message is not None
    assert f"PySide6 {pyside} crashes on Python 3.11" in message
    assert "'PySide6-Essentials>=6.10,<6.12'" in message


@pytest.mark.parametrize(
    ("python", "pyside"), [((3, 11), "6.11.3"), ((3, 11), "6.9.0"), ((3, 12), "6.12.0"), ((3, 11), None)]
)
def test_sound_and_unknown_pairs_pass(python: tuple[int, int], pyside: str | None) -> None:
    assert guard.qt_pair_problem(python, pyside) is None


def test_a_missing_screen_is_named_and_the_screenshot_offered() -> None:
    message = guard.screen_problem({}, "linux")
    assert message is not None
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in message
    assert "--screenshot out.png" in message


@pytest.mark.parametrize(
    "environ",
    [
        {"DISPLAY": ":0"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "vnc:size=1680x1000"},
    ],
)
def test_a_screen_or_a_platform_without_one_passes(environ: dict[str, str]) -> None:
    assert guard.screen_problem(environ, "linux") is None


def test_an_x_platform_without_a_display_is_still_a_missing_screen() -> None:
    assert guard.screen_problem({"QT_QPA_PLATFORM": "xcb"}, "linux") is not None


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_always_have_a_screen(system: str) -> None:
    assert guard.screen_problem({}, system) is None


@pytest.mark.parametrize(
    ("environ", "under_x"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({}, False),
    ],
)
def test_the_libraries_of_x_are_asked_for_only_under_x(environ: dict[str, str], under_x: bool) -> None:
    missing = names(guard.missing_libraries(LIBRARIES, environ, nothing_found))
    assert ("libxcb-cursor.so.0" in missing) is under_x
    assert missing[:2] == ["libGL.so.1", "libgthread-2.0.so.0"]


def test_libraries_that_load_are_not_missing() -> None:
    missing = guard.missing_libraries(LIBRARIES, {"DISPLAY": ":0"}, lambda name: name != "libGL.so.1")
    assert names(missing) == ["libGL.so.1"]


@pytest.mark.parametrize(
    ("os_release", "glib"),
    [
        (BOOKWORM, "libglib2.0-0"),
        (MINT_ON_JAMMY, "libglib2.0-0"),
        (NOBLE, "libglib2.0-0t64"),
        ("", "libglib2.0-0t64"),
    ],
)
def test_packages_are_named_as_the_release_names_them(os_release: str, glib: str) -> None:
    assert guard.package_names(LIBRARIES, os_release) == ("libgl1", glib, "libxcb-cursor0")


def test_the_message_names_libraries_and_the_exact_command() -> None:
    message = guard.libraries_problem(LIBRARIES[:2], BOOKWORM)
    assert message is not None
    assert "libGL.so.1, libgthread-2.0.so.0." in message
    assert "sudo apt-get install -y --no-install-recommends libgl1 libglib2.0-0" in message.splitlines()[-1]
    assert guard.libraries_problem((), BOOKWORM) is None


def test_the_loader_is_really_asked() -> None:
    assert not guard.loads("libsurely-not-there.so.42")
    if sys.platform == "linux":
        assert guard.loads("libc.so.6")


def test_this_machine_can_start_the_app_offscreen() -> None:
    assert guard.startup_problem({**os.environ, "QT_QPA_PLATFORM": "offscreen"}) is None
    assert guard.installed_pyside() is not None
