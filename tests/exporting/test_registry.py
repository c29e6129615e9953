"""Formats are found, chosen by their ending, and files appear whole or not at all."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mlsd_studio.exporting import ExportError, export, format_for, formats, render
from mlsd_studio.model import Document

from ..drawing.designs import row, shop
from .cases import REPORT, hard_design, hard_findings, shop_findings

ALL = ("pdf", "png", "report", "svg")


def test_the_formats_are_found():
    assert tuple(formats()) == ALL
    assert all(one.suffix.startswith(".") and one.name for one in formats().values())


@pytest.mark.parametrize(
    ("name", "format"), [("a.PNG", "png"), ("a.svg", "svg"), ("a.pdf", "pdf"), ("a.report.pdf", "report")]
)
def test_the_ending_names_the_format(tmp_path, name, format):
    assert format_for(tmp_path / name).id == format


def test_an_unknown_ending_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(ExportError, match=r"\.pdf, \.png, \.report\.pdf, \.svg"):
        export(row(), tmp_path / "a.docx")


def test_an_unknown_format_is_answered_with_the_known_ones():
    with pytest.raises(ExportError, match="pdf, png, report, svg"):
        render(row(), "docx")


@pytest.mark.parametrize("format", ALL)
def test_the_same_design_gives_the_same_bytes(qapp, format):
    options = {"findings": shop_findings(), **REPORT}
    assert render(shop(), format, **options) == render(shop(), format, **options)


@pytest.mark.parametrize("format", ALL)
@pytest.mark.parametrize("findings", [None, ()])
def test_an_empty_design_can_be_written(qapp, format, findings):
    assert len(render(Document(), format, findings=findings)) > 500


@pytest.mark.parametrize("format", ALL)
def test_long_and_foreign_texts_can_be_written(qapp, format):
    assert len(render(hard_design(), format, findings=hard_findings(), **REPORT)) > 5000


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(qapp, tmp_path):
    path = export(row(), tmp_path / "row.svg")
    assert path.read_bytes() == render(row(), "svg")
    assert [entry.name for entry in tmp_path.iterdir()] == ["row.svg"]


def test_a_failed_export_leaves_the_old_file(tmp_path):
    old = tmp_path / "row.png"
    old.write_bytes(b"old")
    with pytest.raises(ExportError, match="scale"):
        export(row(), old, scale=99)
    assert old.read_bytes() == b"old"


def test_a_missing_folder_is_said_in_plain_words(tmp_path):
    with pytest.raises(ExportError, match=r"no such file or directory\. Choose another folder"):
        export(row(), tmp_path / "missing" / "row.svg")


def test_finding_the_formats_imports_nothing_heavy():
    code = (
        "import sys; from mlsd_studio.exporting import formats; formats();"
        "print([name for name in ('reportlab', 'PySide6', 'numpy', 'networkx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
