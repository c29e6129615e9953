"""What a panel remembers between starts: which sections are folded, which words were typed or chosen.

Panels ask for a mapping of names to yes or no, or to words, so that tests hand in a dict and the app its settings.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from PySide6.QtCore import QSettings

Memory = MutableMapping[str, bool]
Words = MutableMapping[str, str]


class SettingsWords(Words):
    """Words by name, kept in one group of the user's settings."""

    def __init__(self, settings: QSettings, group: str) -> None:
        self._settings = settings
        self._group = group

    def _key(self, name: str) -> str:
        return f"{self._group}/{name}"

    def __getitem__(self, name: str) -> str:
        if not self._settings.contains(self._key(name)):
            raise KeyError(name)
        return str(self._settings.value(self._key(name)))

    def __setitem__(self, name: str, value: str) -> None:
        self._settings.setValue(self._key(name), value)

    def __delitem__(self, name: str) -> None:
        self._settings.remove(self._key(name))

    def __iter__(self) -> Iterator[str]:
        prefix = f"{self._group}/"
        return iter([key[len(prefix) :] for key in self._settings.allKeys() if key.startswith(prefix)])

    def __len__(self) -> int:
        return len(list(iter(self)))


class SettingsMemory(Memory):
    """Yes or no by name, kept in one group of the user's settings."""

    def __init__(self, settings: QSettings, group: str) -> None:
        self._words = SettingsWords(settings, group)

    def __getitem__(self, name: str) -> bool:
        return self._words[name].lower() == "true"

    def __setitem__(self, name: str, value: bool) -> None:
        self._words[name] = "true" if value else "false"

    def __delitem__(self, name: str) -> None:
        del self._words[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
