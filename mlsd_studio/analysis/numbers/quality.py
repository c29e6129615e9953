"""Full quality: the journey works with nothing optional lost and no fallback in use.

The same structure function, read more strictly: optional calls and the brokers a component publishes to are
needed, and nothing stands in for anything.
"""

from __future__ import annotations

from functools import cached_property

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Flow


class FullQuality(Facts):
    """The facts of a document as full quality takes them."""

    def required(self, flow: Flow) -> bool:
        """Every primary call, and every publishing to a broker; what a broker passes on is not waited for."""
        if flow.fallback_of is not None:
            return False
        if flow.kind == "request":
            return True
        brokers = self.group("BROKER")
        return flow.kind == "async" and flow.target in brokers and flow.source not in brokers

    @cached_property
    def stand_ins(self) -> dict[str, list[Flow]]:
        """None: a fallback in use is a loss of quality."""
        return {}
