"""What a file holds: one document, or the documents in an archive, and in the archives in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import IO

from reportedly.errors import UnreadableReport
from reportedly.ingest.archives import Budget, Member, Stream, gunzipped, laid_down, members
from reportedly.ingest.documents import Document, Given, Media
from reportedly.ingest.files import limited, too_large
from reportedly.ingest.jsonl import json_lines
from reportedly.ingest.kinds import HEAD, Kind, kind_of
from reportedly.ingest.limits import Limits
from reportedly.ingest.warc import records
from reportedly.report import Skipped

__all__ = ["File", "contents"]

_LAYERS = 3
"""Archives inside one another that are unpacked, the outermost counted: week.zip/monday.zip/a.jsonl.gz."""


@dataclass(frozen=True, slots=True)
class File:
    """A file on disk or in an archive: its bytes, what it is called, and what applies to all in it.

    `stream` lies under `reader`; `seekable` is the same file where it can be searched. `name` tells its kind by its
    ending, `source` is shown, `key` outlasts changes; `size` is what it is said to measure, in bytes. `layers` counts
    the archives around it.
    """

    reader: io.BufferedReader
    stream: Stream
    name: str
    source: str
    key: str | None
    given: Given
    limits: Limits
    budget: Budget
    seekable: IO[bytes] | None = None
    size: int | None = None
    layers: int = 0


def contents(file: File) -> Iterator[Document | Skipped]:
    """The documents in a file, one at a time; what cannot be read is a `Skipped` that says where and why."""
    try:
        kind = kind_of(file.name, file.reader.peek(HEAD)[:HEAD])
        if kind in {"zip", "gzip"} and file.layers >= _LAYERS:
            raise UnreadableReport(f"an archive inside {_LAYERS} others: unpack it first")
        yield from _READERS[kind](file, kind)
    except UnreadableReport as error:
        yield Skipped(file.source, str(error))


def _one(file: File, kind: Kind) -> Iterator[Document | Skipped]:
    """A file that is one document, whole: half a report may say what the report does not."""
    largest = file.limits.document
    if file.size is not None and file.size > largest:
        raise UnreadableReport(too_large(largest, file.size))
    data = limited(file.reader, largest)
    if file.stream.fault:
        raise UnreadableReport(file.stream.fault.split(";")[0])
    media: Media = "html" if kind == "html" else "auto"
    yield Document(file.source, data, media, file.given, key=file.key)


def _lines(file: File, _: Kind) -> Iterator[Document | Skipped]:
    stream = file.stream
    yield from json_lines(
        file.reader, file.source, file.key, file.given, file.limits, is_cut=lambda: stream.fault is not None
    )
    yield from _fault(file)


def _crawl(file: File, _: Kind) -> Iterator[Document | Skipped]:
    yield from records(file.reader, file.stream, file.source, file.given, file.limits)


def _gzip(file: File, _: Kind) -> Iterator[Document | Skipped]:
    reader, stream = gunzipped(file.reader, file.budget)
    name = file.name[:-3] if file.name.lower().endswith(".gz") else file.name
    inside = replace(file, reader=reader, stream=stream, name=name, seekable=None, size=None, layers=file.layers + 1)
    yield from contents(inside)
    if stream.fault is None:
        yield from _fault(file)


def _zip(file: File, _: Kind) -> Iterator[Document | Skipped]:
    is_empty = True
    with nullcontext(file.seekable) if file.seekable else laid_down(file.reader, file.limits.inner) as archive:
        for member in members(archive, file.source, file.budget):
            is_empty = False
            yield from [member] if isinstance(member, Skipped) else contents(_inside(file, member))
    if is_empty:
        yield Skipped(file.source, "empty: there are no files in this archive")


def _inside(file: File, member: Member) -> File:
    return replace(
        file,
        reader=member.reader,
        stream=member.stream,
        seekable=None,
        name=member.name,
        source=f"{file.source}/{member.name}",
        key=f"{file.key}/{member.name}",
        size=member.size,
        layers=file.layers + 1,
    )


def _fault(file: File) -> Iterator[Skipped]:
    if file.stream.fault is not None:
        yield Skipped(file.source, file.stream.fault)


_READERS: dict[Kind, Callable[[File, Kind], Iterator[Document | Skipped]]] = {
    "zip": _zip, "gzip": _gzip, "warc": _crawl, "jsonl": _lines, "html": _one, "auto": _one,
}  # fmt: skip
