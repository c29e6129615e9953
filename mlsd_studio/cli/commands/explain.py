"""`mlsd explain CODE`: one rule in full, or the page of a number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import fill

import typer

from mlsd_studio.analysis.notices import NOTICES
from mlsd_studio.analysis.numbers.pages import Page, page_of, pages
from mlsd_studio.analysis.rule import SECTIONS, Rule
from mlsd_studio.cli.shared import FOR, colourful, fail, team_for


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def explain(
        code: str = typer.Argument(help="A rule's code, such as RES001, or a number, such as availability."),
        about: Path = FOR,
    ) -> None:
        """Tell what a rule finds and why, with an example; or how a number is computed and when to doubt it."""
        rules = team_for(about).rules
        asked = code.strip().upper()
        if asked in NOTICES:
            typer.echo(f"{asked}\n\n{NOTICES[asked]}")
            return
        number = page_of(code)
        if number is not None:
            _tell(number)
            return
        rule = rules.get(asked)
        if rule is None:
            near = "\n".join(f"  {one.code}  {one.title}" for one in nearest(code, rules))
            numbers = ", ".join(pages())
            fail(
                f"there is no rule {code!r}; `mlsd rules` lists them. Did you mean\n{near}\n"
                f"or one of the numbers: {numbers}?"
            )
        colour = colourful()
        _head(f"{rule.code}  {rule.title}")
        typer.echo(f"{rule.group} · {rule.severity}, from stage {rule.stage} on\n")
        typer.echo(page(rule, colour=colour))


def _head(words: str) -> None:
    typer.echo(typer.style(words, bold=True) if colourful() else words)


def _tell(page: Page) -> None:
    """The page of a number, wrapped."""
    _head(page.title)
    for heading, words in page.sections.items():
        typer.echo()
        typer.echo(typer.style(heading, bold=True, fg="cyan") if colourful() else heading)
        typer.echo(fill(words, 100))


def nearest(words: str, rules: Mapping[str, Rule], limit: int = 3) -> list[Rule]:
    """The rules whose code, title or group is most like what was typed, the best first."""
    from rapidfuzz import fuzz

    asked = words.strip().upper()

    def likeness(rule: Rule) -> float:
        title = fuzz.partial_token_set_ratio(asked, f"{rule.title} {rule.group}".upper())
        return max(fuzz.ratio(asked, rule.code), 0.9 * title if len(asked) > 3 else 0.0)

    return sorted(rules.values(), key=lambda rule: (-likeness(rule), rule.code))[:limit]


def page(rule: Rule, *, colour: bool = False) -> str:
    """The help page below its title; in colour, headings are bold and examples dimmed."""
    text = rule.page.strip().partition("\n")[2].strip("\n")
    if not colour:
        return text
    lines = []
    for line in text.splitlines():
        if line in SECTIONS:
            line = typer.style(line, bold=True, fg="cyan")
        elif line.startswith("    "):
            line = typer.style(line, dim=True)
        lines.append(line)
    return "\n".join(lines)
