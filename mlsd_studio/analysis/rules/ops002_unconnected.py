"""OPS002 · Component is not connected, or produces what nobody reads

What it finds
A component without any flow, and a store or feature pipeline that is written and never read.

Why it matters
Either the drawing is unfinished, or there is a dead data dependency to remove.

Example
    mlsd: 1
    components:
      - {id: source, kind: data_source, name: Orders}
      - {id: copy, kind: data_lake, name: Orders copy}
    flows:
      - {id: source-copy, from: source, to: copy, kind: data}

Instead
    mlsd: 1
    components:
      - {id: source, kind: data_source, name: Orders}
      - {id: copy, kind: data_lake, name: Orders copy}
      - {id: report, kind: bi_dashboard, name: Sales report}
    flows:
      - {id: source-copy, from: source, to: copy, kind: data}
      - {id: copy-report, from: copy, to: report, kind: data}

When to ignore
Ends by nature: dashboards, archives, backups, prediction logs, a warehouse that analysts read (role:
analytics). The backing store of a platform (MLflow on an object store) is read by that platform, and a
platform such as a cluster may stand in the drawing without flows.

Source
Sculley et al., Hidden Technical Debt in Machine Learning Systems (underutilised data dependencies);
Threagile, unnecessary-technical-asset.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, Fix, Focus, Remove
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component

WRITES = ("data", "async")
PLATFORM_WRITERS = frozenset({"model_registry", "experiment_tracker", "orchestrator", "container_platform"})
ENDS = frozenset({"archive", "backup", "analytics"})


def check(facts: Facts) -> Iterator[Finding]:
    """Each component by itself."""
    read = facts.group("STORE") | facts.with_facet("prediction_store")
    touched = {end for flow in facts.flows.values() for end in (flow.source, flow.target)}
    held = {end for end in touched if end in facts.document.boundaries}
    inner = {id for boundary in held for id in facts.inside[boundary]}
    for id, component in facts.components.items():
        flows = [*facts.out[id], *facts.into[id]]
        show = Fix(f"Show {facts.name(id)}", (Focus((id,)),))
        delete = Fix(f"Delete {facts.name(id)}", (Remove((id,)),))
        if not flows and id not in touched and id not in inner:
            if _layer(facts, component) != "platform":
                yield RULE.finding(
                    id,
                    f"{facts.name(id)} is not connected",
                    f"No flow starts or ends at {facts.name(id)}: connect it, or delete it.",
                    subjects=[(id, "not connected")],
                    fixes=(show, delete),
                )
        elif (id in read or component.kind == "feature_pipeline") and _unread(facts, component):
            writers = list(dict.fromkeys(other for flow, other in facts.into[id] if flow.kind in WRITES))
            hop = next(flow for flow, _ in facts.into[id] if flow.kind in WRITES)
            verb = "writes" if len(writers) == 1 else "write"
            yield RULE.finding(
                id,
                f"Nobody reads {facts.name(id)}",
                f"{facts.names(writers)} {verb} to {facts.name(id)}, and no flow takes anything out of it.",
                subjects=[(id, "never read"), *((other, "writes") for other in writers)],
                path=(writers[0], hop.id, id),
                fixes=(delete, show),
            )


def _layer(facts: Facts, component: Component) -> str | None:
    kind = facts.catalog.kinds.get(component.kind)
    return kind.layer if kind else None


def _unread(facts: Facts, component: Component) -> bool:
    id = component.id
    if component.kind == "prediction_log" or set((component.role or "").lower().split()) & ENDS:
        return False
    writers = [other for flow, other in facts.into[id] if flow.kind in WRITES]
    if not writers or any(flow.kind != "telemetry" for flow, _ in facts.out[id]):
        return False
    if any(flow.kind == "request" and not flow.write for flow, _ in facts.into[id]):
        return False
    return not all(_is_platform(facts, other) for other in writers)


def _is_platform(facts: Facts, id: str) -> bool:
    """A store, registry or platform component: what it writes is its own backing store."""
    return id in facts.group("STORE") or bool(PLATFORM_WRITERS & facts.facets(id))


RULE = Rule(
    "OPS002",
    "Component is not connected, or produces what nobody reads",
    "operability",
    "info",
    "sketch",
    False,
    check,
)
