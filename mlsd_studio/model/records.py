"""The records of a design, spelled and ordered as in the file.

Frozen structs: nothing changes in place. `None` means *not stated*; a stated value is always kept,
even where it equals a default. `extra` holds fields this version does not know, so that a save never
drops what a newer version or another tool wrote.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import msgspec

from mlsd_studio.model.money import Money, PricePerGigabyte, PricePerMillion
from mlsd_studio.model.quantities import Backup, Day, Duration, Fraction, Interval, Rate, Retention, Volume

FILE_VERSION = 1

Stage = Literal["sketch", "review", "production"]
FlowKind = Literal["request", "async", "data", "artifact", "control", "telemetry", "feedback", "replicate"]
BoundaryKind = Literal["region", "zone", "cluster", "network", "account", "team", "trust"]
Auth = Literal["none", "api_key", "oidc", "mtls", "iam", "per_user"]
DataClass = Literal[
    "public", "internal", "pii", "special_category", "financial", "secret", "predictions"
]  # fmt: skip
Metric = Literal[
    "latency_p50",
    "latency_p95",
    "latency_p99",
    "throughput",
    "availability",
    "cost",
    "feature_freshness",
    "model_age",
    "label_delay",
    "rpo",
    "rto",
    "maintainability",
]

TREE_BOUNDARIES = frozenset({"region", "zone", "cluster", "network", "account"})
"""Boundary kinds that nest in one tree; team and trust may cross it."""


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every record shares: fields of other versions and tools, kept as they are."""

    key_field: ClassVar[str] = "id"
    extra: dict[str, Any] | None = None


class Design(Record, frozen=True, kw_only=True, omit_defaults=True):
    """The head of the file."""

    mlsd: int = FILE_VERSION
    name: str | None = None
    summary: str | None = None
    stage: Stage | None = None
    objective: str | None = None
    currency: str | None = None


