"""The user's settings: kept by Qt where the platform keeps them, read and written with types."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import QByteArray, QSettings

from mlsd_studio.drawing.theme import THEME_NAMES, ThemeName
from mlsd_studio.model.records import Stage
from mlsd_studio.panels.memory import SettingsMemory, SettingsWords

RECENT_LIMIT = 12
SIZES = (90, 100, 110, 125, 150)
"""Sizes of the interface in per cent."""
SWITCHES = {"grid": True, "snap": True, "restore": True, "recover": True, "ask_comments": True}
"""What is done by itself unless the user says otherwise, by name."""


Place = tuple[str, float, float, float]
"""The open view (empty: the main one), and the zoom and middle of the canvas."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that a window had open, where the canvas looked, the window's geometry, and whether it was in front."""

    path: Path
    place: Place | None = None
    geometry: bytes = b""
    in_front: bool = False


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
    def theme(self) -> ThemeName | None:
        """One of the themes, or None to follow the system."""
        value = self._store.value("theme")
        return next((name for name in THEME_NAMES if name == value), None)

    @theme.setter
    def theme(self, name: ThemeName | None) -> None:
        self._keep_or_forget("theme", name)

    @property
    def reduce_motion(self) -> bool | None:
        """True: nothing is animated; None: as the system says."""
        value = self._store.value("reduce_motion")
        return None if value is None else str(value).lower() == "true"

    @reduce_motion.setter
    def reduce_motion(self, reduced: bool | None) -> None:
        self._keep_or_forget("reduce_motion", None if reduced is None else str(reduced).lower())

    @property
    def interface_size(self) -> int:
        """The size of text, icons and canvas in per cent, one of SIZES; counts from the next start."""
        value = str(self._store.value("interface_size") or "100")
        return next((size for size in SIZES if str(size) == value), 100)

    @interface_size.setter
    def interface_size(self, size: int) -> None:
        self._keep_or_forget("interface_size", None if size == 100 else size)

    # -- what is done by itself --------------------------------------------------------------------

    def switch(self, name: str) -> bool:
        """One of the SWITCHES. Raises KeyError for another name."""
        value = self._store.value(f"switches/{name}")
        return SWITCHES[name] if value is None else str(value).lower() == "true"

    def set_switch(self, name: str, on: bool) -> None:
        """Set one of the SWITCHES."""
        self._keep_or_forget(f"switches/{name}", None if on == SWITCHES[name] else str(on).lower())

    @property
    def stage(self) -> Stage | None:
        """The stage a new design is given; None leaves it open."""
        value = self._store.value("stage")
        return next((stage for stage in get_args(Stage) if stage == value), None)

    @stage.setter
    def stage(self, stage: Stage | None) -> None:
        self._keep_or_forget("stage", stage)

    @property
    def open_files(self) -> tuple[OpenFile, ...]:
        """What was open when the studio was closed, whether it is still there or not."""
        try:
            rows = json.loads(str(self._store.value("open_files") or "[]"))
            return tuple(_open_file(row) for row in rows)
        except (ValueError, TypeError, KeyError, AttributeError):
            return ()

    @open_files.setter
    def open_files(self, files: Sequence[OpenFile]) -> None:
        rows = [
            {
                "path": str(one.path),
                "place": one.place,
                "geometry": b64encode(one.geometry).decode(),
                "front": one.in_front,
            }
            for one in files
        ]
        self._keep_or_forget("open_files", json.dumps(rows) if rows else None)

    def _keep_or_forget(self, key: str, value: object) -> None:
        if value is None:
            self._store.remove(key)
        else:
            self._store.setValue(key, value)

    # -- arrangement -------------------------------------------------------------------------------

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
        pinned, room = self.pinned, RECENT_LIMIT
        room -= sum(one in pinned for one, _ in rows)
        kept = []
        for one, when in rows:
            if one in pinned or room > 0:
                kept.append((one, when))
                room -= one not in pinned
        self._keep(kept)

    def remove_recent(self, path: Path) -> None:
        """Forget a file."""
        self._keep([(p, t) for p, t in self.recent if p != path])

    @property
    def pinned(self) -> frozenset[Path]:
        """Files that stay at the top of the list."""
        return frozenset(path for path in map(Path, self._json("pinned", [])) if path in dict(self.recent))

    def pin(self, path: Path, on: bool) -> None:
        """Keep a file at the top of the list, or no longer."""
        left = {str(one) for one in self.pinned} - {str(path)}
        self._keep_or_forget("pinned", json.dumps(sorted(left | ({str(path)} if on else set()))))

    @property
    def outcomes(self) -> dict[Path, dict[str, int]]:
        """How many requirements of a recent file came out how, when it was last looked at: outcome -> count."""
        there = dict(self.recent)
        found = {Path(path): dict(counts) for path, counts in self._json("outcomes", {}).items()}
        return {path: counts for path, counts in found.items() if path in there}

    def note_outcome(self, path: Path, counts: Mapping[str, int]) -> None:
        """Keep how many requirements of a file came out how."""
        rows = {str(one): known for one, known in self.outcomes.items()} | {str(path): dict(counts)}
        self._store.setValue("outcomes", json.dumps(rows))

    def _json(self, key: str, otherwise: Any) -> Any:
        """What is kept under a key, if it is of the kind of `otherwise`."""
        try:
            found = json.loads(str(self._store.value(key) or "null"))
        except ValueError:
            return otherwise
        return found if isinstance(found, type(otherwise)) else otherwise

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


def _open_file(row: dict[str, Any]) -> OpenFile:
    """Raises ValueError, TypeError or KeyError for anything but a row as it is written."""
    place: Place | None = None
    if row["place"] is not None:
        view, zoom, x, y = row["place"]
        place = str(view), float(zoom), float(x), float(y)
    return OpenFile(Path(row["path"]), place, b64decode(row["geometry"]), bool(row["front"]))
