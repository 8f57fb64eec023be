"""The options that narrow a list, the same for every command that lists or exports."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

__all__ = ["PAGE", "Casebook", "filtered"]

PAGE = 50
"""Rows of a table where the user sets no limit."""

Casebook = Annotated[str, typer.Argument(metavar="CASEBOOK", help="The casebook's folder.")]

_PANEL = "Which ones (all that are given must hold; an option given twice: either will do)"


def _option(flag: str, help: str, metavar: str) -> Any:
    return typer.Option(flag, help=help, metavar=metavar, rich_help_panel=_PANEL)


def _several(flag: str, help: str, metavar: str = "NAME") -> Any:
    return Annotated[list[str] | None, _option(flag, help, metavar)]


def _text(flag: str, help: str, metavar: str) -> Any:
    return Annotated[str | None, _option(flag, help, metavar)]


_OPTIONS: dict[str, Any] = {
    "who": _several("--who", "Who did it. Whole words of any of its names; “=Sudan” asks for the whole name."),
    "whom": _several("--whom", "To whom it was done."),
    "actor": _several("--actor", "Either of the two."),
    "who_country": _several("--who-country", "The country of those who did it: code or name."),
    "whom_country": _several("--whom-country", "The country of those it was done to."),
    "type": _several("--type", "Event type, such as ASSAULT.", "TYPE"),
    "mode": _several("--mode", "Mode, such as aerial.", "MODE"),
    "context": _several("--context", "Context, such as human_rights.", "CONTEXT"),
    "quad": _several("--quad", "Verbal or material, cooperation or conflict: “material conflict”.", "QUAD"),
    "status": _several("--status", "occurred, ongoing, historical, future, hypothetical or negated.", "STATUS"),
    "place": _several("--place", "The name of the place."),
    "country": _several("--country", "The country it was in: code or name."),
    "box": _text("--box", "Between these latitudes and longitudes, in degrees.", "SOUTH,WEST,NORTH,EAST"),
    "since": _text("--since", "On this day or later.", "DATE"),
    "until": _text("--until", "On this day or earlier.", "DATE"),
    "outlet": _several("--outlet", "The outlet that published it."),
    "speaker": _several("--speaker", "Who says so."),
    "stance": _several("--stance", "How they say it: states, claims, denies, …", "STANCE"),
    "min_origins": Annotated[
        int | None,
        typer.Option(
            "--min-origins", min=1, metavar="N", rich_help_panel=_PANEL, help="Told on at least N independent origins."
        ),
    ],
    "disputed": Annotated[
        bool | None,
        typer.Option(
            "--disputed/--undisputed", rich_help_panel=_PANEL, help="Whether its reports contradict one another."
        ),
    ],
    "field": _several("--field", "In which field they do: deaths, day, place, actor, …", "FIELD"),
    "text": _text("--text", "All these words are in the report (or the claim); “…” holds words together.", "WORDS"),
    "report": _several("--report", "The id of a report.", "ID"),
    "incident": _several("--incident", "The id of an event of `reportedly events`.", "ID"),
    "older": Annotated[
        bool, typer.Option("--older", rich_help_panel=_PANEL, help="Also what older versions of reports told.")
    ],
}
_PAGE_PANEL = "How many, in which order"
_PAGE_OPTIONS: dict[str, Any] = {
    "sort": Annotated[
        str | None,
        typer.Option(
            "--sort", metavar="COLUMN", rich_help_panel=_PAGE_PANEL, help="By this column; -COLUMN: the greatest first."
        ),
    ],
    "limit": Annotated[
        int | None,
        typer.Option(
            "--limit", min=0, metavar="N", rich_help_panel=_PAGE_PANEL,
            help=f"At most N rows; 0: all.  [default: {PAGE} in a table, else all]",
        ),
    ],
    "offset": Annotated[
        int,
        typer.Option("--offset", min=0, metavar="N", rich_help_panel=_PAGE_PANEL, help="Leave out the first N rows."),
    ],
}  # fmt: skip
_DEFAULTS = {"older": False, "offset": 0}


def filtered(command: Callable[..., None], *, pages: bool = False) -> Callable[..., None]:
    """The command with an option for each field of the filter (`pages`: for those of a page too), as one `filter`."""
    options = _OPTIONS | (_PAGE_OPTIONS if pages else {})
    hints = get_type_hints(command, localns={"Filter": Any}, include_extras=True)
    own = [
        p.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[p.name])
        for p in inspect.signature(command).parameters.values()
        if p.name != "filter"
    ]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_DEFAULTS.get(name), annotation=option)
        for name, option in options.items()
    ]

    @wraps(command)
    def run(**values: Any) -> None:
        from reportedly.casebook.queries import Filter

        given = {name: values.pop(name) for name in options}
        given["box"] = _box(given["box"])
        command(filter=Filter(**{name: value for name, value in given.items() if value is not None}), **values)

    run.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in (*own, *added)}
    return run


def _box(value: str | None) -> tuple[float, ...] | None:
    if value is None:
        return None
    try:
        south, west, north, east = (float(part) for part in value.split(","))
    except ValueError:
        raise typer.BadParameter(f"--box {value!r} is no box: give four numbers, SOUTH,WEST,NORTH,EAST") from None
    return south, west, north, east
