"""The resources are found in a checkout and in an installed package, and their absence is told clearly."""

from __future__ import annotations

import pytest

from mlsd_studio import paths


def with_marker(folder):
    folder.mkdir(parents=True)
    (folder / paths.MARKER).write_text("")
    return folder


def test_this_checkout_has_its_resources():
    assert (paths.resources() / "catalog").is_dir()
    assert paths.resource("fonts", "Inter-Regular.ttf").is_file()


def test_resources_beside_the_package_as_in_a_checkout(tmp_path):
    expected = with_marker(tmp_path / "resources")
    assert paths.find_resources(tmp_path / "mlsd_studio") == expected


def test_resources_inside_the_package_as_in_a_wheel_come_first(tmp_path):
    with_marker(tmp_path / "resources")
    expected = with_marker(tmp_path / "mlsd_studio" / "resources")
    assert paths.find_resources(tmp_path / "mlsd_studio") == expected


def test_a_folder_without_the_marker_is_not_taken(tmp_path):
    (tmp_path / "resources").mkdir()
    with pytest.raises(paths.ResourcesMissingError, match=r"looked for .*mlsd-resources"):
        paths.find_resources(tmp_path / "mlsd_studio")


def test_a_missing_resource_is_named():
    with pytest.raises(paths.ResourcesMissingError, match=r"no-such\.file is missing"):
        paths.resource("no-such.file")
