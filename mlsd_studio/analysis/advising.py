"""Which pattern fits: from what is known of a job to a ranking of the patterns, with the reasons.

The one idea: the statements are data (`advisor.yaml`), and what is not known is neither true nor false. It removes
no pattern and gives no points; with nothing known nothing is recommended.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mlsd_studio.catalog import Pattern, advisor, catalog, patterns

Known = Mapping[str, Any]
"""What is known, by the names of the advisor's inputs: numbers, words of a choice, True or False."""

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le, ">=": operator.ge, "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
_COMPARED = re.compile(r"\s*(<=|>=|==|!=|<|>)\s*")
_SUM = re.compile(r"([a-z_0-9]+) \+ ([0-9.]+)")
_HAS = "chosen pattern has a component of "
SIGNS = {"<=": "≤", ">=": "≥", "==": "is", "!=": "is not", "<": "<", ">": ">"}


@dataclass(frozen=True, slots=True)
class Reason:
    """A statement that is true, and the points it gives one pattern."""

    statement: str
    points: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A pattern that is still possible, its points, and what gave them."""

    pattern: Pattern
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """The patterns, the best first; `removed` has the statement that removed a pattern, by its id.

    `overlays` are ids of patterns that are added to the best one. `turning` is an input and a value of it with
    which the second would be the first, where there is one.
    """

    ranking: tuple[Standing, ...]
    removed: dict[str, str]
    overlays: tuple[str, ...]
    turning: tuple[str, Any] | None = None

    @property
    def best(self) -> Standing | None:
        """The pattern to start from; None while nothing speaks for any."""
        return self.ranking[0] if self.ranking and self.ranking[0].points > 0 else None


def advise(known: Known) -> Advice:
    """Rank the patterns for what is known. Raises KeyError for an input that the advisor does not have."""
    known = {name: value for name, value in known.items() if value is not None}
    for name in known:
        inputs()[name]
    ranking, removed = _ranked(known)
    advice = Advice(ranking, removed, ())
    if advice.best is None:
        return advice
    return Advice(ranking, removed, tuple(_overlays(known, advice.best)), _turning(known, ranking))


def inputs() -> dict[str, dict[str, Any]]:
    """The advisor's inputs by name: type, choices, what each is about; `place` says where a form has it."""
    found: dict[str, dict[str, Any]] = advisor()["advisor"]["inputs"]
    return found


# -- ranking ---------------------------------------------------------------------------------------------


def _ranked(known: Known) -> tuple[tuple[Standing, ...], dict[str, str]]:
    data = advisor()["advisor"]
    removed: dict[str, str] = {}
    for line in data["hard_filters"]:
        if true(line["remove_if"], known):
            removed.setdefault(line["pattern"], line["remove_if"])
    said = [(line["if"], line["points"]) for line in data["scores"] if true(line["if"], known)]
    possible = [one for one in patterns() if one.id not in removed and one.id not in data["never_ranked"]]
    rows = []
    for pattern in possible:
        reasons = tuple(Reason(text, points[pattern.id]) for text, points in said if pattern.id in points)
        rows.append(Standing(pattern, sum(one.points for one in reasons), reasons))
    rows.sort(key=lambda row: (-row.points, row.pattern.profile["relative_ops_effort"], row.pattern.order))
    return tuple(rows), removed


def _overlays(known: Known, best: Standing) -> Iterator[str]:
    for line in advisor()["advisor"]["overlays"]:
        if line["add"] != best.pattern.id and true(line["if"], known, best.pattern):
            yield line["add"]


def _turning(known: Known, ranking: tuple[Standing, ...]) -> tuple[str, Any] | None:
    """The first input, those of the form before the others, with a value that puts the second first."""
    if len(ranking) < 2 or ranking[1].points <= 0:
        return None
    for name in sorted(inputs(), key=lambda name: inputs()[name].get("place", 99)):
        for value in _values(name):
            if value != known.get(name):
                first = _ranked({**known, name: value})[0][:1]
                if first and first[0].pattern.id == ranking[1].pattern.id:
                    return name, value
    return None


