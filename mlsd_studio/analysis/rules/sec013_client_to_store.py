"""SEC013 · Client talks straight to a data store

What it finds
A request from a client, device, user or outside system straight into a store.

Why it matters
Nothing authorises, validates or limits what comes from outside.

Example
    mlsd: 1
    components:
      - {id: app, kind: client_mobile, name: Mobile app}
      - {id: db, kind: relational_db, name: Orders database, replicas: 2, auth: api_key}
    flows:
      - {id: app-db, from: app, to: db, kind: request}

Instead
    mlsd: 1
    components:
      - {id: app, kind: client_mobile, name: Mobile app}
      - {id: api, kind: backend_service, name: Orders API, replicas: 2, auth: oidc}
      - {id: db, kind: relational_db, name: Orders database, replicas: 2}
    flows:
      - {id: app-api, from: app, to: api, kind: request}
      - {id: api-db, from: api, to: db, kind: request}

When to ignore
Objects reached by presigned URL, a backend-as-a-service with row rules, an analyst with a login at a
warehouse, people inside the company, and an outside batch system that collects finished forecasts with a
key.

Source
Threagile, unguarded-direct-datastore-access.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, Fix, Insert
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.model.records import Component, Flow


def check(facts: Facts) -> Iterator[Finding]:
    """Each store by itself, with all the clients that call it."""
    entries = facts.group("ENTRY")
    for store in facts.of_group("STORE"):
        if store.id in facts.external:
            continue
        hops = [
            (flow, caller)
            for flow, caller in facts.into[store.id]
            if flow.kind == "request" and caller in entries and not _spared(facts, flow, caller, store)
        ]
        if not hops:
            continue
        clients = list(dict.fromkeys(caller for _, caller in hops))
        first, name = hops[0], facts.name(store.id)
        verb = "talks" if len(clients) == 1 else "talk"
        insert = Insert(
            tuple(flow.id for flow, _ in hops),
            "backend_service",
            "API",
            "request",
            fields={"auth": "oidc", "replicas": 2},
        )
        yield RULE.finding(
            store.id,
            f"{facts.names(clients)} {verb} straight to {name}",
            f"{facts.names(clients)} calls {name} with nothing between that authorises and limits the calls.",
            subjects=[(store.id, "store"), *((id, "client") for id in clients)],
            path=(first[1], first[0].id, store.id),
            fixes=(Fix("Put an API with sign-in in front", (insert,)),),
        )


def _spared(facts: Facts, flow: Flow, caller: str, store: Component) -> bool:
    client = facts.components[caller]
    auth = flow.auth or store.auth
    signed_in = auth is not None and auth != "none"
    if facts.internal_actor(client) or facts.attribute(flow, "presigned"):
        return True
    if facts.attribute(store, "row_rules"):
        return True
    if client.kind == "user" and store.id in facts.group("ANALYTIC_STORE") and signed_in:
        return True
    collects = client.id not in facts.group("HUMAN_CLIENT") and not flow.write
    forecasts = store.kind == "prediction_store" or store.role == "predictions"
    return collects and forecasts


RULE = Rule("SEC013", "Client talks straight to a data store", "security", "error", "sketch", False, check)
