"""For other programs, and for a later `--baseline`: a list of findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.cli.checking import Checked


def render(files: Sequence[Checked]) -> str:
    """The findings of all files in one list."""
    rows = [_row(one, finding) for one in files for finding in one.findings]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _row(one: Checked, finding: Finding) -> dict[str, Any]:
    decision = finding.decision
    return {
        "key": finding.key,
        "code": finding.code,
        "severity": finding.severity,
        "subjects": [{"id": about.id, "role": about.role} for about in finding.subjects],
        "path": list(finding.path),
        "evidence": [
            {"name": e.name, "value": e.value, "unit": e.unit, "origin": e.origin} for e in finding.evidence
        ],
        "file": one.name,
        "line": one.line_of(finding),
        "message": f"{finding.title}. {finding.message}",
        "requirement": finding.requirement,
        "fixes": [fix.label for fix in finding.fixes],
        "folded": [{"key": inner.key, "severity": inner.severity} for inner in finding.folded],
        "decision": decision.status if decision else None,
        "override": finding.override,
        "reason": decision.reason if decision else None,
        "reopened": finding.reopened,
    }
