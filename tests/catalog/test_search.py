"""Searching finds what a person means, first."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mlsd_studio.catalog import search

# What is typed, and the technology (or, in capitals, the kind) that is meant.
MEANT = """
    kafka kafka | kinesis kinesis | drift DRIFT_MONITOR | feature FEATURE_STORE
    feature store FEATURE_STORE | feature flag FEATURE_FLAG | A/B EXPERIMENT_PLATFORM
    postgres postgres | postgresql postgres | llm LLM_PROVIDER | airflow airflow | mlflow mlflow
    registry MODEL_REGISTRY | model registry MODEL_REGISTRY | redis redis | vector VECTOR_DB
    rag RAG_ORCHESTRATOR | gpu GPU_POOL | k8s CONTAINER_PLATFORM | kubernetes kubernetes
    prometheus prometheus | grafana grafana | spark spark | triton triton | snowflake snowflake
    queue MESSAGE_QUEUE | endpoint MODEL_ENDPOINT | dashboard DASHBOARD | canary TRAFFIC_ROUTER
    alert ALERTING | login IDENTITY_PROVIDER | mobile CLIENT_MOBILE | web CLIENT_WEB
    gateway API_GATEWAY | load balancer LOAD_BALANCER | notebook NOTEBOOK | train TRAINING_JOB
    training TRAINING_JOB | hpo HPO | cache CACHE | warehouse DATA_WAREHOUSE | lake DATA_LAKE
    s3 object_store_s3 | bucket OBJECT_STORE | dbt dbt | openai openai_api | gpt LLM_PROVIDER
    pii PRIVACY_FILTER | secrets SECRETS_MANAGER | vault vault | kubernets kubernetes
    promethius prometheus | posgres postgres | user USER | mongo mongodb | tracing TRACING
    explain EXPLAINER | cdc CDC | federated FL_SERVER
"""
CASES = [case.strip().rpartition(" ") for line in MEANT.strip().splitlines() for case in line.split("|")]


@pytest.mark.parametrize(("typed", "_", "meant"), CASES, ids=[case[0] for case in CASES])
def test_what_one_means_comes_first(typed, _, meant):
    first = search(typed, 5)[0]
    assert (first.technology or first.kind.upper()) == meant


def test_a_technology_comes_with_its_kind_and_its_name():
    hit = search("kafka")[0]
    assert (hit.kind, hit.technology, hit.label) == ("event_stream", "kafka", "Apache Kafka")


def test_limit_order_and_nothing():
    hits = search("data", 5)
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert search("") == []
    assert search("  /  ") == []
    assert search("qqqqxx") == []


def test_every_word_must_be_found():
    assert [hit.kind for hit in search("drift monitor", 1)] == ["drift_monitor"]
    assert search("drift zzzzzz") == []


def test_the_search_library_is_imported_only_when_searching():
    unwanted = "{'rapidfuzz', 'PySide6', 'networkx', 'numpy'}"
    code = f"import sys, mlsd_studio.catalog as c; c.catalog(); sys.exit(bool({unwanted} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
