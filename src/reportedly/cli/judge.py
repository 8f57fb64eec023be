"""`reportedly judge`: a person's word on what the linker made of two events, reports or entities."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportedly.casebook.verdicts import Relation

__all__ = ["judge"]


class Word(StrEnum):
    """What can be said: of a pair, or of one event."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


_OF_PAIRS = {Word.SAME, Word.DIFFERENT, Word.UNSURE}
_OF_EVENTS = {Word.ACCEPTED, Word.REJECTED}

_RELATIONS: dict[str, Relation] = {"events": "same_event", "reports": "copy", "entities": "same_entity"}


def judge(
    casebook: Annotated[str, typer.Argument(metavar="CASEBOOK", help="The casebook's folder.")],
    word: Annotated[Word, typer.Argument(help="Of two: same, different, unsure. Of one event: accepted, rejected.")],
    subject: Annotated[str, typer.Argument(metavar="ID", help="An event, report or entity, as lists show it.")],
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="The other one of a pair.")] = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who judges.")] = None,
) -> None:
    """Judge what the linker made: the last word counts, and `withdrawn` takes it back. Nothing is overwritten."""
    from reportedly.casebook.book import catch_up
    from reportedly.casebook.database import connect
    from reportedly.casebook.layout import locate
    from reportedly.casebook.verdicts import judge as write

    if (word in _OF_PAIRS) != (other is not None) and word is not Word.WITHDRAWN:
        pairs = ", ".join(sorted(_OF_PAIRS))
        raise typer.BadParameter(f"{pairs} are said of two ids, {', '.join(sorted(_OF_EVENTS))} of one")
    layout = locate(casebook)
    catch_up(layout)
    with connect(layout) as connection:
        kind = _kind(connection, subject, casebook)
        if other is not None and _kind(connection, other, casebook) != kind:
            raise typer.BadParameter(f"{subject} and {other} are of two kinds: judge two events, reports or entities")
    if other is None and kind != "events":
        raise typer.BadParameter(f"{subject} is no event: of one id, only an event can be {word.value}")
    write(layout, _RELATIONS[kind] if other else "field", subject, word.value, other=other, who=who)
    catch_up(layout)
    typer.echo(f"{word.value}: {subject}{f' and {other}' if other else ''}")


def _kind(connection: DuckDBPyConnection, id: str, casebook: str) -> str:
    """The table that holds the id; raises BadParameter where none does."""
    for table in _RELATIONS:
        if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", [id]).fetchone():
            return table
    raise typer.BadParameter(f"{casebook} holds no {id!r}: ids are those that the lists show with --format csv or json")
