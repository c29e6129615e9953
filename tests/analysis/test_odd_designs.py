"""Designs that once made a rule crash or never end."""

from __future__ import annotations

import pytest

from mlsd_studio.analysis.engine import check
from mlsd_studio.storage.files import load_text

CALLERS_IN_A_CIRCLE = """
mlsd: 1
components:
  - {id: a, kind: client_web}
  - {id: b, kind: client_mobile}
  - {id: api, kind: model_endpoint}
flows:
  - {id: a-b, from: a, to: b, kind: request}
  - {id: b-a, from: b, to: a, kind: request}
  - {id: a-api, from: a, to: api, kind: request}
"""
A_GROUP_FEEDS_TRAINING = """
mlsd: 1
components:
  - {id: source, kind: data_source}
  - {id: copy, kind: data_source}
  - {id: index, kind: vector_db}
  - {id: train, kind: training_job}
groups:
  - {id: g, members: [source, copy]}
flows:
  - {id: into, from: source, to: g, kind: data}
  - {id: out, from: g, to: train, kind: data}
  - {id: fill, from: g, to: index, kind: data}
"""


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", [CALLERS_IN_A_CIRCLE, A_GROUP_FEEDS_TRAINING])
def test_every_rule_ends_and_none_crashes(text: str) -> None:
    report = check(load_text(text).document)
    assert report.findings
    assert not [finding for finding in report.findings if finding.code == "RUN001"]
