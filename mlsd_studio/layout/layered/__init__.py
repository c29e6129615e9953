"""Automatic arrangement in layers, with nested frames.

One idea: heavy flows (requests, data) decide the reading direction, light ones (telemetry, control) only
pull; each phase is a pure step on a numbered draft, and the routes come from the same router the canvas
uses, so an arranged design does not change when it is touched.
"""

from mlsd_studio.layout.layered.arrange import arrange
from mlsd_studio.layout.layered.keeping import settle, shift_block
from mlsd_studio.layout.layered.records import Arrangement, Boundary, Edge, Graph, Node, Options

__all__ = ["Arrangement", "Boundary", "Edge", "Graph", "Node", "Options", "arrange", "settle", "shift_block"]
