"""Findings as lines that a reviewer has judged one by one, kept in a file; and what their fixes do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.fixes import build
from mlsd_studio.model import Document
from mlsd_studio.model.records import Stage
from tests.analysis.judged import JUDGED

VERDICTS = ("stands", "tolerated")
"""How a judgement begins: the finding is right, or it says too much and the judgement tells why it may."""

LEAST_WORDS = 3


def everything(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with those that are folded into them."""
    for finding in findings:
        yield finding
        yield from everything(finding.folded)


def said(document: Document, stage: Stage) -> dict[str, Finding]:
    """Key -> finding, folded ones included."""
    return {
        finding.key: finding for finding in everything(check(document, stage=stage, rules=JUDGED).findings)
    }


def wrong_fixes(document: Document, stage: Stage, finding: Finding) -> list[str]:
    """What the editing fixes of a finding leave, or newly break; empty when all are good."""
    wrong = []
    errors = {key for key, one in said(document, stage).items() if one.severity == "error"}
    for fix in finding.fixes:
        if not fix.edits:
            continue
        fixed = document.copy()
        fixed.apply(build(document, fix))
        now = said(fixed, stage)
        if finding.key in now:
            wrong.append(f"{fix.label!r} leaves {finding.key}")
        new = sorted(key for key, one in now.items() if one.severity == "error" and key not in errors)
        if new:
            wrong.append(f"{fix.label!r} against {finding.key} makes {', '.join(new)}")
    return wrong


def lines(document: Document, stages: tuple[Stage, ...]) -> dict[str, str]:
    """`severity KEY`, with `(in KEY)` where folded, -> the stages at which it is said."""
    found: dict[str, list[str]] = {}
    for stage in stages:
        for finding in check(document, stage=stage, rules=JUDGED).findings:
            _note(found, finding, stage, "")
    return {line: ", ".join(stages) for line, stages in found.items()}


def _note(found: dict[str, list[str]], finding: Finding, stage: Stage, inside: str) -> None:
    found.setdefault(f"{finding.severity} {finding.key}{inside}", []).append(stage)
    for folded in finding.folded:
        _note(found, folded, stage, f" (in {finding.key})")


def judgements(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Design -> line -> {at: stages, judgement}."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {design: rows or {} for design, rows in loaded.items()}


def objections(said: Mapping[str, str], judged: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What is said and not judged, judged and not said, or said at other stages; empty when all agree."""
    found = [f"not judged: {line} at {stages}" for line, stages in said.items() if line not in judged]
    for line, row in judged.items():
        if line not in said:
            found.append(f"no longer said: {line}")
        elif row["at"] != said[line]:
            found.append(f"{line} is said at {said[line]}, judged at {row['at']}")
        head, _, why = row["judgement"].partition(": ")
        if head not in VERDICTS or len(why.split()) < LEAST_WORDS:
            found.append(f"{line}: a judgement begins with {' or '.join(VERDICTS)} and says why")
    return found
