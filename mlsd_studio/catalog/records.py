"""The records of the catalogue, as they stand in its files. All are frozen; a field that is unknown is None.

`common.yaml` under `reading:` says how each field is to be taken.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

Managed = bool | Literal["either"]
Redundancy = Literal["none", "replicas", "zone", "region"]
Layer = Literal["actor", "data", "ml", "application", "platform", "observability", "security"]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all records: frozen, and a misspelt field is an error."""


class Figure(Record, frozen=True):
    """A number with its basis (a key of the sources); `note` says what was counted."""

    value: float
    basis: str
    note: str | None = None


class Latency(Record, frozen=True):
    """Own work of one call in milliseconds, without network and waiting."""

    p50_ms: float
    p95_ms: float
    basis: str


class Hop(Record, frozen=True):
    """Network time that each request adds, in milliseconds."""

    same_zone: Latency
    cross_region: Latency


class Cost(Record, frozen=True, omit_defaults=True):
    """USD: per replica and month (or `duty_h_month` hours of it), per million calls, per GB and month.

    `stated` gives the parts that the team states a basis of their own; `currency` where it is another one.
    """

    replica_month: float | None
    per_million_calls: float | None
    per_gb_month: float | None
    basis: str
    duty_h_month: float | None = None
    stated: dict[str, str] = {}
    currency: str | None = None

    def basis_of(self, part: str) -> str:
        """The basis of one part, such as `replica_month`."""
        return self.stated.get(part, self.basis)


class Quota(Record, frozen=True):
    """A limit in a unit that is no rate of calls: shown, never computed with."""

    value: float | None
    unit: str
    basis: str


class Needed(Record, frozen=True):
    """What a design must state for a published figure: at least these replicas or zones, one of the tiers."""

    replicas: int | None = None
    zones: int | None = None
    tier: tuple[str, ...] = ()


class Promise(Record, frozen=True):
    """A further published uptime with its own precondition."""

    value: float
    source: str
    requires: Needed | None = None
    condition: str | None = None
    of: Literal["service", "replica"] = "service"


class Sla(Record, frozen=True):
    """The published monthly uptime of a technology. `value` None: nothing published, `source` says why."""

    value: float | None
    source: str
    requires: Needed | None = None
    condition: str | None = None
    covers: str | None = None
    of: Literal["service", "replica"] = "service"
    otherwise: float | None = None
    otherwise_basis: str | None = None
    better: tuple[Promise, ...] = ()


class KindDefaults(Record, frozen=True):
    """The numbers of a kind while neither the design nor the technology gives others."""

    latency: Latency | None
    capacity_rps: Figure | None
    availability: Figure | None
    cost: Cost


class Kind(Record, frozen=True):
    """What a component may be: an entry of the palette.

    `boundary` is the kind of boundary that can be drawn for it around what runs on it.
    """

    id: str
    name: str
    layer: Layer
    palette: str
    glyph: str
    groups: tuple[str, ...]
    managed: Managed
    redundancy: Redundancy
    stateful: bool
    defaults: KindDefaults
    ops_weight: int
    search: tuple[str, ...]
    boundary: Literal["region", "zone", "cluster", "network", "account"] | None = None


class TechnologyIcon(Record, frozen=True):
    """The brand mark (a name in Simple Icons) where one exists, and the glyph that stands in."""

    simple_icons: str | None
    glyph: str


class Technology(Record, frozen=True, kw_only=True):
    """A product. A number that is UNSET is that of its own kind; None withdraws it."""

    id: str
    name: str
    kind: str
    fits: tuple[str, ...]
    provides: tuple[str, ...]
    protocols: tuple[str, ...]
    hosting: Literal["self", "managed", "either", "external"]
    managed: Managed
    sla: Sla
    redundancy: Redundancy
    redundancy_unit: str
    icon: TechnologyIcon
    rank: Literal["core", "extended"]
    generic: bool = False
    latency: Latency | UnsetType | None = UNSET
    capacity_rps: Figure | UnsetType | None = UNSET
    cost: Cost | UnsetType = UNSET
    ops_weight: int | UnsetType = UNSET
    quota: Quota | None = None
    vendor_defaults: dict[str, Any] = {}
    note: str | None = None


class KindGroup(Record, frozen=True):
    """A group that rules ask for. Kinds name their groups; `facets` are members beside them.

    `alike` False: being in it says nothing about what usually stands beside a kind.
    """

    about: str
    facets: tuple[str, ...] = ()
    alike: bool = True


class Extra(Record, frozen=True):
    """An attribute that rules may ask for under `attributes:`."""

    type: Literal["bool", "int", "text", "list"]
    about: str


class DataClass(Record, frozen=True):
    """A class of data; `personal` identifies people, `sensitive` needs protection."""

    about: str
    personal: bool = False
    sensitive: bool = False


class Provider(Record, frozen=True):
    """A company whose services may go down together, and the technologies it runs."""

    name: str
    technologies: tuple[str, ...]


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The content of one file of the catalogue: any of the sections, each optional."""

    schema: str | None = None
    generated: str | None = None
    currency: str | None = None
    month_hours: float | None = None
    palette: tuple[str, ...] | None = None
    hop: Hop | None = None
    max_utilisation: Figure | None = None
    self_run_replica_availability: Figure | None = None
    managed_availability: Figure | None = None
    layers: tuple[Layer, ...] | None = None
    reading: dict[str, str] = {}
    facets: dict[str, str] = {}
    sources: dict[str, str] = {}
    kinds: tuple[Kind, ...] = ()
    technologies: tuple[Technology, ...] = ()
    kind_groups: dict[str, KindGroup] = {}
    component_extras: dict[str, Extra] = {}
    flow_extras: dict[str, Extra] = {}
    data_classes: dict[str, DataClass] = {}
    providers: dict[str, Provider] = {}


class Pattern(Record, frozen=True, kw_only=True):
    """A reference design with what speaks for and against it.

    `core` marks the four basic patterns. `choose_when` and `avoid_when` are statements for people, `profile`
    has the effort and cost on a scale of 1 to 5. `reference_design` is plain data: `components`, `flows` and,
    where there are some, `groups`, spelled as in a design file; every component has a name.
    """

    id: str
    order: int
    name: str
    core: bool
    key_idea: str
    use_case: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    choose_when: dict[str, Any]
    avoid_when: dict[str, Any]
    profile: dict[str, Any]
    sources: tuple[str, ...]
    reference_design: dict[str, list[dict[str, Any]]]
