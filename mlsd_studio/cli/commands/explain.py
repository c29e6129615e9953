"""`mlsd explain CODE`: one rule in full."""

from __future__ import annotations

import typer

from mlsd_studio.cli.shared import fail


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def explain(code: str = typer.Argument(help="A rule's code, such as RES001.")) -> None:
        """Tell what a rule finds, why it matters, with an example, and when to ignore it."""
        from mlsd_studio.analysis.rules import RULES

        rule = RULES.get(code.upper())
        if rule is None:
            fail(f"there is no rule {code!r}; `mlsd rules` lists them")
        typer.echo(f"{rule.code}  {rule.title}\n{rule.severity}, from stage {rule.stage} on\n")
        typer.echo(rule.page.strip())
