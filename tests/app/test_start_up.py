"""What a start may load before the first window is painted."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("networkx", "numpy", "reportlab", "pptx", "typer", "rich", "importlib.metadata", "email")
"""Packages and parts of Python that each cost more than a moment."""

PROGRAM = """
import sys, tempfile
from pathlib import Path
from mlsd_studio.app.start import make_application
app = make_application(["mlsd-studio"])
from mlsd_studio.app.guard import startup_problem
from mlsd_studio.app.settings import Settings
from mlsd_studio.app.window import MainWindow
from mlsd_studio.paths import resource
startup_problem()
with tempfile.TemporaryDirectory() as folder:
    window = MainWindow(Settings(Path(folder) / "s.ini"), "light", Path(folder))
    window.files.open(resource("examples", "shop-ranking.mlsd.yaml"))
    window.show()
    app.processEvents()
    window.grab()
    print(*sys.modules, sep="\\n")
"""


def test_a_window_opens_without_a_single_rule_and_without_heavy_packages() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "mlsd_studio.app.window" in loaded
    assert not [name for name in loaded if name.startswith("mlsd_studio.analysis.rules")]
    assert not loaded & {"mlsd_studio.analysis.engine", *HEAVY}
