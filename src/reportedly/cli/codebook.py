"""`reportedly codebook`: what each event type means."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["codebook"]


def codebook(
    type: Annotated[str | None, typer.Argument(metavar="[TYPE]", help="An event type, such as RETREAT.")] = None,
) -> None:
    """Print the codebook: a line on every event type, or all there is on one TYPE."""
    from reportedly.codebook import describe

    typer.echo(describe(type))
