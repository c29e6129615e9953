"""The user's settings: kept by Qt where the platform keeps them, read and written with types."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from mlsd_studio.panels.memory import SettingsMemory, SettingsWords

RECENT_LIMIT = 12


class Settings:
    """Typed access to the settings; `path` keeps them in a file of one's own (tests, screenshots)."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = (
            QSettings(str(path), QSettings.Format.IniFormat)
            if path
            else QSettings("MLSD Studio", "MLSD Studio")
        )

    # -- appearance --------------------------------------------------------------------------------

    @property
    def theme(self) -> str | None:
        """`light`, `dark`, or None to follow the system."""
        value = self._store.value("theme")
        return value if value in ("light", "dark") else None

    @theme.setter
    def theme(self, name: str | None) -> None:
        self._store.setValue("theme", name)

    def layout(self, name: str) -> QByteArray | None:
        """A saved geometry or window state."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def set_layout(self, name: str, value: QByteArray) -> None:
        """Keep a geometry or window state."""
        self._store.setValue(f"layout/{name}", value)

    def forget_layout(self) -> None:
        """Back to the first arrangement of the window."""
        self._store.remove("layout")

    def memory(self, panel: str) -> SettingsMemory:
        """What a panel remembers: which of its sections are open."""
        return SettingsMemory(self._store, f"panels/{panel}")

    def words(self, panel: str) -> SettingsWords:
        """What a panel remembers in words: names typed, choices made."""
        return SettingsWords(self._store, f"words/{panel}")

    # -- files -------------------------------------------------------------------------------------

    @property
    def recent(self) -> list[tuple[Path, datetime]]:
        """Files opened or saved, newest first, with when."""
        rows = self._store.value("recent") or []
        found: list[tuple[Path, datetime]] = []
        for row in rows if isinstance(rows, list) else [rows]:
            when, _, path = str(row).partition("|")
            try:
                found.append((Path(path), datetime.fromisoformat(when)))
            except ValueError:
                continue
        return found

    def add_recent(self, path: Path) -> None:
        """Put a file first."""
        path = path.absolute()
        rows = [(path, datetime.now())] + [(p, t) for p, t in self.recent if p != path]
        self._keep(rows[:RECENT_LIMIT])

    def remove_recent(self, path: Path) -> None:
        """Forget a file."""
        self._keep([(p, t) for p, t in self.recent if p != path])

    def _keep(self, rows: list[tuple[Path, datetime]]) -> None:
        self._store.setValue("recent", [f"{t.isoformat(timespec='seconds')}|{p}" for p, t in rows])

    @property
    def folder(self) -> Path:
        """Where file dialogs open: the last folder used, else the home folder."""
        value = self._store.value("folder")
        return Path(str(value)) if value and Path(str(value)).is_dir() else Path.home()

    @folder.setter
    def folder(self, path: Path) -> None:
        self._store.setValue("folder", str(path))

    def sync(self) -> None:
        """Write to disk now."""
        self._store.sync()
