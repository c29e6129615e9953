"""A team's own kinds, technologies and prices: added, changed, and never fatal when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_studio.catalog import Catalog, CatalogError, bundled, catalog, use, with_team
from mlsd_studio.paths import resource

OURS = """
sources:
  bench: load test of the platform team, 2026-10-02
kinds:
- id: scoring_bus
  like: event_stream
  name: Scoring bus
  palette: Ours
  search: [score, bus]
  defaults: {latency: {p50_ms: 3, p95_ms: 9, basis: bench}}
- id: cache
  defaults: {capacity_rps: {value: 900}}
technologies:
- id: scorebus
  like: kafka
  name: ScoreBus 4
  kind: scoring_bus
  provides: [scoring_bus, rate_limit]
palette: [Ours]
"""
PRICES = """
date: 2026-10-01
source: framework agreement, table 3
kinds:
  cache: {replica: 77}
technologies:
  kafka: {replica: $310/month, gb: 0.2, source: cloud contract, date: 2026-11-03}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def read(*folders: Path) -> tuple[Catalog, list[CatalogError]]:
    found, problems = with_team(folders)
    return found, list(problems)


def test_without_anything_of_a_team_the_bundled_catalogue_is_the_same_object(tmp_path: Path) -> None:
    assert read(tmp_path)[0] is bundled()


def test_kinds_are_added_changed_and_offered(tmp_path: Path) -> None:
    write(tmp_path, "catalog/ours.yaml", OURS)
    found, problems = read(tmp_path)
    assert problems == []
    assert len(found.kinds) == len(bundled().kinds) + 1
    assert found.palette()[-1][0] == "Ours"
    assert [kind.id for kind in found.palette()[-1][1]] == ["scoring_bus"]
    assert "scoring_bus" in found.group("QUORUM")
    assert found.search("scoring bus", 1)[0].kind == "scoring_bus"
    assert found.technologies_of("scoring_bus")[0].id == "scorebus"
    assert found.facets("scoring_bus", "scorebus") >= {"scoring_bus", "rate_limit"}
    # What an entry leaves out stays as it was.
    cache, before = found.kinds["cache"], bundled().kinds["cache"]
    assert cache.defaults.latency == before.defaults.latency
    assert cache.name == before.name
    assert "scoring_bus" not in bundled().kinds


def test_a_kind_of_the_team_joins_by_its_groups(tmp_path: Path) -> None:
    write(tmp_path, "catalog/ours.yaml", "kinds:\n- {id: dispatcher, like: orchestrator, name: Dispatcher}\n")
    found, problems = read(tmp_path)
    assert problems == []
    assert found.usual_flow("dispatcher", "user") == "control"
    assert found.usual_flow("user", "dispatcher") == "request"


def test_numbers_of_the_team_are_stated_and_others_stay_defaults(tmp_path: Path) -> None:
    write(tmp_path, "catalog/ours.yaml", OURS)
    found, _ = read(tmp_path)
    assert found.capacity("cache").basis == "team"
    assert found.stated(found.capacity("cache").basis)
    assert found.stated(found.latency("scoring_bus").basis)
    assert found.sources["bench"].startswith("load test")
    assert not found.stated(found.latency("cache").basis)
    assert not bundled().stated("assume")


def test_prices_name_date_and_source_and_leave_other_parts_alone(tmp_path: Path) -> None:
    write(tmp_path, "prices.yaml", PRICES)
    found, problems = read(tmp_path)
    assert problems == []
    cache, before = found.cost("cache").value, bundled().cost("cache").value
    assert cache is not None
    assert before is not None
    assert cache.replica_month == 77
    assert cache.per_gb_month == before.per_gb_month
    assert found.stated(cache.basis_of("replica_month"))
    assert cache.basis_of("per_gb_month") == before.basis
    kafka = found.cost("event_stream", "kafka").value
    assert kafka is not None
    assert (kafka.replica_month, kafka.per_gb_month) == (310, 0.2)
    words = found.sources[kafka.basis_of("per_gb_month")]
    assert words == "stated by the team: cloud contract, 2026-11-03"


