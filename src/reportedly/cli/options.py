"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["Outlet", "Parser", "Published", "Title", "Url", "date"]


def date(value: str | None) -> str | None:
    """Check a date given on the command line; a wrong one is misuse."""
    from reportedly.ingest.check import check_published

    if value is None:
        return None
    try:
        return check_published(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", callback=date, help="When it was published, as 2016-03-17 or 2016-03-17T08:30:00Z."),
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="Where it was published.")]
Title = Annotated[str | None, typer.Option(metavar="TITLE", help="Its headline, where the text does not hold it.")]
Parser = Annotated[
    str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline for English.  [default: en_core_web_sm]")
]
