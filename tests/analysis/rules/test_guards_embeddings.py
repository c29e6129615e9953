"""Embeddings of queries and of an index: what the rule leaves alone and what it raises beyond its page."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.analysis.fixes import build
from tests.analysis.designs import design
from tests.analysis.rules.guarding import Row, fix_ends_it, holds, names, parts

PARTS = "w:document_parser; v:vector_db; a:backend_service; q:embedding_service; o:embedding_service"
FLOWS = "w>v:data; a>v:request; a>q:request; w>o:request"


def with_both(fields: str) -> str:
    """The parts with the same fields at both models."""
    return PARTS.replace("embedding_service", f"embedding_service{{attributes: {{{fields}}}}}")


VERSIONS = PARTS.replace("q:embedding_service", "q:embedding_service{attributes: {model_version: '2'}}")

ROWS: list[Row] = [
    ("two models", parts(PARTS, FLOWS), "SKW004@v", "error"),
    ("one model", parts(PARTS, FLOWS.replace("w>o", "w>q")), "SKW004@v", None),
    ("one in common", parts(PARTS, FLOWS + "; w>q:request"), "SKW004@v", None),
    ("the same version deployed twice", parts(with_both("model_version: '2'"), FLOWS), "SKW004@v", None),
    ("another version", parts(VERSIONS.replace(
        "o:embedding_service", "o:embedding_service{attributes: {model_version: '1'}}"), FLOWS), "SKW004@v", "error"),
    ("a version stated at one only", parts(VERSIONS, FLOWS), "SKW004@v", "error"),
    ("paired encoders", parts(with_both("dual_encoder: true"), FLOWS), "SKW004@v", None),
    ("one training makes both", parts(PARTS + "; t:training_job", FLOWS + "; t>q:artifact; t>o:artifact"),
     "SKW004@v", None),
    ("members of one group", parts(PARTS, FLOWS, "groups:\n  - {id: g, members: [q, o]}\n"), "SKW004@v", None),
    ("a database that embeds itself", parts(PARTS.replace(
        "vector_db", "vector_db{attributes: {provides: [embedding_service]}}"), FLOWS), "SKW004@v", None),
    ("a chat provider whose product embeds too", parts(PARTS.replace(
        "o:embedding_service", "o:llm_provider{technology: openai_api}"), FLOWS), "SKW004@v", None),
    ("a provider that is stated to embed", parts(PARTS.replace(
        "o:embedding_service", "o:llm_provider{attributes: {provides: [embedding_service]}}"), FLOWS),
     "SKW004@v", "error"),
    ("a model in the path of the data", parts(PARTS, "w>o:data; o>v:data; a>v:request; a>q:request"),
     "SKW004@v", "error"),
    ("a model in the path of the query", parts(PARTS, "w>v:data; w>o:request; a>q:request; q>v:request"),
     "SKW004@v", "error"),
    ("retrieval between the caller and the index", parts(PARTS + "; r:retriever",
     "w>v:data; w>o:request; a>q:request; a>r:request; r>v:request"), "SKW004@v", "error"),
    ("a caller that asks two indexes", parts(PARTS + "; x:vector_db",
     FLOWS + "; a>x:request"), "SKW004@v", None),
    ("nobody asks", parts(PARTS, "w>v:data; w>o:request"), "SKW004@v", None),
    ("filled from elsewhere", parts(PARTS, "a>v:request; a>q:request; w>v:data"), "SKW004@v", None),
    ("a trial in development", parts(PARTS.replace("w:document_parser", "w:document_parser{environment: dev}"),
     FLOWS), "SKW004@v", None),
]  # fmt: skip


def test_the_fix_leads_all_that_fill_the_index_to_the_model_of_the_queries() -> None:
    document = design(parts(PARTS + "; y:ingestion", FLOWS + "; y>v:data; y>o:request"))
    (finding,) = [one for one in check(document).findings if one.code == "SKW004"]
    document.apply(build(document, finding.fixes[0]))
    assert [flow.source for flow in document.flows.values() if flow.target == "q"] == ["a", "w", "y"]


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)
