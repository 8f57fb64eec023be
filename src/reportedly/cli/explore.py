"""`reportedly explore`: a casebook in a browser."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from reportedly.cli.filters import Casebook

__all__ = ["explore"]


def explore(
    casebook: Casebook,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0: a free one.")] = 0,
    host: Annotated[
        str, typer.Option(help="Listen at this address instead of on this machine alone; then a token is needed.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Say the address, open nothing.")] = False,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Whose verdicts these are.")] = None,
) -> None:
    """Look at a casebook in a browser: map, timeline, list, each report's version, whose words, and your verdicts."""
    from reportedly.casebook.layout import locate
    from reportedly.explorer.serve import serve

    layout = locate(casebook)

    def tell(address: str) -> None:
        typer.echo(f"reportedly: {casebook} is at {address} until you press Ctrl-C", err=True)

    serve(layout, host=host, port=port, who=who or _login(), browser=not no_browser, tell=tell)


def _login() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None
