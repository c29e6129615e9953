"""`mlsd team`: what a team's own files say, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from mlsd_studio.analysis.team import Team
from mlsd_studio.catalog import bundled
from mlsd_studio.cli.shared import COULD_NOT_RUN, team_for
from mlsd_studio.paths import team_folders


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("team")
    def run(
        about: Path = typer.Argument(
            Path(), metavar="[FILE|FOLDER]", help="A design, or where designs stand."
        ),
    ) -> None:
        """Tell which folders of a team count for a design, the nearest last, and what they add.

        A folder .mlsd beside the design or above it in the repository holds catalog/*.yaml (kinds, technologies),
        prices.yaml, rules/*.yaml and config.yaml (severities). Exit code 2 when a file has mistakes.
        """
        team = team_for(about)
        for folder in team_folders(about / "design" if about.is_dir() else about):
            typer.echo(f"{folder}{'' if folder in team.folders else '  (not there)'}")
        for line in _added(team):
            typer.echo(line)
        raise typer.Exit(COULD_NOT_RUN if team.problems else 0)


def _added(team: Team) -> Iterator[str]:
    known = bundled()
    for word, own, old in (
        ("kinds", team.catalog.kinds, known.kinds),
        ("technologies", team.catalog.technologies, known.technologies),
    ):
        new = [id for id in own if id not in old]
        changed = [id for id, record in own.items() if id in old and record != old[id]]
        yield f"new {word}: {', '.join(new) or 'none'}"
        yield f"changed {word}: {', '.join(changed) or 'none'}"
    yield f"rules: {', '.join(one.rule.code for one in team.own) or 'none'}"
    for one in team.settings:
        place = ", ".join(part for part in (one.where, one.design) if part) or "everywhere"
        yield f"{', '.join(one.rules)} is {one.severity} ({place}): {one.reason}"
    if team.problems:
        yield f"{len(team.problems)} mistake{'' if len(team.problems) == 1 else 's'}, told on standard error"
