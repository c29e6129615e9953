"""Which fields the inspector shows, in which sections, and what each means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from mlsd_studio.model.records import PLAN_TABLES, TABLES, Record


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its path (`latency.p50`). `unit` is taken where only a number is typed."""

    path: str
    label: str
    help: str = ""
    unit: str = ""
    wide: bool = False
    refers: Literal["", "element", "sibling", "component", "journey", "elements"] = ""

    @property
    def head(self) -> str:
        """The field of the record."""
        return self.path.partition(".")[0]

    @property
    def tail(self) -> str:
        """The part of a field that is a record itself."""
        return self.path.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Part:
    """A section; common ones start open."""

    title: str
    opened: bool
    fields: tuple[Field, ...]


F = Field
COMPONENT = (
    Part("Size & place", True, (
        F("replicas", "Replicas", "How many copies run at the same time. Counts only when stated."),
        F("needs", "Needed", "How many replicas must be up for it to work."),
        F("zones", "Zones", "Failure zones its replicas are dealt to in turn, such as: a, b"),
        F("managed", "Managed", "Does a provider run it? Otherwise your team does."),
        F("scope", "Scope", "Part of this design, or an external system it relies on."),
        F("environment", "Environment", "Where it runs."),
    )),
    Part("Performance", True, (
        F("latency.p50", "Latency p50", "Own work of half of the calls, without waiting.", "ms"),
        F("latency.p95", "Latency p95", "Own work of 95 % of the calls, without waiting.", "ms"),
        F("capacity", "Capacity", "Calls per second that one replica can serve.", "rps"),
        F("concurrency", "Concurrency", "Calls that one replica works on at the same time."),
        F("autoscaling.min", "Replicas at least", "The fewest replicas the autoscaler keeps."),
        F("autoscaling.max", "Replicas at most", "The most replicas the autoscaler starts."),
        F("cold_start", "Cold start", "Time until a new replica can answer.", "s"),
        F("max_utilisation", "Max utilisation", "Load that a replica should carry at most.", "%"),
    )),
    Part("Reliability", True, (
        F("availability", "Availability", "Share of time that one replica (or a managed service) is up.", "%"),
        F("common", "Common part", "Share of failures that hit all replicas at once: one data set, one release.", "%"),
        F("backup", "Backup", "Recovery point: the age of the data after a restore, or none.", "h"),
    )),
    Part("Cost & storage", False, (
        F("cost.replica", "Per replica", "Price of one replica for a month.", "USD/month"),
        F("cost.calls", "Per million calls", "Price of a million calls.", "USD/million calls"),
        F("cost.gb", "Per GB", "Price of a gigabyte kept for a month.", "USD/GB-month"),
        F("storage", "Storage", "Data it keeps.", "GB"),
        F("partitions", "Partitions", "Partitions or shards, which bound how many consumers work side by side."),
    )),
    Part("Security & data", True, (
        F("exposure", "Exposure", "Who can reach it."),
        F("auth", "Authentication", "How callers prove who they are."),
        F("data_classes", "Data classes", "Kinds of data it holds or handles.", wide=True),
        F("encrypted_at_rest", "Encrypted at rest", "Is what it stores encrypted?"),
        F("retention", "Retention", "How long data is kept, or unlimited.", "days"),
    )),
    Part("Batch", False, (
        F("schedule", "Schedule", "How often it runs: every 24 h, hourly, nightly.", "h"),
        F("duration", "Duration", "How long a run takes.", "min"),
    )),
    Part("Machine learning", False, (
        F("decision_effect", "Decision effect", "What its answers do to people."),
        F("role", "Role", "The part it plays, such as champion, challenger, outcomes."),
        F("rollout", "Rollout", "How new versions reach traffic."),
    )),
    Part("Ownership", False, (
        F("owner", "Owner", "The team that answers for it."),
        F("links", "Links", "Addresses of dashboards, repositories, runbooks; separated by spaces."),
        F("tags", "Tags", "Words to find it by, separated by commas."),
        F("notes", "Notes", "Anything else worth knowing.", wide=True),
    )),
    Part("Attributes", False, (
        F("attributes", "Attributes", "Facts that rules ask for beyond the fields above.", wide=True),
        F("origin", "Measured values", "Which fields were measured, and when: measured 2026-10-02.", wide=True),
        F("id", "Id", "The name in the file. It never changes, so that flows and links keep working."),
    )),
)  # fmt: skip

FLOW = (
    Part("Flow", True, (
        F("source", "From", "Where it starts.", refers="element"),
        F("target", "To", "Where it ends.", refers="element"),
        F("label", "Label", "What stands on the line."),
        F("protocol", "Protocol", "Such as REST, gRPC, HTTPS, Kafka."),
        F("role", "Role", "Does the caller work without it?"),
        F("fallback_of", "Stands in for", "The flow that this one replaces when that fails.", refers="sibling"),
    )),
    Part("Calls", True, (
        F("calls", "Calls", "Calls for each request that comes in; below 1 it is a probability."),
        F("step", "Step", "Calls of the same step run side by side, higher steps after them."),
        F("parallel", "In parallel", "Do several calls run at the same time?"),
        F("timeout", "Timeout", "How long the caller waits.", "ms"),
        F("retries", "Retries", "How often a failed call is made again."),
    )),
    Part("Data & security", True, (
        F("data_classes", "Data classes", "Kinds of data it carries.", wide=True),
        F("encrypted", "Encrypted", "Is it encrypted on the way?"),
        F("auth", "Authentication", "How the caller proves who it is."),
        F("dpa", "Processing contract", "Is there a data processing agreement with the receiver?"),
        F("region_basis", "Transfer basis", "The legal ground for sending personal data to another region."),
    )),
    Part("Volume & time", False, (
        F("size", "Size", "Data in one call or message.", "KB"),
        F("write", "Writes", "Does it change what it reaches?"),
        F("interval", "Interval", "How often data is moved.", "min"),
        F("duration", "Duration", "How long a move takes.", "min"),
        F("delay", "Delay", "How old data is when it arrives.", "s"),
    )),
    Part("Attributes", False, (
        F("attributes", "Attributes", "Facts that rules ask for beyond the fields above.", wide=True),
        F("id", "Id", "The name in the file. It never changes, so that links keep working."),
    )),
)  # fmt: skip

