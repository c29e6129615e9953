"""`mlsd rules`: the checks; `mlsd rules test`: the examples of a team's own."""

from __future__ import annotations

from pathlib import Path

import typer

from mlsd_studio.cli.shared import COULD_NOT_RUN, FOR, FORMAT, ListFormat, print_rows, team_for


def register(app: typer.Typer) -> None:
    """Add the command."""
    group = typer.Typer(invoke_without_command=True, help="List the rules; test a team's own.")
    app.add_typer(group, name="rules")

    @group.callback()
    def rules(context: typer.Context, chosen: ListFormat = FORMAT, about: Path = FOR) -> None:
        """List the rules, the team's own included; `mlsd explain CODE` tells one in full."""
        if context.invoked_subcommand is not None:
            return
        rows = [
            {"id": r.code, "group": r.group, "severity": r.severity, "stage": r.stage, "title": r.title}
            for r in team_for(about).rules.values()
        ]
        print_rows(rows, ("id", "group", "severity", "stage", "title"), chosen)

    @group.command("test")
    def test(
        files: list[Path] = typer.Argument(help="Files of rules, such as .mlsd/rules/ours.yaml."),
    ) -> None:
        """Run the examples of a team's rules: bad ones must raise the rule, good ones must not.

        Exit code 0: all do; 1: some do not; 2: a file has mistakes.
        """
        code = max(_test(file) for file in files)
        raise typer.Exit(code)


def _test(file: Path) -> int:
    from mlsd_studio.analysis.team.rules import read_rules
    from mlsd_studio.analysis.team.testing import run_examples

    team = team_for(_folder_of(file))
    rules, problems = read_rules(file, team.catalog)
    for problem in problems:
        typer.echo(str(problem), err=True)
    failed = 0
    for one in rules:
        wrong = run_examples(one, team)
        failed += bool(wrong)
        typer.echo(f"{file}: {one.rule.code} {'fails' if wrong else 'passes'}")
        for message in wrong:
            typer.echo(f"    {message}")
    typer.echo(f"{file}: {len(rules) - failed} of {len(rules)} rules pass their examples")
    return COULD_NOT_RUN if problems or not rules else int(failed > 0)


def _folder_of(file: Path) -> Path:
    """The folder whose designs a file of rules is for."""
    whole = file.absolute()
    return (
        whole.parents[2]
        if whole.parent.name == "rules" and whole.parents[1].name == ".mlsd"
        else whole.parent
    )
