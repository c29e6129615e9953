"""Older files are lifted version by version, in plain data."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_studio.model.records import FILE_VERSION
from mlsd_studio.storage import load
from mlsd_studio.storage.migrations import MIGRATIONS, migrated
from mlsd_studio.storage.reader_lines import read

FILES = Path(__file__).parents[1] / "files"


def renamed_boxes(data):
    rest = {key: value for key, value in data.items() if key != "boxes"}
    return {**rest, "components": data.get("boxes", [])}


def counted(data):
    return {**data, "summary": f"{len(data['components'])} components"}


def test_each_step_is_applied_once_in_order_and_the_input_stays():
    old = read((FILES / "imagined-old-version.yaml").read_text(encoding="utf-8")).data
    kept = repr(old)
    lifted = migrated(old, {1: renamed_boxes, 2: counted}, newest=3)
    assert lifted == {
        "mlsd": 3,
        "name": "Old",
        "components": [{"id": "a", "kind": "cache"}],
        "summary": "1 components",
    }
    assert repr(old) == kept
    assert migrated(lifted, {1: renamed_boxes, 2: counted}, newest=3) is lifted


def test_newer_files_are_left_alone_and_a_gap_is_named():
    assert migrated({"mlsd": 9}, {}, newest=3) == {"mlsd": 9}
    with pytest.raises(LookupError, match="from file version 1"):
        migrated({"mlsd": 1}, {2: counted}, newest=3)


def test_there_is_a_migration_and_a_frozen_sample_for_every_older_version():
    assert sorted(MIGRATIONS) == list(range(1, FILE_VERSION))
    for version in range(1, FILE_VERSION + 1):
        document = load(FILES / f"version-{version}.mlsd.yaml").document
        assert document.components["api"].replicas == 2
        assert document.layout["api"].x == 240
