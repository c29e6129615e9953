"""The rules whose findings on templates, mutants and real systems have been judged one by one."""

from __future__ import annotations

from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.rules import RULES

JUDGED: dict[str, Rule] = {
    code: RULES[code]
    for code in (
        "CAP001", "CAP002", "CAP003", "CAP004", "CAP005", "CAP006", "CAP007", "DAT001", "DAT002", "DAT003",
        "DAT006", "EVL001", "EVL002", "EVL003", "EVL004", "EVL005", "LIF001", "LIF002", "LIF003", "LIF004",
        "MON001", "MON002", "MON003", "MON004", "MON005", "MON006", "MON007", "MON008", "OPS001", "OPS002",
        "OPS003", "OPS004", "RES001", "RES002", "RES003", "RES004", "RES005", "RES006", "RES007", "RES008",
        "SEC001", "SEC002", "SEC003", "SEC004", "SEC005", "SEC006", "SEC007", "SEC008", "SEC009", "SEC010",
        "SEC011", "SEC012", "SEC013", "SEC014", "SKW001",
    )
}  # fmt: skip
