"""What the requirements say of law: regimes that apply, and regions that data may be in."""

from __future__ import annotations

from mlsd_studio.analysis.context import Facts
from mlsd_studio.model.records import Boundary, Requirement


def regime(facts: Facts, *names: str) -> str | None:
    """The id of the first requirement that states one of the regimes (`gdpr`, `ai_act_high_risk`)."""
    return next((one.id for one in _requirements(facts) if one.compliance in names), None)


def allowed_regions(facts: Facts) -> dict[str, str]:
    """Region (in lower case) -> id of the requirement that allows it; empty where none names a region."""
    return {region.lower(): one.id for one in reversed(_requirements(facts)) for region in one.regions or ()}


def is_allowed(region: Boundary, allowed: dict[str, str]) -> bool:
    """Whether a region is one that is named, or a part of one: `eu` allows `eu-west-1`."""
    names = [name.lower() for name in (region.id, region.name or "")]
    return any(name == one or name.startswith((f"{one}-", f"{one} ")) for name in names for one in allowed)


def region_of(facts: Facts, id: str) -> Boundary | None:
    """The nearest region boundary around a component."""
    around = (facts.document.boundaries[one] for one in facts.around(id))
    return next((one for one in around if one.kind == "region"), None)


def _requirements(facts: Facts) -> list[Requirement]:
    return list(facts.document.requirements.values())
