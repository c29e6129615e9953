"""Whatever stands in a team's files: reading them never raises, and nothing wrong is taken for right."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.team import load_team
from mlsd_studio.storage import load_text
from tests.analysis.team.test_docs import BLOCK, DESIGN, PAGE

FILES = {match["name"]: match["text"] for match in BLOCK.finditer(PAGE.read_text("utf-8"))}
PIECES = ["null", "[]", "{}", "-1", "1e9", ".nan", "true", "off", "'*'", "x: y", "- ", "\t", "&a", "2026-01-01",
          "min", "with", "flow_to", "kind", "\u00e9\u2028", "[[[[[["]  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, str]:
    """The example files with words, lines and values exchanged, removed and added."""
    files = dict(FILES)
    name = draw(st.sampled_from(sorted(files)))
    lines = files[name].splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        words = lines[at].split(" ")
        place = draw(st.integers(0, len(words) - 1))
        match draw(st.sampled_from(["word", "line", "drop", "twice", "value"])):
            case "word":
                words[place] = draw(st.sampled_from(PIECES))
                lines[at] = " ".join(words)
            case "value":
                lines[at] = f"{lines[at].partition(':')[0]}: {draw(st.sampled_from(PIECES))}"
            case "line":
                lines[at] = draw(st.sampled_from(PIECES))
            case "drop":
                del words[place]
                lines[at] = " ".join(words)
            case "twice":
                lines.insert(at, lines[at])
    return files | {name: "\n".join(lines) + "\n"}


@settings(max_examples=150, deadline=None)
@given(spoilt())
def test_reading_never_raises_and_checks_go_on(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        team = load_team([Path(folder)], "shop.mlsd.yaml")
    assert all(problem.message and problem.file.startswith(folder) for problem in team.problems)
    report = check(load_text(DESIGN).document, team=team)
    assert "RUN001" not in {finding.code for finding in report.findings}
    assert bool(team.problems) == any(finding.code == "TEAM001" for finding in report.findings)
