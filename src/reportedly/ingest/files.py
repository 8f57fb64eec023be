"""From files to reports, one after the other; what cannot be read comes out as `Skipped`, in its place."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import UnreadableReport
from reportedly.ingest.documents import Document, Given, Media
from reportedly.ingest.limits import LARGEST
from reportedly.ingest.reading import report_of
from reportedly.pipeline import LONGEST
from reportedly.report import Report, Skipped

__all__ = ["LARGEST", "PAGES", "STDIN", "Given", "document_of_file", "limited", "read_file", "reports", "too_large"]

STDIN = "-"

PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
"""Endings of files that are web pages whatever they begin with."""


def reports(
    paths: Iterable[str], given: Given | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Report | Skipped]:
    """Read each file (`-` is standard input) when its turn comes, so that memory holds one at a time.

    A ValueError over a date that the user gave is raised; all that is wrong with a single file is a `Skipped`.
    """
    for path in paths:
        yield read_file(path, given or Given(), stdin=stdin)


def read_file(path: str, given: Given, *, stdin: BinaryIO | None = None) -> Report | Skipped:
    """The report in one file, or why there is none."""
    document = document_of_file(path, given, stdin=stdin)
    return document if isinstance(document, Skipped) else report_of(document)


def document_of_file(path: str, given: Given, *, stdin: BinaryIO | None = None) -> Document | Skipped:
    """One file as a document, not yet read; its key is its full path, standard input has none."""
    source = "standard input" if path == STDIN else path
    try:
        data = _bytes(path, stdin)
    except UnreadableReport as error:
        return Skipped(source, str(error))
    except OSError as error:
        return Skipped(source, f"cannot be opened: {error.strerror or error}")
    media: Media = "html" if Path(path).suffix.lower() in PAGES else "auto"
    return Document(source, data, media, given, key=None if path == STDIN else str(Path(path).absolute()))


def _bytes(path: str, stdin: BinaryIO | None) -> bytes:
    if path == STDIN:
        return limited(stdin or sys.stdin.buffer)
    file = Path(path)
    if file.is_dir():
        raise UnreadableReport(f"a folder: name the files in it, as in {path.rstrip('/')}/*.txt")
    if file.is_file() and file.stat().st_size > LARGEST:
        raise UnreadableReport(too_large(LARGEST, file.stat().st_size))
    with file.open("rb") as stream:
        return limited(stream)


def limited(stream: BinaryIO, largest: int = LARGEST) -> bytes:
    """The bytes of a stream, which may be endless: after `largest` bytes UnreadableReport is raised."""
    data = stream.read(largest + 1)
    if len(data) > largest:
        raise UnreadableReport(too_large(largest))
    return data


def too_large(largest: int = LARGEST, size: int | None = None) -> str:
    """The reason that a document of more than `largest` bytes gets; `size` where it is known."""
    how = f"too large ({size / 1e6:,.0f} MB)" if size else f"too large (more than {largest / 1e6:,.0f} MB)"
    return f"{how}: texts of up to {LONGEST:,} characters are read, so split it, a report a file"
