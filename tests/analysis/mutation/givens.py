"""What a mutation states first: numbers and duties that a rule asks for, met by the unbroken design."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model import Document
from mlsd_studio.model.records import Journey
from tests.analysis.mutation.drafts import (
    adding,
    boundary,
    component,
    constraint,
    each,
    flow,
    requirement,
    stating,
)
from tests.analysis.mutation.picks import facet, kinds

RATE = 100
"""Calls a second of each journey where traffic is stated."""


def available(facts: Facts) -> Document:
    """An availability target that three replicas of everything meet."""
    spread = each(facts.document, "components", _copied(facts), replicas=3)
    return requirement(spread, "uptime", metric="availability", target=">= 90 %")


def _copied(facts: Facts) -> list[str]:
    return [id for id, one in facts.components.items() if (one.replicas or 0) > 1]


def zoned(facts: Facts) -> Document:
    """What has replicas has three, each in a zone of its own, and the target asks for it."""
    spread = each(facts.document, "components", _copied(facts), replicas=3, zones=["a", "b", "c"])
    return requirement(spread, "uptime", metric="availability", target=">= 99.9 %")


def loaded(facts: Facts) -> Document:
    """Stated journeys with a rate, and capacity for far more than that."""
    document = facts.document
    for journey in facts.journeys:
        if journey.entry not in facts.group("ENTRY"):
            continue
        document = adding(
            document, Journey, "journeys", id=f"{journey.entry}-journey", entry=journey.entry,
            rate=f"{RATE} rps",
        )  # fmt: skip
    called = sorted(facts.all_called & facts.self_run)
    return each(document, "components", called, capacity="5000 rps")


def timed(facts: Facts) -> Document:
    """A latency target far above what the path takes, at a stated rate."""
    return requirement(loaded(facts), "speed", metric="latency_p95", target="<= 5 min")


def budgeted(facts: Facts) -> Document:
    """A ceiling on the cost far above what the design costs."""
    return requirement(loaded(facts), "budget", metric="cost", target="<= 100000000 USD")


def fresh(facts: Facts) -> Document:
    """Features an hour old at each hop, and a target of two days."""
    hourly = [one.id for one in facts.flows.values() if one.kind == "data"]
    document = each(facts.document, "flows", hourly, interval="1 h")
    return requirement(document, "freshness", metric="feature_freshness", target="<= 2 days")


def aged(facts: Facts) -> Document:
    """A model age of at most 30 days, with training every week."""
    document = each(facts.document, "components", [one.id for one in facts.trainers], schedule="7 days")
    return requirement(document, "age", metric="model_age", target="<= 30 days")


def measured(facts: Facts) -> Document:
    """A business metric that the design is to improve."""
    return requirement(facts.document, "revenue", category="business", text="More orders per visit")


def said(facts: Facts) -> Document:
    """Two replicas of whatever a journey calls and states no number of."""
    own = facts.all_called & facts.self_run - set(kinds(facts, "edge_model"))
    silent = [id for id in own if facts.components[id].replicas is None]
    return each(facts.document, "components", silent, replicas=2)


def staffed(facts: Facts) -> Document:
    """A team large enough for what it runs."""
    return constraint(facts.document, "team", category="team", aspect="resources", value=100)


def recoverable(facts: Facts) -> Document:
    """A recovery point of a day, and stores that are backed up every hour."""
    stores = facts.group("STORE") - facts.external
    document = each(facts.document, "components", stores, backup={"rpo": "1 h"})
    return requirement(document, "recovery", metric="rpo", target="<= 24 h")


def private(facts: Facts) -> Document | None:
    """Personal data from the sources on, with every duty of the GDPR met."""
    sources = [id for id in kinds(facts, "data_source") if facts.components[id].role is None]
    if not sources:
        return None
    kept = facts.group("PERSONAL_STORE") - facts.external
    document = requirement(facts.document, "gdpr", compliance="gdpr", text="Personal data of customers")
    document = each(document, "components", sources, data_classes=["pii"])
    document = each(document, "components", kept, retention="365 days", encrypted_at_rest=True)
    document = each(document, "flows", document.flows, encrypted=True)
    return _governed(document, sorted(kept))


def _governed(document: Document, kept: list[str]) -> Document:
    """An erasure service, a catalogue with lineage, an audit log and a directory of identities."""
    known = {one.kind for one in document.components.values()}
    document = component(document, "erasure", "erasure_service")
    document = component(document, "catalogue", "data_catalog", attributes={"provides": ["lineage"]})
    for id in kept:
        document = flow(document, "erasure", id, "control")
        document = flow(document, id, "catalogue", "telemetry")
    for id, kind in (("trail", "audit_log"), ("directory", "identity_provider")):
        if kind not in known:
            document = component(document, id, kind)
            document = flow(
                document, kept[0] if kept else "erasure", id, "telemetry" if id == "trail" else "control"
            )
    return document


def regional(facts: Facts) -> Document | None:
    """Personal data, all of it inside one allowed region."""
    document = private(facts)
    if document is None:
        return None
    document = requirement(document, "residency", text="Data stays in the EU", regions=["eu"])
    inside = [id for id in document.components if id not in facts.group("ENTRY") and id not in facts.external]
    return boundary(document, "region", "eu", inside)


def deciding(facts: Facts) -> Document | None:
    """Decisions about people under the GDPR; only where people can be asked to review them."""
    document = requirement(facts.document, "gdpr", compliance="gdpr", text="Decisions about people")
    for id in facet(facts, "human_review"):
        if any(hop[0].kind in ("request", "async") for hop in facts.into[id]):
            return document
    return None


def automated(facts: Facts) -> Document:
    """The GDPR, and nothing said about decisions yet."""
    return requirement(facts.document, "gdpr", compliance="gdpr", text="Customers are people")


def overseen(facts: Facts) -> Document:
    """A high-risk use under the AI Act, with logs kept for a year."""
    document = each(facts.document, "components", kinds(facts, "prediction_log"), retention="365 days")
    return requirement(document, "ai-act", compliance="ai_act_high_risk", text="High-risk use")


def streamed(facts: Facts) -> Document | None:
    """A managed stream with shards enough for the rate."""
    streams = kinds(facts, "event_stream")
    if not streams:
        return None
    document = loaded(facts)
    for id in streams:
        document = stating(document, "components", id, technology="kinesis", partitions=100)
    return document


def unhurried(facts: Facts) -> Document:
    """Answers may rest on features of yesterday."""
    return requirement(facts.document, "freshness", metric="feature_freshness", target="<= 1 days")
