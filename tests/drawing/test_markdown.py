"""Notes in Markdown: what is bold, slanted, a heading, a list, a link; and that nothing is too wide."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.drawing import note, text
from mlsd_studio.drawing.build import picture
from mlsd_studio.drawing.markdown import rows
from mlsd_studio.drawing.picture import Text
from mlsd_studio.drawing.theme import theme
from mlsd_studio.exporting.svg import svg
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model import Document
from mlsd_studio.model.records import Note, Placement


def runs(words: str, width: float = 400.0):
    return [[(run.text, run.weight, run.link) for run in row.runs] for row in rows(words, 11.0, width)]


def test_marks_become_looks() -> None:
    assert runs("plain **bold** *slanted* `code` [docs](https://a.b)") == [
        [("plain", "regular", False), ("bold", "semibold", False), ("slanted", "italic", False),
         ("code", "medium", False), ("docs", "regular", True)]
    ]  # fmt: skip
    assert runs("snake_case_name, 2 * 3 * 4 and **open") == [
        [("snake_case_name, 2 * 3 * 4 and **open", "regular", False)]
    ]


def test_headings_and_lists() -> None:
    found = rows("# Peak\n- Fridays\n  - at noon\n2. Sundays", 11.0, 300.0)
    assert (found[0].size, found[0].runs[0].weight) == (14.0, "bold")
    assert [row.runs[0].text for row in found[1:]] == ["•", "•", "2."]
    assert found[2].runs[0].x > found[1].runs[0].x
    assert [row.runs[1].text for row in found[1:]] == ["Fridays", "at noon", "Sundays"]


def test_empty_lines_stay() -> None:
    assert len(rows("a\n\nb", 11.0, 300.0)) == 3


def test_a_note_is_drawn_alike_everywhere() -> None:
    document = Document([Note(id="n", text="# Peak\n**Fridays**, see [runbook](x)")], {"n": Placement(0, 0)})
    drawn = picture(document, theme("light"))
    shown = {shape.text: shape for shape in drawn.leaves() if isinstance(shape, Text)}
    assert shown["Peak"].weight == "bold"
    assert shown["Fridays"].weight == "semibold"
    assert shown["runbook"].color == theme("light")["accent"]
    written = svg(drawn)
    assert ">Peak<" in written
    assert "**" not in written


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    words = "# Head\n" + "**many** words " * 20
    shapes = note.note(words, Rect(0, 0, 196, 80), theme("dark"))
    lines = [shape for shape in shapes if isinstance(shape, Text)]
    assert max(shape.y for shape in lines) < 80 - 8
    assert lines[-1].text.endswith("…")


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet="ab *_`#-[]()1.\n", max_size=80), st.integers(60, 300))
def test_no_line_is_too_wide_and_no_letter_is_lost(words, width) -> None:
    found = rows(words, 11.0, width)
    for row in found:
        for run in row.runs:
            assert run.x + text.width(run.text, row.size, run.weight) <= width + 0.01 or len(run.text) <= 4
    shown = "".join(run.text for row in found for run in row.runs)
    assert {"a", "b"} & set(shown) == {"a", "b"} & set(words) or "](" in words
