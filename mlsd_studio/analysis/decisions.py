"""Decisions about findings: making them, which hold, which have run out, which are about nothing any more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Finding, Fix, Focus, Remove, Set, Subject
from mlsd_studio.model import Document
from mlsd_studio.model.quantities import Backup, Day, Quantity
from mlsd_studio.model.records import Decision

UNHASHED = ("name", "label", "notes", "tags", "owner", "links", "extra")
UNDECIDABLE = frozenset({"DEC001", "DEC002", "RUN001", "TEAM001"})
"""Codes about decisions, crashed rules and a team's mistakes: they are put right, not decided about."""

RENEWAL_DAYS = 90


# -- making --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Terms:
    """What is decided, said once for any number of findings."""

    status: str
    reason_code: str
    reason: str
    by: str | None = None
    until: Day | None = None
    ticket: str | None = None


def decidable(finding: Finding) -> bool:
    """False for findings about decisions, rules that crashed and mistakes in a team's files."""
    return finding.code not in UNDECIDABLE


def with_repetitions(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that can be decided about, each with the same of its group or cluster that it stands for.

    Symptoms folded into a cause have a code of their own and are decided about for themselves.
    """
    found: dict[str, Finding] = {}
    for finding in findings:
        if decidable(finding):
            found.setdefault(finding.key, finding)
            for one in finding.folded:
                if one.code == finding.code:
                    found.setdefault(one.key, one)
    return list(found.values())


def make(document: Document, findings: Iterable[Finding], terms: Terms, today: date) -> list[Decision]:
    """A decision for each finding and its repetitions, of today, about their subjects as they are now.

    A decision that holds and is only given another name or ticket keeps its date. Raises ValueError, in
    words for the user, when the terms lack something.
    """
    check_terms(terms, today)
    facts = Facts(document)
    return [_decision(facts, finding, terms, today) for finding in with_repetitions(findings)]


def check_terms(terms: Terms, today: date) -> None:
    """Raises ValueError, in words for the user, when the terms lack something or end before `today`."""
    if not terms.status:
        raise ValueError("Choose what is decided.")
    if not terms.reason_code:
        raise ValueError("Choose the kind of reason.")
    if not terms.reason.strip():
        raise ValueError("Say why, in a few words that a reviewer will understand.")
    if terms.until is not None and terms.until.base < today.toordinal():
        raise ValueError(f"{terms.until} is over; a decision holds up to and on its date.")


def _decision(facts: Facts, finding: Finding, terms: Terms, today: date) -> Decision:
    known = facts.document.decisions.get(finding.key) or Decision(
        finding=finding.key, status="accepted", reason_code="other", reason=""
    )
    stated = {name: getattr(terms, name) for name in Terms.__slots__}
    decided = msgspec.structs.replace(known, **{**stated, "reason": terms.reason.strip()})
    weighty = ("status", "reason_code", "reason", "until")
    if finding.decided and all(getattr(known, name) == getattr(decided, name) for name in weighty):
        return decided
    hashed = subject_hash(facts, _ids(finding)) if finding.subjects else None
    return msgspec.structs.replace(decided, date=Day.parse(today.isoformat()), subject_hash=hashed)


# -- what matters of the subjects ----------------------------------------------------------------------


def subject_hash(facts: Facts, ids: Iterable[str]) -> str:
    """Twelve hex digits of SHA-256 over what matters of the subjects.

    Name, label, notes, tags, owner, links and layout are left out; of the subjects' flows kind and other
    end count.
    """
    rows = []
    for id in sorted(set(ids)):
        found = _record(facts, id)
        if found is None:
            continue
        plain = msgspec.to_builtins(found[1], enc_hook=_plain, str_keys=True)
        kept = {name: value for name, value in plain.items() if name not in UNHASHED}
        hops = [*facts.out.get(id, ()), *facts.into.get(id, ())]
        flows = sorted({(flow.kind, other) for flow, other in hops})
        rows.append([found[0], kept, flows])
    text = json.dumps(rows, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _record(facts: Facts, id: str) -> tuple[str, Any] | None:
    """An element, or a requirement: a finding may be about either."""
    found = facts.document.find(id)
    if found is None and (wanted := facts.document.requirements.get(id)) is not None:
        return "requirements", wanted
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (Quantity, Backup)):
        return value.plain()
    raise NotImplementedError(type(value))


def _ids(finding: Finding) -> list[str]:
    return [subject.id for subject in finding.subjects]


# -- holding -------------------------------------------------------------------------------------------


def attach(facts: Facts, findings: list[Finding], today: date) -> list[Finding]:
    """The findings with the decisions that hold: not past their date, and the subjects as they were.

    One whose decision no longer holds says so.
    """
    return [_attached(facts, finding, today) for finding in findings]


def _attached(facts: Facts, finding: Finding, today: date) -> Finding:
    decision = facts.document.decisions.get(finding.key)
    if decision is None:
        return finding
    words = _why_reopened(facts, finding, decision, today)
    if words:
        return msgspec.structs.replace(finding, former=decision, reopened=words)
    return msgspec.structs.replace(finding, decision=decision)


def _why_reopened(facts: Facts, finding: Finding, decision: Decision, today: date) -> str:
    if expired(decision, today):
        return f"reopened: the decision held until {decision.until}"
    if decision.subject_hash in (None, subject_hash(facts, _ids(finding))):
        return ""
    when = f"the decision of {decision.date}" if decision.date else "it was decided"
    return f"reopened: {_named(facts, _ids(finding))} changed since {when}"


def _named(facts: Facts, ids: list[str]) -> str:
    names = [facts.name(id) for id in dict.fromkeys(ids)]
    if len(names) > 3:
        return f"{names[0]} or one of {len(names) - 1} others"
    return " or ".join(names) or "the design"


def expired(decision: Decision, today: date) -> bool:
    """A decision holds up to and on its date."""
    return decision.until is not None and decision.until.base < today.toordinal()


# -- findings about decisions --------------------------------------------------------------------------


def about_decisions(
    facts: Facts, findings: Iterable[Finding], ran: Collection[str], today: date
) -> Iterator[Finding]:
    """DEC001 for a decision that has run out, DEC002 for one whose finding is gone.

    Only codes of rules that ran can be missed: a decision about a rule of a later stage is left alone.
    """
    by_key = {finding.key: finding for finding in findings}
    for key, decision in facts.document.decisions.items():
        code = key.partition("@")[0]
        if expired(decision, today) and (key in by_key or code not in ran):
            message = f"The decision about {key} ended on {decision.until}; decide again."
            fixes = (_renewal(facts, by_key.get(key), decision, today), _removal(key))
            yield _finding(facts, "DEC001", key, message, fixes)
        elif key not in by_key and code in ran:
            message = f"{key} no longer occurs, so the decision about it can go."
            yield _finding(facts, "DEC002", key, message, (_removal(key),))


def _renewal(facts: Facts, finding: Finding | None, decision: Decision, today: date) -> Fix:
    """Decide the same again, about the subjects as they are now where the finding is there."""
    until = (today + timedelta(days=RENEWAL_DAYS)).isoformat()
    fields: dict[str, Any] = {"date": today.isoformat(), "until": until}
    if finding is not None and decision.subject_hash is not None:
        fields["subject_hash"] = subject_hash(facts, _ids(finding))
    return Fix(f"Renew it until {until}", (Set("decisions", decision.finding, fields),))


def _removal(key: str) -> Fix:
    return Fix("Remove the decision", (Remove((key,), "decisions"),))


_TITLES = {"DEC001": "A decision has run out", "DEC002": "A decision is about nothing any more"}


def _finding(facts: Facts, code: str, key: str, message: str, fixes: tuple[Fix, ...]) -> Finding:
    id = key.partition("@")[2]
    known = facts.document.find(id) is not None
    show = (Fix("Show what it is about", (Focus((id,)),)),) if known else ()
    return Finding(
        code=code,
        key=f"{code}@{key}",
        severity="warning" if code == "DEC001" else "info",
        title=_TITLES[code],
        message=message,
        subjects=(Subject(id, "subject of the decision"),) if known else (),
        fixes=(*fixes, *show),
    )
