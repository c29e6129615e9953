"""`mlsd numbers`: what a design computes to, against its targets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from mlsd_studio.analysis.numbers.engine import LEAST_TRAFFIC, MOST_TRAFFIC, Engine, must_missed
from mlsd_studio.analysis.numbers.results import JourneyNumbers, Numbers, Verdict
from mlsd_studio.analysis.numbers.values import Value
from mlsd_studio.analysis.numbers.verdicts import metric_value
from mlsd_studio.analysis.numbers.wording import (
    grouped,
    margin_words,
    quantity_words,
    reading,
    share_words,
    target_words,
    used_words,
)
from mlsd_studio.cli.shared import FORMAT, ListFormat, fail, read
from mlsd_studio.model.targets import PER_JOURNEY

RESERVED = frozenset({"design", "components", "units", "assumptions"})
"""Keys of the JSON beside those of the journeys."""

MARKS = {"met": "met", "close": "close", "missed": "MISSED", "unknown": "unknown"}


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("numbers")
    def run(
        file: Path = typer.Argument(help="A design file."),
        traffic: float = typer.Option(
            1.0, min=LEAST_TRAFFIC, max=MOST_TRAFFIC, help="Multiple of the stated rates, from 1 to 10."
        ),
        journey: str | None = typer.Option(None, help="Only this journey."),
        chosen: ListFormat = FORMAT,
        fail_on_missed: bool = typer.Option(
            False, "--fail-on-missed", help="Exit 1 when a requirement of priority must is missed."
        ),
    ) -> None:
        """Compute availability, throughput, latency, cost and ages, and compare them with the targets."""
        numbers = Engine(read(file).document).numbers(traffic)
        if journey is not None and journey not in numbers.journeys:
            known = ", ".join(numbers.journeys) or "none"
            fail(f"{file} has no journey {journey}; it has: {known}")
        shown = [journey] if journey is not None else list(numbers.journeys)
        if chosen is ListFormat.json:
            typer.echo(json.dumps(as_json(numbers, shown), ensure_ascii=False, indent=2))
        else:
            _print(file, numbers, shown)
        counted = [
            one for one in must_missed(numbers.verdicts) if one.journey is None or one.journey in shown
        ]
        if fail_on_missed and counted:
            raise typer.Exit(1)


def as_json(numbers: Numbers, shown: list[str]) -> dict[str, Any]:
    """Plain data: journeys with their metrics, then `design`, `components`, `units` and `assumptions`.

    A journey that is named like one of the latter is written `journey:design`, so that neither hides the other.
    """
    found: dict[str, Any] = {f"journey:{id}" if id in RESERVED else id: _metrics(numbers, id) for id in shown}
    found["design"] = {
        "traffic": numbers.traffic,
        "cost": _row(numbers.costs.total, _verdict(numbers, None, "cost")),
        "maintainability": _row(numbers.burden.ratio, _verdict(numbers, None, "maintainability")),
    }
    found["components"] = {
        id: {name: getattr(one, name) for name in one.__struct_fields__}
        for id, one in numbers.components.items()
    }
    found["units"] = [
        {"journey": id, **{name: getattr(unit, name) for name in unit.__struct_fields__}}
        for id in shown
        for unit in numbers.journeys[id].units
    ]
    found["assumptions"] = [
        {name: getattr(one, name) for name in one.__struct_fields__} for one in numbers.assumptions
    ]
    return found


def _metrics(numbers: Numbers, id: str) -> dict[str, Any]:
    one = numbers.journeys[id]
    rows = {metric: _row(metric_value(one, metric), _verdict(numbers, id, metric)) for metric in PER_JOURNEY}
    rows["full_quality"] = _row(one.full_quality, None)
    rows["throughput"]["next"] = [
        {"component": b.component, "rate": b.rate, "multiple": b.multiple, "waited": b.waited}
        for b in one.bottlenecks
    ]
    rows["latency_p95"]["shares"] = one.latency.shares
    return rows


def _row(value: Value, verdict: Verdict | None) -> dict[str, Any]:
    return {
        "value": value.value,
        "unit": value.unit,
        "origin": value.origin,
        "bound": "unbounded" if value.unbounded else value.bound,
        "low": value.low,
        "high": value.high,
        "missing": list(value.missing),
        "note": value.note,
        "target": verdict.target if verdict else None,
        "margin": verdict.margin if verdict else None,
        "verdict": verdict.outcome if verdict else None,
        "contributor": verdict.contributor if verdict else None,
    }


def _verdict(numbers: Numbers, journey: str | None, metric: str) -> Verdict | None:
    return next(
        (v for v in numbers.verdicts if v.metric == metric and v.journey == journey and v.growth is None),
        None,
    )


# -- text ----------------------------------------------------------------------------------------------


def _print(file: Path, numbers: Numbers, shown: list[str]) -> None:
    typer.echo(f"{file} at {numbers.traffic:g} times the stated traffic")
    if not shown:
        typer.echo("\nno journey: draw a request from somebody who calls, or state one under journeys")
    for id in shown:
        typer.echo(f"\njourney {id}")
        _journey(numbers.journeys[id])
    typer.echo("\ndesign")
    typer.echo(f"  cost              {spelled(numbers.costs.total, 'cost')}")
    typer.echo(f"  maintainability   {spelled(numbers.burden.ratio, 'maintainability')}")
    if numbers.components:
        typer.echo("\ncomponents")
    for id, one in numbers.components.items():
        load = "unknown" if one.load is None else quantity_words(one.load, "rps")
        used = "" if one.utilisation is None else f", {used_words(one.utilisation)} utilised"
        typer.echo(f"  {id}: {load}{used}")
    for storm in numbers.retry_storms:
        typer.echo(f"  {storm}: retry storm, the repeated calls alone keep it overloaded")
    verdicts = [one for one in numbers.verdicts if one.journey is None or one.journey in shown]
    if verdicts:
        typer.echo("\nrequirements")
    for verdict in verdicts:
        typer.echo(f"  {_judged(verdict)}")
        for offer in verdict.offers:
            what = f"{offer.replicas} replicas of {offer.component}"
            if offer.flow is not None:
                what = f"{offer.replicas} replicas of a fallback for {offer.flow}"
            typer.echo(f"    {what} give {share_words(offer.value)}")


def _journey(one: JourneyNumbers) -> None:
    for metric in PER_JOURNEY:
        typer.echo(f"  {metric:<17} {spelled(metric_value(one, metric), metric)}")
    for place in one.bottlenecks:
        multiple = "" if place.multiple is None else f", {grouped(place.multiple)} times the rate"
        behind = "" if place.waited else " (behind a broker)"
        typer.echo(
            f"    {place.component} saturates at {quantity_words(place.rate, 'rps')}{multiple}{behind}"
        )


def _judged(verdict: Verdict) -> str:
    about = f" of {verdict.journey}" if verdict.journey else ""
    growth = f" (growth {verdict.growth:g}×)" if verdict.growth else ""
    words = margin_words(verdict)
    margin = f", margin {words}" if words else ""
    who = f", most from {verdict.contributor}" if verdict.contributor else ""
    head = (
        f"{MARKS[verdict.outcome]:<8}{verdict.requirement}: {verdict.metric}{about} "
        f"{target_words(verdict.metric, verdict.target)}{growth}"
    )
    return f"{head}: {spelled(verdict.value, verdict.metric, verdict.target)}{margin}{who}"


def spelled(value: Value, metric: str, target: str | None = None) -> str:
    """A metric's value as the window shows it, with its bound and what is missing; told from its target."""
    if value.unbounded:
        return f"unbounded: {value.note}" if value.note else "unbounded"
    missing = ", ".join(value.missing[:4])
    more = len(value.missing) - 4
    need = f"; needs {missing}{f' and {more} more' if more > 0 else ''}" if missing else ""
    if value.value is None:
        return f"unknown{f' ({value.note})' if value.note else ''}{need}"
    note = f" ({value.note})" if value.note else ""
    return f"{reading(metric, value, target)}{note}{need}"