def test_a_price_in_another_currency_leaves_no_default_in_the_old_one(tmp_path: Path) -> None:
    write(tmp_path, "prices.yaml", "date: 2026-10-01\nsource: s\nkinds:\n  cache: {replica: 70 EUR/month}\n")
    found, problems = read(tmp_path)
    assert problems == []
    cost = found.cost("cache").value
    assert cost is not None
    assert (cost.currency, cost.replica_month, cost.per_gb_month) == ("EUR", 70, None)


def test_the_nearer_folder_wins(tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "inner"
    write(outer, "catalog/a.yaml", "kinds:\n- {id: cache, name: Outer cache, glyph: box}\n")
    write(inner, "catalog/a.yaml", "kinds:\n- {id: cache, name: Inner cache}\n")
    found, _ = read(outer, inner)
    assert (found.kinds["cache"].name, found.kinds["cache"].glyph) == ("Inner cache", "box")


@pytest.mark.parametrize(
    ("old", "new", "line", "entry", "field", "says"),
    [
        ("p50_ms: 3", "p50_ms: fast", 10, "scoring_bus", "defaults.latency.p50_ms", "Expected `float`"),
        ("name: Scoring bus", "nam: Scoring bus", 7, "scoring_bus", "nam", "unknown field `nam`"),
        ("like: event_stream", "like: event_strem", 6, "scoring_bus", "like", "did you mean event_stream"),
        ("  like: event_stream\n", "", 9, "scoring_bus", "defaults", "or write `like:`"),
        ("basis: bench", "basis: benhc", 9, "scoring_bus", "defaults.latency.basis", "did you mean bench"),
        ("id: scoring_bus", "name2: x", 5, None, None, "needs an `id`"),
        ("palette: Ours", "palette: Our", 8, "scoring_bus", "palette", "did you mean Ours"),
        ("provides: [scoring_bus,", "provides: [scoring_bux,", 17, "scorebus", "provides", "did you mean"),
        ("p95_ms: 9", "p95_ms: 1", 10, "scoring_bus", "defaults.latency.p95_ms", "below the median"),
        ("p50_ms: 3", "p50_ms: .nan", 10, "scoring_bus", "defaults.latency.p50_ms", "0 or more, not nan"),
        ("palette: [Ours]", "pallete: [Ours]", 18, None, None, "did you mean palette"),
    ],
)  # fmt: skip
def test_a_mistake_costs_only_the_entry_it_stands_in(
    tmp_path: Path, old: str, new: str, line: int, entry: str | None, field: str | None, says: str
) -> None:
    assert OURS.count(old) == 1
    file = write(tmp_path, "catalog/ours.yaml", OURS.replace(old, new))
    found, problems = read(tmp_path)
    first = problems[0]
    assert says in first.message
    assert (first.file, first.entry, first.field) == (file, entry, field)
    assert abs((first.line or 0) - line) <= 1
    assert found.capacity("cache").value is not None
    assert found.capacity("cache").value.value == 900  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kinds: [", "expected"),
        ("- a", "write sections"),
        ("kinds: {cache: 1}", "kinds is a list"),
        ("sources: [a]", "sources is a map"),
        ("a: &x [1]\nb: *x", "an alias"),
        ("kinds: " + "[" * 40 + "]" * 40, "nested too deep"),
        ("x: " + "y" * (1 << 20), "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_catalogue_is_left_out(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, "catalog/bad.yaml", text)
    write(tmp_path, "catalog/ours.yaml", OURS)
    found, problems = read(tmp_path)
    assert says in str(problems[0])
    assert "bad.yaml" in str(problems[0])
    assert "scoring_bus" in found.kinds


def test_a_file_that_is_no_text_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "catalog/bad.yaml", "").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in str(read(tmp_path)[1][0])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("replica: 77", "replica: seventy", "write it like 740 USD/month"),
        ("replica: 77", "monthly: 77", "give `replica`"),
        ("replica: 77", "replica: 77, gib: 2", "no price 'gib'"),
        ("replica: 77", "replica: -1", "price"),
        ("  cache:", "  cash:", "no entry 'cash'"),
        ("date: 2026-10-01\n", "", "say its date"),
        ("source: framework agreement, table 3\n", "", "say its source"),
        ("date: 2026-10-01", "date: last year", "write the date"),
        ("replica: 77", "replica: 77, gb: 0.1 EUR", "in one currency"),
        ("kinds:", "kind:", "no field 'kind'"),
    ],
)
def test_a_wrong_price_is_left_out_and_the_others_count(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in PRICES
    file = write(tmp_path, "prices.yaml", PRICES.replace(old, new, 1))
    found, problems = read(tmp_path)
    assert says in problems[0].message
    assert problems[0].file == file
    assert problems[0].line
    kafka = found.cost("event_stream", "kafka").value
    assert kafka is not None
    assert kafka.replica_month == 310


def test_every_bundled_entry_survives_being_repeated_by_a_team(tmp_path: Path) -> None:
    for file in sorted((resource("catalog") / "kinds").glob("*.yaml")):
        write(tmp_path, f"catalog/{file.name}", file.read_text("utf-8"))
    for file in sorted((resource("catalog") / "technologies").glob("*.yaml")):
        write(tmp_path, f"catalog/t-{file.name}", file.read_text("utf-8"))
    found, problems = read(tmp_path)
    assert problems == []
    assert found.kinds.keys() == bundled().kinds.keys()
    for id, kind in bundled().kinds.items():
        assert found.kinds[id].name == kind.name
        assert found.kinds[id].defaults.latency == kind.defaults.latency


def test_the_catalogue_in_use_can_be_chosen_and_given_back(tmp_path: Path) -> None:
    write(tmp_path, "catalog/ours.yaml", OURS)
    found, _ = read(tmp_path)
    use(found)
    try:
        assert "scoring_bus" in catalog().kinds
    finally:
        use()
    assert catalog() is bundled()


def test_numbers_rest_on_what_the_team_states_without_an_assumption(tmp_path: Path) -> None:
    from mlsd_studio.analysis.numbers.engine import Engine
    from mlsd_studio.storage import load_text

    document = load_text(
        "mlsd: 1\ncomponents:\n- {id: web, kind: client_web}\n- {id: store, kind: cache, replicas: 2}\n"
        "flows:\n- {id: f, from: web, to: store, kind: request}\n"
        "journeys:\n- {id: j, entry: web, rate: 10 rps}\n"
    ).document
    write(tmp_path, "catalog/ours.yaml", OURS)
    write(tmp_path, "prices.yaml", PRICES)
    use(read(tmp_path)[0])
    try:
        numbers = Engine(document).numbers()
    finally:
        use()
    assumed = {(one.subject, one.field) for one in numbers.assumptions}
    assert ("store", "capacity") not in assumed
    assert ("store", "cost.replica") not in assumed
    assert ("store", "latency.p50") in assumed
    assert numbers.costs.by_component["store"].replicas == 2 * 77
    assert numbers.journeys["j"].throughput.value == 2 * 900


@pytest.mark.parametrize(
    ("entry", "field", "says"),
    [
        ("capacity_rps: {value: 0}", "capacity_rps.value", "above 0"),
        ("availability: {value: 99.5}", "availability.value", "fraction"),
        ("cost: {replica_month: -3}", "cost.replica_month", "0 or more"),
        ("cost: {per_gb_month: .inf}", "cost.per_gb_month", "0 or more, not inf"),
    ],
)
def test_a_number_that_cannot_be_is_told(tmp_path: Path, entry: str, field: str, says: str) -> None:
    write(tmp_path, "catalog/a.yaml", f"kinds:\n- id: cache\n  defaults:\n    {entry}\n")
    found, (problem,) = read(tmp_path)
    assert (problem.field, problem.line) == (f"defaults.{field}", 4)
    assert says in problem.message
    assert found.kinds["cache"] == bundled().kinds["cache"]


@pytest.mark.parametrize(
    "text", ["max_utilisation: {value: 70}", "hop: {same_zone: {p50_ms: 2, p95_ms: 1}}", "hop: 3"]
)
def test_a_constant_that_cannot_be_is_left_as_it_was(tmp_path: Path, text: str) -> None:
    write(tmp_path, "catalog/a.yaml", text)
    found, problems = read(tmp_path)
    assert len(problems) == 1
    assert found.constants == bundled().constants


def test_published_figures_are_fractions(tmp_path: Path) -> None:
    write(
        tmp_path,
        "catalog/a.yaml",
        "technologies:\n- {id: kafka, ops_weight: 9}\n- {id: redis, sla: {value: 99.9, source: none}}\n",
    )
    _, problems = read(tmp_path)
    assert [(one.entry, one.field) for one in problems] == [("kafka", "ops_weight"), ("redis", "sla.value")]
