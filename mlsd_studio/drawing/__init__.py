"""From a document and a theme to a Picture: shapes, text and paths that every output draws.

The one idea: canvas, PNG, SVG, PDF and report paint the same shapes, so they look alike and can be
tested without a screen. Only `qt_painter` knows Qt.
"""
