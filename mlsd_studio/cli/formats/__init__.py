"""The forms of a check report, one file each: `render` gives the text.

The one idea: every form tells the same findings, those that the window shows.
"""
