"""The locked requirement files: complete, sealed with hashes, in step with pyproject.toml, naming no host."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def entries(file: str) -> list[tuple[Requirement, int]]:
    """Each locked requirement with the number of its hashes."""
    text = (ROOT / "packaging" / file).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(Requirement(line.split(" --hash=")[0]), line.count("--hash=sha256:")) for line in lines]


def locked_versions(file: str) -> dict[str, set[Version]]:
    versions: dict[str, set[Version]] = {}
    for requirement, _hashes in entries(file):
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        versions.setdefault(canonicalize_name(requirement.name), set()).add(Version(pin.version))
    return versions


def required(file: str) -> list[Requirement]:
    names = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["build-system"]["requires"], "editables"]
    if file == "requirements-dev.txt":
        names += PYPROJECT["dependency-groups"]["dev"]
    return [Requirement(name) for name in names]


@pytest.mark.parametrize("file", FILES)
def test_every_dependency_is_locked_at_a_version_that_it_allows(file: str) -> None:
    locked = locked_versions(file)
    for requirement in required(file):
        versions = locked.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement.name} is not in packaging/{file}: run packaging/lock"
        outside = [str(version) for version in versions if version not in requirement.specifier]
        assert not outside, f"{requirement} is locked at {outside}: run packaging/lock"


@pytest.mark.parametrize("file", FILES)
def test_every_entry_has_hashes(file: str) -> None:
    unsealed = [requirement.name for requirement, hashes in entries(file) if hashes == 0]
    assert unsealed == []


@pytest.mark.parametrize("file", FILES)
def test_no_package_host_is_named(file: str) -> None:
    text = (ROOT / "packaging" / file).read_text("utf-8")
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|@ ", text) == []


def test_both_files_name_the_same_versions() -> None:
    every = locked_versions("requirements-dev.txt")
    runtime = locked_versions("requirements.txt")
    assert {name: every.get(name) for name in runtime} == runtime


def test_qt_stays_below_the_version_that_crashes_on_python_311() -> None:
    for name in ("pyside6-essentials", "shiboken6"):
        assert all(version.release[:2] == (6, 11) for version in locked_versions("requirements.txt")[name])
