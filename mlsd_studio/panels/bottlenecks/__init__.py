"""The Bottlenecks panel: who carries how much, who saturates first, and how many replicas it would take."""

from mlsd_studio.panels.bottlenecks.panel import BottlenecksPanel

__all__ = ["BottlenecksPanel"]
