"""`reportedly brief`: what a casebook tells, as a text whose every sentence says whose word it is."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.filters import Casebook, filtered
from reportedly.cli.output import Force, Output

if TYPE_CHECKING:
    from reportedly.brief import Brief
    from reportedly.brief.check import Checked
    from reportedly.casebook.queries import Filter

__all__ = ["brief"]

_UNPROVEN = 1  # exit status


class Form(StrEnum):
    """What a brief is written as."""

    MARKDOWN = "md"
    HTML = "html"
    WORD = "docx"


@filtered
def brief(
    casebook: Casebook,
    filter: Filter,
    format: Annotated[
        Form, typer.Option("--format", help="Markdown, one HTML page, or a Word document.")
    ] = Form.MARKDOWN,
    output: Output = None,
    force: Force = False,
    limit: Annotated[
        int, typer.Option("--limit", min=0, metavar="N", help="At most N events a section, the best-witnessed; 0: all.")
    ] = 40,
    check: Annotated[
        bool, typer.Option("--check", help="Also prove each sentence in the reports; status 1 where one is not proven.")
    ] = False,
) -> None:
    """Write a brief: what happened, who says so, the numbers, what is contested, expected, and the background."""
    from reportedly.brief import compose
    from reportedly.brief.check import check as prove
    from reportedly.cli.asking import asked

    if format is Form.WORD and output is None:
        raise typer.BadParameter("a Word document is for a file: name it with --output FILE")
    with asked(casebook, filter) as (connection, asking):
        written = compose(connection, asking, limit or None)
        checked = prove(written, connection) if check else None
    _write(written, format, output, force)
    if checked is not None:
        _say(checked)


def _write(brief: Brief, format: Form, output: Path | None, force: bool) -> None:
    from reportedly.brief import pictures
    from reportedly.exports.files import whole

    map = pictures.map_of(brief.marks, pictures.outlines())
    timeline = pictures.timeline_of(brief.days)
    drawings = {"map": map, "timeline": timeline}
    beside: dict[str, str] = {}
    if format is Form.MARKDOWN and output is not None:
        for name, drawing in drawings.items():
            if drawing is not None:
                file = output.with_name(f"{output.stem}-{name}.svg")
                with whole(file, force=force) as draft:
                    draft.write_text(pictures.svg(drawing, name, alone=True), "utf-8")
                beside[drawing.title] = file.name
    match format:
        case Form.MARKDOWN:
            from reportedly.brief.markdown import markdown

            content = markdown(brief, beside).encode()
        case Form.HTML:
            from reportedly.brief.html import html

            content = html(brief, map, timeline).encode()
        case Form.WORD:
            from reportedly.brief.docx import docx

            content = docx(brief, map, timeline)
    if output is None:
        sys.stdout.write(content.decode())
        return
    with whole(output, force=force) as draft:
        draft.write_bytes(content)


def _say(checked: Checked) -> None:
    """What was proven, on standard error."""
    from reportedly.show.lists import words

    for one in checked.unproven:
        typer.echo(
            f"reportedly: not proven, {one.kind}: {words(one.words)} ({one.why}), in: {words(one.sentence.text)}",
            err=True,
        )
    typer.echo(f"reportedly: {checked.proven} of {checked.sentences} sentences are proven", err=True)
    if checked.unproven:
        raise typer.Exit(_UNPROVEN)
