"""SKW003: features too old for a requirement; what it leaves alone, and fixes of several kinds."""

from __future__ import annotations

import pytest

from tests.analysis.rules.guarding import Row, fix_ends_it, holds, names, parts

NEED = "requirements:\n  - {id: fresh, category: ml, metric: feature_freshness, target: '<= 5 min'}\n"
CARDS = (
    "web:client_web; api:backend_service{auth: oidc}; store:online_feature_store; source:data_source; "
    "job:feature_pipeline"
)
CALLS = "web>api:request; api>store:request"
KEY = "SKW003@store"

ROWS: list[Row] = [
    (
        "a flow that runs too seldom",
        parts(CARDS, f"{CALLS}; source>job:data{{interval: 10 min}}; job>store:data{{delay: 1 min}}", NEED),
        KEY, "warning",
    ),
    (
        "two steps that are too slow together",
        parts(CARDS, f"{CALLS}; source>job:data{{interval: 4 min}}; job>store:data{{interval: 3 min}}", NEED),
        KEY, "warning",
    ),
    (
        "a schedule that is too seldom, stream instead",
        parts(CARDS.replace("job:feature_pipeline", "job:feature_pipeline{schedule: daily, duration: 1 h}"),
              f"{CALLS}; source>job:data; job>store:data", NEED),
        KEY, "warning",
    ),
    (
        "no requirement",
        parts(CARDS, f"{CALLS}; source>job:data{{interval: 10 days}}; job>store:data{{delay: 1 min}}"),
        KEY, None,
    ),
    (
        "fresh enough",
        parts(CARDS, f"{CALLS}; source>job:data{{interval: 3 min}}; job>store:data{{delay: 1 min}}", NEED),
        KEY, None,
    ),
    (
        "just as fresh as asked for",
        parts(CARDS, f"{CALLS}; source>job:data{{interval: 4 min}}; job>store:data{{delay: 1 min}}", NEED),
        KEY, None,
    ),
    (
        "an unknown interval is no violation",
        parts(CARDS, f"{CALLS}; source>job:data; job>store:data", NEED),
        KEY, None,
    ),
    (
        "known steps that are too slow whatever the unknown ones are",
        parts(CARDS, f"{CALLS}; source>job:data; job>store:data{{interval: 1 h}}", NEED),
        KEY, "warning",
    ),
    (
        "a store that no journey reads",
        parts(CARDS, "web>api:request; source>job:data{interval: 10 days}; job>store:data", NEED),
        KEY, None,
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
def test_it_speaks_only_where_it_should(row: Row) -> None:
    holds(row)


@pytest.mark.parametrize("row", [row for row in ROWS if row[3]], ids=names(row for row in ROWS if row[3]))
def test_the_fix_ends_it(row: Row) -> None:
    fix_ends_it(row)
