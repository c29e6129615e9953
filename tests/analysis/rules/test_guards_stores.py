"""SKW002: feature stores with one side; what it leaves alone, and the fixes."""

from __future__ import annotations

import pytest

from tests.analysis.rules.guarding import Row, fix_ends_it, holds, names, parts

CARDS = (
    "web:client_web; model:model_endpoint{auth: oidc}; store:online_feature_store; lake:data_lake; "
    "job:feature_pipeline; train:training_job; reg:model_registry"
)
WHOLE = CARDS.replace("online_feature_store", "feature_store")
CALLS = "web>model:request; model>store:request; train>reg:artifact; reg>model:artifact; lake>job:data"
KEY = "SKW002@store"

ROWS: list[Row] = [
    ("nothing fills it", parts(CARDS, f"{CALLS}; job>train:data"), KEY, "error"),
    ("training passes it by", parts(CARDS, f"{CALLS}; job>store:data; job>train:data"), KEY, "warning"),
    ("training reads the latest values", parts(CARDS, f"{CALLS}; job>store:data; store>train:data"), KEY, "warning"),
    (
        "one box with flows to both sides",
        parts(WHOLE, f"{CALLS}; job>store:data; store>train:data"), KEY, None,
    ),
    (
        "a history that the same step fills",
        parts(f"{CARDS}; hist:offline_feature_store", f"{CALLS}; job>store:data; job>hist:data; hist>train:data"),
        KEY, None,
    ),
    (
        "a warehouse that the same step fills",
        parts(f"{CARDS}; dwh:data_warehouse", f"{CALLS}; job>store:data; job>dwh:data; dwh>train:data"),
        KEY, None,
    ),
    (
        "an offline store that fills it",
        parts(f"{CARDS}; hist:offline_feature_store", f"{CALLS}; job>hist:data; hist>store:data; hist>train:data"),
        KEY, None,
    ),
    (
        "members of one group are one store",
        parts(f"{CARDS}; hist:offline_feature_store", f"{CALLS}; job>hist:data; hist>train:data",
              "groups:\n  - {id: g, members: [store, hist]}\n"),
        KEY, None,
    ),
    (
        "a request that writes fills it",
        parts(WHOLE, f"{CALLS}; job>store:request{{write: true}}; store>train:data"), KEY, None,
    ),
    (
        "a store that no model is served from",
        parts(CARDS, "web>model:request; train>reg:artifact; reg>model:artifact; lake>train:data"), KEY, None,
    ),
    (
        "no training is drawn",
        parts("web:client_web; model:model_endpoint; store:online_feature_store; job:feature_pipeline",
              "web>model:request; model>store:request; job>store:data"),
        KEY, None,
    ),
    (
        "preprocessing comes with the model",
        parts(CARDS.replace("{auth: oidc}", "{auth: oidc, attributes: {features_in_model: true}}"),
              f"{CALLS}; job>store:data; job>train:data"),
        KEY, None,
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_it_speaks_only_where_it_should(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", [row for row in ROWS if row[3]], ids=names(row for row in ROWS if row[3]))
def test_the_fix_ends_it(row: Row) -> None:
    fix_ends_it(row)
