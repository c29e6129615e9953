"""What the rules of lifecycle leave alone and what they raise beyond their pages."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.engine import check
from tests.analysis.designs import design
from tests.analysis.rules.guarding import Row, fix_ends_it, holds, names, parts

AGE = "requirements:\n  - {{id: n, category: ml, metric: model_age, target: '{}'}}\n"
MODEL = "r:model_registry; m:model_endpoint"
MADE = "t:training_job; r:model_registry; m:model_endpoint"
MAKES = "t>r:artifact; r>m:artifact"

ROWS: list[Row] = [
    # LIF002
    ("a registry alone", parts(MODEL, "r>m:artifact"), "LIF002@m", "warning"),
    ("a switch and no version", parts("m:model_endpoint{rollout: canary}"), "LIF002@m", "warning"),
    ("a stated rollout", parts("r:model_registry; m:model_endpoint{rollout: rolling}", "r>m:artifact"),
     "LIF002@m", None),
    ("all at once is no switch", parts("r:model_registry; m:model_endpoint{rollout: all_at_once}", "r>m:artifact"),
     "LIF002@m", "warning"),
    ("a router on the way", parts(MODEL + "; x:traffic_router", "r>m:artifact; x>m:request"), "LIF002@m", None),
    ("a router beside the caller", parts(MODEL + "; x:feature_flag; a:backend_service",
     "r>m:artifact; a>m:request; x>a:control"), "LIF002@m", None),
    ("a pipeline that deploys", parts(MODEL + "; c:ci_cd", "r>m:artifact; c>m:control"), "LIF002@m", None),
    ("a second version in the group", parts("m:model_endpoint; n:model_endpoint", "",
     "groups:\n  - {id: g, members: [m, n]}\n"), "LIF002@m", None),
    ("two versions behind a router", parts("x:traffic_router; m:model_endpoint; n:model_endpoint",
     "x>m:request; x>n:request"), "LIF002@m", None),
    ("two models behind a service", parts("a:backend_service; m:model_endpoint; n:model_endpoint",
     "a>m:request; a>n:request"), "LIF002@m", "warning"),
    ("a model that stands in", parts("a:backend_service; m:model_endpoint; n:model_endpoint{rollout: canary}",
     "a>m:request; a>n:request{fallback_of: f0}"), "LIF002@m", None),
    ("what a managed endpoint could do", parts("r:model_registry; m:model_endpoint{technology: sagemaker_endpoint}",
     "r>m:artifact"), "LIF002@m", "warning"),
    ("a shadow", parts("m:model_endpoint{role: shadow}"), "LIF002@m", None),
    ("a language model as it came", parts("m:llm_serving"), "LIF002@m", None),
    # LIF003
    ("nothing starts it", parts(MADE, MAKES), "LIF003@t", "warning"),
    ("a notebook that delivers", parts("t:notebook; r:model_registry; m:model_endpoint", MAKES), "LIF003@t", None),
    ("a schedule", parts(MADE.replace("job;", "job{schedule: every 1 day};"), MAKES), "LIF003@t", None),
    ("drift starts it", parts(MADE + "; d:drift_monitor", MAKES + "; d>t:control"), "LIF003@t", None),
    ("a person starts it", parts(MADE + "; u:user", MAKES + "; u>t:control"), "LIF003@t", "warning"),
    ("never needed", parts(MADE, MAKES, AGE.format("never")), "LIF003@t", None),
    ("too seldom", parts(MADE.replace("job;", "job{schedule: every 30 days};"), MAKES, AGE.format("<= 7 days")),
     "LIF003@t", "error"),
    ("often enough", parts(MADE.replace("job;", "job{schedule: every 3 days};"), MAKES, AGE.format("<= 7 days")),
     "LIF003@t", None),
    ("a model that somebody else trains", parts(MODEL, "r>m:artifact"), "LIF003@m", None),
    # LIF004
    ("experiments only", parts("n:notebook; x:experiment_tracker; m:model_endpoint", "n>x:telemetry"),
     "LIF004@m", None),
    ("a training job in between", parts("n:notebook; t:training_job; m:model_endpoint", "n>t:artifact; t>m:artifact"),
     "LIF004@m", None),
    ("a copy script in between", parts("n:notebook; c:ci_cd; m:model_endpoint", "n>c:artifact; c>m:artifact"),
     "LIF004@m", "error"),
    ("notebooks that run as jobs", parts("n:notebook{technology: databricks}; m:model_endpoint", "n>m:artifact"),
     "LIF004@m", "info"),
    ("deploys by itself", parts("n:notebook; k:container_platform", "n>k:control"), "LIF004@k", "error"),
    ("a model in development", parts("n:notebook; m:model_endpoint{environment: dev}", "n>m:artifact"),
     "LIF004@m", None),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)


def test_no_way_back_is_folded_under_a_missing_registry() -> None:
    findings = check(
        design(parts("t:training_job; m:model_endpoint", "t>m:artifact")), stage="review"
    ).findings
    (cause,) = [finding for finding in findings if finding.key == "LIF001@m"]
    assert [finding.key for finding in cause.folded] == ["LIF002@m"]


def test_deployment_by_hand_is_said_once_and_at_production_only() -> None:
    components = "r:model_registry; m:model_endpoint{rollout: canary}; n:model_endpoint{rollout: canary}"
    document = design(parts(components, "r>m:artifact; r>n:artifact"))
    assert not [f for f in check(document, stage="review").findings if f.code == "LIF002"]
    assert [f.key for f in check(document, stage="production").findings if f.code == "LIF002"] == ["LIF002@m"]
