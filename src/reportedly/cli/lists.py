"""`reportedly events`, `claims`, `actors`, `reports`, `contradictions`: what a casebook holds, filtered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportedly.cli.filters import PAGE, Casebook, filtered
from reportedly.cli.output import Force, Format, ListFormat, Output

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportedly.casebook.queries import Filter, Query
    from reportedly.casebook.search import Searched
    from reportedly.cli.output import Show

__all__ = ["actors", "claims", "contradictions", "events", "reports"]

_listed = partial(filtered, pages=True)


@_listed
def events(
    casebook: Casebook,
    filter: Filter,
    tellings: Annotated[
        bool, typer.Option("--tellings", help="A row for each report's own telling instead of one for each incident.")
    ] = False,
    format: ListFormat = Format.TABLE,
    output: Output = None,
    force: Force = False,
) -> None:
    """List what happened: one row an incident, with how many tell it, on how many origins, and who says so."""
    from reportedly.casebook import queries
    from reportedly.show import lists

    if tellings:
        _list(casebook, filter, queries.tellings, lists.show_tellings, format, output, force)
    else:
        _list(casebook, filter, queries.incidents, lists.show_incidents, format, output, force, check=_linked)


@_listed
def claims(
    casebook: Casebook,
    filter: Filter,
    format: ListFormat = Format.TABLE,
    output: Output = None,
    force: Force = False,
) -> None:
    """List who says what: in which report, in which words, and whether the speaker vouches for it."""
    from reportedly.casebook import queries
    from reportedly.show.lists import show_claims

    _list(casebook, filter, queries.claims, show_claims, format, output, force, kind="claims")


@_listed
def actors(
    casebook: Casebook,
    filter: Filter,
    format: ListFormat = Format.TABLE,
    output: Output = None,
    force: Force = False,
) -> None:
    """List who acts, is acted on or speaks, over all reports, with all names they go by."""
    from reportedly.casebook import queries
    from reportedly.show.lists import show_actors

    _list(casebook, filter, queries.actors, show_actors, format, output, force)


@_listed
def reports(
    casebook: Casebook,
    filter: Filter,
    format: ListFormat = Format.TABLE,
    output: Output = None,
    force: Force = False,
) -> None:
    """List the reports: where each appeared, what was read from it, and whose own work it is."""
    from reportedly.casebook import queries
    from reportedly.show.lists import show_reports

    _list(casebook, filter, queries.reports, show_reports, format, output, force)


@_listed
def contradictions(
    casebook: Casebook,
    filter: Filter,
    format: ListFormat = Format.TABLE,
    output: Output = None,
    force: Force = False,
) -> None:
    """List where tellings of one incident contradict each other, field by field, with the words of both."""
    from reportedly.casebook import queries
    from reportedly.show.lists import show_contradictions

    _list(casebook, filter, queries.contradictions, show_contradictions, format, output, force)


def _list(
    casebook: str,
    filter: Filter,
    query: Callable[[DuckDBPyConnection, Filter], Query],
    show: Show,
    format: Format,
    output: Path | None,
    force: bool,
    *,
    kind: Searched = "reports",
    check: Callable[[DuckDBPyConnection], None] | None = None,
) -> None:
    """Ask the casebook and write the rows; a table that leaves rows out says on standard error how many."""
    from reportedly.casebook.queries import count
    from reportedly.cli.asking import asked
    from reportedly.cli.output import write_rows

    with asked(casebook, filter, kind) as (connection, asking):
        if check is not None:
            check(connection)
        if format is Format.TABLE and asking.limit is None:
            asking = replace(asking, limit=PAGE)
        if asking.limit == 0:
            asking = replace(asking, limit=None)
        written = write_rows(connection, query(connection, asking), format, output, force=force, show=show)
        if format is Format.TABLE:
            every = count(connection, query(connection, replace(asking, limit=None, offset=0)))
            _say_count(written, every, asking.offset)


def _say_count(written: int, every: int, offset: int) -> None:
    if not every:
        typer.echo("reportedly: nothing matches", err=True)
    elif written < every:
        typer.echo(f"reportedly: rows {offset + 1} to {offset + written} of {every}; --limit 0 shows all", err=True)


def _linked(connection: Any) -> None:
    """Say where events are not linked yet: incidents are what linking makes of them."""
    sql = "SELECT count(*) FROM events WHERE id NOT IN (SELECT event FROM tellings)"
    (left,) = connection.execute(sql).fetchone()
    if left:
        typer.echo(f"reportedly: {left} events are not linked yet and not listed; --tellings lists them too", err=True)
