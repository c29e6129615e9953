"""Comments stay where a person put them, and a save says first which ones it cannot keep."""

from __future__ import annotations

from mlsd_studio.model.edits.components import set_design, set_fields
from mlsd_studio.model.edits.removal import remove
from mlsd_studio.storage import dump, load_text, lost_comments

TEXT = """\
# Licence: ours
# second line
mlsd: 1
name: Noted # the working name

# all boxes
components:
  # the first
  - id: a
    kind: cache
    name: 'no # comment'
    notes: |-
      one
      # not a comment
      two
  # the second
  # and more of it
  - id: b # said beside
    kind: cache
    # said inside
    name: b#c

flows:
  # between them
  - {id: f, from: a, to: b, kind: data}

plan:
  # how
  phases:
    # when
    - id: p

layout:
  # placed by hand
  a: [0, 0]
# the end
"""


def test_a_file_with_comments_is_read_and_an_unchanged_one_saved_as_it_was():
    loaded = load_text(TEXT)
    assert loaded.document.components["a"].name == "no # comment"
    assert loaded.document.components["a"].notes == "one\n# not a comment\ntwo"
    assert dump(loaded.document, loaded.source) == TEXT
    assert lost_comments(loaded.document, loaded.source) == []


def test_comments_before_a_record_stay_and_an_edit_changes_only_its_lines():
    loaded = load_text(TEXT)
    loaded.document.apply(set_fields(loaded.document, "components", "a", replicas=2))
    lost = lost_comments(loaded.document, loaded.source)
    assert [(c.line, c.text) for c in lost] == [(4, "# the working name")]
    saved = dump(loaded.document, loaded.source)
    wanted = TEXT.replace(" # the working name", "").replace("    notes:", "    replicas: 2\n    notes:")
    assert saved == wanted.replace("a: [0, 0]\n# the end", "a: [0, 0]\n\n# the end")
    again = load_text(saved)
    assert again.document == loaded.document
    assert dump(again.document, None) != saved
    again.document.apply(set_fields(again.document, "components", "a", replicas=3))
    assert dump(again.document, again.source) == saved.replace("replicas: 2", "replicas: 3")


def test_comments_inside_a_changed_record_are_reported():
    loaded = load_text(TEXT)
    loaded.document.apply(set_fields(loaded.document, "components", "b", replicas=2))
    lost = lost_comments(loaded.document, loaded.source)
    assert [(c.line, c.text) for c in lost] == [
        (4, "# the working name"),
        (18, "# said beside"),
        (20, "# said inside"),
    ]
    assert "written anew" in lost[1].reason
    saved = dump(loaded.document, loaded.source)
    assert "# the second\n  # and more of it\n  - id: b\n" in saved
    assert not any(comment.text in saved for comment in lost)


def test_comments_of_deleted_records_are_reported():
    loaded = load_text(TEXT)
    loaded.document.apply(remove(loaded.document, ["b"]))
    lost = lost_comments(loaded.document, loaded.source)
    assert [c.line for c in lost] == [4, 16, 17, 18, 20, 24]
    assert {c.reason for c in lost[1:]} == {"its record was deleted"}
    saved = dump(loaded.document, loaded.source)
    assert all(comment.text not in saved for comment in lost)
    assert all(kept in saved for kept in ("# the first", "# placed by hand", "# the end", "# Licence: ours"))


def test_comments_of_other_indentation_are_kept_or_reported():
    text = "mlsd: 1\ncomponents:\n# one\n- id: a # two\n  kind: cache\n"
    loaded = load_text(text)
    loaded.document.apply(set_design(loaded.document, name="x"))
    assert [c.text for c in lost_comments(loaded.document, loaded.source)] == ["# two"]
    saved = dump(loaded.document, loaded.source)
    assert saved == "mlsd: 1\nname: x\n\ncomponents:\n  # one\n  - id: a\n    kind: cache\n"


def test_every_comment_is_either_saved_or_reported():
    loaded = load_text(TEXT)
    for ids in (["a"], ["b"], ["f"], ["a", "b", "f"]):
        document = loaded.document.copy()
        document.apply(remove(document, ids))
        saved = dump(document, loaded.source)
        lost = {comment.text for comment in lost_comments(document, loaded.source)}
        comments = [
            "# Licence: ours",
            "# the working name",
            "# all boxes",
            "# the first",
            "# the second",
            "# said beside",
            "# said inside",
            "# between them",
            "# how",
            "# when",
            "# the end",
        ]
        for comment in comments:
            assert (comment in saved) != (comment in lost), comment
