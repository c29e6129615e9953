"""The Failure modes panel: what may fail as one, what each takes with it, and which pairs stop a journey."""

from mlsd_studio.panels.failures.panel import FailuresPanel

__all__ = ["FailuresPanel"]
