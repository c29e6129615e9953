"""Decisions about findings: which hold, which have run out, which are about nothing any more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, Fix, Focus, Subject
from mlsd_studio.model.quantities import Backup, Quantity
from mlsd_studio.model.records import Decision

UNHASHED = ("name", "label", "notes", "tags", "owner", "links", "extra")


def subject_hash(facts: Facts, ids: Iterable[str]) -> str:
    """Twelve hex digits of SHA-256 over what matters of the subjects.

    Name, label, notes, tags, owner, links and layout are left out; of the subjects' flows kind and other
    end count.
    """
    rows = []
    for id in sorted(set(ids)):
        found = facts.document.find(id)
        if found is None:
            continue
        plain = msgspec.to_builtins(found[1], enc_hook=_plain, str_keys=True)
        kept = {name: value for name, value in plain.items() if name not in UNHASHED}
        hops = [*facts.out.get(id, ()), *facts.into.get(id, ())]
        flows = sorted({(flow.kind, other) for flow, other in hops})
        rows.append([found[0], kept, flows])
    text = json.dumps(rows, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, (Quantity, Backup)):
        return value.plain()
    raise NotImplementedError(type(value))


def _ids(finding: Finding) -> list[str]:
    return [subject.id for subject in finding.subjects]


def attach(facts: Facts, findings: list[Finding], today: date) -> list[Finding]:
    """The findings with the decisions that hold: not past their date, and the subjects as they were."""
    attached: list[Finding] = []
    for finding in findings:
        decision = facts.document.decisions.get(finding.key)
        holds = decision is not None and not expired(decision, today)
        if holds and decision is not None and decision.subject_hash is not None:
            holds = decision.subject_hash == subject_hash(facts, _ids(finding))
        attached.append(msgspec.structs.replace(finding, decision=decision) if holds else finding)
    return attached


def expired(decision: Decision, today: date) -> bool:
    """A decision holds up to and on its date."""
    return decision.until is not None and decision.until.base < today.toordinal()


def about_decisions(
    facts: Facts, findings: Iterable[Finding], ran: Collection[str], today: date
) -> Iterator[Finding]:
    """DEC001 for a decision that has run out, DEC002 for one whose finding is gone.

    Only codes of rules that ran can be missed: a decision about a rule of a later stage is left alone.
    """
    keys = {finding.key for finding in findings}
    for key, decision in facts.document.decisions.items():
        code = key.partition("@")[0]
        if expired(decision, today) and (key in keys or code not in ran):
            yield _finding(
                facts, "DEC001", key, f"The decision about {key} ended on {decision.until}; decide again."
            )
        elif key not in keys and code in ran:
            message = f"{key} no longer occurs, so the decision about it can go."
            yield _finding(facts, "DEC002", key, message)


_TITLES = {"DEC001": "A decision has run out", "DEC002": "A decision is about nothing any more"}


def _finding(facts: Facts, code: str, key: str, message: str) -> Finding:
    id = key.partition("@")[2]
    known = facts.document.find(id) is not None
    return Finding(
        code=code,
        key=f"{code}@{key}",
        severity="warning" if code == "DEC001" else "info",
        title=_TITLES[code],
        message=message,
        subjects=(Subject(id, "subject of the decision"),) if known else (),
        fixes=(Fix("Show what it is about", (Focus((id,)),)),) if known else (),
    )
