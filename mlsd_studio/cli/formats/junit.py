"""JUnit XML, as build servers read test results: a suite a file, a case a finding, and one for each rule
that found nothing.

What counts is a failure; what is below `--fail-on` passes with the finding as its output; what is decided is
skipped with the reason; a file that cannot be read is an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mlsd_studio.analysis.findings import Finding
from mlsd_studio.cli.checking import Checked, reaches

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(files: Sequence[Checked], fail_on: str) -> str:
    """The report as JUnit XML."""
    root = Element("testsuites", name="mlsd check")
    for one in files:
        _suite(root, one, fail_on)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, one: Checked, fail_on: str) -> None:
    suite = SubElement(root, "testsuite", name=clean(one.name))
    suite.set("time", f"{one.report.duration_ms / 1000:.3f}")
    if one.broken:
        case = _case(suite, one, "the file can be read", None)
        message = one.problems[0].message if one.problems else "cannot be read"
        error = SubElement(case, "error", message=clean(message), type="unreadable")
        error.text = clean("\n".join(map(str, one.problems)))
    for finding in one.findings:
        _finding(suite, one, finding, fail_on)
    spoken = {finding.code for finding in one.findings}
    for code in one.report.rules_run:
        if code not in spoken and code in one.rules:
            _case(suite, one, f"{code} {one.rules[code].title}", None)
    suite.set("tests", str(len(suite)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))


def _case(suite: Element, one: Checked, name: str, line: int | None) -> Element:
    case = SubElement(suite, "testcase", classname=clean(one.name), name=clean(name), time="0")
    case.set("file", clean(one.name))
    if line:
        case.set("line", str(line))
    return case


def _finding(suite: Element, one: Checked, finding: Finding, fail_on: str) -> None:
    case = _case(suite, one, f"{finding.key} {finding.title}", one.line_of(finding))
    said = "\n".join((finding.message, *([finding.override] if finding.override else [])))
    text = clean(f"{one.where(finding)}: {finding.severity} {finding.key}\n{said}")
    if finding.decision:
        message = f"{finding.decision.status}: {finding.decision.reason}"
        SubElement(case, "skipped", message=clean(message))
    elif reaches(finding, fail_on):
        failure = SubElement(case, "failure", message=clean(finding.title), type=finding.severity)
        failure.text = text
    else:
        SubElement(case, "system-out").text = text


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
