"""A random user at the real window: short and always the same in the suite, long and new with MLSD_RANDOM_USERS=n."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .desk import Desk
from .random_user import RandomUser

USERS = int(os.environ.get("MLSD_RANDOM_USERS", "0"))
"""How many users come; without the variable a few, always the same."""
SHRINKS = bool(os.environ.get("MLSD_SHRINK"))
"""Whether a failure is made as short as can be, which takes minutes."""


@pytest.mark.timeout(0 if USERS else 120)
def test_whatever_a_user_does_the_design_stays_whole(desk: Desk, qtlog, qtbot, tmp_path: Path) -> None:
    with qtbot.captureExceptions() as errors:

        def troubles() -> list[str]:
            told = [one for one in qtlog.records if not one.ignored]
            loud = [one.message for one in told if one.log_type_name in ("QtWarningMsg", "QtCriticalMsg")]
            return [*loud, *(f"{kind.__name__}: {error}" for kind, error, _ in errors)]

        RandomUser.desk, RandomUser.folder, RandomUser.troubles = desk, tmp_path, staticmethod(troubles)
        run_state_machine_as_test(
            RandomUser,
            settings=settings(
                max_examples=USERS or 8,
                stateful_step_count=60 if USERS else 25,
                derandomize=not USERS,
                phases=(Phase.generate, Phase.shrink) if SHRINKS else (Phase.generate,),
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
