"""The parts of the start page: pattern cards with their thumbnails, and the list of files.

The one idea: cards are painted buttons over plain data; the small drawings come from the real templates, one after
the other once the page is on the screen.
"""
