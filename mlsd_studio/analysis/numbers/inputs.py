"""What the numbers are made of: the effective latency, capacity, replicas and prices of each component.

The one idea: an input knows where it came from. What the design states or measured counts first, then the
catalogue; what neither gives is missing and named. Every default that was used is an assumption to confirm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from mlsd_studio.analysis.context import Facts, Way
from mlsd_studio.analysis.numbers.values import Origin
from mlsd_studio.model.records import Component
from mlsd_studio.model.targets import TargetError, parse_target

Z95 = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""

MS = 1e-3
MANAGED_UNIT = 1
"""A managed or external service counts as one unit unless replicas are stated."""

PRICED = (("replica", "replica_month"), ("calls", "per_million_calls"), ("gb", "per_gb_month"))
"""Prices as the design and as the catalogue name them."""


@dataclass(frozen=True, slots=True)
class Input:
    """One number of a component in base units; `value` None = missing, infinite = no limit."""

    value: float | None
    origin: Origin
    basis: str | None
    field: str


@dataclass(frozen=True, slots=True)
class Own:
    """Own work of one call, log-normal, in seconds; `measured` includes the network."""

    p50: float
    p95: float
    origin: Origin
    sigma: float = field(init=False)
    """Standard deviation of the logarithm; 0 where the percentiles leave no spread."""
    mean: float = field(init=False)
    """Mean in seconds."""
    scv: float = field(init=False)
    """Squared coefficient of variation."""

    def __post_init__(self) -> None:
        """Moments are asked for at every step of the traffic, so they are worked out once."""
        sigma = math.log(self.p95 / self.p50) / Z95 if 0.0 < self.p50 < self.p95 else 0.0
        object.__setattr__(self, "sigma", sigma)
        object.__setattr__(self, "mean", self.p50 * math.exp(sigma**2 / 2.0))
        object.__setattr__(self, "scv", math.expm1(sigma**2))

    @property
    def measured(self) -> bool:
        """Measured from outside: the network is in it."""
        return self.origin == "measured"


class Assumption(msgspec.Struct, frozen=True, array_like=True):
    """A default that a number rests on, or a reading of the drawing; `basis` is a key of the sources."""

    subject: str
    field: str
    value: float | None
    unit: str
    basis: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """What one component costs: a month of one replica, a million calls, a GB and month; None = unknown.

    `duty_hours` are the hours a month that the catalogue's price of a replica is for, where not all.
    """

    replica: Input
    calls: Input
    gb: Input
    duty_hours: float | None


class Inputs:
    """The inputs of all components of one document, looked up once."""

    def __init__(self, facts: Facts) -> None:
        """`facts` of the document; the catalogue is theirs."""
        self.facts = facts
        self.catalog = facts.catalog
        self._assumed: dict[tuple[str, str], Assumption] = {}
        self._own: dict[str, Own | None] = {}
        self._capacity: dict[str, Input] = {}
        self._free: dict[str, bool] = {}
        self._hop: dict[tuple[str, str], Own | None] = {}
        self._prices: dict[str, Prices] = {}
        self._callers = {journey.entry for journey in facts.journeys}

    # -- who counts --------------------------------------------------------------------------------

    def free(self, id: str) -> bool:
        """Actors, people and external callers: no latency, no limit, no cost."""
        found = self._free.get(id)
        if found is None:
            actor = id in self.facts.group("ENTRY")
            caller = actor and (id in self._callers or id not in self.facts.external)
            found = self._free[id] = caller or id in self.facts.people
        return found

    def whole(self, id: str) -> bool:
        """Run by somebody else: one unit unless replicas are stated."""
        return id not in self.facts.self_run

    @staticmethod
    def origin(component: Component, field: str) -> Origin:
        """Where a stated field came from."""
        told = (component.origin or {}).get(field, "")
        return "measured" if told.startswith("measured") else "stated"

    def assume(
        self, subject: str, field: str, value: float | None, unit: str, basis: str | None,
        note: str | None = None,
    ) -> None:  # fmt: skip
        """Note a default, or a reading of the drawing, that a number rests on."""
        if (subject, field) not in self._assumed:
            self._assumed[subject, field] = Assumption(subject, field, value, unit, basis, note)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every default used so far, in the order of subjects and fields."""
        return tuple(self._assumed[key] for key in sorted(self._assumed))

    # -- latency and capacity ----------------------------------------------------------------------

    def own(self, id: str) -> Own | None:
        """Own work of one call; None = missing (`id.latency`)."""
        if id not in self._own:
            self._own[id] = self._own_work(self.facts.components[id])
        return self._own[id]

    def _own_work(self, component: Component) -> Own | None:
        default = self.catalog.latency(component.kind, component.technology)
        stated = component.latency
        if stated is not None and stated.p50 is not None and stated.p95 is not None:
            return Own(stated.p50.base, stated.p95.base, self.origin(component, "latency"))
        if default.value is None:
            return None
        p50, p95 = default.value.p50_ms * MS, default.value.p95_ms * MS
        spread = p95 / p50 if p50 > 0.0 else 1.0
        if stated is not None and stated.p50 is not None:  # one percentile stated: the default's spread
            own = Own(stated.p50.base, stated.p50.base * spread, "default")
        elif stated is not None and stated.p95 is not None:
            own = Own(stated.p95.base / spread, stated.p95.base, "default")
        else:
            own = Own(p50, p95, self.catalog.origin(default.basis))
        if own.origin != "default":
            return own
        self.assume(component.id, "latency.p50", own.p50, "s", default.basis)
        self.assume(component.id, "latency.p95", own.p95, "s", default.basis)
        return own

    def capacity(self, id: str) -> Input:
        """Calls a second of one replica; infinite where nothing limits it, None with only a quota."""
        found = self._capacity.get(id)
        if found is None:
            found = self._capacity[id] = self._capacity_of(self.facts.components[id])
        return found

    def _capacity_of(self, component: Component) -> Input:
        field = f"{component.id}.capacity"
        if self.free(component.id):
            return Input(math.inf, "stated", None, field)
        if component.capacity is not None:
            return Input(component.capacity.base, self.origin(component, "capacity"), None, field)
        default = self.catalog.capacity(component.kind, component.technology)
        if default.value is not None:
            origin = self.catalog.origin(default.basis)
            if origin == "default":
                self.assume(component.id, "capacity", default.value.value, "rps", default.basis)
            return Input(default.value.value, origin, default.basis, field)
        technology = self.catalog.technologies.get(component.technology or "")
        limited = technology is not None and technology.quota is not None
        value = None if limited or default.origin == "none" else math.inf
        return Input(value, "default", None, field)

    def max_utilisation(self, id: str) -> float:
        """The utilisation to plan for, a fraction."""
        stated = self.facts.components[id].max_utilisation
        return stated.base if stated is not None else self.catalog.constants.max_utilisation.value

    def replicas(self, id: str, load: float | None = None) -> int | None:
        """Replicas that share a load (calls/s): as stated, else what autoscaling keeps; None = unknown.

        Autoscaling aims at the utilisation planned for, between its least and most replicas.
        """
        component = self.facts.components[id]
        scaling = component.autoscaling
        if scaling is None:
            return self._fixed(component)
        least = max(0, scaling.min if scaling.min is not None else 1)
        most = scaling.max if scaling.max is not None else component.replicas
        capacity = self.capacity(id).value
        wanted = least
        if load and capacity:
            wanted = math.ceil(load / (capacity * self.max_utilisation(id)) - 1e-9)
        wanted = max(least, wanted, 1 if load else least)
        return wanted if most is None else min(wanted, max(most, least))

    def most_replicas(self, id: str) -> int | None:
        """Replicas at most: autoscaling at its maximum, else as stated; None = unknown."""
        component = self.facts.components[id]
        if component.autoscaling is not None and component.autoscaling.max is not None:
            return component.autoscaling.max
        return self._fixed(component)

    def _fixed(self, component: Component) -> int | None:
        if component.replicas is not None:
            return max(1, component.replicas)
        return MANAGED_UNIT if self.whole(component.id) else None

    def concurrency(self, id: str) -> int:
        """Calls one replica works on at a time: as stated, else capacity times mean own work, at least 1."""
        stated = self.facts.components[id].concurrency
        if stated is not None:
            return max(1, stated)
        own, capacity = self.own(id), self.capacity(id).value
        if own is None or capacity is None or math.isinf(capacity):
            return 1
        return max(1, round(capacity * own.mean))

    # -- hops, rates, prices -----------------------------------------------------------------------

    @cached_property
    def _hops(self) -> tuple[Own, Own]:
        hop = self.catalog.constants.hop
        near, far = (
            Own(one.p50_ms * MS, one.p95_ms * MS, "default") for one in (hop.same_zone, hop.cross_region)
        )
        return near, far

    def hop(self, source: str, target: str) -> Own | None:
        """Network time of a call, inside a region or across regions.

        None where the callee's latency was measured, and with it the network.
        """
        key = source, target
        if key not in self._hop:
            self._hop[key] = self._network(source, target)
        return self._hop[key]

    def _network(self, source: str, target: str) -> Own | None:
        own = self.own(target)
        if own is not None and own.measured:
            return None
        ends = self.region(source), self.region(target)
        far = all(ends) and ends[0] != ends[1]
        hop = self._hops[1 if far else 0]
        figure = self.catalog.constants.hop
        basis = (figure.cross_region if far else figure.same_zone).basis
        name = "hop across regions" if far else "hop"
        self.assume("design", f"{name}.p50", hop.p50, "s", basis)
        self.assume("design", f"{name}.p95", hop.p95, "s", basis)
        return hop

    def region(self, id: str) -> str:
        """The nearest region around a component, or ""."""
        return self.facts.structure.blocks.region_of(id)

    @property
    def currency(self) -> str:
        """Three-letter code of the design."""
        return self.facts.document.design.currency or "USD"

    def rate(self, journey: Way) -> float | None:
        """Calls a second of a journey; of a single journey else what the throughput requirement asks for."""
        if journey.rate is not None or len(self.facts.journeys) != 1:
            return journey.rate
        for requirement in self.facts.document.requirements.values():
            if requirement.metric == "throughput" and requirement.target is not None:
                try:
                    bound = parse_target("throughput", requirement.target).quantity.base
                except TargetError:
                    continue
                self.assume(journey.id, "rate", bound, "rps", None, f"as required by {requirement.id}")
                return bound
        return None

    def average(self, journey: Way) -> tuple[float | None, bool]:
        """The rate that costs are counted at, and whether it is the average rather than the peak."""
        stated = self.facts.document.journeys.get(journey.id)
        if stated is not None and stated.average is not None:
            return stated.average.base, True
        return self.rate(journey), False

    def prices(self, id: str) -> Prices:
        """Stated prices, else the catalogue's; those in another currency than the design's are unknown."""
        if id not in self._prices:
            self._prices[id] = self._prices_of(self.facts.components[id])
        return self._prices[id]

    def _prices_of(self, component: Component) -> Prices:
        found = self.catalog.cost(component.kind, component.technology).value
        currency = (found.currency if found is not None else None) or self.catalog.constants.currency
        default = found if self.currency == currency else None
        parts = []
        for name, figure in PRICED:
            price = getattr(component.cost, name, None)
            path = f"{component.id}.cost.{name}"
            if price is not None:
                value = price.base if price.currency == self.currency else None
                parts.append(Input(value, self.origin(component, "cost"), None, path))
            else:
                basis = default.basis_of(figure) if default is not None else None
                parts.append(Input(getattr(default, figure, None), self.catalog.origin(basis), basis, path))
        stated = component.cost is not None and component.cost.replica is not None
        duty = None if stated or default is None else default.duty_h_month
        return Prices(parts[0], parts[1], parts[2], duty)
