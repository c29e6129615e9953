"""The canvas: one widget that draws what is visible of the design, and the tools that edit it.

The one idea: the scene follows the model. Tools make changes; the canvas hears of them through the session
and paints again only what they touched.
"""

from mlsd_studio.canvas.actions import canvas_actions
from mlsd_studio.canvas.widget import Canvas

__all__ = ["Canvas", "canvas_actions"]
