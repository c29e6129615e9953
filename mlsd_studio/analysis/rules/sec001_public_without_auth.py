"""SEC001 · Publicly reachable service without authentication

What it finds
A service, model, store or operations tool that outsiders reach and that states it has no authentication
(error), or says nothing about it while no gateway, firewall or identity provider stands on the way
(warning).

Why it matters
Open model endpoints invite abuse, extraction and cost; an open notebook or tracker is a way to run code.

Example
    mlsd: 1
    components:
      - {id: web, kind: client_web, name: Web app}
      - {id: api, kind: backend_service, name: API, replicas: 2, auth: none}
    flows:
      - {id: web-api, from: web, to: api, kind: request}

Instead
    mlsd: 1
    components:
      - {id: web, kind: client_web, name: Web app}
      - {id: gateway, kind: api_gateway, name: Gateway, managed: true}
      - {id: api, kind: backend_service, name: API, replicas: 2}
    flows:
      - {id: web-gateway, from: web, to: gateway, kind: request}
      - {id: gateway-api, from: gateway, to: api, kind: request}

When to ignore
A guard anywhere on the way counts, so does a service that asks an identity provider itself; neither does
where the service is itself stated to be public and to sign in nobody. What is stated to be internal is not
public, and neither are actors inside the company. Static public files need no login.

Source
OWASP ML Security Top 10 (ML05); Azure Well-Architected, AI workloads; Threagile, missing-authentication and
unguarded-access-from-internet; AWS Machine Learning Lens MLSEC06-BP01.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts, Hop
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Insert
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.watching import joined
from mlsd_studio.model.records import Component

CONSOLES = frozenset(
    {"notebook", "experiment_tracker", "orchestrator", "metrics_monitor", "dashboard", "vector_db"}
)
UPLOADERS = frozenset({"client_device", "edge_model"})
LETS_THROUGH = frozenset({"load_balancer"})
"""Passes calls on as they come: what stands behind it is reached from outside."""


def check(facts: Facts) -> Iterator[Finding]:
    """Each component that outsiders may reach."""
    exposed = facts.group("SELF_SERVE_CODE", "SERVING", "STORE") | {
        id for id, component in facts.components.items() if component.kind in CONSOLES
    }
    guards = facts.group("EDGE_GUARD") | facts.with_facet("identity_provider")
    reached = _from_outside(facts)
    for id, component in facts.components.items():
        skipped = id in facts.external or id in guards or component.kind == "edge_model"
        if id not in exposed or skipped or not _is_reachable(facts, component, reached):
            continue
        auth = _auth(facts, component)
        if auth is not None and auth != "none":
            continue
        open_itself = auth == "none" and component.exposure == "public"
        if not open_itself and _guarded(facts, component, guards, reached):
            continue
        yield _finding(facts, component, reached.get(id), stated=auth == "none")


def _from_outside(facts: Facts) -> dict[str, Hop]:
    """Components that outsiders call, or upload to, directly or through a load balancer; with the hop."""
    outsiders = [id for id in facts.group("ENTRY") if not facts.internal_actor(facts.components[id])]
    found: dict[str, Hop] = {}
    queue = sorted({*outsiders, *facts.with_facet("edge_model")}, key=facts.order.__getitem__)
    for at in queue:
        uploads = facts.components[at].kind in UPLOADERS
        for flow, other in facts.out[at]:
            crosses = (flow.kind == "request" and at not in facts.with_facet("edge_model")) or (
                flow.kind == "async" and uploads
            )
            if crosses and other not in found:
                found[other] = (flow, at)
                if facts.components[other].kind in LETS_THROUGH and other not in queue:
                    queue.append(other)
    return found


def _is_reachable(facts: Facts, component: Component, reached: dict[str, Hop]) -> bool:
    static = (component.role or "").lower() == "static" or tuple(component.data_classes or ()) == ("public",)
    if component.exposure == "internal" or (static and component.id in facts.group("STORE")):
        return False
    return component.exposure == "public" or component.id in reached


def _auth(facts: Facts, component: Component) -> str | None:
    """Authentication as stated, on the component or on every call from outside; else the vendor's default."""
    if component.auth is not None:
        return component.auth
    crossing = [
        flow.auth
        for flow, caller in facts.into[component.id]
        if caller in facts.group("ENTRY") and flow.kind == "request"
    ]
    if crossing and all(auth is not None and auth != "none" for auth in crossing):
        return crossing[0]
    technology = facts.catalog.technologies.get(component.technology or "")
    if technology is not None and component.id in facts.managed:
        default = technology.vendor_defaults.get("auth")
        return default if isinstance(default, str) else None
    return None


def _guarded(facts: Facts, component: Component, guards: frozenset[str], reached: dict[str, Hop]) -> bool:
    """Whether a guard stands on the way from outside, or the component asks one itself."""
    if any(
        other in facts.with_facet("identity_provider")
        for _, other in joined(facts, component.id, ("request", "control"))
    ):
        return True
    id = component.id
    if id in reached:
        at, walked = reached[id][1], {id}
        while at not in guards and at in reached and at not in walked:
            walked.add(at)
            at = reached[at][1]
        return at in guards
    return bool(guards & facts.reach([id], lambda flow: flow.kind == "request", backward=True).keys())


def _finding(facts: Facts, component: Component, hop: Hop | None, *, stated: bool) -> Finding:
    id, name = component.id, facts.name(component.id)
    who = f"{facts.name(hop[1])} reaches {name} from outside" if hop else f"{name} is stated to be public"
    lack = "it states that it authenticates nobody" if stated else "nothing says who may call"
    crossing = tuple(
        flow.id
        for flow, caller in facts.into[id]
        if flow.kind in ("request", "async") and hop is not None and caller in {hop[1], *facts.group("ENTRY")}
    )
    known = next((c.id for c in facts.components.values() if c.kind == "api_gateway" and c.id != id), None)
    label = f"Lead calls through {facts.name(known)}" if known else "Put an API gateway in front"
    gateway = Insert(
        crossing, "api_gateway", "API gateway", "request", existing=known, fields={"replicas": 2}
    )
    state = Fix("State how callers sign in", (Focus((id,), "auth"),))
    return RULE.finding(
        id,
        f"{name} is open to the outside" if stated else f"Who may call {name} is not said",
        f"{who}, and {lack}.",
        severity="error" if stated else "warning",
        subjects=[(id, "reachable from outside")],
        path=(hop[1], hop[0].id, id) if hop else (),
        evidence=(
            Evidence("auth", component.auth or "not stated", origin="stated" if stated else "structure"),
        ),
        fixes=(Fix(label, (gateway,)), state) if crossing else (state,),
    )


RULE = Rule(
    "SEC001", "Publicly reachable service without authentication", "security", "error", "sketch", True, check
)
