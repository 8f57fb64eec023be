"""The program: its commands, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from io import TextIOWrapper
from typing import Annotated, Any

import typer

from reportedly import __version__
from reportedly.cli.brief import brief
from reportedly.cli.code import code
from reportedly.cli.codebook import codebook
from reportedly.cli.explain import explain
from reportedly.cli.explore import explore
from reportedly.cli.export import export
from reportedly.cli.gazetteer import gazetteer
from reportedly.cli.ingest import ingest
from reportedly.cli.judge import judge
from reportedly.cli.lists import actors, claims, contradictions, events, reports
from reportedly.cli.schema import schema
from reportedly.cli.sql import sql
from reportedly.cli.status import migrate, status
from reportedly.errors import ReportedlyError, UnreadableReport

__all__ = ["app", "main"]

MISUSE = 2
NOTHING_READ = 1

app = typer.Typer(
    name="reportedly",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"reportedly {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read news reports and write down who did what to whom, where and when, and who says so."""


def _quietly(command: Callable[..., None]) -> Callable[..., None]:
    """The command, content when its reader has seen enough, as in `reportedly code … | head`."""

    @wraps(command)
    def run(*values: Any, **options: Any) -> None:
        try:
            command(*values, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None

    return run


_ONE_REPORT = (code, explain, codebook, schema)
_MANY_REPORTS = (
    ingest, status, explore, events, contradictions, claims, actors, reports, sql, brief, export, judge, migrate,
)  # fmt: skip

for _panel, _commands in (("One report", _ONE_REPORT), ("Many reports: a casebook", _MANY_REPORTS)):
    for _command in _commands:
        app.command(rich_help_panel=_panel)(_quietly(_command))


app.add_typer(gazetteer, name="gazetteer", rich_help_panel="One report")


def main() -> None:
    """Run the program; an error of ours is one line on standard error, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except UnreadableReport as error:
        _stop(error, NOTHING_READ)
    except ReportedlyError as error:
        _stop(error, MISUSE)


def _stop(error: Exception, status: int) -> None:
    typer.echo(f"reportedly: {' '.join(str(error).split())}", err=True)
    sys.exit(status)
