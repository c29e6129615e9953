"""Above the canvas: a card for each requirement with a metric, and the traffic slider that all numbers follow.

The one idea: a card is painted from a verdict and nothing else; a click shows its path on the canvas and a popover
with what is behind the number.
"""

from mlsd_studio.panels.verdicts.strip import VerdictStrip

__all__ = ["VerdictStrip"]
