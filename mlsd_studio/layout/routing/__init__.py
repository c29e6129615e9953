"""Right-angled routes for flows between boxes at given positions.

One idea: try the plain shapes a person would draw, cheapest first, against a spatial hash of the cards;
search only when all of them hit something. Ports, tracks and labels are settled afterwards, in that order.
"""

from mlsd_studio.layout.routing.records import Flow, Route
from mlsd_studio.layout.routing.router import Router
from mlsd_studio.layout.routing.sketch import sketch

__all__ = ["Flow", "Route", "Router", "sketch"]
