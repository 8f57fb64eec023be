"""`reportedly explain`: why a report was coded so."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from reportedly.cli.options import (
    Actors,
    Attribution,
    Codebook,
    Outlet,
    Parser,
    Places,
    Published,
    Title,
    Url,
    finder,
    own_knowledge,
)

__all__ = ["explain"]


class Format(StrEnum):
    """How the explanation is printed."""

    TEXT = "text"
    JSON = "json"


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text or HTML file; - is standard input.")],
    published: Published = None,
    outlet: Outlet = None,
    url: Url = None,
    title: Title = None,
    parser: Parser = None,
    format: Annotated[Format, typer.Option(help="Plain text, or JSON.")] = Format.TEXT,
    codebook: Codebook = None,
    actors: Actors = None,
    gazetteer: Places = None,
    attribution: Attribution = None,
) -> None:
    """Say for each event why it was coded so, and what was considered and turned down."""
    from reportedly.errors import UnreadableReport
    from reportedly.ingest.files import Given, read_file
    from reportedly.parsing import DEFAULT_PARSER
    from reportedly.pipeline import read
    from reportedly.report import Skipped
    from reportedly.show.explain import explain as as_text
    from reportedly.show.explain import explained

    knowledge = own_knowledge(codebook, actors, gazetteer)
    report = read_file(file, Given(published=published, outlet=outlet, url=url, title=title))
    if isinstance(report, Skipped):
        raise UnreadableReport(f"{report.source}: {report.reason}")
    reading = read(report, parser=parser or DEFAULT_PARSER, knowledge=knowledge, attribution=finder(attribution))
    if format is Format.JSON:
        typer.echo(json.dumps(explained(reading), indent=2, ensure_ascii=False))
    else:
        typer.echo(as_text(reading))
