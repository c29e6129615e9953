"""From the plain data of older file versions to that of the present one.

Adding a version is one function: it takes the plain data of version n and returns that of n + 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mlsd_studio.model.records import FILE_VERSION

Plain = dict[str, Any]
Migration = Callable[[Plain], Plain]

MIGRATIONS: dict[int, Migration] = {}
"""Version -> the function that lifts its data to the next version. Version 1 is the first: none yet."""


def migrated(
    data: Plain, migrations: Mapping[int, Migration] = MIGRATIONS, newest: int = FILE_VERSION
) -> Plain:
    """Data lifted to the newest version, step by step. Data of a newer version is returned as it is.

    Raises LookupError when a step is missing. `data` itself is not changed by well-made migrations.
    """
    version = data.get("mlsd", newest)
    while isinstance(version, int) and version < newest:
        if version not in migrations:
            raise LookupError(f"there is no migration from file version {version}")
        data = {**migrations[version](data), "mlsd": version + 1}
        version += 1
    return data
