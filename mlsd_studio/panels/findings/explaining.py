"""What a rule says of itself: the sections of its page as running text."""

from __future__ import annotations

from functools import lru_cache

from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.team import in_use

CODE_BLOCKS = ("Example", "Instead")


def help_of(code: str) -> dict[str, str]:
    """The sections of a rule's help page as running text; empty for a finding that no rule made."""
    rule = in_use().rules.get(code)
    return _running(rule) if rule is not None else {}


@lru_cache(maxsize=256)
def _running(rule: Rule) -> dict[str, str]:
    return {name: " ".join(words.split()) for name, words in rule.sections().items()}
