"""`reportedly status`: what a casebook holds; `reportedly migrate`: its tables built anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reportedly.casebook.status import Status

__all__ = ["migrate", "status"]


class Format(StrEnum):
    """How the numbers are printed."""

    TEXT = "text"
    JSON = "json"


Casebook = Annotated[str, typer.Argument(metavar="CASEBOOK", help="The casebook's folder.")]


def status(
    casebook: Casebook, format: Annotated[Format, typer.Option(help="Plain text, or JSON.")] = Format.TEXT
) -> None:
    """Say what a casebook holds: reports, events, incidents, and what was left out and why."""
    from reportedly.casebook.book import open_casebook
    from reportedly.casebook.status import status as numbers

    with open_casebook(casebook) as book:
        found = numbers(book.layout, book.connection)
    typer.echo(json.dumps(asdict(found), indent=2) if format is Format.JSON else "\n".join(_lines(found)))


def _lines(found: Status) -> Iterator[str]:
    days = f", {found.first_day} to {found.last_day}" if found.first_day else ""
    yield f"{found.folder}: {found.bytes / 1e6:,.1f} MB, tables of version {found.version}, {found.made_by}"
    yield f"reports    {found.reports:,} of {found.outlets:,} outlets{days}"
    yield f"           {found.copies:,} copies, {found.replaced:,} replaced by newer versions"
    yield f"events     {found.events:,}, in {found.incidents:,} incidents"
    yield f"           {found.witnessed:,} on two or more independent origins, {found.disputed:,} disputed"
    yield f"claims     {found.claims:,}"
    yield f"actors     {found.actors:,}"
    if found.verdicts:
        yield f"verdicts   {found.verdicts:,}"
    if found.waiting:
        yield f"inbox      {found.waiting:,} parts wait to be taken in"
    for title, counted in (("skipped", found.skipped), ("read by", found.coders)):
        for position, (what, number) in enumerate(counted):
            yield f"{'' if position else title:10} {number:,}  {what}"


def migrate(casebook: Casebook) -> None:
    """Build a casebook's tables anew from its parts: after an upgrade, or when the database is damaged."""
    from reportedly.casebook.migrate import migrate as rebuild

    done = rebuild(casebook)
    typer.echo(f"{casebook}: built anew from {done.parts:,} parts with {done.taken.reports:,} reports")
