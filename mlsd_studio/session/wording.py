"""Elements in words, as a screen reader says them."""

from __future__ import annotations

from collections import Counter

from mlsd_studio.analysis.findings import Severity
from mlsd_studio.catalog import catalog
from mlsd_studio.drawing.boundary import title_of
from mlsd_studio.drawing.card import metric_line, names_of
from mlsd_studio.model.records import Boundary, Component, Flow, Group, Note
from mlsd_studio.session.session import Session

SEVERITIES: tuple[tuple[Severity, str], ...] = (("error", "error"), ("warning", "warning"), ("info", "note"))
MOST = 3
"""Findings told in full before the rest is only counted."""


def spoken_name(session: Session, id: str) -> str:
    """One line: "Ranker endpoint, online model endpoint, NVIDIA Triton, 3 replicas, 2 errors"."""
    found = session.document.find(id)
    record = found[1] if found else None
    if isinstance(record, Component):
        parts = _component(record)
    elif isinstance(record, Flow):
        parts = _flow(session, record)
    elif isinstance(record, Boundary):
        parts = [record.name or record.id, record.kind, _number(len(record.members), "member")]
    elif isinstance(record, Group):
        parts = [title_of(record).lower(), "group"]
    elif isinstance(record, Note):
        parts = ["note", record.text]
    else:
        return ""
    return ", ".join(part for part in (*parts, *_findings(session, id)) if part)


def details(session: Session, id: str) -> str:
    """The findings of an element in words, and what else its card says."""
    found = session.document.find(id)
    record = found[1] if found else None
    lines = [metric_line(record)] if isinstance(record, Component) else []
    findings = session.findings_of(id)
    lines += [f"{one.severity}: {one.title}" for one in findings[:MOST]]
    if len(findings) > MOST:
        lines.append(f"and {len(findings) - MOST} more")
    return ". ".join(line for line in lines if line)


def _component(record: Component) -> list[str]:
    known = catalog()
    kind = known.kinds.get(record.kind)
    technology = known.technologies.get(record.technology or "")
    name, what = names_of(record)[0], _plain(kind.name if kind else record.kind.replace("_", " "))
    product = technology.name if technology else record.technology or ""
    parts = [name, what if what.lower() != name.lower() else "", product if product != name else ""]
    return [*parts, _number(record.replicas, "replica") if record.replicas else ""]


def _plain(kind: str) -> str:
    """The name of a kind inside a sentence: without what stands in brackets, small but for abbreviations."""
    words = kind.partition(" (")[0]
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _flow(session: Session, record: Flow) -> list[str]:
    components = session.document.components
    ends = [
        names_of(components[one])[0] if one in components else one for one in (record.source, record.target)
    ]
    return [f"{record.kind} from {ends[0]} to {ends[1]}", record.protocol or "", record.label or ""]


def _findings(session: Session, id: str) -> list[str]:
    counted = Counter(one.severity for one in session.findings_of(id))
    return [_number(counted[severity], word) for severity, word in SEVERITIES if counted[severity]]


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
