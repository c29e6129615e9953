"""A wheel carries the code, the resources and the licence, and nothing else."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    pytest.importorskip("hatchling", reason="the build backend comes with packaging/test")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        capture_output=True,
        timeout=100,
    )
    (wheel,) = folder.glob("*.whl")
    return frozenset(zipfile.ZipFile(wheel).namelist())


def files_below(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_resource_is_inside_the_package(names: frozenset[str]) -> None:
    wanted = {f"mlsd_studio/{name}" for name in files_below("resources")}
    assert wanted
    assert wanted - names == set()


def test_every_module_is_there(names: frozenset[str]) -> None:
    assert files_below("mlsd_studio") - names == set()


def test_the_licence_is_there_and_whole(names: frozenset[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_nothing_else_is_there(names: frozenset[str]) -> None:
    strays = {name for name in names if not name.startswith(("mlsd_studio/", "mlsd_studio-"))}
    assert strays == set()
