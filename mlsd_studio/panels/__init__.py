"""The docks and bars around the canvas: palette, inspector, findings, start page, top bar, status bar.

The one idea: each panel is a plain widget over the session. It shows what the session holds, follows its signals,
and writes only through the session's methods; panels do not know the canvas, the window or each other.
"""
