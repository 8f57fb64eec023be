"""`reportedly codebook`: what each event type means, and whether one's own types are read as their examples say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.options import Actors, Codebook, Parser, own_knowledge

if TYPE_CHECKING:
    from reportedly.knowledge import Knowledge

__all__ = ["codebook"]

_CHECK = "check"


def codebook(
    type: Annotated[
        str | None, typer.Argument(metavar="[TYPE|check", help="An event type, such as RETREAT; or the word check.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER]", help="With check: the folder whose examples are read.")
    ] = None,
    codebook: Codebook = None,
    actors: Actors = None,
    parser: Parser = None,
) -> None:
    """Print the codebook: a line on every event type, or all there is on one TYPE.

    `codebook check FOLDER` reads the examples of your own event types and lists those that are not read as they say;
    the exit status is 1 if there are any.
    """
    if type == _CHECK and codebook is None and folder is None:
        raise typer.BadParameter("name the folder to check: reportedly codebook check FOLDER")
    if folder is not None and type != _CHECK:
        raise typer.BadParameter("a folder is named after the word check, or with --codebook")
    own = own_knowledge([*(codebook or ()), *([folder] if folder else ())], actors)
    if type == _CHECK:
        _check(own, parser)
        return
    from reportedly.codebook import describe

    typer.echo(describe(type, own))


def _check(knowledge: Knowledge, parser: str | None) -> None:
    from reportedly.codebook.examples import own_examples, run_examples, table
    from reportedly.parsing import DEFAULT_PARSER, load_parser
    from reportedly.pipeline import code
    from reportedly.show.words import clean

    name = parser or DEFAULT_PARSER
    parse = load_parser(name)
    examples = own_examples(knowledge)
    outcomes = list(run_examples(examples, lambda report: code(report, parse(report.text), name, knowledge)))
    mend = [outcome for outcome in outcomes if outcome.mend]
    for outcome in mend:
        example = outcome.example
        typer.echo(clean(f"{example.file}:{example.line}: {example.text}"))
        for line in outcome.mend:
            typer.echo(clean(f"    {line}"))
    if outcomes:
        typer.echo(("\n" if mend else "") + table(outcomes) + "\n")
    wrong = sum(bool(outcome.wrong) for outcome in outcomes)
    known = sum(bool(outcome.wrong and not outcome.mend) for outcome in outcomes)
    typer.echo(
        f"{len(outcomes)} examples, {len(outcomes) - wrong} read as they say, {wrong} not"
        + (f" ({known} of them marked as missed)" if known else "")
    )
    if mend or not outcomes:
        raise typer.Exit(1)