class Requirement(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What the system must reach; typed when it names a metric."""

    id: str
    category: Literal["business", "ml", "system"]
    text: str | None = None
    metric: Metric | None = None
    target: str | None = None
    growth: float | None = None
    journey: str | None = None
    priority: Literal["must", "should", "could"] | None = None
    compliance: str | None = None
    regions: tuple[str, ...] | None = None
    satisfied_by: tuple[str, ...] | None = None


class Constraint(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What the team cannot choose: data, compute, people, systems to fit in with."""

    id: str
    category: Literal["data", "compute", "team", "integration"]
    aspect: str | None = None
    text: str | None = None
    value: str | int | float | None = None


class Journey(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What users do: it enters at one component, so many times a second."""

    id: str
    name: str | None = None
    entry: str
    rate: Rate | None = None
    average: Rate | None = None


class Latency(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Own work of one call, without waiting."""

    p50: Duration | None = None
    p95: Duration | None = None


class Autoscaling(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Least and most replicas."""

    min: int | None = None
    max: int | None = None


class Cost(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Price per replica and month, per million calls, per GB and month."""

    replica: Money | None = None
    calls: PricePerMillion | None = None
    gb: PricePerGigabyte | None = None


class Component(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A box of the drawing: a system, store, job, model, client or person."""

    id: str
    kind: str
    technology: str | None = None
    name: str | None = None
    replicas: int | None = None
    needs: int | None = None
    zones: tuple[str, ...] | None = None
    managed: bool | None = None
    scope: Literal["in", "external"] | None = None
    environment: Literal["prod", "staging", "dev"] | None = None
    exposure: Literal["public", "partner", "internal"] | None = None
    auth: Auth | None = None
    availability: Fraction | None = None
    common: Fraction | None = None
    latency: Latency | None = None
    capacity: Rate | None = None
    concurrency: int | None = None
    autoscaling: Autoscaling | None = None
    cold_start: Duration | None = None
    max_utilisation: Fraction | None = None
    cost: Cost | None = None
    storage: Volume | None = None
    data_classes: tuple[DataClass, ...] | None = None
    encrypted_at_rest: bool | None = None
    retention: Retention | None = None
    backup: Backup | None = None
    partitions: int | None = None
    schedule: Interval | None = None
    duration: Duration | None = None
    decision_effect: Literal["none", "advisory", "automated_about_people"] | None = None
    role: str | None = None
    rollout: Literal["none", "canary", "shadow", "blue_green", "rolling", "staged", "all_at_once"] | None = (
        None
    )
    owner: str | None = None
    links: tuple[str, ...] | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    origin: dict[str, str] | None = None
    attributes: dict[str, Any] | None = None


class Group(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Components that stand in for each other, k of n."""

    id: str
    members: tuple[str, ...] = ()
    needs: int | None = None


class Boundary(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A frame that holds components and other boundaries."""

    id: str
    kind: BoundaryKind
    name: str | None = None
    members: tuple[str, ...] = ()
    within: str | None = None
    availability: Fraction | None = None


class Flow(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"source": "from", "target": "to"},
):
    """A typed connection; `from` and `to` in the file are `source` and `target` here."""

    id: str
    source: str
    target: str
    kind: FlowKind
    label: str | None = None
    protocol: str | None = None
    role: Literal["required", "optional"] | None = None
    fallback_of: str | None = None
    calls: float | None = None
    step: int | None = None
    parallel: bool | None = None
    data_classes: tuple[DataClass, ...] | None = None
    encrypted: bool | None = None
    auth: Auth | None = None
    timeout: Duration | None = None
    retries: int | None = None
    size: Volume | None = None
    write: bool | None = None
    interval: Duration | None = None
    duration: Duration | None = None
    delay: Duration | None = None
    dpa: bool | None = None
    region_basis: Literal["adequacy", "scc", "bcr", "consent"] | None = None
    attributes: dict[str, Any] | None = None


class PlanItem(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A phase, risk, test or rollout step, with the ids it is about."""

    id: str
    name: str | None = None
    text: str | None = None
    fallback: str | None = None
    until: Day | None = None
    about: tuple[str, ...] | None = None


class Decision(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What was decided about a finding, by whom, and until when."""

    key_field: ClassVar[str] = "finding"

    finding: str
    status: Literal["accepted", "mitigated", "not_applicable", "deferred"]
    reason_code: Literal[
        "cost",
        "time",
        "business_priority",
        "out_of_scope",
        "false_alarm",
        "compensating_control",
        "other",
    ]
    reason: str
    by: str | None = None
    date: Day | None = None
    until: Day | None = None
    ticket: str | None = None
    subject_hash: str | None = None


class Variant(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A named set of changes to compare with the base design."""

    id: str
    name: str | None = None
    changes: tuple[Any, ...] = ()


class Placement(msgspec.Struct, frozen=True):
    """Where something is drawn: pixels at 100 %, top left, y down; size only where it was chosen.

    What is `locked` stays there: it is not dragged, aligned or arranged anew.
    """

    x: float
    y: float
    w: float | None = None
    h: float | None = None
    locked: bool = False


class Waypoints(msgspec.Struct, frozen=True):
    """Points a flow is led through, in order."""

    points: tuple[tuple[float, float], ...]


LayoutEntry = Placement | Waypoints


class View(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A drawing of part of the design, with positions of its own."""

    id: str
    name: str | None = None
    shows: tuple[str, ...] | str | None = None
    layout: dict[str, Any] | None = None
    collapsed: tuple[str, ...] | None = None


class Note(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A free text on the canvas, linked to what it is about."""

    id: str
    text: str
    links: tuple[str, ...] | None = None


AnyRecord = Record | Placement | Waypoints

TABLES: dict[str, type[Record]] = {
    "design": Design,
    "requirements": Requirement,
    "constraints": Constraint,
    "journeys": Journey,
    "components": Component,
    "groups": Group,
    "boundaries": Boundary,
    "flows": Flow,
    "phases": PlanItem,
    "risks": PlanItem,
    "tests": PlanItem,
    "rollout": PlanItem,
    "decisions": Decision,
    "variants": Variant,
    "views": View,
    "notes": Note,
}
"""Every table of records in file order; `layout` (id -> LayoutEntry) stands beside them."""

PLAN_TABLES = ("phases", "risks", "tests", "rollout")
SHARED_ID_TABLES = ("components", "flows", "groups", "boundaries", "journeys", "views", "notes")
"""Ids are unique over these tables together."""

DESIGN_ID = "design"
MAIN_VIEW = "main"
"""The view whose positions are the top `layout:`; its record says what it draws closed."""
LAYOUT = "layout"
ALL_TABLES = (*TABLES, LAYOUT)


def record_id(record: Record) -> str:
    """The key of a record in its table: `id`, for decisions `finding`, for the head `design`."""
    if isinstance(record, Design):
        return DESIGN_ID
    return str(getattr(record, record.key_field))