@cache
def _values(name: str) -> list[Any]:
    """Values that can make a difference: the choices, or the numbers at which a statement turns."""
    about = inputs()[name]
    if about["type"] == "choice":
        return list(about["choices"])
    if about["type"] == "bool":
        return [True, False]
    data = advisor()["advisor"]
    texts = [line["if"] for line in data["scores"]] + [line["remove_if"] for line in data["hard_filters"]]
    found = {float(n) for text in texts for part in _atoms(text) if name in part.split()
             for n in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", part)}  # fmt: skip
    return sorted({near for n in found for near in (n, n * 0.9, n * 1.1) if near > 0})


# -- statements ------------------------------------------------------------------------------------------


def _atoms(statement: str) -> Iterable[str]:
    return re.split(r" and | or ", statement)


def true(statement: str, known: Known, pattern: Pattern | None = None) -> bool:
    """Whether a statement holds for sure. Raises ValueError for one that cannot be read."""
    return _any([_all([_one(atom, known, pattern) for atom in part]) for part in _parts(statement)]) is True


@cache
def _parts(statement: str) -> tuple[tuple[str, ...], ...]:
    """What is joined by *or*, each as what is joined by *and*."""
    return tuple(tuple(atom.strip() for atom in part.split(" and ")) for part in statement.split(" or "))


@cache
def _terms(atom: str) -> tuple[str, ...]:
    """Values and the signs between them."""
    return tuple(_COMPARED.split(atom))


def _any(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _one(text: str, known: Known, pattern: Pattern | None) -> bool | None:
    if text.startswith("not "):
        inner = _one(text[4:], known, pattern)
        return None if inner is None else not inner
    if text.startswith(_HAS):
        group = catalog().group(text.removeprefix(_HAS))
        return pattern is not None and any(
            one["kind"] in group for one in pattern.reference_design["components"]
        )
    terms = _terms(text)
    if len(terms) == 1:
        value = _value(text, known)
        return None if value is None else bool(value)
    answers: list[bool | None] = []
    for place in range(0, len(terms) - 2, 2):
        left, right = _value(terms[place], known), _value(terms[place + 2], known)
        unknown = left is None or right is None
        answers.append(None if unknown else _OPERATORS[terms[place + 1]](left, right))
    return _all(answers)


def _value(term: str, known: Known) -> Any:
    """A number, what is known of an input, or a word of a choice."""
    name, plus, constant = _meant(term)
    if name is None:
        return constant
    base = known.get(name)
    return base + plus if plus and base is not None else base


@cache
def _meant(term: str) -> tuple[str | None, float, Any]:
    """The input that a term is about and what is added to it, or None and the constant that it is."""
    if (added := _SUM.fullmatch(term)) is not None:
        return added[1], float(added[2]), None
    if term in inputs():
        return term, 0.0, None
    try:
        return None, 0.0, float(term)
    except ValueError:
        if any(term in about.get("choices", ()) for about in inputs().values()):
            return None, 0.0, term
    raise ValueError(f"the advisor does not know {term!r}")


# -- words -----------------------------------------------------------------------------------------------


def words(statement: str) -> str:
    """A statement of the advisor's file as people read it: `p95 ≤ 100 ms`, `answer on request`."""
    parts = [_atom_words(atom.strip()) for atom in _atoms(statement)]
    return (" or " if " or " in statement else ", ").join(parts)


def _atom_words(text: str) -> str:
    if text.startswith("not "):
        return f"not {_atom_words(text[4:])}"
    terms = _COMPARED.split(text)
    name = next((term for term in terms if term in inputs()), "")
    shown = [SIGNS.get(term) or _term_words(name, term) for term in terms]
    if len(terms) == 3 and terms[1] == "==":
        shown.pop(1)
    return " ".join(shown)


def _term_words(name: str, term: str) -> str:
    """An input by its short name, a sum, or a value as the input `name` has it."""
    if (added := _SUM.fullmatch(term)) is not None:
        return f"{_term_words(name, added[1])} + {value_words(name, added[2])}"
    return str(inputs()[term]["short"]) if term in inputs() else value_words(name, term)


def value_words(name: str, value: Any) -> str:
    """A value of an input with its unit: `5 min`, `99.95 %`, `mostly`."""
    about = inputs().get(name, {})
    if value in about.get("choices", {}):
        return str(about["choices"][value])
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    unit = about.get("unit", "")
    if unit == "s":
        number, unit = next(((number / n, word) for n, word in ((86400, "d"), (3600, "h"), (60, "min"))
                             if number >= n), (number, "s"))  # fmt: skip
    elif unit == "%":
        number *= 100
    return f"{number:,.6g} {unit}".replace(",", "\u202f").strip()
