"""Failure modes and cut sets against a slow, separately written reading of the model, and on the example."""

from __future__ import annotations

from collections.abc import Generator
from itertools import combinations
from typing import TypeVar

from hypothesis import given, settings

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.cuts import Cuts, cut_sets
from mlsd_studio.model import Document
from mlsd_studio.paths import resource
from mlsd_studio.storage import load
from tests.analysis.designs import design
from tests.analysis.test_structure import _places, designs, works

T = TypeVar("T")
Down = frozenset[tuple[str, ...]]


def result(steps: Generator[None, None, T]) -> T:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: T = end.value
            return value


def cuts_of(document: Document) -> dict[str, Cuts]:
    return result(cut_sets(Facts(document)))


def example() -> Document:
    return load(resource("examples", "shop-ranking.mlsd.yaml")).document


def faults(document: Document) -> dict[str, Down]:
    """Key -> what is down, for every replica, component and zone of a drawn design."""
    found: dict[str, Down] = {}
    for component in document.components.values():
        if component.id == "web":
            continue
        count = component.replicas or 1
        every = [("replica", component.id, str(n)) for n in range(count)]
        found[f"component:{component.id}"] = frozenset(every)
        for zone in _places(document, component, count):
            if zone is not None:
                found[f"zone:{zone}"] = frozenset({("zone", zone)})
    return found


@settings(max_examples=150, deadline=None)
@given(designs())
def test_what_a_unit_stops_equals_that_of_the_records(document: Document) -> None:
    units = {unit.key: unit for unit in Facts(document).failures.units}
    for key, down in faults(document).items():
        stops = works(document, frozenset()) and not works(document, down)
        assert (units[key].stops == ("j",)) == stops, key


@settings(max_examples=80, deadline=None)
@given(designs())
def test_cut_sets_equal_those_of_the_records(document: Document) -> None:
    if not works(document, frozenset()):
        return
    units: list[tuple[tuple[str, str], tuple[str, ...]]] = []
    for component in document.components.values():
        count = component.replicas or 1
        kind = "replica" if count > 1 else "component"
        for n in range(count if component.id != "web" else 0):
            units.append(((kind, component.id), ("replica", component.id, str(n))))
    units += [(("zone", zone), ("zone", zone)) for zone in ("x", "y", "z")]
    singles = {name for name, down in units if not works(document, frozenset({down}))}
    doubles = {
        tuple(sorted((first, second)))
        for (first, one), (second, two) in combinations(units, 2)
        if not {first, second} & singles and not works(document, frozenset({one, two}))
    }
    found = cuts_of(document)["j"]
    assert {cut.units[0] for cut in found.single} == singles
    assert {cut.units for cut in found.double} == doubles
    assert all(path[0] == "web" for cut in found.double for path in cut.paths if path)


def test_single_cut_sets_are_the_single_points_of_failure() -> None:
    found = cuts_of(example())["search"]
    assert {cut.units for cut in found.single} == {
        (("component", "features"),), (("region", "eu-west"),), (("zone", "a"),)
    }  # fmt: skip
    features = found.single[0]
    assert features.probability is not None
    assert abs(features.probability - 0.005) < 1e-12
    assert features.paths[0][0] == "web"
    assert features.paths[0][-2:] == ("api-features", "features")
    zone = next(cut for cut in found.single if cut.units[0][0] == "zone")
    assert zone.probability is None
    assert zone.paths[0][-1] == "ranker"


def test_pairs_of_the_example() -> None:
    found = cuts_of(example())["search"]
    assert (("replica", "ranker"), ("replica", "ranker")) in {cut.units for cut in found.double}
    assert (("replica", "ranker"), ("zone", "b")) in {cut.units for cut in found.double}
    assert found.more == 0


def test_the_lost_feature_store_takes_the_search_and_what_clicks_feed() -> None:
    mode = Facts(example()).failures.mode("component:features")
    assert mode is not None
    assert mode.direct == ("features",)
    assert set(mode.down) == {"gateway", "api", "features"}
    assert mode.journeys == {"search": "stopped"}
    assert {"clicks", "train", "ranker"} <= set(mode.stale)
    assert mode.unit.minutes is not None
    assert abs(mode.unit.minutes - 0.005 * 525600) < 1e-6


def test_the_lost_broker_degrades_and_ages_the_search() -> None:
    mode = Facts(example()).failures.mode("component:clicks")
    assert mode is not None
    assert mode.down == ("clicks",)
    assert mode.journeys == {"search": "degraded"}
    assert "api" in mode.degraded
    assert mode.aging == ("search",)
    assert {"sessions", "features", "train", "registry", "ranker"} <= set(mode.stale)


def test_one_replica_with_a_spare_only_weakens() -> None:
    mode = Facts(example()).failures.mode("replica:ranker")
    assert mode is not None
    assert mode.down == ()
    assert mode.degraded == ("ranker",)
    assert mode.journeys == {"search": "untouched"}


def test_zone_a_and_the_region() -> None:
    failures = Facts(example()).failures
    zone, region = failures.mode("zone:a"), failures.mode("region:eu-west")
    assert zone is not None
    assert region is not None
    assert zone.direct == ("ranker", "clicks")
    assert {"gateway", "api"} <= set(zone.down)  # they call the ranker
    assert zone.unit.minutes is None
    assert zone.unit.note == "a.availability"
    assert len(region.direct) == 12
    assert region.journeys == {"search": "stopped"}
    assert failures.mode("zone:nowhere") is None


PROVIDERS = """
components:
  - {id: web, kind: client_web}
  - {id: api, kind: backend_service, replicas: 2}
  - {id: files, kind: object_store, technology: object_store_s3}
  - {id: table, kind: nosql_db, technology: dynamodb}
  - {id: llm, kind: llm_provider, technology: openai_api}
  - {id: other, kind: llm_provider, technology: anthropic_api}
  - {id: partner, kind: external_system, name: Partner}
flows:
  - {id: f, from: web, to: api, kind: request}
  - {id: g, from: api, to: table, kind: request}
  - {id: h, from: api, to: files, kind: request, role: optional}
  - {id: k, from: api, to: llm, kind: request}
  - {id: l, from: api, to: other, kind: request, fallback_of: k}
  - {id: m, from: api, to: partner, kind: request, role: optional}
"""


def test_a_provider_takes_all_it_runs() -> None:
    failures = Facts(design(PROVIDERS)).failures
    units = {unit.key: unit for unit in failures.units}
    aws = failures.mode("provider:aws")
    assert aws is not None
    assert aws.direct == ("files", "table")
    assert aws.unit.name == "Provider Amazon Web Services"
    assert aws.unit.stops == ("web",)
    assert units["provider:openai_api"].degrades == ("web",)
    assert units["provider:anthropic_api"].degrades == ()
    assert units["provider:partner"].degrades == ("web",)
    assert units["provider:partner"].minutes is None
    assert "component:web" not in units


def test_those_that_stop_most_come_first() -> None:
    units = Facts(design(PROVIDERS)).failures.units
    effects = [(len(unit.stops), len(unit.degrades)) for unit in units]
    assert effects == sorted(effects, reverse=True)
