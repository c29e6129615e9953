"""Edits: pure functions (document, arguments) -> Change. Nothing here applies anything."""
