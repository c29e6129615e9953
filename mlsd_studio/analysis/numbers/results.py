"""The numbers of a whole design as plain data: what the panels, the report and the command line show."""

from __future__ import annotations

from typing import Literal

import msgspec

from mlsd_studio.analysis.numbers.cost import Costs
from mlsd_studio.analysis.numbers.freshness import Age
from mlsd_studio.analysis.numbers.importance import Enough, UnitImportance
from mlsd_studio.analysis.numbers.inputs import Assumption
from mlsd_studio.analysis.numbers.latency import JourneyLatency
from mlsd_studio.analysis.numbers.upkeep import Burden
from mlsd_studio.analysis.numbers.values import Origin, Value

Outcome = Literal["met", "missed", "close", "unknown"]


class Bottleneck(msgspec.Struct, frozen=True, array_like=True):
    """A component that saturates when a journey reaches `rate` (calls/s), the other journeys unchanged.

    `multiple` is that rate over the journey's stated one. `waited` is False for what the journey does not
    wait for: it saturates, but does not bound the throughput.
    """

    component: str
    rate: float
    multiple: float | None
    waited: bool
    origin: Origin


class JourneyNumbers(msgspec.Struct, frozen=True, omit_defaults=True):
    """The numbers of one journey."""

    availability: Value
    full_quality: Value
    throughput: Value
    latency: JourneyLatency
    feature_freshness: Age
    model_age: Age
    label_delay: Age
    rpo: Value
    bottlenecks: tuple[Bottleneck, ...] = ()
    units: tuple[UnitImportance, ...] = ()


class ComponentNumbers(msgspec.Struct, frozen=True, array_like=True):
    """The numbers of one component under the present traffic; None = unknown, or without a limit.

    `load` and `headroom` in calls/s, `wait` in seconds on average. `needed` holds the replicas needed `now`, and at
    1, 3 and 10 times the stated traffic, whatever the present one is.
    """

    load: float | None
    utilisation: float | None
    headroom: float | None
    replicas: int | None
    capacity: float | None
    wait: float | None
    origin: Origin
    needed: dict[str, int] = {}
    missing: tuple[str, ...] = ()
    loop: str | None = None
    retry_storm: bool = False
    cost: float | None = None


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a requirement gets: computed against target.

    `margin` is relative to the target (for availability both are unavailabilities), positive when met.
    `contributor` is the component that contributes most, `path` leads to it. A `growth` verdict is the second
    line of a throughput requirement and never counts as missed. `offers` says what would meet it.
    """

    requirement: str
    metric: str
    journey: str | None
    target: str
    value: Value
    outcome: Outcome
    margin: float | None = None
    contributor: str | None = None
    path: tuple[str, ...] = ()
    priority: str | None = None
    growth: float | None = None
    note: str | None = None
    offers: tuple[Enough, ...] = ()


class Numbers(msgspec.Struct, frozen=True, omit_defaults=True):
    """All numbers of a design at a multiple of its stated traffic."""

    traffic: float
    journeys: dict[str, JourneyNumbers]
    components: dict[str, ComponentNumbers]
    costs: Costs
    burden: Burden
    verdicts: tuple[Verdict, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    retry_storms: tuple[str, ...] = ()


class JourneyStep(msgspec.Struct, frozen=True, array_like=True):
    """What follows the traffic of one journey."""

    throughput: Value
    latency: JourneyLatency
    bottlenecks: tuple[Bottleneck, ...]


class Step(msgspec.Struct, frozen=True, array_like=True):
    """What follows the traffic; the rest of the numbers stays as it was."""

    traffic: float
    journeys: dict[str, JourneyStep]
    components: dict[str, ComponentNumbers]
    costs: Costs
    verdicts: tuple[Verdict, ...]
    retry_storms: tuple[str, ...]


_numbers_decoder = msgspec.msgpack.Decoder(Numbers)
_step_decoder = msgspec.msgpack.Decoder(Step)


def decode(data: bytes) -> Numbers:
    """Numbers from MessagePack. Raises msgspec.ValidationError where they are none."""
    return _numbers_decoder.decode(data)


def decode_step(data: bytes) -> Step:
    """A step from MessagePack. Raises msgspec.ValidationError where it is none."""
    return _step_decoder.decode(data)


def step_of(numbers: Numbers) -> Step:
    """The part of the numbers that follows the traffic."""
    journeys = {
        id: JourneyStep(one.throughput, one.latency, one.bottlenecks) for id, one in numbers.journeys.items()
    }
    return Step(
        numbers.traffic, journeys, numbers.components, numbers.costs, numbers.verdicts, numbers.retry_storms
    )


def stepped(before: Numbers, step: Step) -> Numbers:
    """The numbers of the same design at another traffic."""
    journeys = {
        id: msgspec.structs.replace(
            before.journeys[id], throughput=one.throughput, latency=one.latency, bottlenecks=one.bottlenecks
        )
        for id, one in step.journeys.items()
        if id in before.journeys
    }
    return msgspec.structs.replace(
        before, traffic=step.traffic, journeys=journeys, components=step.components, costs=step.costs,
        verdicts=step.verdicts, retry_storms=step.retry_storms,
    )  # fmt: skip
