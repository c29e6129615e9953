"""Right-angled routes for flows between boxes at given positions.

One idea: try the plain shapes a person would draw, cheapest first, against a spatial hash of the cards;
search only when all of them hit something. In a whole diagram flows that cross then look for better sides,
ports and tracks (`weave`); tracks are parted and labels placed at the end.
"""

from mlsd_studio.layout.routing.records import Flow, Route
from mlsd_studio.layout.routing.router import Router
from mlsd_studio.layout.routing.sketch import sketch

__all__ = ["Flow", "Route", "Router", "sketch"]
