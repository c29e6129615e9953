"""Findings and designs that push the exporters."""

from __future__ import annotations

from datetime import date

from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Subject
from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Decision, Design, Flow, Note, Requirement

LONG = "An unusually long name that nobody would put on a card " * 12
UNBROKEN = "x" * 900
MIXED = "订单事件流 レコメンド 推荐 추천 서비스 кириллица 🚀 العربية <b>&amp;\x01\ud800"


def finding(code: str, subject: str, severity: str, title: str, **fields: object) -> Finding:
    """A finding about one element."""
    about = (Subject(subject, "subject"),)
    message = str(fields.pop("message", f"Why {title.lower()} matters."))
    return Finding(code=code, key=f"{code}@{subject}", severity=severity, title=title, message=message,
                   subjects=about, **fields)  # fmt: skip


def shop_findings() -> tuple[Finding, ...]:
    """Two errors, a warning, a note and one that was decided."""
    deferred = Decision(finding="MON003@metrics", status="deferred", reason_code="time", reason="January.")
    return (
        finding("RES001", "features", "error", "Feature store is a single point of failure",
                path=("web", "web-gateway", "gateway", "gateway-api", "api", "api-features", "features"),
                evidence=(Evidence("replicas", 1, origin="stated"),
                          Evidence("availability", 0.995, origin="default")),
                fixes=(Fix("Add a replica", ()),), requirement="uptime"),
        finding("MON002", "ranker", "error", "Ranker endpoint has no drift monitor"),
        finding("LIF002", "registry", "warning", "No way back from a bad model"),
        finding("DOC001", "web", "info", "Shop web has no owner"),
        finding("MON003", "metrics", "warning", "Nobody is alerted", decision=deferred),
    )  # fmt: skip


def hard_design() -> Document:
    """Long, unbroken and foreign texts everywhere, an unknown kind, an id that starts with a digit."""
    return Document(
        [
            Design(name=MIXED + LONG, summary=LONG * 3),
            Component(id="a", kind="model_endpoint", name=LONG, notes=LONG * 6, owner=UNBROKEN),
            Component(id="b", kind="no_such_kind", technology="none", name=MIXED, owner=MIXED),
            Component(id="0c", kind="event_stream", name=UNBROKEN, zones=tuple(f"z{n}" for n in range(60))),
            Flow(id="f", source="a", target="b", kind="request", label=MIXED),
            Flow(id="f-label", source="b", target="a", kind="feedback", label=LONG),
            Flow(id="g", source="a", target="a", kind="control"),
            Boundary(id="team", kind="team", name=MIXED, members=("a", "b")),
            Note(id="n", text=f"{LONG}\n\n{MIXED}", links=("a",)),
            Requirement(id="r", category="ml", text=LONG * 20),
            Requirement(
                id="s", category="system", text=UNBROKEN, metric="cost", target="<= 1234567 USD/month"
            ),
        ]
    )


def hard_findings() -> tuple[Finding, ...]:
    """One finding longer than a page, about something that is not there."""
    return (
        finding("X001", "gone", "error", LONG, message=MIXED + LONG * 60, path=("a", "f", "b"),
                evidence=(Evidence("size", None), Evidence("time", 0.0015, "s", "default"))),
    )  # fmt: skip


REPORT = {
    "today": date(2026, 11, 22),
    "source": "shop.mlsd.yaml",
    "digest": "4f9c" + "0" * 56 + "21d7",
    "pattern": "hybrid (online + stream)",
}
