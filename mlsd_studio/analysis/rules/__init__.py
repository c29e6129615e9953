"""The rules, one file each: the docstring is the help page, `RULE` is the rule.

The one idea: adding a rule is adding a file. The registry is found by walking this package, and an empty or
ambiguous registry is an error at import, because a frozen app can silently lose modules.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace

from mlsd_studio.analysis.rule import Rule


class RegistryError(RuntimeError):
    """The rules cannot be trusted: none were found, or two share a code."""


def collect(names: list[str], package: str) -> dict[str, Rule]:
    """Rules of the named modules by code, in order of code. Raises RegistryError."""
    rules: dict[str, Rule] = {}
    for name in sorted(names):
        module = importlib.import_module(f"{package}.{name}")
        rule = getattr(module, "RULE", None)
        if not isinstance(rule, Rule):
            raise RegistryError(f"{package}.{name} holds no RULE")
        if rule.code in rules:
            raise RegistryError(f"{rule.code} is defined twice, the second time in {package}.{name}")
        rules[rule.code] = replace(rule, page=module.__doc__ or "")
    if not rules:
        raise RegistryError(f"no rules were found in {package}: the installation is incomplete")
    return dict(sorted(rules.items()))


RULES: dict[str, Rule] = collect(
    [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")], __name__
)
"""Every rule by its code."""
