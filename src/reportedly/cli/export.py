"""`reportedly export`: a casebook in the formats of the field."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.filters import Casebook, filtered
from reportedly.cli.output import Force

if TYPE_CHECKING:
    from reportedly.casebook.queries import Filter

__all__ = ["export"]


class To(StrEnum):
    """The formats, as `reportedly.exports.TARGETS` has them."""

    PLOVER = "plover"
    POLECAT = "polecat"
    GDELT = "gdelt"
    GEOJSON = "geojson"
    PARQUET = "parquet"
    CSV = "csv"
    ICEBERG = "iceberg"
    DELTA = "delta"


@filtered
def export(
    casebook: Casebook,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The file to write; .jsonl: PLOVER a line each. For gdelt the start of two names; for parquet and csv "
            "a folder, or a .zip of it; for iceberg and delta a folder.",
        ),
    ],
    filter: Filter,
    to: Annotated[To, typer.Option("--to", help="The format.", show_default=False)],
    force: Force = False,
) -> None:
    """Write a casebook's events for other programs: PLOVER, POLECAT, GDELT's layout, GeoJSON, all tables, a lake."""
    from reportedly.cli.asking import asked
    from reportedly.exports import export as write

    with asked(casebook, filter) as (connection, asking):
        done = write(connection, asking, to.value, file, force=force)
    for what, n in done.left_out.items():
        typer.echo(f"reportedly: left out {n:,} {what}", err=True)
    written = ", ".join(f"{n:,} {what}" for what, n in done.written.items() if n or what == "events")
    typer.echo(f"reportedly: wrote {written} to {file}", err=True)
