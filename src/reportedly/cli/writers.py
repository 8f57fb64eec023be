"""Readings to standard output, in the format asked for, each as soon as it is there."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from rich.console import Console

from reportedly.reading import Reading

__all__ = ["write"]


def write(readings: Iterable[Reading], format: str, *, several: bool, console: Console) -> None:
    """Write the readings as "table", "json" (an array if `several`), "jsonl" or "html"."""
    if format == "table":
        _tables(readings, console)
    elif format == "html":
        _page(readings)
    elif format == "jsonl":
        for reading in readings:
            sys.stdout.write(_json(reading) + "\n")
            sys.stdout.flush()
    else:
        _objects(readings, several)


def _json(reading: Reading, indent: int | None = None) -> str:
    return json.dumps(reading.to_dict(), ensure_ascii=False, allow_nan=False, indent=indent)


def _objects(readings: Iterable[Reading], several: bool) -> None:
    first = True
    for reading in readings:
        if several:
            sys.stdout.write("[\n" if first else ",\n")
        sys.stdout.write(_json(reading, indent=2))
        first = False
    if several:
        sys.stdout.write("[]\n" if first else "\n]\n")
    elif not first:
        sys.stdout.write("\n")


def _tables(readings: Iterable[Reading], console: Console) -> None:
    from reportedly.show.table import print_table

    for reading in readings:
        print_table(reading, console)


def _page(readings: Iterable[Reading]) -> None:
    from reportedly.show.page import page

    sys.stdout.writelines(page(readings))
