"""What a mutation is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model import Document
from mlsd_studio.model.records import Stage

Sites = Iterator[tuple[str, Document]]
"""Where a design was broken, and the broken design."""

Break = Callable[[Facts], Sites]
Given = Callable[[Facts], Document | None]
"""States what the rule needs to be asked at all, so that the unbroken design is silent; None where the design
does not lend itself to it."""

MOST_SITES = 2
"""Sites of one mutation in one design: more would try the same again."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One known way to break a design.

    `rule` must newly speak; `also` names further rules that may, each with the reason why it is no false
    alarm. `stage` is the design stage of both designs.
    """

    name: str
    rule: str
    make: Break
    given: Given | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    stage: Stage = "review"


MUTATIONS: dict[str, Mutation] = {}
"""Every mutation by its name."""


def mutation(
    name: str,
    rule: str,
    *,
    given: Given | None = None,
    also: Mapping[str, str] | None = None,
    stage: Stage = "review",
) -> Callable[[Break], Break]:
    """Registers a function over facts as the mutation `name`, which `rule` must notice."""

    def register(make: Break) -> Break:
        if name in MUTATIONS:
            raise ValueError(f"two mutations are called {name!r}")
        MUTATIONS[name] = Mutation(name, rule, make, given, also or {}, stage)
        return make

    return register
