"""Start to the first painted window, warm, in a process of its own.

Warm is what a user has from the second start on: the interpreter finds its bytecode and the catalogue its quick
copy. Both are kept in a folder of the run, whatever the environment says about bytecode.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
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


def _start(file: str, warm: str) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": warm, "MLSD_CACHE_FOLDER": warm}
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(file=file)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return (float(done.stdout.split()[-1]) - start) * 1e3


def rows() -> list[dict[str, object]]:
    """Start page, and the example design."""
    found = []
    with tempfile.TemporaryDirectory() as warm:
        for name, file in (("start page", ""), ("example design", str(EXAMPLE))):
            _start(file, warm)
            found.append(row(f"start to first painted window, {name}",
                             statistics.median(_start(file, warm) for _ in range(5)), goal=GOAL_MS))  # fmt: skip
    return found