BOUNDARY = (
    Part("Boundary", True, (
        F("kind", "Kind", "Region, zone, cluster, network and account nest; team and trust may cross them."),
        F("availability", "Availability", "Share of time that the whole of it is up.", "%"),
        F("within", "Inside", "The boundary around it, where stated.", refers="element"),
    )),
)  # fmt: skip

NOTE = (Part("Note", True, (F("text", "Text", "What the note says.", wide=True),)),)

DESIGN = (
    Part("Design", True, (
        F("stage", "Stage", "How far the design is: rules for production speak only there."),
        F("currency", "Currency", "Of prices typed without one, such as USD or EUR."),
        F("summary", "Summary", "What the system does, in a sentence or two.", wide=True),
        F("objective", "Objective", "What the business wants from it.", wide=True),
    )),
)  # fmt: skip

REQUIREMENT = (
    Part("Requirement", True, (
        F("metric", "Metric", "The computed number that it is held against; none for what cannot be computed."),
        F("target", "Target", "The bound, as people write it: ≤ 100 ms, 99.9 %, 3 nines, $8.4k/mo, 5 min."),
        F("journey", "Journey", "The journey it speaks of; every journey where it is not stated.", refers="journey"),
        F("priority", "Priority", "How badly it is needed: only a missed must fails a check on the command line."),
        F("growth", "Growth", "The multiple that throughput should bear later, such as 10; judged, never an error."),
        F("category", "Category", "Whose requirement it is."),
        F("compliance", "Compliance", "A regime that applies, such as gdpr or ai_act_high_risk."),
        F("regions", "Regions", "Regions that data may stay in, separated by commas."),
        F("text", "In words", "What must hold, in a sentence.", wide=True),
        F("satisfied_by", "Satisfied by", "The elements that make it true.", wide=True, refers="elements"),
    )),
)  # fmt: skip

CONSTRAINT = (
    Part("Constraint", True, (
        F("aspect", "Aspect", "What is bounded, such as resources, volume, accelerators, latency of a partner."),
        F("value", "Value", "A number, or a number with its unit: 4 engineers, 300 GB/day, 2."),
        F("category", "Category", "Where it comes from."),
        F("text", "In words", "What cannot be chosen, and why.", wide=True),
    )),
)  # fmt: skip

JOURNEY = (
    Part("Journey", True, (
        F("name", "Name", "What the users do."),
        F("entry", "Enters at", "The component where it comes in.", refers="component"),
        F("rate", "Peak rate", "Calls at the peak: latency, load and throughput rest on it.", "rps"),
        F("average", "Average rate", "Calls on average, for the cost; the peak counts where it is not stated.", "rps"),
    )),
)  # fmt: skip

PLAN_ITEM = (
    Part("Item", True, (
        F("name", "Name", "What it is called."),
        F("until", "Until", "The day it ends or is due, such as 2026-11-20."),
        F("text", "In words", "What is to be done, or what may happen.", wide=True),
        F("fallback", "Fallback", "What is done when it goes wrong.", wide=True),
        F("about", "About", "The elements it is about.", wide=True, refers="elements"),
    )),
)  # fmt: skip

PARTS: dict[str, tuple[Part, ...]] = {
    "requirements": REQUIREMENT,
    "constraints": CONSTRAINT,
    "journeys": JOURNEY,
    **dict.fromkeys(PLAN_TABLES, PLAN_ITEM),
    "components": COMPONENT,
    "flows": FLOW,
    "boundaries": BOUNDARY,
    "notes": NOTE,
    "design": DESIGN,
}
HEADER_FIELDS = {
    "components": ("name", "kind", "technology"),
    "flows": ("kind",),
    "boundaries": ("name", "members"),
    "notes": ("links",),
    "design": ("name", "mlsd"),
}
"""Fields that stand in the header of the form rather than in a section."""


def type_of(table: str, field: Field) -> Any:
    """The type of a field without None: `Duration`, `tuple[str, ...]`, a `Literal` …"""
    kind = _plain(get_type_hints(TABLES[table])[field.head])
    return _plain(get_type_hints(kind)[field.tail]) if field.tail else kind


def nested_type(table: str, field: Field) -> type[Record]:
    """The record type that holds a field with a tail."""
    return _plain(get_type_hints(TABLES[table])[field.head])


def _plain(kind: Any) -> Any:
    if get_origin(kind) in (Literal, tuple, dict):
        return kind
    parts = [one for one in get_args(kind) if one is not type(None)]
    return parts[0] if parts else kind
