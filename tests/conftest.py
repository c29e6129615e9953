"""What every test shares."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mlsd_studio.analysis.team import Team

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["MLSD_USER_FOLDER"] = os.devnull  # what the user keeps in a folder of their own plays no part
os.environ.setdefault("MLSD_CACHE_FOLDER", str(Path(tempfile.gettempdir()) / "mlsd-studio-tests"))


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: QApplication) -> Iterator[None]:
    """One widget application from the start: an export alone would make a lesser one.

    Qt's windowless platform crashes at exit while the clipboard still holds something.
    """
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def _no_team() -> Iterator[None]:
    """The studio as it comes, whatever team's files a test has read."""
    yield
    Team().install()
