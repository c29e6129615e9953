"""Mermaid flowcharts and lists of names become components, flows and boundaries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsd_studio.importing import mermaid
from mlsd_studio.importing.pasting import PasteError, read_names, read_text
from mlsd_studio.importing.sketch import guess
from mlsd_studio.model import Document
from mlsd_studio.model.edits.clipboard import paste
from mlsd_studio.model.integrity import problems

CHART = """```mermaid
flowchart LR
    %% what users meet
    web[Shop web] -->|HTTPS| gw(API gateway)
    gw --> rank{{"Ranker &amp; friends"}} & cache[(Redis cache)]
    subgraph k8s [Serving cluster]
      rank -. clicks .-> events>Kafka]
      subgraph inner
        cache
      end
    end
    events ==> lake[(Data lake)]; lake -- nightly --> train[[Training job]]
    train ~~~ web
    classDef hot fill:#f00
    class rank hot
    rank:::hot --x k8s
    sequenceDiagram what is this?
```"""


def test_a_flowchart_is_read() -> None:
    sketch = mermaid.read(CHART)
    assert sketch.names == {
        "web": "Shop web", "gw": "API gateway", "rank": "Ranker & friends", "cache": "Redis cache",
        "events": "Kafka", "lake": "Data lake", "train": "Training job",
    }  # fmt: skip
    links = [(one.source, one.target, one.label, one.kind) for one in sketch.links]
    assert links == [
        ("web", "gw", "HTTPS", None), ("gw", "rank", None, None), ("gw", "cache", None, None),
        ("rank", "events", "clicks", "async"), ("events", "lake", None, None),
        ("lake", "train", "nightly", None), ("rank", "k8s", None, None),
    ]  # fmt: skip
    assert sketch.frames["k8s"].title == "Serving cluster"
    assert sketch.frames["k8s"].members == ["events"] or "rank" in sketch.frames["k8s"].members
    assert sketch.frames["inner"].outer == "k8s"
    assert [number for number, _ in sketch.unread] == [17]


def test_it_becomes_a_design_with_kinds_from_the_catalogue() -> None:
    pasted = read_text(CHART)
    document = Document()
    change, ids = paste(document, pasted.fragment, 100, 60)
    document.apply(change)
    assert problems(document) == []
    kinds = {one.name: (one.kind, one.technology) for one in document.components.values()}
    assert kinds["API gateway"][0] == "api_gateway"
    assert kinds["Kafka"] == ("event_stream", "kafka")
    assert kinds["Redis cache"][0] == "cache"
    assert kinds["Data lake"][0] == "data_lake"
    assert {b.name for b in document.boundaries.values()} == {"Serving cluster", "inner"}
    assert all(id in document.layout for id in document.components)
    assert len(ids) == 9


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("a --> b --> c", [("a", "b"), ("b", "c")]),
        ("a---b", [("a", "b")]),
        ("a-->b;b-->c", [("a", "b"), ("b", "c")]),
        ("a & b --> c & d", [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]),
        ("a <--> b", [("a", "b")]),
        ("my-node --> other.node", [("my-node", "other.node")]),
        ("a -->|x y| b", [("a", "b")]),
        ("a == words ==> b", [("a", "b")]),
    ],
)
def test_links(line, links) -> None:
    sketch = mermaid.read("graph TD\n" + line)
    assert [(one.source, one.target) for one in sketch.links] == links
    assert not sketch.unread


def test_a_list_of_names_with_bullets_numbers_and_arrows() -> None:
    sketch = read_names(
        "- Users\n* API gateway\n3. Postgres\n\nAPI gateway -> Postgres → Data lake\n" + "x" * 90
    )
    assert list(sketch.names) == ["Users", "API gateway", "Postgres", "Data lake"]
    assert [(a.source, a.target) for a in sketch.links] == [
        ("API gateway", "Postgres"), ("Postgres", "Data lake")
    ]  # fmt: skip
    assert [number for number, _ in sketch.unread] == [6]


def test_kinds_are_guessed_from_parts_of_names() -> None:
    assert guess("Our Kafka") == ("event_stream", "kafka")
    assert guess("Feature store")[0] == "feature_store"
    assert guess("Zyxw qwerty")[0] == "backend_service"
    assert guess("My odd thing") == guess("Zyxw qwerty")
    assert guess("Orders in S3")[1] == "object_store_s3"


@pytest.mark.parametrize(
    "text", ["", "   \n ", "flowchart LR\n", "x" * 300_000, "\n".join(map(str, range(2000)))]
)
def test_what_cannot_be_pasted_is_told(text) -> None:
    with pytest.raises(PasteError):
        read_text(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='ab-->.=~|[](){}<"&;:\n e', max_size=80))
def test_no_text_breaks_the_reader(text) -> None:
    try:
        pasted = read_text("flowchart LR\n" + text)
    except PasteError:
        return
    document = Document()
    document.apply(paste(document, pasted.fragment)[0])
    assert problems(document) == []
