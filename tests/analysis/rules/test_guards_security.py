"""What the rules of personal data leave alone and what they raise beyond their pages."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.engine import check
from tests.analysis.designs import design
from tests.analysis.rules.guarding import Row, fix_ends_it, grades, holds, names, parts

PII = "a:data_source{data_classes: [pii]}"


def law(*fields: str) -> str:
    """Requirements: `compliance: gdpr` and the like."""
    rows = "".join(f"  - {{id: r{n}, category: system, text: Law, {one}}}\n" for n, one in enumerate(fields))
    return f"requirements:\n{rows}"


GDPR = law("compliance: gdpr")
EU = law("regions: [eu]")
REGIONS = (
    "boundaries:\n  - {id: eu-west, kind: region, members: [a]}\n  - {id: us, kind: region, members: [b]}\n"
)

ROWS: list[Row] = [
    # SEC002
    ("stated unencrypted", parts(f"{PII}; b:data_lake", "a>b:data{encrypted: false}"), "SEC002@f0", "error"),
    ("a protocol in the clear", parts(f"{PII}; b:data_lake", "a>b:data{protocol: HTTP}"), "SEC002@f0", "error"),
    ("encryption below such a protocol", parts(f"{PII}; b:data_lake", "a>b:data{protocol: AMQP, encrypted: true}"),
     "SEC002@f0", None),
    ("nothing said", parts(f"{PII}; b:data_lake", "a>b:data"), "SEC002@f0", None),
    ("localhost", parts(f"{PII}; b:data_lake", "a>b:data{protocol: HTTP, label: localhost}"), "SEC002@f0", None),
    ("one pod", parts("a:backend_service; b:backend_service",
     "a>b:request{encrypted: false, label: same pod, data_classes: [pii]}"), "SEC002@f0", None),
    ("a mesh that controls both ends", parts(f"{PII}; b:data_lake; m:service_mesh",
     "a>b:data{protocol: HTTP}; m>a:control; m>b:control"), "SEC002@f0", None),
    ("a mesh that controls one end", parts(f"{PII}; b:data_lake; m:service_mesh",
     "a>b:data{protocol: HTTP}; m>a:control"), "SEC002@f0", "error"),
    ("a mesh around both ends", parts(f"{PII}; b:data_lake; m:service_mesh", "a>b:data{protocol: HTTP}; m>k:control",
     "boundaries:\n  - {id: k, kind: cluster, members: [a, b]}\n"), "SEC002@f0", None),
    ("no class stated", parts("a:data_source; b:data_lake", "a>b:data{encrypted: false}"), "SEC002@f0", None),
    ("a class that hurts nobody", parts("a:data_source{data_classes: [internal]}; b:data_lake",
     "a>b:data{encrypted: false}"), "SEC002@f0", None),
    ("telemetry inherits nothing", parts(f"{PII}; b:metrics_monitor", "a>b:telemetry{encrypted: false}"),
     "SEC002@f0", None),
    ("telemetry that states a class", parts(f"{PII}; b:logging",
     "a>b:telemetry{encrypted: false, data_classes: [pii]}"), "SEC002@f0", "error"),
    ("behind a filter", parts(f"{PII}; p:privacy_filter; b:data_lake", "a>p:data; p>b:data{encrypted: false}"),
     "SEC002@f1", None),
    ("mutual TLS on the flow", parts(f"{PII}; b:data_lake", "a>b:data{protocol: mqtt, auth: mtls}"), "SEC002@f0", None),
    # SEC003
    ("nothing said", parts("s:data_lake{data_classes: [pii]}"), "SEC003@s", None),
    ("encrypted by the vendor", parts("s:object_store{technology: gcs, data_classes: [pii]}"), "SEC003@s", None),
    ("stated unencrypted", parts("s:vector_db{data_classes: [secret], encrypted_at_rest: false}"),
     "SEC003@s", "error"),
    ("an event stream is a store", parts("s:event_stream{encrypted_at_rest: false}; w:backend_service",
     "w>s:async{data_classes: [pii]}"), "SEC003@s", "error"),
    ("a backup is a store", parts(f"{PII}; s:backup{{encrypted_at_rest: false}}", "a>s:replicate"),
     "SEC003@s", "error"),
    ("another company's store", parts(
        "s:data_warehouse{scope: external, data_classes: [pii], encrypted_at_rest: false}"), "SEC003@s", None),
    ("nothing sensitive", parts("s:data_lake{data_classes: [internal], encrypted_at_rest: false}"), "SEC003@s", None),
    ("no store", parts("s:backend_service{data_classes: [pii], encrypted_at_rest: false}"), "SEC003@s", None),
    # SEC004
    ("no class stated", parts("a:data_source; l:llm_provider", "a>l:request"), "SEC004@l", None),
    ("a call passes on only what it states", parts(f"{PII}; b:backend_service; l:llm_provider",
     "a>b:data; b>l:request"), "SEC004@l", None),
    ("a call that states it", parts("b:backend_service; l:llm_provider", "b>l:request{data_classes: [pii]}"),
     "SEC004@l", "error"),
    ("an agreement", parts("b:backend_service; l:llm_provider", "b>l:request{data_classes: [pii], dpa: true}"),
     "SEC004@l", None),
    ("a filter on the way", parts(f"{PII}; p:privacy_filter; l:external_system", "a>p:data; p>l:data"),
     "SEC004@l", None),
    ("a guardrail that filters", parts(
        f"{PII}; p:guardrail{{attributes: {{provides: [privacy_filter]}}}}; l:external_system",
        "a>p:data; p>l:data"), "SEC004@l", None),
    ("a guardrail that filters nothing of the kind", parts(f"{PII}; p:guardrail; l:external_system",
     "a>p:data; p>l:data"), "SEC004@l", "error"),
    ("an outside embedding service", parts("b:ingestion{data_classes: [pii]}; e:embedding_service{scope: external}",
     "b>e:data"), "SEC004@e", "error"),
    ("company data that is not personal", parts("b:ingestion{data_classes: [internal]}; e:external_system",
     "b>e:data"), "SEC004@e", None),
    ("what is read from a partner's store", parts(
        "b:backend_service; s:relational_db{scope: external, data_classes: [pii]}", "b>s:request"), "SEC004@s", None),
    ("the people the data is about", parts("b:backend_service{data_classes: [pii]}; u:user{scope: external}",
     "b>u:data"), "SEC004@u", None),
    ("a provider that is run inside", parts("b:backend_service; l:llm_provider{scope: in}",
     "b>l:request{data_classes: [pii]}"), "SEC004@l", None),
    # SEC005
    ("retention stated", parts("s:data_lake{data_classes: [pii], retention: 30 days}", rest=GDPR), "SEC005@s", None),
    ("unlimited", parts("s:data_lake{data_classes: [pii], retention: unlimited}", rest=GDPR), "SEC005@s", "warning"),
    ("anonymised", parts(f"{PII}; s:data_lake{{data_classes: [internal]}}", "a>s:data", GDPR), "SEC005@s", None),
    ("a cache of a day", parts(f"{PII}; c:cache{{retention: 1 day}}", "a>c:data", GDPR), "SEC005@c", None),
    ("an inherited class", parts(f"{PII}; s:event_stream", "a>s:async", GDPR), "SEC005@s", "warning"),
    ("no regime: one note", parts("s:data_lake{data_classes: [pii]}; t:data_lake{data_classes: [pii]}"),
     "SEC005@design", "info"),
    ("no regime: not store by store", parts("s:data_lake{data_classes: [pii]}"), "SEC005@s", None),
    ("a high-risk log too short", parts("l:prediction_log{retention: 90 days}",
     rest=law("compliance: ai_act_high_risk")), "SEC005@l", "warning"),
    ("a high-risk log long enough", parts("l:prediction_log{retention: 180 days}",
     rest=law("compliance: ai_act_high_risk")), "SEC005@l", None),
    ("another company's store", parts("s:data_lake{scope: external, data_classes: [pii]}", rest=GDPR),
     "SEC005@s", None),
    # SEC006
    ("no regime", parts("s:data_lake{data_classes: [pii]}; t:data_lake{data_classes: [pii]}"), "SEC006@design", None),
    ("one copy", parts("s:data_lake{data_classes: [pii]}", rest=GDPR), "SEC006@design", None),
    ("a key per person", parts(
        "s:data_lake{data_classes: [pii], attributes: {crypto_shredding: true}};"
        "t:data_lake{data_classes: [pii], attributes: {crypto_shredding: true}}", rest=GDPR), "SEC006@design", None),
    ("aggregated", parts(f"{PII}; s:data_lake{{data_classes: [pii]}}; t:data_warehouse{{data_classes: [internal]}}",
     "s>t:data", GDPR), "SEC006@design", None),
    ("through a workflow", parts(
        "s:data_lake{data_classes: [pii]}; t:data_lake{data_classes: [pii]}; e:erasure_service; o:orchestrator",
        "e>o:control; o>s:control; o>t:control", GDPR), "SEC006@design", None),
    ("a boundary of stores", parts(
        "s:data_lake{data_classes: [pii]}; t:data_lake{data_classes: [pii]}; e:erasure_service",
        "e>k:control", "boundaries:\n  - {id: k, kind: account, members: [s, t]}\n" + GDPR), "SEC006@design", None),
    ("one of two reached", parts(
        "s:data_lake{data_classes: [pii]}; t:data_lake{data_classes: [pii]}; e:erasure_service",
        "e>s:control", GDPR), "SEC006@design", "warning"),
    ("a consent manager", parts(
        "s:data_lake{data_classes: [pii]}; t:data_lake{data_classes: [pii]};"
        "e:backend_service{attributes: {provides: [consent_manager]}}",
        "e>s:control; e>t:control", GDPR), "SEC006@design", None),
    # SEC008
    ("no regions asked for", parts(f"{PII}; b:data_lake", "a>b:data", REGIONS), "SEC008@f0", None),
    ("another region", parts(f"{PII}; b:data_lake", "a>b:data", REGIONS + EU), "SEC008@f0", "error"),
    ("a replica", parts(f"{PII}; b:backup", "a>b:replicate", REGIONS + EU), "SEC008@f0", "error"),
    ("a basis", parts(f"{PII}; b:data_lake", "a>b:data{region_basis: adequacy}", REGIONS + EU), "SEC008@f0", None),
    ("a part of an allowed region", parts(f"{PII}; b:data_lake", "a>b:data",
     REGIONS.replace("id: us", "id: eu-north") + EU), "SEC008@f0", None),
    ("region unknown", parts(f"{PII}; c:data_lake", "a>c:data", REGIONS.replace(", members: [b]", "") + EU),
     "SEC008@f0", None),
    ("people have no region", parts("a:backend_service{data_classes: [pii]}; b:user", "a>b:data", REGIONS + EU),
     "SEC008@f0", None),
    ("nothing personal", parts("a:data_source{data_classes: [internal]}; b:data_lake", "a>b:data", REGIONS + EU),
     "SEC008@f0", None),
    ("read back from an allowed region", parts("a:relational_db{data_classes: [pii]}; b:backend_service",
     "b>a:request", REGIONS + EU), "SEC008@f0", "error"),
    ("no second time inside the region", parts(f"{PII}; b:data_lake; c:batch_processing", "a>b:data; b>c:data",
     REGIONS.replace("[b]", "[b, c]") + EU), "SEC008@f1", None),
    ("data that begins there", parts("a:data_lake; b:data_source{data_classes: [pii]}; c:batch_processing",
     "b>c:data", REGIONS.replace("[b]", "[b, c]") + EU), "SEC008@f0", "error"),
]  # fmt: skip

LATE: list[Row] = [
    # SEC007
    ("nothing personal and no regime", parts("s:data_lake"), "SEC007@design", None),
    ("a regime alone asks for an audit log", parts("s:data_lake; m:model_registry", rest=GDPR),
     "SEC007@design", "warning"),
    ("a platform that provides both", parts(
        "s:data_lake{data_classes: [pii]}; p:container_platform{attributes: {provides: [audit_log, iam]}}"),
     "SEC007@design", None),
    ("an audit log without access control", parts("s:data_lake{data_classes: [pii]}; l:audit_log"),
     "SEC007@design", "warning"),
    ("the vendor asks for a sign-in", parts("s:object_store{technology: gcs, data_classes: [pii]}; l:audit_log"),
     "SEC007@design", None),
    ("sign-in at the store", parts("s:data_lake{data_classes: [pii], auth: iam}; l:audit_log"), "SEC007@design", None),
    ("a store that lets anybody in", parts("s:data_lake{data_classes: [pii], auth: none}; l:audit_log"),
     "SEC007@design", "warning"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", LATE, ids=names(LATE))
def test_grade_at_production(row: Row) -> None:
    holds(row, "production")


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)


@pytest.mark.parametrize("row", LATE, ids=names(LATE))
def test_first_editing_fix_ends_it_at_production(row: Row) -> None:
    fix_ends_it(row, "production")


def test_stages() -> None:
    text = parts(f"{PII}; b:data_lake{{encrypted_at_rest: false}}; l:external_system",
                 "a>b:data{encrypted: false}; b>l:data", GDPR)  # fmt: skip
    speaks = {stage: {key[:6] for key in grades(design(text), stage) if key.startswith("SEC")}
              for stage in ("sketch", "review", "production")}  # type: ignore[arg-type]  # fmt: skip
    assert speaks["sketch"] == {"SEC002", "SEC004"}
    assert speaks["review"] == {"SEC002", "SEC003", "SEC004", "SEC005"}
    assert speaks["production"] == speaks["review"] | {"SEC007"}


def test_a_finding_shows_the_way_the_class_came_and_where_it_began() -> None:
    text = parts("w:client_web; a:backend_service{name: Shop API}; b:event_stream; c:data_lake",
                 "w>a:request{data_classes: [pii]}; a>b:async; b>c:data{encrypted: false}")  # fmt: skip
    (found,) = [f for f in check(design(text)).findings if f.code == "SEC002"]
    assert found.path == ("w", "f0", "a", "f1", "b", "f2")
    assert [(one.name, one.value) for one in found.evidence] == [
        ("encrypted", "no"),
        ("pii comes from", "w → Shop API"),
    ]


def test_a_recipient_is_one_finding_with_all_its_senders() -> None:
    text = parts(
        f"{PII}; b:data_source{{data_classes: [special_category]}}; x:external_system", "a>x:data; b>x:data"
    )
    (found,) = [f for f in check(design(text)).findings if f.code == "SEC004"]
    assert [one.id for one in found.subjects] == ["x", "a", "b"]
    assert [fix.label for fix in found.fixes] == [
        "Redact personal data before it leaves",
        "State that a processing agreement is in place",
    ]
