"""`reportedly gazetteer`: what a name may mean, and places of one's own from a GeoNames dump."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.options import Places, own_gazetteer

if TYPE_CHECKING:
    from rich.console import Console

    from reportedly.gazetteer import Entry, Gazetteer
    from reportedly.gazetteer.importing import Imported

__all__ = ["gazetteer"]

gazetteer = typer.Typer(no_args_is_help=True, help="Say what a name may mean; take in places from a GeoNames dump.")

_READ_TWICE = 2


@gazetteer.command("import")
def take_in(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="GeoNames dumps (allCountries, SY, …), as .txt or .zip.")
    ],
    names: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoNames' alternateNamesV2, for more names and English ones.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The gazetteer to make or add to.  [default: gazetteer.sqlite in your data folder]"
        ),
    ] = None,
) -> None:
    """Take places from a GeoNames dump into a gazetteer of your own, used beside the one of the package."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from reportedly.gazetteer.dump import size
    from reportedly.gazetteer.importing import default_path, import_dump

    target = into or default_path()
    total = _READ_TWICE * sum(map(size, files)) + (size(names) if names else 0)
    errors = Console(stderr=True)
    columns = (TextColumn("importing"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("importing", total=total)
        done = import_dump(files, target, names, lambda read: bar.advance(task, read))
    _report(done, target)


def _report(done: Imported, target: Path) -> None:
    from reportedly.show.words import clean

    for skipped in done.skipped:
        typer.echo(f"reportedly: {clean(skipped.source)}: {clean(skipped.reason)}", err=True)
    if done.bad:
        typer.echo(f"reportedly: skipped {done.bad:,} bad rows", err=True)
    kinds = ", ".join(f"{many:,} {kind}" for kind, many in done.places.most_common())
    typer.echo(f"{done.places.total():,} places with {done.names:,} names: {kinds}")
    typer.echo(f"{done.left_out:,} features of kinds that are no places here were left out")
    typer.echo(f"used by code, explain and ingest with --gazetteer {target}, or on its own where that is the default")


@gazetteer.command("find")
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place name, in any spelling.")],
    gazetteer: Places = None,
) -> None:
    """List the places that a name may mean, the largest first."""
    import sys

    from rich.console import Console

    from reportedly.gazetteer import Gazetteer

    width = None if sys.stdout.isatty() else 120
    _show(name, Gazetteer.open(own_gazetteer(gazetteer)), Console(width=width))


def _rank(entry: Entry) -> tuple[bool, int, bool, int]:
    return entry.kind != "country", -entry.noted, not entry.preferred, -entry.population


def _show(name: str, known: Gazetteer, console: Console) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from reportedly.show.words import clean

    found = sorted(known.candidates(name), key=_rank)
    if not found:
        typer.echo(f"reportedly: no place goes by {clean(name)}", err=True)
        raise typer.Exit(1)
    table = Table(box=SIMPLE_HEAD)
    for heading in ("name", "kind", "country", "latitude", "longitude", "radius (km)", "people", "GeoNames"):
        table.add_column(heading, justify="left" if heading in {"name", "kind", "country"} else "right")
    for entry in found:
        cells = (
            entry.name, entry.kind, entry.country or "", f"{entry.latitude:.4f}", f"{entry.longitude:.4f}",
            f"{entry.radius:g}", f"{entry.population:,}" if entry.population else "", str(entry.geonameid or ""),
        )  # fmt: skip
        table.add_row(*(Text(clean(cell)) for cell in cells))
    console.print(table)
