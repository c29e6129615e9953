"""Other notations become parts of a design, one file a format. Never Qt.

The one idea: a reader makes a `Sketch` of names and lines and tells which lines it could not read; one place
turns sketches into components with kinds guessed from the catalogue's search words.
"""
