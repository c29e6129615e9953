"""The rules of the house: who may import whom, what may be imported before the window shows, what is explained."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LATE = ("numpy", "networkx", "reportlab", "rapidfuzz", "typer", "fontTools")
QT_ROOMS = ("app", "canvas", "panels", "session")
QT_ADAPTER = "mlsd_studio/drawing/qt_painter.py"
CORE = (
    "model", "catalog", "storage", "drawing", "analysis", "exporting", "importing", "session", "layout",
)  # fmt: skip


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


def test_everything_public_in_the_core_is_explained() -> None:
    unexplained = [
        complaint
        for room in CORE
        for path in sorted((ROOT / "mlsd_studio" / room).rglob("*.py"))
        for complaint in complaints(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert unexplained == []


@pytest.mark.parametrize(
    ("source", "complained"),
    [
        ("def f(): pass", ["f: no docstring"]),
        ("class C:\n  'What.'\n  def m(self): pass", ["m: no docstring"]),
        ("class _C:\n  def m(self): pass", ["m: no docstring"]),
        ("if True:\n  class C: pass", ["C: no docstring"]),
        ("def f():\n  'What.'\n  if f: raise ValueError('no')", ["f: no word of ValueError"]),
        ("def f():\n  'What. Raises ValueError.'\n  raise ValueError", []),
        ("def f():\n  'What.'\n  raise files.FileError.of('no')", ["f: no word of FileError"]),
        ("def f():\n  'What.'\n  try: f()\n  except OSError as error: raise error", []),
        ("def f():\n  'What.'\n  raise _told('no')", []),
        ("def f():\n  'What.'\n  def inside(): raise ValueError", []),
        ("def _f(): raise ValueError", []),
        ("class _C:\n  @property\n  def p(self): pass\n  def __len__(self): pass", []),
    ],
)
def test_what_is_not_explained_is_told(source: str, complained: list[str]) -> None:
    assert [one.partition(" ")[2] for one in complaints(source, "room.py")] == complained


def complaints(source: str, place: str) -> Iterator[str]:
    """What is public and has no docstring, or one that leaves out an error raised in the body.

    Public is what has no underscore before its name, methods of private classes too; what stands inside a
    function is not. Properties need no docstring.
    """
    for node in _named(ast.parse(source)):
        if node.name.startswith("_") or _is_property(node):
            continue
        said = ast.get_docstring(node)
        if said is None:
            yield f"{place}:{node.lineno} {node.name}: no docstring"
        elif not isinstance(node, ast.ClassDef):
            for error in sorted(set(_raised(node))):
                if error not in said:
                    yield f"{place}:{node.lineno} {node.name}: no word of {error}"


Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _named(tree: ast.AST) -> Iterator[Named]:
    """Functions, classes and their methods, in order."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Named):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _named(node)


def _is_property(node: Named) -> bool:
    names = [ast.unparse(decorator) for decorator in node.decorator_list]
    return any(name.endswith(("property", ".setter", ".deleter")) for name in names)


def _raised(node: ast.AST) -> Iterator[str]:
    """Names of the errors that the body raises by name, itself; not what it passes on."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Named | ast.Lambda):
            continue
        if isinstance(child, ast.Raise) and child.exc is not None:
            called = child.exc.func if isinstance(child.exc, ast.Call) else child.exc
            names = [part for part in ast.unparse(called).split(".") if part.lstrip("_")[:1].isupper()]
            yield from names[:1]
        yield from _raised(child)
