"""What the rules of monitoring leave alone and what they raise beyond their pages."""

from __future__ import annotations

import pytest

from tests.analysis.rules.guarding import Row, fix_ends_it, holds, names, parts

NEVER = "requirements:\n  - {id: n, category: ml, metric: label_delay, target: never}\n"
READ = "w:client_web; a:backend_service; f:online_feature_store; p:feature_pipeline"
READ_BY_PRODUCT = READ.replace("p:feature_pipeline", "p:feature_pipeline{technology: tecton}")
READS = "w>a:request; a>f:request; p>f:data"
ASKS = "w:client_web; a:backend_service; l:llm_provider"

ROWS: list[Row] = [
    # MON002
    ("a drift monitor that reports to the same metrics", parts("a:model_endpoint; b:model_endpoint; d:drift_monitor; "
     "m:metrics_monitor", "a>m:telemetry; b>m:telemetry; b>d:telemetry; d>m:telemetry"), "MON002@a", "error"),
    ("metrics lead to a drift monitor", parts("a:model_endpoint; d:drift_monitor; m:metrics_monitor",
     "a>m:telemetry; m>d:telemetry"), "MON002@a", "error"),
    ("a drift monitor that reads the logs", parts("a:model_endpoint; d:drift_monitor; m:metrics_monitor; l:logging",
     "a>m:telemetry; a>l:telemetry; l>d:telemetry"), "MON002@a", None),
    ("a drift monitor that the model reports to", parts("a:model_endpoint; d:drift_monitor; m:metrics_monitor",
     "a>m:telemetry; a>d:telemetry; d>m:telemetry"), "MON002@a", None),
    ("metrics fetched by a collector", parts("a:model_endpoint; l:logging; m:metrics_monitor",
     "a>l:telemetry; m>l:telemetry"), "MON001@a", None),
    # MON003
    ("a product that alerts by itself", parts("a:backend_service; m:metrics_monitor{technology: datadog}",
     "a>m:telemetry"), "MON003@m", None),
    ("somebody on call", parts("a:backend_service; m:metrics_monitor; u:user", "a>m:telemetry; m>u:async"),
     "MON003@m", None),
    ("somebody else's incident tool", parts("a:backend_service; m:metrics_monitor; x:external_system",
     "a>m:telemetry; m>x:async"), "MON003@m", None),
    ("metrics go before other monitors", parts(
        "a:backend_service; d:drift_monitor; m:metrics_monitor", "a>m:telemetry; a>d:telemetry"),
     "MON003@m", "warning"),
    ("once for all monitors", parts(
        "a:backend_service; d:drift_monitor; m:metrics_monitor", "a>m:telemetry; a>d:telemetry"),
     "MON003@d", None),
    ("a monitor in development", parts("a:backend_service; m:metrics_monitor{environment: dev}", "a>m:telemetry"),
     "MON003@m", None),
    # MON005
    ("no label ever comes, drift is watched", parts("m:model_endpoint; d:drift_monitor", "m>d:telemetry", NEVER),
     "MON005@m", None),
    ("no label ever comes, people look", parts("m:model_endpoint; h:human_review", "m>h:data", NEVER),
     "MON005@m", None),
    ("no label ever comes, nobody looks", parts("m:model_endpoint", "", NEVER), "MON005@m", "warning"),
    ("a tool that judges answers", parts("m:model_endpoint; o:llm_observability{technology: llm_observability}",
     "m>o:telemetry"), "MON005@m", None),
    ("labels come into the log", parts("m:model_endpoint; l:prediction_log; q:quality_monitor; u:user",
     "m>l:async; u>l:feedback; l>q:data"), "MON005@m", None),
    ("labels come and nobody compares", parts("m:model_endpoint; l:prediction_log; u:user",
     "m>l:async; u>l:feedback"), "MON005@m", "warning"),
    ("a quality monitor without labels", parts("m:model_endpoint; q:quality_monitor", "m>q:telemetry"),
     "MON005@m", "warning"),
    ("the caller logs", parts(
        "a:backend_service; m:model_endpoint; l:prediction_log; q:quality_monitor; o:data_source",
        "a>m:request; a>l:async; l>q:data; o>q:feedback"), "MON005@m", None),
    ("the monitor asks the log", parts(
        "m:model_endpoint; l:prediction_log; q:quality_monitor; o:labeling",
        "m>l:async; q>l:request; o>q:data"), "MON005@m", None),
    ("one collector does not join two models", parts(
        "m:model_endpoint; n:model_endpoint; c:metrics_monitor; q:quality_monitor; o:data_source",
        "m>c:telemetry; n>c:telemetry; n>q:data; o>q:feedback; q>c:telemetry"), "MON005@m", "warning"),
    ("versions behind one router are one", parts(
        "r:model_registry; t:traffic_router; m:model_endpoint; n:model_endpoint; q:quality_monitor; o:data_source",
        "r>m:artifact; r>n:artifact; t>m:request; t>n:request; m>q:telemetry; o>q:feedback"), "MON005@n", None),
    ("two models of one caller are two", parts(
        "r:model_registry; t:backend_service; m:model_endpoint; n:model_endpoint; q:quality_monitor; o:data_source",
        "r>m:artifact; r>n:artifact; t>m:request; t>n:request; m>q:telemetry; o>q:feedback"), "MON005@n", "warning"),
    ("development", parts("m:model_endpoint{environment: dev}"), "MON005@m", None),
    # MON006
    ("an orchestrator that alerts", parts(READ + "; o:orchestrator{technology: prefect}", READS + "; o>p:control"),
     "MON006@p", None),
    ("an orchestrator that is watched", parts(READ + "; o:orchestrator; m:metrics_monitor",
     READS + "; o>p:control; o>m:telemetry"), "MON006@p", None),
    ("an orchestrator that nobody watches", parts(READ + "; o:orchestrator", READS + "; o>p:control"),
     "MON006@p", "warning"),
    ("a product that watches its data", parts(READ_BY_PRODUCT, READS), "MON006@p", None),
    ("a monitored boundary", parts(READ + "; m:metrics_monitor", READS + "; k>m:telemetry",
     "boundaries:\n  - {id: k, kind: network, members: [p]}\n"), "MON006@p", None),
    ("a store that nobody reads", parts(READ + "; x:vector_db; q:ingestion", READS + "; q>x:data"), "MON006@q", None),
    ("a step further up", parts(READ + "; l:data_lake; i:ingestion", READS + "; i>l:data; l>p:data"),
     "MON006@i", None),
    ("a blind step behind a watched one", parts(READ + "; i:ingestion; m:metrics_monitor",
     READS + "; i>p:data; p>m:telemetry"), "MON006@i", "warning"),
    # MON007
    ("a service that calls the model", parts(ASKS, "w>a:request; a>l:request"), "MON007@a", "warning"),
    ("embeddings only", parts("w:client_web; a:backend_service; e:embedding_service; v:vector_db",
     "w>a:request; a>e:request; a>v:request"), "MON007@a", None),
    ("embeddings of a provider", parts(ASKS, "w>a:request; a>l:request{label: embeddings}"), "MON007@a", None),
    ("a gateway that records", parts(ASKS + "; g:llm_gateway{technology: llm_gateway}",
     "w>a:request; a>g:request; g>l:request"), "MON007@a", None),
    ("a gateway that only passes on", parts(ASKS + "; g:llm_gateway", "w>a:request; a>g:request; g>l:request"),
     "MON007@a", "warning"),
    ("a second way past the gateway", parts(ASKS + "; g:llm_gateway{technology: llm_gateway}",
     "w>a:request; a>g:request; g>l:request; a>l:request"), "MON007@a", "warning"),
    ("the caller of an application", parts("w:client_web; a:backend_service; r:rag_orchestrator; l:llm_provider",
     "w>a:request; a>r:request; r>l:request"), "MON007@a", None),
    ("traced by a collector", parts(ASKS + "; t:tracing{technology: otel}", "w>a:request; a>l:request; a>t:telemetry"),
     "MON007@a", None),
    # MON008
    ("a flow to the boundary", parts("a:backend_service; m:metrics_monitor", "m>k:telemetry",
     "boundaries:\n  - {id: k, kind: cluster, members: [a]}\n"), "MON008@m", None),
    ("a probe in between", parts("a:backend_service; p:uptime_probe; m:metrics_monitor",
     "p>a:request; m>p:telemetry"), "MON008@m", None),
    ("a board over a monitor", parts("a:backend_service; m:metrics_monitor; d:dashboard",
     "a>m:telemetry; d>m:request"), "MON008@d", None),
    ("a board that only people open", parts("u:user; d:dashboard", "u>d:request"), "MON008@d", "warning"),
    ("the provider's monitor", parts(
        "m:model_endpoint{technology: sagemaker_endpoint}; x:metrics_monitor{technology: cloud_monitor}"),
     "MON008@x", None),
    ("drift without predictions", parts("s:feature_store; t:training_job; m:model_endpoint; d:drift_monitor",
     "s>t:data; t>m:artifact; s>d:data"), "MON008@d", "info"),
    ("drift without a reference", parts("s:feature_store; t:training_job; m:model_endpoint; d:drift_monitor",
     "s>t:data; t>m:artifact; m>d:telemetry"), "MON008@d", "info"),
    ("drift with both", parts("s:feature_store; t:training_job; m:model_endpoint; d:drift_monitor",
     "s>t:data; t>m:artifact; m>d:telemetry; s>d:data"), "MON008@d", None),
    ("drift of a model that nobody here trains", parts("m:model_endpoint; d:drift_monitor", "m>d:telemetry"),
     "MON008@d", None),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)
