"""Every published value of `tests/files/oracles.yaml`, gone through one by one so that none is forgotten.

Scalars are read as text: a value holds to the digits that are printed, a fraction to the last digit there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.numbers.availability import at_least_of
from mlsd_studio.analysis.numbers.calls import Calls
from mlsd_studio.analysis.numbers.grid import Grid
from mlsd_studio.analysis.numbers.inputs import Inputs
from mlsd_studio.analysis.numbers.tape import Tape
from mlsd_studio.analysis.numbers.traffic import Traffic
from mlsd_studio.analysis.numbers.waiting import erlang_b, erlang_c, mean_queue, retry_factor
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import HOURS_PER_YEAR, Rate
from mlsd_studio.model.records import Component, Flow, Group, Journey, Note
from mlsd_studio.storage import load_text
from mlsd_studio.storage.files import dump
from mlsd_studio.storage.problems import FileError
from tests.analysis.numbers.test_reliability import EVENTS, _minimal_trees, any_of, call, service, value_of

VALUES: dict[str, Any] = yaml.load(
    (Path(__file__).parents[2] / "files" / "oracles.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)


def holds(found: float, printed: str) -> None:
    """The value as printed; a number with decimals to half of its last digit."""
    decimals = len(printed.partition(".")[2]) if "/" not in printed else 0
    spread = 0.501 * 10.0**-decimals if decimals else 1e-12
    assert found == pytest.approx(float(Fraction(printed)), abs=max(spread, 1e-15)), printed


# -- reliability ---------------------------------------------------------------------------------------


def arithmetic(entries: dict[str, str]) -> Iterator[tuple[float, str]]:
    ten = [*(service(f"s{n}", 0.999) for n in range(10)), call("web", "s0")]
    ten += [call(f"s{n}", f"s{n + 1}") for n in range(9)]  # type: ignore[list-item]
    found = {
        "two_of_three_at_0_99": at_least_of(2, 3, 0.99),
        "two_in_parallel_at_0_99": at_least_of(1, 2, 0.99),
        "ten_in_series_at_0_999": value_of(list(ten)),
        "hours_per_year_at_99_9_percent": (1 - 0.999) * HOURS_PER_YEAR,
    }
    assert found.keys() == entries.keys()
    return ((found[name], printed) for name, printed in entries.items())


def shared_dependency(entries: dict[str, str]) -> Iterator[tuple[float, str]]:
    records = [service("p", 0.99), service("q", 0.99), service("db", 0.999)]
    flows = [call("web", "p"), call("web", "q", "web-p"), call("p", "db"), call("q", "db")]
    yield value_of([*records, *flows]), entries.pop("exact")
    yield 1 - (1 - 0.99 * 0.999) ** 2, entries.pop("naive_product_of_paths")
    assert not entries


def small_fault_trees(entries: dict[str, str]) -> Iterator[tuple[float, str]]:
    calls = [call("web", "a"), call("web", "b"), call("web", "c")]
    group = Group(id="g", members=("a", "b", "c"), needs=2)
    found = {
        "a_or_b_or_c": value_of([*EVENTS, *calls]),
        "a_and_b_or_b_and_c": value_of(any_of([("b",), ("a", "c")], EVENTS)),
        "two_of_three": value_of([*EVENTS, group, call("web", "g")]),
    }
    assert found.keys() == entries.keys()
    return ((1 - found[name], printed) for name, printed in entries.items())


def networks(entries: dict[str, Any]) -> Iterator[tuple[float, str]]:
    bridge, hardy = entries.pop("bridge"), entries.pop("hardy_fig5")
    assert not entries
    p = float(bridge["p"])
    edges = [service(f"e{n}", p) for n in range(1, 6)]
    paths: list[tuple[str, ...]] = [("e1", "e2"), ("e3", "e4"), ("e1", "e5", "e4"), ("e3", "e5", "e2")]
    found = value_of(any_of(paths, edges))
    yield found, bridge["two_terminal"]
    terms = re.findall(r"([+-]?)\s*(\d+)p\^(\d+)", bridge["polynomial"])
    assert len(terms) == 4
    exact = sum(int(f"{sign}{factor}") * p ** int(power) for sign, factor, power in terms)
    assert found == pytest.approx(exact, abs=1e-12)
    trees = _minimal_trees(tuple(hardy["edges"]), set(hardy["terminals"]))
    for chance, printed in hardy["values"].items():
        yield value_of(any_of(trees, [service(name, float(chance)) for name in hardy["edges"]])), printed


# -- queueing ------------------------------------------------------------------------------------------


def erlang_c_rows(entries: list[dict[str, str]]) -> Iterator[tuple[float, str]]:
    for row in entries:
        servers, offered = int(row["c"]), float(row["a"])
        yield erlang_c(servers, offered), row["value"]
        if "mean_queue" in row:
            yield mean_queue(servers, offered), row["mean_queue"]


def erlang_b_rows(entries: list[dict[str, str]]) -> Iterator[tuple[float, str]]:
    return ((erlang_b(int(row["c"]), float(row["a"])), row["value"]) for row in entries)


def m_g_1(entries: dict[str, str]) -> Iterator[tuple[float, str]]:
    return ((mean_queue(1, 0.8, float(scv)), printed) for scv, printed in entries.items())


def tandem(entries: dict[str, dict[str, str]]) -> Iterator[tuple[float, str]]:
    for stations, printed in entries.items():
        grid = Grid(100.0 if int(stations) > 10 else 20.0, 1 << 19)
        whole = grid.mass(grid.wait(1.0, 1.0)[0] ** int(stations))
        yield from _percentiles(grid, whole, printed)


def fan_out(entries: dict[str, dict[str, str]]) -> Iterator[tuple[float, str]]:
    grid = Grid(20.0, 1 << 16)
    for calls, printed in entries.items():
        tape = Tape(grid)
        whole = tape.repeated(tape.leaf(("s", "own"), *grid.wait(1.0, 1.0)), int(calls), at_once=True)
        yield from _percentiles(grid, grid.mass(tape.values[whole]), printed)


def _percentiles(grid: Grid, mass: Any, printed: dict[str, str]) -> Iterator[tuple[float, str]]:
    times = grid.percentiles(mass, tuple(int(name[1:]) / 100 for name in printed))
    for time, digits in zip(times, printed.values(), strict=True):
        assert time is not None
        yield time, digits


def jackson(entries: dict[str, Any]) -> Iterator[tuple[float, str]]:
    records: list[Any] = []
    arrivals, service_rates = ([float(one) for one in entries.pop(key)] for key in ("arrivals", "service"))
    for n, (arriving, rate) in enumerate(zip(arrivals, service_rates, strict=True), start=1):
        records += [
            Component(
                id=f"s{n}", kind="backend_service", replicas=1, capacity=Rate(rate, "rps"), concurrency=1
            ),
            Component(id=f"in{n}", kind="client_web"),
            Journey(id=f"j{n}", entry=f"in{n}", rate=Rate(arriving, "rps")),
            call(f"in{n}", f"s{n}"),
        ]
    for source, goes in entries.pop("routing").items():
        for target, chance in goes.items():
            if target != "out":
                calls = float(Fraction(chance))
                records.append(Flow(id=f"s{source}-s{target}", source=f"s{source}", target=f"s{target}",
                                    kind="request", calls=calls))  # fmt: skip
    facts = Facts(Document(records))
    traffic = Traffic(Inputs(facts), Calls(facts))
    loads = traffic.solve({journey.id: journey.rate for journey in facts.journeys}).loads
    found = [loads[f"s{n}"] or 0.0 for n in (1, 2, 3)]
    yield from zip(found, entries.pop("offered"), strict=True)
    used = [load / rate for load, rate in zip(found, service_rates, strict=True)]
    number = sum(mean_queue(1, one) + one for one in used)
    yield number, entries.pop("mean_number")
    yield number / sum(arrivals), entries.pop("mean_time")
    assert not entries


def retries(entries: dict[str, str]) -> Iterator[tuple[float, str]]:
    return ((retry_factor(float(failure), 3), printed) for failure, printed in entries.items())


CHECKS: dict[tuple[str, str], Callable[[Any], Iterator[tuple[float, str]]]] = {
    ("reliability", "arithmetic"): arithmetic,
    ("reliability", "shared_dependency"): shared_dependency,
    ("reliability", "small_fault_trees"): small_fault_trees,
    ("reliability", "networks"): networks,
    ("queueing", "erlang_c"): erlang_c_rows,
    ("queueing", "erlang_b"): erlang_b_rows,
    ("queueing", "m_g_1_at_load_0_8"): m_g_1,
    ("queueing", "tandem_m_m_1"): tandem,
    ("queueing", "fan_out_maximum"): fan_out,
    ("queueing", "jackson_network"): jackson,
    ("queueing", "retry_load_factor"): retries,
}


def test_every_group_of_values_is_looked_at() -> None:
    listed = {(table, name) for table in ("reliability", "queueing") for name in VALUES[table]}
    assert listed == set(CHECKS)
    assert VALUES.keys() == {"reliability", "queueing", "files"}
    assert VALUES["files"].keys() == {"strings", "refuse"}


@pytest.mark.parametrize(("table", "name"), CHECKS)
def test_every_value_is_reproduced(table: str, name: str) -> None:
    entries = VALUES[table][name]
    rows = list(CHECKS[table, name](dict(entries) if isinstance(entries, dict) else entries))
    assert rows
    for found, printed in rows:
        holds(found, printed)


# -- files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", VALUES["files"]["strings"])
def test_every_string_survives_a_save_and_a_load(text: str) -> None:
    document = Document([Note(id="n", text=text), Component(id="c", kind="cache", attributes={"what": text})])
    again = load_text(dump(document)).document
    assert again.notes["n"].text == text
    assert (again.components["c"].attributes or {})["what"] == text


HEAD = "mlsd: 1\ncomponents:\n"
BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
REFUSED = {
    "alias_bomb": [(BOMB, "anchor")],
    "duplicate_keys": [(HEAD + "  - {id: a, kind: cache}\ncomponents:\n  - {id: b, kind: cache}\n", "2")],
    "python_tags": [(HEAD + "  - !!python/object/apply:os.system [ls]\n", "python")],
    "wrong_types": [
        (HEAD + "  - {id: a, kind: cache, replicas: [1]}\n", "replicas"),
        (HEAD + "  - {id: a, kind: cache}\nlayout:\n  a: here\n", "layout"),
        (HEAD + "  - {id: a, kind: cache}\nflows:\n  - {id: f, from: a, to: gone, kind: request}\n", "gone"),
        (HEAD + "  - {id: a, kind: cache}\n  - {id: a, kind: cache}\n", "a"),
    ],
}


@pytest.mark.parametrize("name", VALUES["files"]["refuse"])
def test_every_bad_file_is_refused(name: str) -> None:
    for text, word in REFUSED[name]:
        with pytest.raises(FileError) as refused:
            load_text(text)
        assert word in str(refused.value)
