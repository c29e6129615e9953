"""The outline: the design as a tree of boundaries, components and flows, with all that can be done on the canvas.

It is the full way for the keyboard and for screen readers. The one idea: the tree is worked out of the document and
never kept beside it; choosing, moving and renaming are the same edits as on the canvas.
"""

from mlsd_studio.panels.outline.panel import Outline

__all__ = ["Outline"]
