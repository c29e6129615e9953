"""SARIF 2.1.0, for code scanning: results at the line of the element, rules with their help.

Paths are relative to the root of the sources, `%SRCROOT%`: the folder given with `--root`, else the root of the
git repository around the working folder, else that folder. The fingerprint rests on the file's path from there
and on the finding's key, so that a result stays the same one when lines move and when elements or rules get
another name, and two files alike keep their results apart. Findings that are decided, or that the team
has switched off, are suppressed results.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mlsd_studio import __version__
from mlsd_studio.analysis.findings import Finding
from mlsd_studio.analysis.notices import NOTICES
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.cli.checking import Checked

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
ROOT = "%SRCROOT%"


def source_root(start: Path) -> Path:
    """The root of the git repository around a folder; the folder itself where there is none."""
    start = start.resolve()
    return next((one for one in (start, *start.parents) if (one / ".git").exists()), start)


def render(files: Sequence[Checked], root: Path | None = None) -> str:
    """The report as one SARIF run; `root` is what paths are relative to, else `source_root` tells."""
    root = source_root(Path.cwd()) if root is None else root.resolve()
    rules = _rules(files)
    index = {rule["id"]: place for place, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "MLSD Studio",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": rules,
            }
        },
        "invocations": [
            {
                "executionSuccessful": not any(one.broken for one in files),
                "toolExecutionNotifications": [
                    _notification(one, problem.line, problem.message, root)
                    for one in files
                    for problem in one.problems
                ],
            }
        ],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the sources that were checked."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(one, finding, index, root)
            for one in files
            for finding in (*one.findings, *one.report.switched_off)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def fingerprint(uri: str, key: str) -> str:
    """32 hex digits that stand for a finding: the address of its file, and its key."""
    return hashlib.sha256(f"{uri}\n{key}".encode()).hexdigest()[:32]


# -- rules -----------------------------------------------------------------------------------------------


def _rules(files: Sequence[Checked]) -> list[dict[str, Any]]:
    """Every rule that ran or spoke, by code."""
    found: dict[str, dict[str, Any]] = {}
    for one in files:
        for code in one.report.rules_run:
            if code in one.rules:
                found[code] = _described(one.rules[code])
        for finding in (*one.findings, *one.report.switched_off):
            found.setdefault(finding.code, _about(finding))
    return [found[code] for code in sorted(found)]


def _described(rule: Rule) -> dict[str, Any]:
    sections = rule.sections()
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.title.replace("-", " ").split() if word.isalnum()),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": " ".join(sections["What it finds"].split())},
        "help": {"text": rule.page.strip(), "markdown": _markdown(sections)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.group],
            "stage": rule.stage,
            "problem.severity": _severity(rule.severity),
        },
    }


def _severity(severity: str) -> str:
    """The word that code scanning uses."""
    return "recommendation" if severity == "info" else severity


def _markdown(sections: Mapping[str, str]) -> str:
    parts = []
    for heading, text in sections.items():
        if heading in ("Example", "Instead"):
            lines = [line.removeprefix("    ") for line in text.splitlines()]
            parts.append(f"## {heading}\n\n```yaml\n" + "\n".join(lines).strip("\n") + "\n```")
        else:
            parts.append(f"## {heading}\n\n{text.strip()}")
    return "\n\n".join(parts)


def _about(finding: Finding) -> dict[str, Any]:
    """A finding that no rule's page explains, such as an expired decision."""
    return {
        "id": finding.code,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": finding.title},
        "help": {"text": NOTICES.get(finding.code, finding.message)},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"tags": ["studio"], "problem.severity": _severity(finding.severity)},
    }


# -- results ---------------------------------------------------------------------------------------------


def _result(one: Checked, finding: Finding, index: Mapping[str, int], root: Path) -> dict[str, Any]:
    printed = fingerprint(_artifact(one.path, root)["uri"], finding.key)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": LEVELS[finding.severity],
        "message": {"text": " ".join((f"{finding.title}. {finding.message}", *_override(finding)))},
        "locations": [_location(*one.place_of(finding), finding, root)],
        "partialFingerprints": {
            "findingKey/v2": printed,
            "primaryLocationLineHash": f"{printed}:1",
        },
        "properties": {"key": finding.key, "folded": [inner.key for inner in finding.folded]},
    }
    related = _related(one, finding, root)
    if related:
        result["relatedLocations"] = related
    if finding.decision:
        reason = f"{finding.decision.status}: {finding.decision.reason}"
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": reason}]
    elif finding in one.report.switched_off:
        reason = finding.override or ""
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result


def _override(finding: Finding) -> tuple[str, ...]:
    return (f"Severity {finding.override}.",) if finding.override else ()


def _artifact(path: Path, root: Path) -> dict[str, str]:
    """The address of a file; below the root its path is relative, as code scanning asks for."""
    whole = Path(os.path.normpath(Path.cwd() / path))
    for place in (whole, whole.resolve()):
        if place.is_relative_to(root):
            return {"uri": quote(os.fsencode(place.relative_to(root).as_posix())), "uriBaseId": ROOT}
    return {"uri": whole.as_uri()}


def _physical(path: Path, line: int | None, root: Path) -> dict[str, Any]:
    """A place in a file."""
    return {"artifactLocation": _artifact(path, root), "region": {"startLine": line or 1}}


def _location(path: Path, line: int | None, finding: Finding, root: Path) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(path, line, root)}
    if finding.subjects:
        location["logicalLocations"] = [
            {"name": subject.id, "fullyQualifiedName": subject.id, "kind": "object"}
            for subject in finding.subjects[:1]
        ]
    return location


def _related(one: Checked, finding: Finding, root: Path) -> list[dict[str, Any]]:
    """The other elements a finding is about, each with its part."""
    assert one.loaded is not None
    places: list[dict[str, Any]] = []
    for subject in finding.subjects[1:]:
        found = one.loaded.document.find(subject.id)
        line = one.loaded.source.line_of(found[0], subject.id) if found else None
        if line:
            places.append(
                {
                    "id": len(places) + 1,
                    "physicalLocation": _physical(one.path, line, root),
                    "message": {"text": f"{subject.id}: {subject.role}"},
                }
            )
    return places


def _notification(one: Checked, line: int | None, message: str, root: Path) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": f"{one.name} cannot be read: {message}"},
        "locations": [{"physicalLocation": _physical(one.path, line, root)}],
    }
