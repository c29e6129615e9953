"""The bundled files as plain data, kept between starts: reading their YAML is a fifth of the time to a window.

The one idea: a kept copy is named by the bytes it was read from, so it is right or it is not found. Where it
cannot be written or read, the files are read as ever.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from mlsd_studio.catalog.reading import CatalogError, plain
from mlsd_studio.paths import cache_folder


def plain_files(name: str, files: Sequence[Path]) -> list[Any]:
    """The plain content of each file, from the copy kept under `name` if it is of these very files.

    Raises CatalogError for a file that cannot be read.
    """
    kept = cache_folder() / f"{name}-{_digest(files)}.msgpack"
    with suppress(OSError, msgspec.DecodeError):
        found = msgspec.msgpack.decode(kept.read_bytes())
        if isinstance(found, list) and len(found) == len(files):
            return found
    content = [plain(file) for file in files]
    with suppress(OSError, TypeError):
        _keep(kept, name, content)
    return content


def _digest(files: Sequence[Path]) -> str:
    """What the files are called and say, in 32 characters."""
    digest = sha256()
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CatalogError(file, f"cannot be read: {error}") from error
        digest.update(f"{file.name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:32]


def _keep(kept: Path, name: str, content: list[Any]) -> None:
    """Write the copy in one step and take older ones of the name away; only what reads back the same is kept."""
    packed = msgspec.msgpack.encode(content)
    if msgspec.msgpack.decode(packed) != content:
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    written = kept.with_suffix(f".{os.getpid()}")
    written.write_bytes(packed)
    written.replace(kept)
    for old in kept.parent.glob(f"{name}-*.msgpack"):
        if old != kept:
            old.unlink(missing_ok=True)
