"""What the rules of data quality leave alone and what they raise beyond their pages."""

from __future__ import annotations

import pytest

from tests.analysis.designs import design
from tests.analysis.rules.guarding import Row, fix_ends_it, grades, holds, names, parts

STREAM = "a:backend_service; k:event_stream; p:stream_processing; l:data_lake"
READ = "a>k:async; k>p:async; k>l:data"

ROWS: list[Row] = [
    # DAT002
    ("two consumers", parts(STREAM, READ), "DAT002@k", "warning"),
    ("one of each", parts("a:backend_service; k:event_stream; p:stream_processing", "a>k:async; k>p:async"),
     "DAT002@k", None),
    ("one owner", parts("a:backend_service{owner: x}; k:event_stream; p:stream_processing{owner: x}; "
     "l:data_lake{owner: x}", READ), "DAT002@k", None),
    ("a schema format", parts(STREAM, "a>k:async{protocol: Avro}; k>p:async; k>l:data"), "DAT002@k", None),
    ("a published contract", parts(STREAM, "a>k:async{attributes: {contract: true}}; k>p:async; k>l:data"),
     "DAT002@k", None),
    ("a product with a registry", parts(STREAM.replace("stream;", "stream{technology: confluent_cloud};"), READ),
     "DAT002@k", None),
    ("nobody computes or scores", parts("a:backend_service; b:backend_service; k:event_stream; c:backend_service",
     "a>k:async; b>k:async; k>c:async"), "DAT002@k", None),
    # DAT003
    ("nothing is versioned", parts("s:data_source; t:training_job", "s>t:data"), "DAT003@t", "warning"),
    ("time travel", parts("s:lakehouse; t:training_job", "s>t:data"), "DAT003@t", None),
    ("a table format with versions", parts("s:data_lake{technology: iceberg}; t:training_job", "s>t:data"),
     "DAT003@t", None),
    ("as of a point in time", parts("s:feature_store; t:training_job", "s>t:data"), "DAT003@t", None),
    ("a tracker of something else", parts("s:data_source; t:training_job; x:experiment_tracker", "s>t:data"),
     "DAT003@t", "warning"),
    ("no training", parts("a:agent; p:prompt_store", "p>a:artifact"), "DAT003@a", None),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)


@pytest.mark.parametrize(("rest", "told"), [("", True), ("; c:data_catalog", False), ("; c:lineage", False)])
def test_a_catalogue_or_lineage_is_enough_for_personal_data(rest: str, told: bool) -> None:
    stores = "; ".join(f"{id}:relational_db{{data_classes: [pii]}}" for id in "xyz")
    assert ("DAT006@design" in grades(design(parts(stores + rest)), "production")) is told
    assert "DAT006@design" not in grades(design(parts(stores + rest)), "review")


def test_two_stores_of_personal_data_can_be_known_by_heart() -> None:
    stores = "; ".join(f"{id}:relational_db{{data_classes: [pii]}}" for id in "xy")
    assert "DAT006@design" not in grades(design(parts(stores)), "production")
