"""The rules of the house: who may import whom, and what may be imported before the window shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LATE = ("numpy", "networkx", "reportlab", "rapidfuzz", "typer", "fontTools")
QT_ROOMS = ("app", "canvas", "panels", "session")
QT_ADAPTER = "mlsd_studio/drawing/qt_painter.py"


def test_rooms_import_only_from_rooms_below() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_qt_stays_above_the_core() -> None:
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "mlsd_studio").rglob("*.py"))
        if path.relative_to(ROOT / "mlsd_studio").parts[0] not in QT_ROOMS
        and any("PySide6" in line for line in path.read_text("utf-8").splitlines() if "import" in line)
    ]
    assert wrong == [QT_ADAPTER]


def test_nothing_slow_is_imported_before_the_window_shows() -> None:
    program = (
        "import sys; import mlsd_studio.app.window, mlsd_studio.app.start; "
        f"print([name for name in {LATE!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
