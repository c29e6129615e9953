"""Rows that say what a rule leaves alone and what it raises beyond its page, and how they are tried."""

from __future__ import annotations

from collections.abc import Iterable

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.fixes import build
from mlsd_studio.model import Document
from mlsd_studio.model.records import Stage
from tests.analysis.designs import design

Row = tuple[str, str, str, str | None]
"""(what it shows, design, key, expected severity or None)."""


def parts(components: str, flows: str = "", rest: str = "") -> str:
    """Components as `id:kind{fields}` and flows as `a>b:kind{fields}`, one a line."""
    lines = ["components:"]
    for row in components.split(";"):
        head, _, fields = row.strip().partition("{")
        id, _, kind = head.partition(":")
        lines.append(f"  - {{id: {id}, kind: {kind}, {fields or '}'}")
    if flows:
        lines.append("flows:")
        for n, row in enumerate(flows.split(";")):
            head, _, fields = row.strip().partition("{")
            ends, _, kind = head.partition(":")
            source, _, target = ends.partition(">")
            lines.append(f"  - {{id: f{n}, from: {source}, to: {target}, kind: {kind}, {fields or '}'}")
    return "\n".join(lines) + "\n" + rest


def names(rows: Iterable[Row]) -> list[str]:
    """Test ids: the rule and what the row shows."""
    return [f"{key.partition('@')[0]} {what}" for what, _, key, _ in rows]


def grades(document: Document, stage: Stage = "review") -> dict[str, str]:
    """Key -> severity of all findings, folded ones included."""
    findings = check(document, stage=stage).findings
    return {f.key: f.severity for finding in findings for f in (finding, *finding.folded)}


def holds(row: Row, stage: Stage = "review") -> None:
    """The finding has the grade that the row states, or is not there; no rule crashes."""
    _, text, key, expected = row
    found = grades(design(text), stage)
    assert found.get(key) == expected
    assert not any(key.startswith("RUN001") for key in found)


def fix_ends_it(row: Row, stage: Stage = "review") -> None:
    """The first fix, where it edits, ends the finding and makes no new error."""
    _, text, key, _ = row
    document = design(text)
    findings = check(document, stage=stage).findings
    finding = next((f for top in findings for f in (top, *top.folded) if f.key == key), None)
    if finding is None or not finding.fixes or not finding.fixes[0].edits:
        return
    errors = {key for key, severity in grades(document, stage).items() if severity == "error"}
    document.apply(build(document, finding.fixes[0]))
    left = grades(document, stage)
    assert key not in left
    assert {key for key, severity in left.items() if severity == "error"} <= errors
