"""A small design to show, and the look that the app has."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.findings import Add, Evidence, Finding, Fix, Focus, Link, Set, Subject
from mlsd_studio.analysis.reports import Report
from mlsd_studio.drawing.theme import theme
from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Decision, Design, Flow, Note
from mlsd_studio.session import Session
from mlsd_studio.session.style import apply_style


@pytest.fixture(autouse=True)
def look(qapp):
    """The app's own style: panels are only right in it."""
    apply_style(qapp, theme("light"))
    return theme("light")


@pytest.fixture
def session():
    """An API that calls a ranker twice over, in a region, with a note."""
    return Session(
        Document(
            [
                Design(name="Shop"),
                Component(id="api", kind="backend_service", name="Search API", replicas=4),
                Component(
                    id="ranker",
                    kind="model_endpoint",
                    technology="triton",
                    name="Ranker",
                    replicas=3,
                    origin={"replicas": "measured 2026-10-02"},
                ),
                Flow(id="api-ranker", source="api", target="ranker", kind="request"),
                Flow(id="api-ranker-2", source="api", target="ranker", kind="request", label="spare"),
                Boundary(id="eu", kind="region", name="eu-west", members=("api", "ranker")),
                Note(id="note", text="Ask the ranking team"),
            ]
        )
    )


def finding(code: str, severity: str, subject: str, title: str, **fields) -> Finding:
    """A finding as a rule would make it."""
    return Finding(
        code=code,
        key=f"{code}@{subject}",
        severity=severity,
        title=title,
        message=f"{title}, so something may go wrong.",
        subjects=(Subject(subject, "component"),),
        **fields,
    )


@pytest.fixture
def findings() -> list[Finding]:
    """Five findings in no order: one of each severity, one that asks for a value, and a decided one."""
    replicas = Fix("Run 2 replicas", (Set("components", "ranker", {"replicas": 2}),))
    link = Link("ranker", "$1", "telemetry")
    monitor = Fix("Add drift monitor", (Add("drift_monitor", "Drift monitor", "ranker", (link,)),))
    ask = Fix("State the owner", (Focus(("api",), "owner"),))
    decision = Decision(
        finding="LIF001@api", status="accepted", reason_code="cost", reason="Too dear for now"
    )
    return [
        finding("CAP003", "info", "api", "Search API is large"),
        finding("MON002", "warning", "ranker", "Ranker has no drift monitor", fixes=(monitor, replicas)),
        finding(
            "RES001",
            "error",
            "ranker",
            "Ranker is a single point of failure",
            path=("api", "api-ranker", "ranker"),
            evidence=(Evidence("replicas", 3, None, "stated"),),
            fixes=(replicas,),
        ),
        finding("OPS002", "warning", "api", "Search API has no owner", fixes=(ask,)),
        finding("LIF001", "warning", "api", "Search API is not versioned", decision=decision),
    ]


@pytest.fixture
def checked(session, findings):
    """The session after a check."""
    session.set_report(Report(tuple(findings), 3.2, ("CAP003", "MON002", "RES001")))
    return session
