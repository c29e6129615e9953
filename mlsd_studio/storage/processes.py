"""Whether a process of this machine still runs, told apart from a later one with the same number."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def start_of(pid: int) -> str:
    """A mark of when a process began, where the system tells (Linux); else empty."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


def is_alive(pid: int, start: str = "") -> bool:
    """True while the process with this number, begun at `start`, runs."""
    if pid <= 0 or not _exists(pid):
        return False
    return not start or start_of(pid) in ("", start)


def _exists(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        # os.kill would end the process there.
        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
