"""`reportedly sql`: a question in SQL, which can read the casebook and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.filters import Casebook
from reportedly.cli.output import Force, Format, ListFormat, Output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from rich.console import Console

__all__ = ["sql"]


def sql(
    casebook: Casebook,
    statement: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT in DuckDB's SQL.")],
    format: ListFormat = Format.TABLE,
    output: Output = None,
    force: Force = False,
) -> None:
    """Ask a casebook a question in SQL. It can read the casebook's tables: no other file, no network, no change."""
    from reportedly.casebook.queries import Filter
    from reportedly.casebook.queries.free import free
    from reportedly.cli.asking import asked
    from reportedly.cli.output import write_parquet, write_rows
    from reportedly.exports.files import whole

    with asked(casebook, Filter()) as (connection, _):
        if format is Format.PARQUET and output is not None:
            with whole(output, force=force) as draft, free(connection, statement, draft) as query:
                write_parquet(connection, query, draft)
            return
        with free(connection, statement) as query:
            write_rows(connection, query, format, output, force=force, show=_show)


def _show(rows: Sequence[Mapping[str, Any]], console: Console) -> None:
    from reportedly.show.lists import show_any

    show_any(rows, console)
