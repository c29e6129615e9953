"""What each rule leaves alone and what it raises beyond its page, one small design a row."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.model.records import Stage
from tests.analysis.designs import design
from tests.analysis.rules.guarding import Row, fix_ends_it, holds, names, parts

SERVED = "web:client_web; api:backend_service{auth: oidc, replicas: 2}; m:model_endpoint{replicas: 2}"
CALLS = "web>api:request; api>m:request"

ROWS: list[Row] = [
    # MON001
    ("an uptime probe alone", parts("m:model_endpoint; p:uptime_probe; x:metrics_monitor",
     "p>m:telemetry; p>x:telemetry"), "MON001@m", "warning"),
    ("a collector in between", parts("m:model_endpoint; t:tracing; x:metrics_monitor",
     "m>t:telemetry; t>x:telemetry"), "MON001@m", None),
    ("a monitored boundary", parts("m:model_endpoint; x:metrics_monitor", "c>x:telemetry",
     "boundaries:\n  - {id: c, kind: cluster, members: [m]}\n"), "MON001@m", None),
    ("development", parts("m:model_endpoint{environment: dev}"), "MON001@m", None),
    ("managed, provider's monitor not named", parts("m:model_endpoint{technology: sagemaker_endpoint}"),
     "MON001@m", "error"),
    ("managed, provider's monitor named", parts(
        "m:model_endpoint{technology: sagemaker_endpoint}; x:metrics_monitor{technology: cloud_monitor}"),
     "MON001@m", None),
    ("a silent fleet", parts("m:edge_model"), "MON001@m", "warning"),
    ("a fleet that samples", parts("m:edge_model; g:api_gateway",
     "m>g:async{attributes: {sampled: true}}"), "MON001@m", None),
    ("the rest of a journey", parts(SERVED, CALLS), "MON001@web", "warning"),
    ("an internal dashboard", parts("u:user{role: internal}; b:bi_dashboard", "u>b:request"), "MON001@u", None),
    # MON002
    ("labels measure quality", parts("m:model_endpoint; q:quality_monitor; o:data_source",
     "m>q:telemetry; o>q:feedback"), "MON002@m", "info"),
    ("each batch run is evaluated", parts("t:training_job; e:evaluation; m:batch_inference",
     "t>e:artifact; e>m:artifact"), "MON002@m", "info"),
    ("staging", parts("m:model_endpoint{environment: staging}"), "MON002@m", None),
    ("third party, outputs watched", parts("m:model_endpoint{scope: external}; o:llm_observability",
     "m>o:telemetry"), "MON002@m", None),
    ("a drift facet at the log", parts("m:model_endpoint; l:prediction_log; d:quality_monitor{technology: evidently}",
     "m>l:async; l>d:data"), "MON002@m", None),
    # MON004
    ("an event stream of something", parts("m:model_endpoint; s:event_stream", "m>s:async"), "MON004@m", "error"),
    ("an event stream of predictions", parts("m:model_endpoint; s:event_stream",
     "m>s:async{data_classes: [predictions]}"), "MON004@m", None),
    ("batch writes its table", parts("m:batch_inference; s:relational_db", "m>s:data"), "MON004@m", None),
    ("the caller logs", parts("a:backend_service; m:model_endpoint; s:data_lake", "a>m:request; a>s:async"),
     "MON004@m", None),
    ("an agent that keeps nothing", parts("a:agent"), "MON004@a", "error"),
    ("a log behind another model", parts(
        "m:model_endpoint; l:data_lake; b:batch_inference; p:prediction_log; s:event_stream",
        "m>s:async; s>l:data; l>b:data; b>p:async"), "MON004@m", "error"),
    # RES001
    ("two replicas", parts(SERVED.replace("replicas: 2}; m", "replicas: 2}; m"), CALLS), "RES001@api", None),
    ("an optional call", parts(SERVED + "; c:cache{replicas: 1}", CALLS + "; api>c:request{role: optional}"),
     "RES001@c", None),
    ("a stand-in", parts(SERVED + "; c:cache{replicas: 1}; d:cache{replicas: 1}",
     CALLS + "; api>c:request; api>d:request{fallback_of: f2}"), "RES001@c", "info"),
    ("managed", parts(SERVED + "; c:cache{replicas: 1, managed: true}", CALLS + "; api>c:request"),
     "RES001@c", None),
    ("not stated", parts(SERVED + "; c:cache", CALLS + "; api>c:request"), "RES001@web", "warning"),
    ("a group that spares one", parts(SERVED + "; c:cache{replicas: 1}; d:cache{replicas: 1}",
     CALLS + "; api>g:request", "groups:\n  - {id: g, members: [c, d]}\n"), "RES001@c", None),
    ("a zone that holds two of three", parts(
        SERVED + "; c:cache{replicas: 3, needs: 2, zones: [a, b]}", CALLS + "; api>c:request"),
     "RES001@a", "warning"),
    ("the zone that holds one of three", parts(
        SERVED + "; c:cache{replicas: 3, needs: 2, zones: [a, b]}", CALLS + "; api>c:request"), "RES001@b", None),
    ("a lone consumer behind a queue", parts(
        "q:message_queue{replicas: 3}; w:stream_processing{replicas: 1}", "q>w:async"), "RES001@w", "warning"),
    ("a lone queue", parts(
        "p:backend_service; q:message_queue{replicas: 1}; w:stream_processing{replicas: 2}",
        "p>q:async; q>w:async"), "RES001@q", "warning"),
    ("batch work", parts("j:batch_processing{replicas: 1}; l:data_lake{replicas: 1}", "l>j:data"),
     "RES001@j", None),
    ("development", parts(SERVED + "; c:cache{replicas: 1, environment: dev}", CALLS + "; api>c:request"),
     "RES001@c", None),
    ("error under a target", parts(SERVED + "; c:cache{replicas: 1}", CALLS + "; api>c:request",
     "requirements:\n  - {id: u, category: system, metric: availability, target: '>= 99.9 %'}\n"),
     "RES001@c", "error"),
    ("a cluster that states an availability", parts(SERVED, CALLS,
     "boundaries:\n  - {id: k, kind: cluster, members: [api], availability: 99.9 %}\n"), "RES001@k", "warning"),
    # RES003
    ("fails closed", parts(SERVED + "; x:external_system",
     CALLS + "; api>x:request{attributes: {fail_closed: true}}"), "RES003@x", None),
    ("a stand-in that is never used", parts(SERVED + "; x:external_system; y:cache{replicas: 2}",
     CALLS + "; api>x:request; api>y:request{fallback_of: f2}"), "RES003@x", "warning"),
    ("asynchronous", parts(SERVED + "; x:external_system", CALLS + "; api>x:async"), "RES003@x", None),
    ("the caller can be done without", parts(
        SERVED + "; r:backend_service{replicas: 2}; x:llm_provider", CALLS + "; api>r:request{role: optional}; "
        "r>x:request"), "RES003@x", None),
    ("an own model that is not good enough", parts(SERVED, CALLS,
     "requirements:\n  - {id: u, category: system, metric: availability, target: '>= 99.999 %'}\n"),
     "RES003@m", "warning"),
    ("an own model that is good enough", parts(SERVED, CALLS,
     "requirements:\n  - {id: u, category: system, metric: availability, target: '>= 99 %'}\n"),
     "RES003@m", None),
    ("an own model and no target", parts(SERVED, CALLS), "RES003@m", "info"),
    ("a gateway with two models", parts(
        SERVED + "; g:llm_gateway{replicas: 2}; x:llm_provider; y:llm_provider",
        CALLS + "; api>g:request; g>x:request; g>y:request", "groups:\n  - {id: gr, members: [x, y]}\n"),
     "RES003@x", None),
    # RES008
    ("a reply arrow", parts("a:backend_service; b:backend_service",
     "a>b:request; b>a:request{label: response}"), "RES008@a+b", None),
    ("a health check", parts("a:backend_service; b:backend_service",
     "a>b:request; b>a:request{label: health check}"), "RES008@a+b", None),
    ("calls itself", parts("a:backend_service", "a>a:request"), "RES008@a", "error"),
    # DAT001
    ("a platform that checks", parts("s:data_source; p:transformation{technology: dbt}; t:training_job",
     "s>p:data; p>t:data"), "DAT001@t", None),
    ("a check beside the pipeline", parts("s:data_source; p:ingestion; v:data_validation; t:training_job",
     "s>p:data; p>t:data; v>p:control"), "DAT001@t", None),
    ("a second source past the check", parts(
        "s:data_source; v:data_validation; t:training_job; r:data_source", "s>v:data; v>t:data; r>t:data"),
     "DAT001@t", "error"),
    ("simulated data", parts("s:data_source{role: simulator}; t:training_job", "s>t:data"), "DAT001@t", None),
    ("a notebook that only explores", parts("s:data_source; n:notebook", "s>n:data"), "DAT001@n", None),
    ("an unchecked index", parts("d:data_source; i:ingestion; v:vector_db; r:retriever",
     "d>i:data; i>v:data; r>v:request"), "DAT001@v", "warning"),
    # SKW001
    ("raw input", parts("p:feature_pipeline; t:training_job; m:model_endpoint{attributes: {raw_input: true}}",
     "p>t:data; t>m:artifact"), "SKW001@t", None),
    ("serving without features", parts("l:data_lake; p:feature_pipeline; t:training_job; m:model_endpoint",
     "l>p:data; p>t:data; t>m:artifact"), "SKW001@t", "warning"),
    ("raw for one, ready-made for the other", parts(
        "l:data_lake; t:training_job; m:model_endpoint; o:online_feature_store",
        "l>t:data; t>m:artifact; m>o:request"), "SKW001@t", "warning"),
    ("trained on the prediction log", parts(
        "l:prediction_log; p:feature_pipeline; t:training_job; m:model_endpoint; o:online_feature_store",
        "m>l:async; l>p:data; p>t:data; t>m:artifact; m>o:request"), "SKW001@t", None),
    ("one transform for both", parts(
        "x:transformation; f:feature_pipeline; t:training_job; m:model_endpoint; o:online_feature_store",
        "x>t:artifact; x>m:artifact; f>t:data; t>m:artifact; m>o:request"), "SKW001@t", None),
    # LIF001 and EVL001
    ("one path past the registry", parts("t:training_job; e:evaluation; r:model_registry; m:model_endpoint",
     "t>e:artifact; e>r:artifact; r>m:artifact; e>m:artifact"), "LIF001@m", "error"),
    ("a platform with a registry", parts("t:training_job{technology: sagemaker}; m:model_endpoint", "t>m:artifact"),
     "LIF001@m", None),
    ("nothing joins them", parts("t:training_job; m:model_endpoint"), "LIF001@m", "warning"),
    ("a notebook counts when it delivers", parts("n:notebook; e:evaluation; m:model_endpoint",
     "n>e:artifact; e>m:artifact"), "LIF001@m", "error"),
    ("one path past the gate", parts("t:training_job; e:evaluation; r:model_registry; m:model_endpoint",
     "t>e:artifact; e>r:artifact; t>r:artifact; r>m:artifact"), "EVL001@m", "error"),
    ("a gate stated on the flow", parts("t:training_job; r:model_registry; m:model_endpoint",
     "t>r:artifact; r>m:artifact{attributes: {gate: true}}"), "EVL001@m", None),
    ("an evaluation that decides at the registry", parts(
        "t:training_job; r:model_registry; e:evaluation; m:model_endpoint",
        "t>r:artifact; r>m:artifact; e>r:control"), "EVL001@m", None),
    # CAP003
    ("presigned", parts("w:client_web; a:backend_service; o:object_store",
     "w>a:request; a>o:request{attributes: {presigned: true}}"), "CAP003@o", None),
    ("static files", parts("w:client_web; a:backend_service; o:object_store{role: static}",
     "w>a:request; a>o:request"), "CAP003@o", None),
    ("a serving tier", parts("w:client_web; a:backend_service; o:data_warehouse{attributes: {low_latency_tier: true}}",
     "w>a:request; a>o:request"), "CAP003@o", None),
    ("an analyst's dashboard", parts("u:user; b:bi_dashboard; o:data_warehouse", "u>b:request; b>o:request"),
     "CAP003@o", None),
    ("a slow journey", parts("w:client_web; a:backend_service; o:data_warehouse", "w>a:request; a>o:request",
     "requirements:\n  - {id: p, category: system, metric: latency_p95, target: '<= 5 s'}\n"), "CAP003@o", None),
    ("on a main journey", parts(SERVED + "; o:data_lake", CALLS + "; m>o:request"), "CAP003@o", "error"),
    # SEC001
    ("nothing said", parts("w:client_web; a:backend_service", "w>a:request"), "SEC001@a", "warning"),
    ("a guard on the way", parts("w:client_web; g:api_gateway; a:backend_service{auth: none}",
     "w>g:request; g>a:request"), "SEC001@a", None),
    ("people inside", parts("u:user{role: internal}; n:notebook", "u>n:request"), "SEC001@n", None),
    ("stated internal", parts("w:client_web; a:backend_service{exposure: internal}", "w>a:request"),
     "SEC001@a", None),
    ("public without a drawing of it", parts("a:model_endpoint{exposure: public, auth: none}"), "SEC001@a", "error"),
    ("the vendor's default", parts("w:client_web; a:model_endpoint{technology: sagemaker_endpoint}",
     "w>a:request"), "SEC001@a", None),
    ("asks an identity provider", parts("w:client_web; a:backend_service; i:identity_provider",
     "w>a:request; a>i:request"), "SEC001@a", None),
    ("public in spite of a gateway", parts(
        "w:client_web; g:api_gateway; a:backend_service{exposure: public, auth: none}",
        "w>g:request; g>a:request"), "SEC001@a", "error"),
    ("uploads from devices", parts("e:edge_model; a:backend_service", "e>a:async"), "SEC001@a", "warning"),
    ("an edge model", parts("d:client_device; e:edge_model", "d>e:request"), "SEC001@e", None),
    ("behind a load balancer", parts("w:client_web; b:load_balancer; a:backend_service",
     "w>b:request; b>a:request"), "SEC001@a", "warning"),
    # SEC013
    ("presigned", parts("w:client_web; o:object_store", "w>o:request{attributes: {presigned: true}}"),
     "SEC013@o", None),
    ("an analyst with a login", parts("u:user; o:data_warehouse{auth: oidc}", "u>o:request"), "SEC013@o", None),
    ("row rules", parts("w:client_web; o:relational_db{attributes: {row_rules: true}}", "w>o:request"),
     "SEC013@o", None),
    ("a system that collects forecasts", parts("x:external_system; o:prediction_store{auth: api_key}",
     "x>o:request"), "SEC013@o", None),
    # OPS002
    ("nothing at all", parts("a:backend_service"), "OPS002@a", "info"),
    ("a platform box", parts("k:container_platform"), "OPS002@k", None),
    ("a backing store", parts("r:model_registry; o:object_store; t:training_job", "t>r:artifact; r>o:data"),
     "OPS002@o", None),
    ("a prediction log", parts("m:model_endpoint; l:prediction_log", "m>l:async"), "OPS002@l", None),
    ("analysts read it", parts("i:ingestion; w:data_warehouse{role: analytics}", "i>w:data"), "OPS002@w", None),
    # OPS004
    ("data into a client", parts("b:batch_processing; w:client_web", "b>w:data"), "OPS004@f0", "error"),
    ("telemetry to nobody", parts("a:backend_service; b:backend_service", "a>b:telemetry"), "OPS004@f0", "error"),
    ("feedback out of a monitor", parts("q:quality_monitor; t:training_job", "q>t:feedback"), "OPS004@f0", "error"),
    ("an artifact from a client", parts("w:client_web; t:training_job", "w>t:artifact"), "OPS004@f0", "error"),
    ("a store that pushes", parts("d:relational_db; a:backend_service", "d>a:async"), "OPS004@f0", None),
    ("stores among each other", parts("d:relational_db; c:cache", "d>c:request"), "OPS004@f0", None),
    ("a search engine calls out", parts("v:vector_db; e:embedding_service", "v>e:request"), "OPS004@f0", None),
    ("an unknown kind", parts("d:relational_db; a:gizmo", "d>a:request"), "OPS004@f0", None),
    ("a boundary", parts("d:relational_db; a:backend_service", "d>b:request",
     "boundaries:\n  - {id: b, kind: cluster, members: [a]}\n"), "OPS004@f0", None),
    ("files for a partner", parts("b:batch_processing; x:external_system", "b>x:data"), "OPS004@f0", None),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)


@pytest.mark.parametrize("stage", ["sketch", "review", "production"])
def test_a_region_is_an_info_at_production_only(stage: Stage) -> None:
    text = parts(SERVED, CALLS, "boundaries:\n  - {id: eu, kind: region, members: [api, m]}\n")
    found = [f for f in check(design(text), stage=stage).findings if f.key == "RES001@web"]
    assert [f.severity for f in found] == (["info"] if stage == "production" else [])


def test_a_file_that_runs_one_copy_of_everything_is_one_finding() -> None:
    chain = "; ".join(f"s{n}:backend_service{{replicas: 1, auth: oidc}}" for n in range(6))
    flows = "w>s0:request; " + "; ".join(f"s{n}>s{n + 1}:request" for n in range(5))
    findings = check(design(parts(f"w:client_web; {chain}", flows))).findings
    assert [f.key for f in findings if f.code == "RES001"] == ["RES001@design"]
