"""Who is watched by what: telemetry without direction, passed on by collectors, inherited from boundaries."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mlsd_studio.analysis.context import Facts, Hop

WRITTEN = ("data", "async", "telemetry")
"""Flow kinds that take what a model answers somewhere."""


def joined(facts: Facts, id: str, kinds: Collection[str] = ("telemetry",)) -> list[tuple[str, str]]:
    """(flow, component) joined to a component, or to a boundary that holds it, in either direction."""
    hops = [*facts.out[id], *facts.into[id]]
    return [(flow.id, other) for flow, other in hops if flow.kind in kinds]


def sinks(facts: Facts, id: str, *, avoiding: Collection[str] = ()) -> set[str]:
    """Components that telemetry of one component comes to, directly or through other monitors.

    From a monitor it goes on as its flows lead, and to the collectors of operations that fill it. What else
    reports to the same monitor watches only itself; figures of operations tell no model monitor anything.
    """
    monitors = facts.group("MONITOR")
    found: set[str] = set()
    queue = [id]
    for at in queue:
        onward = [other for _, other in joined(facts, at)] if at == id else _onward(facts, at)
        for other in onward:
            if other != id and other not in found and other not in avoiding:
                found.add(other)
                if other in monitors:
                    queue.append(other)
    return found


def _onward(facts: Facts, monitor: str) -> list[str]:
    """Where telemetry that has come to a monitor is seen too."""
    judges = facts.group("MODEL_MONITOR")
    collectors = facts.group("OPS_MONITOR") - judges
    found = [other for flow, other in facts.out[monitor] if flow.kind == "telemetry"]
    if monitor in facts.with_facet("metrics_monitor") - facts.with_facet("logging"):
        found = [other for other in found if other not in judges]
    into = facts.into[monitor]
    return found + [other for flow, other in into if flow.kind == "telemetry" and other in collectors]


def logs_of(facts: Facts, id: str) -> dict[str, Hop | None]:
    """The prediction logs that what a component answers comes to over data, async and telemetry flows.

    A way through another model ends there: what that one writes are its own predictions. As `Facts.reach`:
    the component itself is in it, each with the hop that reached it.
    """
    models = facts.group("OWN_MODEL_SERVING")
    found = facts.reach([id], lambda flow: flow.kind in WRITTEN, enter=lambda other: other not in models)
    logs = facts.with_facet("prediction_log")
    return {other: hop for other, hop in found.items() if other == id or other in logs}


def watched(facts: Facts, id: str, wanted: Iterable[str], *, avoiding: Collection[str] = ()) -> bool:
    """Whether one of the facets watches a component: by telemetry, or by what the component brings itself.

    What a managed product brings counts once the design names the provider's monitor.
    """
    component = facts.components[id]
    reached = sinks(facts, id, avoiding=avoiding)
    for facet in wanted:
        watchers = facts.with_facet(facet)
        if watchers & reached:
            return True
        if id in watchers and (id not in facts.managed or component.kind == facet or len(watchers) > 1):
            return True
    return False
