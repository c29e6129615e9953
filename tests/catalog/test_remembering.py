"""The quick copy of the bundled files: the same content, never of other files, and never needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_studio.catalog import CatalogError, load_catalog
from mlsd_studio.catalog.kinds import Catalog
from mlsd_studio.catalog.loading import load
from mlsd_studio.catalog.remembering import plain_files
from mlsd_studio.paths import resource


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("MLSD_CACHE_FOLDER", str(folder))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "some.yaml"
    found.write_text("kinds: [1, 2.5, true, null, text]\n")
    return found


def test_the_catalogue_is_the_same_from_the_files_and_from_the_copy(cache: Path) -> None:
    read = load_catalog(resource("catalog")).content
    for _ in ("written", "read"):
        kept = Catalog(load([resource("catalog")], lambda files: plain_files("catalogue", files)))
        assert kept.content == read
    assert len(list(cache.iterdir())) == 1


def test_a_copy_is_read_instead_of_the_file(cache: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [{"kinds": [1, 2.5, True, None, "text"]}]
    assert plain_files("test", [file]) == expected
    monkeypatch.setattr("mlsd_studio.catalog.remembering.plain", lambda _: pytest.fail("was read again"))
    assert plain_files("test", [file]) == expected


def test_a_changed_file_is_read_and_its_old_copy_goes(cache: Path, file: Path) -> None:
    plain_files("test", [file])
    plain_files("other", [file])
    file.write_text("kinds: []\n")
    assert plain_files("test", [file]) == [{"kinds": []}]
    assert [one.name.partition("-")[0] for one in sorted(cache.iterdir())] == ["other", "test"]


def test_a_damaged_copy_is_not_believed(cache: Path, file: Path) -> None:
    expected = plain_files("test", [file])
    (kept,) = cache.iterdir()
    for damage in (b"", b"\x93", b"\xc0", kept.read_bytes()[:-3]):
        kept.write_bytes(damage)
        assert plain_files("test", [file]) == expected


def test_dates_are_not_kept_since_they_would_come_back_as_texts(cache: Path, file: Path) -> None:
    file.write_text("checked: 2026-11-24\n")
    assert plain_files("test", [file]) == plain_files("test", [file])
    assert not cache.exists()


def test_without_a_place_for_copies_the_files_are_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSD_CACHE_FOLDER", str(file / "not-a-folder"))
    assert plain_files("test", [file]) == [{"kinds": [1, 2.5, True, None, "text"]}]


def test_a_file_that_is_not_there_is_named(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"gone\.yaml: cannot be read"):
        plain_files("test", [tmp_path / "gone.yaml"])
