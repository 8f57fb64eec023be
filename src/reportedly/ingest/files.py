"""From files to reports, one after the other; what cannot be read comes out as `Skipped`, in its place."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import UnreadableReport
from reportedly.ingest.check import make_report
from reportedly.ingest.decode import decode
from reportedly.ingest.html import declared_encoding, looks_like_html, read_page
from reportedly.pipeline import LONGEST
from reportedly.report import Report, Skipped

__all__ = ["LARGEST", "STDIN", "Given", "read_file", "reports"]

LARGEST = 8 * LONGEST
"""The largest file that is opened, in bytes: room for the longest text in a wide encoding, or for a page's markup."""

STDIN = "-"
_PAGES = frozenset({".html", ".htm", ".xhtml"})


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of the reports; it goes before what a page says of itself."""

    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None


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
    source = "standard input" if path == STDIN else path
    try:
        data = _bytes(path, stdin)
        return _report(data, Path(path).suffix.lower() in _PAGES, given)
    except UnreadableReport as error:
        return Skipped(source, str(error))
    except OSError as error:
        return Skipped(source, f"cannot be opened: {error.strerror or error}")


def _bytes(path: str, stdin: BinaryIO | None) -> bytes:
    if path == STDIN:
        return _limited(stdin or sys.stdin.buffer, None)
    file = Path(path)
    if file.is_dir():
        raise UnreadableReport(f"a folder: name the files in it, as in {path.rstrip('/')}/*.txt")
    if file.is_file() and file.stat().st_size > LARGEST:
        raise UnreadableReport(_too_large(file.stat().st_size))
    with file.open("rb") as stream:
        return _limited(stream, None)


def _limited(stream: BinaryIO, size: int | None) -> bytes:
    """The bytes of a stream, which may be endless: reading stops after the limit."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UnreadableReport(_too_large(size))
    return data


def _too_large(size: int | None) -> str:
    how = f"too large ({size / 1e6:,.0f} MB)" if size else f"too large (more than {LARGEST / 1e6:,.0f} MB)"
    return f"{how}: texts of up to {LONGEST:,} characters are read, so split it, a report a file"


def _report(data: bytes, is_page: bool, given: Given) -> Report:
    text = decode(data, declared_encoding(data) if is_page else None)
    if not (is_page or looks_like_html(text)):
        return make_report(text, published=given.published, outlet=given.outlet, url=given.url, title=given.title)
    page = read_page(data)
    return make_report(
        page.text,
        published=given.published or page.published,
        outlet=given.outlet or page.outlet,
        url=given.url or page.url,
        title=given.title or page.title,
    )
