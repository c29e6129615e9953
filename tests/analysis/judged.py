"""The rules whose findings on templates, mutants and real systems have been judged one by one."""

from __future__ import annotations

from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.rules import RULES

NOT_YET: frozenset[str] = frozenset()
"""Rules that are still to be judged: taken from here, they are asked like the others."""

JUDGED: dict[str, Rule] = {code: rule for code, rule in RULES.items() if code not in NOT_YET}
