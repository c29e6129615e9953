"""Feedback loops and unorchestrated chains: what the rules leave alone and what they raise beyond their pages."""

from __future__ import annotations

import pytest

from tests.analysis.rules.guarding import Row, fix_ends_it, holds, names, parts

LOOP = "a:backend_service; k:event_stream; t:training_job; m:model_endpoint"
ROUND = "a>m:request; a>k:async; k>t:data; t>m:artifact"
ROW = "i:ingestion; l:data_lake; f:feature_pipeline; t:training_job"
HANDED = "i>l:data; l>f:data; f>t:data"
STARTED = "; o>i:control; o>f:control; o>t:control"

ROWS: list[Row] = [
    # DAT004
    ("the answer flows back", parts(LOOP, ROUND), "DAT004@m", "warning"),
    ("independent labels", parts(LOOP, ROUND.replace("k>t:data", "k>t:data{attributes: {independent_labels: true}}")),
     "DAT004@m", None),
    ("people label", parts(LOOP.replace("event_stream", "labeling"), ROUND.replace("async", "data")), "DAT004@m", None),
    ("people label what the stream brings",
     parts(LOOP + "; x:labeling", ROUND.replace("k>t:data", "k>x:data; x>t:data")),
     "DAT004@m", None),
    ("people review", parts(LOOP + "; x:human_review", ROUND.replace("k>t:data", "k>x:data; x>t:data")),
     "DAT004@m", None),
    ("a part never meets the model",
     parts(LOOP.replace("backend_service", "backend_service{attributes: {holdout: true}}"),
     ROUND), "DAT004@m", None),
    ("random answers", parts(LOOP.replace("endpoint", "endpoint{attributes: {exploration: true}}"), ROUND),
     "DAT004@m", None),
    ("a logged propensity", parts(LOOP.replace("stream;", "stream{attributes: {propensity_logging: true}};"), ROUND),
     "DAT004@m", None),
    ("an experiment platform", parts(LOOP + "; x:experiment_platform", ROUND + "; x>a:control"), "DAT004@m", None),
    ("an experiment elsewhere", parts(LOOP + "; x:experiment_platform; y:backend_service", ROUND + "; x>y:control"),
     "DAT004@m", "warning"),
    ("nothing tells of users", parts(LOOP.replace("event_stream", "data_lake"), ROUND.replace("async", "data")),
     "DAT004@m", None),
    ("outcomes tell of users", parts(LOOP.replace("event_stream", "data_source{role: observed outcomes}"),
     ROUND.replace("async", "data")), "DAT004@m", "warning"),
    ("users say what was wrong", parts("u:client_web; t:training_job; m:model_endpoint",
     "u>m:request; u>t:feedback; t>m:artifact"), "DAT004@m", "warning"),
    ("a model from elsewhere", parts(LOOP + "; r:model_registry", "a>m:request; a>k:async; k>t:data; r>m:artifact"),
     "DAT004@m", None),
    ("never one finding per model", parts(LOOP + "; n:model_endpoint", ROUND + "; a>n:request; t>n:artifact"),
     "DAT004@n", None),
    ("telemetry closes no circle", parts(LOOP, ROUND.replace("k>t:data", "k>t:telemetry")), "DAT004@m", None),
    # DAT005
    ("over a store", parts(ROW, HANDED), "DAT005@design", "warning"),
    ("started", parts(ROW + "; o:orchestrator", HANDED + STARTED), "DAT005@design", None),
    ("one of three is started", parts(ROW + "; o:orchestrator", HANDED + "; o>f:control"), "DAT005@design", None),
    ("the network is started", parts(ROW + "; o:orchestrator", HANDED + "; o>n:control",
     "boundaries:\n  - {id: n, kind: network, members: [i, f, t]}\n"), "DAT005@design", None),
    ("streams", parts(ROW.replace("ingestion", "cdc").replace("feature_pipeline", "stream_processing"), HANDED),
     "DAT005@design", None),
    ("a managed product that orchestrates",
     parts(ROW.replace("feature_pipeline", "feature_pipeline{technology: databricks}"),
     HANDED), "DAT005@design", None),
    ("two steps", parts(ROW.replace("ingestion", "data_source"), HANDED), "DAT005@design", None),
    ("somebody else's step", parts(ROW.replace("ingestion", "ingestion{scope: external}"), HANDED), "DAT005@design",
     None),
    ("development",
     parts(ROW.replace("training_job", "training_job{environment: dev}"), HANDED), "DAT005@design", None),
    ("two chains have one fix", parts(ROW + "; g:transformation; b:batch_inference", HANDED + "; l>g:data; g>b:data"),
     "DAT005@design", "warning"),
    ("a circle of steps", parts("i:ingestion; f:transformation; t:batch_processing", "i>f:data; f>t:data; t>i:data"),
     "DAT005@design", "warning"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)
