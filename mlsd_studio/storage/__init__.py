"""Designs on disk: reading, canonical writing, recovery after a crash, and the file's JSON Schema.

The one idea: text -> plain data with lines -> records, and back, so that a save of an unchanged
design gives the same bytes and every complaint names its line.
"""

from mlsd_studio.storage.files import (
    LoadedFile,
    changed_on_disk,
    dump,
    load,
    load_text,
    lost_comments,
    save,
)
from mlsd_studio.storage.problems import FileError, FileProblem
from mlsd_studio.storage.source import Source

__all__ = [
    "FileError",
    "FileProblem",
    "LoadedFile",
    "Source",
    "changed_on_disk",
    "dump",
    "load",
    "load_text",
    "lost_comments",
    "save",
]
