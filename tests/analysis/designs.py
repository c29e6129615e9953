"""Designs for tests and timings: a short way to write one, and realistic ones of any size."""

from __future__ import annotations

from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Fraction
from mlsd_studio.model.records import Boundary, Component, Design, Flow, Journey, Requirement
from mlsd_studio.storage import load_text


def design(text: str) -> Document:
    """A design from its YAML without the version line."""
    return load_text("mlsd: 1\n" + text).document


def grown(count: int, *, stage: str = "review") -> Document:
    """About `count` components: services of a company side by side, each with its model and pipeline.

    Neighbouring cells call each other, five journeys enter at the front, three zones hold the replicas.
    """
    records: list[object] = [Design(name=f"{count} components", stage=stage)]  # type: ignore[arg-type]
    cells = max(1, count // 20)
    for n in range(cells):
        records += _cell(n, cells)
    entries = min(5, cells)
    for n in range(entries):
        records.append(Component(id=f"web{n}", kind="client_web", name=f"Web {n}"))
        records.append(Journey(id=f"journey{n}", name=f"Journey {n}", entry=f"web{n}"))
        step = cells // entries
        records += [
            Flow(id=f"web{n}-gw{cell}", source=f"web{n}", target=f"gw{cell}", kind="request")
            for cell in range(n * step, min(cells, (n + 1) * step))
        ]
    records.append(Requirement(id="uptime", category="system", metric="availability", target=">= 99.9 %"))
    records.append(Boundary(id="cluster", kind="cluster", members=tuple(f"api{n}" for n in range(cells)),
                            availability=Fraction.parse("99.99 %")))  # fmt: skip
    return Document(records)  # type: ignore[arg-type]


_KINDS = (
    ("gw", "api_gateway"), ("api", "backend_service"), ("svc", "backend_service"), ("model", "model_endpoint"),
    ("feat", "online_feature_store"), ("cache", "cache"), ("db", "relational_db"), ("bus", "event_stream"),
    ("proc", "stream_processing"), ("lake", "data_lake"), ("check", "data_validation"),
    ("fp", "feature_pipeline"), ("train", "training_job"), ("eval", "evaluation"), ("reg", "model_registry"),
    ("log", "prediction_log"), ("drift", "drift_monitor"), ("met", "metrics_monitor"), ("orch", "orchestrator"),
    ("fb", "fallback_model"),
)  # fmt: skip
_FLOWS = (
    "gw api request", "api svc request", "api model request", "model feat request", "svc db request",
    "svc cache request", "api bus async", "bus proc async", "proc feat data", "bus lake data",
    "lake check data", "check fp data", "fp train data", "fp feat data", "train eval artifact",
    "eval reg artifact", "reg model artifact", "model log async", "log drift data", "model met telemetry",
    "api met telemetry", "svc met telemetry", "orch train control",
)  # fmt: skip


def _cell(n: int, cells: int) -> list[object]:
    zones = ("a", "b", "c")
    records: list[object] = []
    for place, (short, kind) in enumerate(_KINDS):
        replicas = None if place > 8 else 1 + (n * 7 + place * 3) % 4
        records.append(
            Component(
                id=f"{short}{n}",
                kind=kind,
                name=f"{kind} {n}",
                replicas=replicas,
                zones=zones[: 1 + (n + place) % 3] if replicas else None,
            )
        )
    for row in _FLOWS:
        source, target, kind = row.split()
        records.append(
            Flow(id=f"{source}-{target}{n}", source=f"{source}{n}", target=f"{target}{n}", kind=kind)  # type: ignore[arg-type]
        )
    fallback = f"api-model{n}"
    records.append(
        Flow(id=f"api-fb{n}", source=f"api{n}", target=f"fb{n}", kind="request", fallback_of=fallback)
    )
    if n + 1 < cells:
        records.append(Flow(id=f"svc-api{n}", source=f"svc{n}", target=f"api{n + 1}", kind="request"))
    return records
