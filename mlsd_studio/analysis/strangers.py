"""CAT001: a component whose kind or technology the catalogue does not know, or whose technology is not of its kind.

Such a component takes part in no rule that asks for its kind, and numbers fall back on nothing: a check that
said nothing of it would look better than it is, for one on a machine without the team's folder.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsd_studio.analysis.context import Facts
from mlsd_studio.analysis.findings import Evidence, Finding, Fix, Focus, Subject
from mlsd_studio.model.records import Component

STRANGER = "CAT001"


def about_strangers(facts: Facts) -> Iterator[Finding]:
    """One warning for each component that the catalogue cannot place."""
    for component in facts.document.components.values():
        found = _trouble(facts, component)
        if found is None:
            continue
        field, title, message = found
        yield Finding(
            code=STRANGER,
            key=f"{STRANGER}@{component.id}",
            severity="warning",
            title=title,
            message=message,
            subjects=(Subject(component.id, f"its {field} is not in place"),),
            evidence=(
                Evidence(field, component.kind if field == "kind" else component.technology, origin="stated"),
            ),
            fixes=(Fix(f"Show the {field}", (Focus((component.id,), field),)),),
        )


def _trouble(facts: Facts, component: Component) -> tuple[str, str, str] | None:
    """The field that is wrong, a title and a message; None where all is well."""
    known, name = facts.catalog, facts.name(component.id)
    kind, technology = component.kind, component.technology
    if kind not in known.kinds:
        return (
            "kind",
            f"{name} is of an unknown kind",
            f"The catalogue does not know the kind {kind}, so hardly any rule speaks of {name} and no number has a "
            "default. Choose a known kind, or check that the team's folder that adds it is there.",
        )
    if technology is None:
        return None
    if technology not in known.technologies:
        return (
            "technology",
            f"{name} is of an unknown technology",
            f"The catalogue does not know the technology {technology}; {name} counts as one without. Choose a known "
            "one, or check that the team's folder that adds it is there.",
        )
    if known.fits(technology, kind):
        return None
    product, what = known.technologies[technology].name, known.kinds[kind].name
    return (
        "technology",
        f"{product} is not usually what {name} is drawn as",
        f"{name} is drawn as {what}, and the catalogue does not list {product} among the technologies for that. "
        "Numbers and rules may take it for something else.",
    )
