"""Puts the commands together: every module of `commands` registers itself."""

from __future__ import annotations

import importlib
import pkgutil

import typer

from mlsd_studio import __version__
from mlsd_studio.cli import commands


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mlsd {__version__}")
        raise typer.Exit


def build() -> typer.Typer:
    """The typer application with all commands, in alphabetical order."""
    app = typer.Typer(
        name="mlsd",
        help="Check, draw and report machine learning system designs (.mlsd.yaml).",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback()
    def root(
        version: bool = typer.Option(
            False, "--version", callback=_version, is_eager=True, help="Print the version and exit."
        ),
    ) -> None:
        """Check, draw and report machine learning system designs (.mlsd.yaml)."""

    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    if not names:
        raise RuntimeError("no commands found: this installation is incomplete")
    for name in names:
        importlib.import_module(f"{commands.__name__}.{name}").register(app)
    return app
