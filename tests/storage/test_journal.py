"""Unsaved edits outlive a crash, whatever the crash left of the journal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlsd_studio.model.edits.components import set_design, set_fields
from mlsd_studio.model.edits.placement import shift
from mlsd_studio.paths import resource
from mlsd_studio.storage import FileError, load
from mlsd_studio.storage.journal import Journal, default_directory, forget, recover, recoverable
from mlsd_studio.storage.processes import is_alive, start_of
from mlsd_studio.storage.source import digest_of

EXAMPLE = resource("examples", "shop-ranking.mlsd.yaml")


@pytest.fixture
def dead_pid():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def crashed(tmp_path, monkeypatch, dead_pid):
    """A session that made three edits and died: (its document, the journal's folder)."""
    loaded = load(EXAMPLE)
    monkeypatch.setattr(os, "getpid", lambda: dead_pid)
    journal = Journal.open(tmp_path / "shop.mlsd.yaml", loaded.source.text, tmp_path / "recovery")
    monkeypatch.undo()
    document = loaded.document
    for make in (
        lambda: shift(document, ["ranker"], 40, 0),
        lambda: set_fields(document, "components", "ranker", replicas=5),
        lambda: set_design(document, name="Shop\n✂"),
    ):
        change = make()
        document.apply(change)
        journal.append(change)
    journal.close()
    return document, tmp_path / "recovery"


def test_unsaved_edits_are_offered_and_recovered(crashed, tmp_path):
    document, folder = crashed
    (offer,) = recoverable(folder)
    assert (offer.path, offer.name, offer.edits) == (tmp_path / "shop.mlsd.yaml", "shop.mlsd.yaml", 3)
    assert offer.problem is None
    assert offer.digest == digest_of(EXAMPLE.read_bytes())
    assert offer.time == pytest.approx(offer.file.stat().st_mtime)
    assert recover(offer) == document
    forget(offer)
    assert recoverable(folder) == []


def test_a_torn_last_line_is_left_out(crashed):
    document, folder = crashed
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-7])
    (offer,) = recoverable(folder)
    assert (offer.edits, offer.problem) == (2, None)
    document.apply(set_design(document, name="Shop ranking"))
    assert recover(offer) == document


def test_damage_in_the_middle_is_told_and_what_is_before_it_recovered(crashed):
    document, folder = crashed
    (file,) = folder.iterdir()
    lines = file.read_bytes().split(b"\n")
    lines[2] = lines[2].replace(b"replicas", b"replicaz")
    file.write_bytes(b"\n".join(lines))
    (offer,) = recoverable(folder)
    assert offer.edits == 1
    assert offer.problem == "the journal is damaged after edit 1"
    recovered = recover(offer)
    assert recovered.layout["ranker"] == document.layout["ranker"]
    assert recovered.components["ranker"].replicas == 3


@pytest.mark.parametrize(
    "data", [b"", b"garbage", b"garbage\n", b"\x00" * 5000, b"00000000 {}\n", b"a3830348 {}\n"]
)
def test_rubbish_is_reported_and_never_fatal(tmp_path, data):
    (tmp_path / "x.journal").write_bytes(data)
    (offer,) = recoverable(tmp_path)
    assert offer.problem is not None
    with pytest.raises(FileError):
        recover(offer)


def test_a_journal_that_vanishes_is_an_error_of_ours(crashed):
    (offer,) = recoverable(crashed[1])
    offer.file.unlink()
    with pytest.raises(FileError, match="cannot be read"):
        recover(offer)


def test_the_journal_of_a_running_session_is_not_offered(tmp_path):
    loaded = load(EXAMPLE)
    with Journal.open("Untitled", loaded.source.text, tmp_path) as journal:
        assert list(tmp_path.iterdir()) == []
        journal.append(set_design(loaded.document, name="x"))
        assert journal.file.exists()
        assert recoverable(tmp_path) == []
        journal.discard()
        assert list(tmp_path.iterdir()) == []


def test_two_designs_never_saved_keep_their_edits_apart_though_their_names_are_alike(
    tmp_path, monkeypatch, dead_pid
):
    loaded = load(EXAMPLE)
    monkeypatch.setattr(os, "getpid", lambda: dead_pid)
    journals = [Journal.open("Untitled", loaded.source.text, tmp_path) for _ in range(2)]
    monkeypatch.undo()
    for replicas, journal in enumerate(journals, 7):
        journal.append(set_fields(loaded.document, "components", "ranker", replicas=replicas))
        journal.close()
    found = recoverable(tmp_path)
    kept = {recover(one).components["ranker"].replicas for one in found}
    assert kept == {7, 8}


def test_a_checkpoint_starts_anew_and_still_offers_its_state(crashed, monkeypatch, dead_pid):
    document, folder = crashed
    monkeypatch.setattr(os, "getpid", lambda: dead_pid)
    journal = Journal.open("Untitled", "mlsd: 1\n", folder / "other")
    monkeypatch.undo()
    journal.append(set_design(load(EXAMPLE).document, name="long gone"))
    journal.checkpoint(document)
    journal.close()
    (offer,) = recoverable(folder / "other")
    assert (offer.edits, offer.path) == (0, None)
    assert recover(offer) == document
    change = set_design(document, name="after")
    journal = Journal.open("Untitled", "mlsd: 1\n", folder / "other")
    journal.checkpoint(document)
    journal.append(change)
    journal.close()
    assert [path.suffix for path in (folder / "other").iterdir()] == [".journal", ".journal"]


def test_edits_that_do_not_fit_are_told(tmp_path, monkeypatch, dead_pid):
    monkeypatch.setattr(os, "getpid", lambda: dead_pid)
    journal = Journal.open("Untitled", "mlsd: 1\n", tmp_path)
    monkeypatch.undo()
    journal.append(shift(load(EXAMPLE).document, ["ranker"], 1, 1))
    journal.close()
    (offer,) = recoverable(tmp_path)
    with pytest.raises(FileError, match="edit 1 of the journal does not fit"):
        recover(offer)


def test_no_folder_means_nothing_to_recover(tmp_path):
    assert recoverable(tmp_path / "none") == []


def test_the_default_folder_is_the_users_own(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert default_directory() == Path(tmp_path) / "mlsd-studio" / "recovery"


def test_processes_are_told_apart(dead_pid):
    assert is_alive(os.getpid(), start_of(os.getpid()))
    assert is_alive(os.getpid())
    assert not is_alive(dead_pid)
    assert not is_alive(0)
    if start_of(os.getpid()):
        assert not is_alive(os.getpid(), "1")
