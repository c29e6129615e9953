"""Which kind of flow usually joins two kinds of components."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlsd_studio.catalog.kinds import Catalog
    from mlsd_studio.model.records import FlowKind


def usual_flow(catalog: Catalog, source: str, target: str) -> FlowKind:
    """What the reference designs draw from one kind to the other; else what their groups suggest."""
    drawn = [flow for kind, flow in catalog.next_kinds(source) if kind == target]
    if drawn:
        return drawn[0]  # type: ignore[return-value]
    return _by_group(catalog, source, target)


def _by_group(catalog: Catalog, source: str, target: str) -> FlowKind:
    def either(name: str) -> bool:
        return bool({source, target} & catalog.group(name))

    batch = catalog.group("PIPELINE") | catalog.group("TRAINERS") | catalog.group("ANALYTIC_STORE")
    if target in catalog.group("TELEMETRY_SINK") or source in catalog.group("MONITOR"):
        return "telemetry"
    if source in catalog.group("CONTROLLER"):
        return "control"
    if either("ARTIFACT_KEEPER"):
        return "artifact"
    if either("BROKER"):
        return "async"
    if source in catalog.group("TRAINERS") and target in catalog.group("OWN_MODEL_SERVING"):
        return "artifact"
    if target in batch or (source in batch and not either("ENTRY")):
        return "data"
    return "request"
