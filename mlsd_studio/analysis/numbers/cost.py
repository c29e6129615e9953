"""Cost per month: replicas, calls and stored volume at their prices, and what is not known of it.

Prices are the catalogue's orders of magnitude until stated. Batch work is paid for its scheduled hours only.
Unknown parts leave a lower bound; a peak rate in place of the average leaves an upper one.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from mlsd_studio.analysis.numbers.inputs import Input, Inputs
from mlsd_studio.analysis.numbers.values import Origin, Value, unknown, weakest
from mlsd_studio.model.money import Money, PricePerGigabyte, PricePerMillion
from mlsd_studio.model.quantities import HOURS_PER_MONTH

SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600.0
VOLUME = "volume part left out"


class ComponentCost(msgspec.Struct, frozen=True, array_like=True):
    """A month of one component in the design's currency, by what is paid for; None = unknown."""

    replicas: float | None
    calls: float | None
    storage: float | None
    total: float
    origin: Origin
    missing: tuple[str, ...] = ()


class Costs(msgspec.Struct, frozen=True, omit_defaults=True):
    """The month of the whole design, and who takes what. `without_volume` lists stores whose volume is open."""

    total: Value
    currency: str
    by_component: dict[str, ComponentCost] = {}
    by_layer: dict[str, float] = {}
    by_boundary: dict[str, float] = {}
    without_volume: tuple[str, ...] = ()


def costs(inputs: Inputs, loads: Mapping[str, float | None], *, peak: bool) -> Costs:
    """Cost at the loads given (calls/s); `peak` tells that they are peak rates, so the total is *at most*."""
    facts = inputs.facts
    found: dict[str, ComponentCost] = {}
    by_layer: dict[str, float] = {}
    by_boundary: dict[str, float] = {}
    low = high = 0.0
    volume: list[str] = []
    for id in facts.components:
        if inputs.free(id):
            continue
        cost = _component(inputs, id, loads.get(id, 0.0))
        found[id] = cost
        layer = facts.catalog.kinds[facts.components[id].kind].layer if facts.components[
            id].kind in facts.catalog.kinds else "application"  # fmt: skip
        by_layer[layer] = by_layer.get(layer, 0.0) + cost.total
        around = facts.around(id)[:1]
        place = around[0] if around else ""
        by_boundary[place] = by_boundary.get(place, 0.0) + cost.total
        high += cost.total
        low += _without_calls(inputs, id, cost) if peak else cost.total
        if cost.storage is None and f"{id}.storage" in cost.missing:
            volume.append(id)
    missing = [name for id in found for name in found[id].missing if not name.endswith(".storage")]
    currency = facts.document.design.currency or "USD"
    origin = weakest(cost.origin for cost in found.values() if cost.total > 0.0)
    note = f"{VOLUME}: {', '.join(volume)}" if volume else None
    told = low if missing else high  # unknown parts leave only what is paid however few calls there are
    total = Value(
        told, f"{currency}/month", origin, low, None if missing else high, tuple(dict.fromkeys(missing)),
        note=note,
    )  # fmt: skip
    if not told and missing:
        total = unknown(f"{currency}/month", missing, note)
    if peak and low < high:
        total = msgspec.structs.replace(total, note="; ".join(filter(None, [note, "counted at peak rates"])))
    return Costs(total, currency, found, by_layer, by_boundary, tuple(volume))


def _component(inputs: Inputs, id: str, load: float | None) -> ComponentCost:
    prices = inputs.prices(id)
    missing: list[str] = []
    origins: list[Origin] = []
    replicas = _replicas(inputs, id, load, missing)
    calls = _part(prices.calls, None if load is None else load * SECONDS_PER_MONTH / 1e6, missing, "load", id)
    stored = inputs.facts.components[id].storage
    volume = stored.base / 1e9 if stored is not None else None
    storage = _part(prices.gb, volume, missing, "storage", id)
    parts = (
        (replicas, prices.replica, Money),
        (calls, prices.calls, PricePerMillion),
        (storage, prices.gb, PricePerGigabyte),
    )
    for part, price, kind in parts:
        if part:
            origins.append(price.origin)
            if price.origin == "default":
                unit = f"{inputs.currency}/{kind.per}"
                inputs.assume(id, price.field.partition(".")[2], price.value, unit, price.basis)
    total = sum(part for part in (replicas, calls, storage) if part is not None)
    return ComponentCost(replicas, calls, storage, total, weakest(origins), tuple(missing))


def _replicas(inputs: Inputs, id: str, load: float | None, missing: list[str]) -> float | None:
    """The month of the replicas; at least one, where their number is not stated and named as missing."""
    price = inputs.prices(id)
    if price.replica.value is None:
        missing.append(price.replica.field)
        return None
    if price.replica.value == 0.0:
        return 0.0
    count = inputs.replicas(id, load)
    if count is None:
        missing.append(f"{id}.replicas")
        count = 1
    return count * price.replica.value * _hours_share(inputs, id, price.duty_hours)


def _hours_share(inputs: Inputs, id: str, duty_hours: float | None) -> float:
    """The share of the priced hours that a component runs: all of them unless it is scheduled."""
    component = inputs.facts.components[id]
    if component.schedule is None or component.duration is None or component.schedule.base <= 0.0:
        return 1.0
    hours = HOURS_PER_MONTH * min(1.0, component.duration.base / component.schedule.base)
    return hours / (duty_hours or HOURS_PER_MONTH)


def _part(price: Input, amount: float | None, missing: list[str], what: str, id: str) -> float | None:
    if price.value == 0.0:
        return 0.0
    if amount == 0.0:
        return 0.0
    if price.value is None:
        missing.append(price.field)
        return None
    if amount is None:
        missing.append(f"{id}.{what}")
        return None
    return price.value * amount


def _without_calls(inputs: Inputs, id: str, cost: ComponentCost) -> float:
    """What is paid however few calls there are."""
    idle = _replicas(inputs, id, 0.0, [])
    return (idle or 0.0) + (cost.storage or 0.0)
