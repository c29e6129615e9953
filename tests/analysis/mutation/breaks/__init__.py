"""The mutations, one file for each group of rules; importing this package registers them all."""

from tests.analysis.mutation.breaks import (
    capacity,
    data,
    lifecycle,
    monitoring,
    operability,
    resilience,
    security,
)

__all__ = ["capacity", "data", "lifecycle", "monitoring", "operability", "resilience", "security"]
