"""Start to the first painted window, warm, in a process of its own."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench_parts._tools import row

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "resources" / "examples" / "shop-ranking.mlsd.yaml"
GOAL_MS = 1000.0
PROGRAM = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.argv = ["mlsd-studio"]
import tempfile
from pathlib import Path
from mlsd_studio.app.start import make_application
app = make_application(sys.argv)
from mlsd_studio.app.settings import Settings
from mlsd_studio.app.window import MainWindow
with tempfile.TemporaryDirectory() as folder:
    window = MainWindow(Settings(Path(folder) / "s.ini"), "light", Path(folder))
    window.resize(1680, 1000)
    if {file!r}:
        window.files.open(Path({file!r}))
    window.show()
    app.processEvents()
    window.grab()
print(time.time())
"""


def _start(file: str) -> float:
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(file=file)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return (float(done.stdout.split()[-1]) - start) * 1e3


def rows() -> list[dict[str, object]]:
    """Start page, and the example design."""
    found = []
    for name, file in (("start page", ""), ("example design", str(EXAMPLE))):
        _start(file)
        found.append(row(f"start to first painted window, {name}",
                         statistics.median(_start(file) for _ in range(5)), goal=GOAL_MS))  # fmt: skip
    return found
