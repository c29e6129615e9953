"""What every test shares."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: QApplication) -> Iterator[None]:
    """One widget application from the start: an export alone would make a lesser one.

    Qt's windowless platform crashes at exit while the clipboard still holds something.
    """
    yield
    qapp.clipboard().clear()
