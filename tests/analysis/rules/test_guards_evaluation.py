"""What the rules of evaluation leave alone and what they raise beyond their pages."""

from __future__ import annotations

import pytest

from tests.analysis.rules.guarding import Row, fix_ends_it, holds, names, parts

BUSINESS = "requirements:\n  - {id: b, category: business, text: More revenue}\n"
CALLED = "w:client_web; a:backend_service; m:model_endpoint"
CALLS = "w>a:request; a>m:request"
DECIDES = "m:model_endpoint{decision_effect: automated_about_people}"

ROWS: list[Row] = [
    # EVL002
    ("nothing steers", parts(CALLED, CALLS), "EVL002@m", "warning"),
    ("a stated rollout", parts(CALLED + "{rollout: canary}", CALLS), "EVL002@m", None),
    ("a flag beside the caller", parts(CALLED + "; f:feature_flag", CALLS + "; f>a:control"), "EVL002@m", None),
    ("a router on the way", parts(CALLED + "; t:traffic_router", "w>a:request; a>t:request; t>m:request"),
     "EVL002@m", None),
    ("a router before one that splits as well", parts(
        "w:client_web; t:traffic_router; a:backend_service; m:model_endpoint{technology: kserve}",
        "w>t:request; t>a:request; a>m:request"), "EVL002@m", None),
    ("a batch consumer", parts("u:user; b:batch_processing; m:model_endpoint", "u>b:request; b>m:request"),
     "EVL002@m", None),
    ("no journey calls it", parts("m:model_endpoint"), "EVL002@m", None),
    ("a shadow", parts(CALLED + "{role: shadow}", CALLS), "EVL002@m", None),
    ("devices all together", parts("r:model_registry; e:edge_model", "r>e:artifact"), "EVL002@e", "warning"),
    ("devices in stages", parts("r:model_registry; e:edge_model{rollout: staged}", "r>e:artifact"), "EVL002@e", None),
    # EVL003
    ("no business requirement", parts("a:backend_service"), "EVL003@design", None),
    ("nothing measures", parts("a:backend_service", "", BUSINESS), "EVL003@design", "warning"),
    ("a board reads the product's database", parts("a:backend_service; d:relational_db; b:bi_dashboard",
     "a>d:request{write: true}; b>d:request", BUSINESS), "EVL003@design", None),
    ("outcomes reach a quality monitor", parts("o:data_source{role: outcomes}; q:quality_monitor", "o>q:feedback",
     BUSINESS), "EVL003@design", None),
    ("a warehouse that users never reach", parts("a:backend_service; s:data_source; d:data_warehouse", "s>d:data",
     BUSINESS), "EVL003@design", "warning"),
    # EVL004
    ("a tool that judges answers", parts("a:agent; o:llm_observability{technology: llm_observability}",
     "a>o:telemetry"), "EVL004@a", None),
    ("a store of golden questions", parts("a:agent; c:ci_cd; s:object_store{role: eval_set}",
     "c>a:control; s>c:data"), "EVL004@a", None),
    ("an evaluation of the prompts", parts("a:agent; p:prompt_store; e:evaluation", "p>a:artifact; e>p:control"),
     "EVL004@a", None),
    ("an evaluation of something else", parts("a:agent; e:evaluation"), "EVL004@a", "warning"),
    # EVL005
    ("the effect is not stated", parts("m:model_endpoint"), "EVL005@m", None),
    ("advice only", parts("m:model_endpoint{decision_effect: advisory}"), "EVL005@m", None),
    ("nothing per group", parts(DECIDES), "EVL005@m", "warning"),
    ("an evaluation per group", parts(DECIDES + "; t:training_job; e:evaluation{attributes: {slices: true}}",
     "t>e:artifact; e>m:artifact"), "EVL005@m", None),
    ("an evaluation of averages", parts(DECIDES + "; t:training_job; e:evaluation", "t>e:artifact; e>m:artifact"),
     "EVL005@m", "warning"),
    ("the model behind the application is explained", parts(
        "a:backend_service{decision_effect: automated_about_people}; m:model_endpoint; x:explainer",
        "a>m:request; m>x:telemetry"), "EVL005@a", None),
    ("training on health data", parts("s:data_source{data_classes: [special_category]}; t:training_job", "s>t:data"),
     "EVL005@t", "warning"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_grade(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_first_editing_fix_ends_it_without_a_new_error(row: Row) -> None:
    fix_ends_it(row)
