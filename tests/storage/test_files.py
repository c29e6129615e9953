"""Files on disk: read kindly, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlsd_studio.model.document import Document
from mlsd_studio.model.edits.components import set_design
from mlsd_studio.model.records import Component
from mlsd_studio.paths import resource
from mlsd_studio.storage import FileError, changed_on_disk, dump, load, load_text, save
from mlsd_studio.storage.files import MAX_BYTES

SIMPLE = "mlsd: 1\nname: Ä\n"


@pytest.fixture
def design(tmp_path):
    path = tmp_path / "a.mlsd.yaml"
    path.write_bytes(SIMPLE.encode())
    return path


def test_load_tells_where_things_stand():
    source = load(resource("examples", "shop-ranking.mlsd.yaml")).source
    lines = source.text.split("\n")
    assert lines[source.lines["components", "ranker"] - 1] == "  - id: ranker"
    assert lines[source.line_of("components", "ranker", "latency.p95") - 1].startswith("    latency:")
    assert lines[source.line_of("components", "ranker", "backup") - 1] == "  - id: ranker"
    assert lines[source.line_of("flows", "api-ranker", "timeout") - 1].startswith("  - {id: api-ranker")
    assert lines[source.line_of("decisions", "MON003@metrics", "until") - 1] == "    until: 2027-01-31"
    assert lines[source.line_of("layout", "web") - 1] == "  web: [0, 0]"
    assert lines[source.line_of("design", "design", "stage") - 1] == "stage: review"
    assert source.line_of("components", "nobody") is None


def test_an_unchanged_design_keeps_its_bytes_however_it_was_written(tmp_path):
    data = b"\xef\xbb\xbfmlsd: 1\r\nname:   'odd'\r\ncomponents:\r\n- {kind: cache, id: a}\r\n"
    path = tmp_path / "odd.yaml"
    path.write_bytes(data)
    loaded = load(path)
    assert "line feeds" in loaded.warnings[0].message
    assert loaded.source.line_of("components", "a") == 4
    source = save(loaded.document, path, loaded.source)
    assert path.read_bytes() == data
    loaded.document.apply(set_design(loaded.document, name="even"))
    save(loaded.document, path, source)
    assert path.read_bytes() == b"mlsd: 1\nname: even\n\ncomponents:\n  - id: a\n    kind: cache\n"


def test_a_saved_design_is_the_new_source(design):
    loaded = load(design)
    loaded.document.apply(set_design(loaded.document, stage="review"))
    source = save(loaded.document, design, loaded.source)
    assert source.text == design.read_text(encoding="utf-8") == "mlsd: 1\nname: Ä\nstage: review\n"
    assert not changed_on_disk(design, source)
    assert source.line_of("design", "design", "stage") == 3
    assert dump(loaded.document, source) == source.text


def test_changes_on_disk_are_noticed(design):
    source = load(design).source
    assert not changed_on_disk(design, source)
    os.utime(design, (1, 1))
    assert not changed_on_disk(design, source)
    design.write_bytes(SIMPLE.replace("Ä", "Ö").encode())
    assert changed_on_disk(design, source)
    design.unlink()
    assert changed_on_disk(design, source)


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_a_save_that_fails_leaves_the_file_and_nothing_else(design, monkeypatch, step):
    loaded = load(design)
    loaded.document.apply(set_design(loaded.document, name="lost"))

    def fail(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, step, fail)
    with pytest.raises(FileError, match="is as it was: No space left"):
        save(loaded.document, design, loaded.source)
    monkeypatch.undo()
    assert design.read_bytes() == SIMPLE.encode()
    assert list(design.parent.iterdir()) == [design]


def test_permissions_stay_and_links_are_followed(design, tmp_path):
    design.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(design)
    loaded = load(link)
    loaded.document.apply(set_design(loaded.document, name="b"))
    save(loaded.document, link, loaded.source)
    assert link.is_symlink()
    assert design.read_text(encoding="utf-8") == "mlsd: 1\nname: b\n"
    assert design.stat().st_mode & 0o777 == 0o640


def test_a_new_file_gets_the_permissions_the_user_wants(tmp_path):
    before = os.umask(0o027)
    try:
        save(Document([Component(id="a", kind="cache")]), tmp_path / "new.yaml")
    finally:
        os.umask(before)
    assert (tmp_path / "new.yaml").stat().st_mode & 0o777 == 0o640


def test_write_protection_is_respected(design, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(FileError, match="write-protected"):
        save(Document(), design)
    assert design.read_bytes() == SIMPLE.encode()


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path, monkeypatch):
    def deny(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    with pytest.raises(FileError, match="may not be written to"):
        save(Document(), tmp_path / "a.yaml")


def test_missing_folders_and_folders_as_files_are_named(tmp_path):
    with pytest.raises(FileError, match="does not exist"):
        save(Document(), tmp_path / "no" / "a.yaml")
    with pytest.raises(FileError, match="this is a folder"):
        save(Document(), tmp_path)


def test_files_that_cannot_be_read_say_why(tmp_path, monkeypatch):
    with pytest.raises(FileError, match="no such file"):
        load(tmp_path / "no.yaml")
    with pytest.raises(FileError, match="this is a folder"):
        load(tmp_path)
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"mlsd: 1\nname: \xe4\n")
    with pytest.raises(FileError, match=r"line 2.*not UTF-8"):
        load(path)
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(FileError, match="larger than 32 MB"):
        load(path)

    def deny(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(FileError, match="may not be read"):
        load(path)


def test_a_failed_load_leaves_what_is_open_alone():
    loaded = load_text(SIMPLE)
    before = loaded.document.copy()
    with pytest.raises(FileError):
        load_text("mlsd: 1\ncomponents: 3\n")
    assert loaded.document == before
