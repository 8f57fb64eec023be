"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reportedly.gazetteer import OwnGazetteer
    from reportedly.knowledge import Knowledge
    from reportedly.reading import Engine

__all__ = [
    "Actors", "Attribution", "Codebook", "Outlet", "Parser", "Places", "Published", "Title", "Url", "date", "finder",
    "own_gazetteer", "own_knowledge",
]  # fmt: skip


class Finder(StrEnum):
    """Who finds attributions."""

    RULES = "rules"
    MODEL = "model"


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
Attribution = Annotated[
    Finder | None,
    typer.Option(
        help="Who finds who says so: the rules alone, or with them a tagger learned from annotated news.  "
        "[default: rules]"
    ),
]
Codebook = Annotated[
    list[Path] | None,
    typer.Option(metavar="FOLDER", help="Event types of your own, one YAML file a type; may be given several times."),
]
Actors = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Actors of your own: our CSV, or a dictionary in PETRARCH's format; may be given several times.",
    ),
]


Places = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A gazetteer of your own, made by `reportedly gazetteer import`.  [default: the one imported, if any]",
    ),
]


def finder(chosen: Finder | None) -> Engine:
    """What the option `--attribution` names, or the default."""
    from reportedly.pipeline import DEFAULT_ATTRIBUTION

    return DEFAULT_ATTRIBUTION if chosen is None else chosen.value


def own_gazetteer(named: Path | None) -> OwnGazetteer | None:
    """The gazetteer that `--gazetteer` names, or the one imported last; None where there is neither."""
    from reportedly.gazetteer import OwnGazetteer
    from reportedly.gazetteer.importing import default_path

    path = named or default_path()
    return OwnGazetteer.at(path) if named or path.is_file() else None


def own_knowledge(
    codebook: Iterable[Path] | None, actors: Iterable[Path] | None, gazetteer: Path | None = None
) -> Knowledge:
    """What `--codebook`, `--actors` and `--gazetteer` name, loaded and checked.

    Raises KnowledgeError and GazetteerError.
    """
    from dataclasses import replace

    from reportedly.knowledge import BUILT_IN, Knowledge
    from reportedly.pipeline import prepare

    own = replace(Knowledge.of(codebook or (), actors or ()), gazetteer=own_gazetteer(gazetteer))
    return own if own == BUILT_IN else prepare(own)
