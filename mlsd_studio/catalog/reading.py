"""Reads catalogue files into records, and says precisely what is wrong with a file that does not fit.

Reading is fast because lines are not tracked; only when something is wrong is the file looked at again to
find the line.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


class CatalogError(ValueError):
    """A catalogue file that cannot be used: names the file and, as far as known, line, entry and field."""

    def __init__(
        self,
        file: Path,
        message: str,
        *,
        line: int | None = None,
        entry: str | None = None,
        field: str | None = None,
    ) -> None:
        """`line` counts from 1; `entry` is the id of the record; `field` the path inside it."""
        self.file, self.line, self.entry, self.field, self.message = file, line, entry, field, message
        place = f"{file}:{line}" if line else str(file)
        about = ", ".join(
            part for part in (f"entry {entry}" if entry else "", f"field {field}" if field else "") if part
        )
        super().__init__(f"{place}: {about}: {message}" if about else f"{place}: {message}")


class _StrictLoader(_LOADER):  # type: ignore[misc]
    """Refuses a key given twice, which YAML loaders otherwise let the last one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """As of the base, but raises ConstructorError for a key that is given twice."""
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        if len(mapping) != len(node.value):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value} is given twice", key.start_mark
                    )
                seen.add(key.value)
        return mapping


def read(file: Path, type_: type[T]) -> T:
    """The content of a YAML file as a record of `type_`. Raises CatalogError, which says what is wrong."""
    return as_record(file, plain(file), type_)


def as_record(file: Path, data: Any, type_: type[T]) -> T:
    """The plain content `data` of a file as a record of `type_`. Raises CatalogError."""
    try:
        return msgspec.convert(data, type_, strict=True)
    except msgspec.ValidationError as error:
        raise _located(file, data, str(error)) from None


MAX_BYTES = 1 << 20
MAX_DEPTH = 30


def untrusted(file: Path) -> Any:
    """The plain content of a file that somebody else may have written: at most a megabyte, at most 30
    levels deep, without aliases. Raises CatalogError.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CatalogError(file, f"cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise CatalogError(file, f"larger than {MAX_BYTES >> 20} MB; divide it into several files")
    try:
        depth = 0
        for event in yaml.parse(data.decode(), Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
                what = "an alias" if isinstance(event, yaml.AliasEvent) else "nested too deep"
                mark = event.start_mark
                raise CatalogError(
                    file, f"{what}; write the value itself", line=mark.line + 1 if mark else None
                )
    except UnicodeDecodeError:
        raise CatalogError(file, "is not UTF-8 text; save it as UTF-8") from None
    except yaml.YAMLError as error:
        raise _broken(file, error) from error
    return plain(file)


def located(
    file: Path,
    steps: list[str | int],
    message: str,
    *,
    path: str = "",
    entry: str | None = None,
    field: str | None = None,
) -> CatalogError:
    """A CatalogError with the line that `steps`, and then msgspec's `path`, lead to."""
    inner: list[str | int] = [
        name or int(index) for name, index in _STEP.findall(path.rstrip("`")) if (name or index) != "..."
    ]
    unknown = re.search(r"unknown field `(.+)`", message)
    inner += [unknown[1]] if unknown else []
    field = field or ".".join(map(str, inner)) or None
    return CatalogError(file, message, line=_line(_compose(file), [*steps, *inner]), entry=entry, field=field)


def entry_error(file: Path, section: str, entry: str, message: str, field: str | None = None) -> CatalogError:
    """A CatalogError about the record `entry` of a list or map `section`, with the line where it stands."""
    line = None
    for path, node in _children(_compose(file), section):
        if path == entry or _id_of(node) == entry:
            line = node.start_mark.line + 1
    return CatalogError(file, message, line=line, entry=entry, field=field)


def plain(file: Path) -> Any:
    """What a YAML file says, as plain data; an empty one is an empty map. Raises CatalogError."""
    try:
        data = yaml.load(file.read_text("utf-8"), Loader=_StrictLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(file, f"cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise _broken(file, error) from error
    return {} if data is None else data


def _broken(file: Path, error: yaml.YAMLError) -> CatalogError:
    mark = getattr(error, "problem_mark", None)
    message = getattr(error, "problem", None) or str(error)
    return CatalogError(file, message, line=mark.line + 1 if mark else None)


def _located(file: Path, data: Any, text: str) -> CatalogError:
    message, _, path = text.partition(" - at `$")
    steps = [
        name or int(index) for name, index in _STEP.findall(path.rstrip("`")) if (name or index) != "..."
    ]
    entry, field = _entry_and_field(data, steps)
    unknown = re.search(r"unknown field `(.+)`", message)
    if unknown:
        steps.append(unknown[1])
    line = _line(_compose(file), steps)
    return CatalogError(file, message, line=line, entry=entry, field=field)


def _entry_and_field(data: Any, steps: list[str | int]) -> tuple[str | None, str | None]:
    for depth, step in enumerate(steps):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict) and "id" in data:
            return str(data["id"]), ".".join(map(str, steps[depth + 1 :])) or None
    return None, ".".join(map(str, steps)) or None


def _compose(file: Path) -> yaml.Node | None:
    return yaml.compose(file.read_text("utf-8"), Loader=_LOADER)


def _line(node: yaml.Node | None, steps: list[str | int]) -> int | None:
    line = node.start_mark.line + 1 if node else None
    for step in steps:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                return line
            line, node = found[0][0].start_mark.line + 1, found[0][1]
    return line


def _children(node: yaml.Node | None, section: str) -> list[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == section and isinstance(value, yaml.MappingNode):
                return [(inner.value, child) for inner, child in value.value]
            if key.value == section and isinstance(value, yaml.SequenceNode):
                return [("", child) for child in value.value]
    return []


def _id_of(node: yaml.Node) -> str | None:
    if isinstance(node, yaml.MappingNode):
        return next((str(value.value) for key, value in node.value if key.value == "id"), None)
    return None
