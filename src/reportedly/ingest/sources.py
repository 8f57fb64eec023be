"""Sources on disk to documents, one at a time: folders, patterns, files, archives, standard input."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reportedly.ingest.archives import Budget, streamed
from reportedly.ingest.check import check_published
from reportedly.ingest.contents import File, contents
from reportedly.ingest.documents import Document, Given
from reportedly.ingest.files import STDIN, document_of_file
from reportedly.ingest.kinds import shown
from reportedly.ingest.limits import Limits
from reportedly.ingest.paths import check, files
from reportedly.report import Skipped

__all__ = ["Tally", "documents", "documents_in", "tally"]


@dataclass(slots=True)
class Tally:
    """How far the reading of sources has come, in bytes on disk: what archives hold is not known before it is read.

    `total` is None where it cannot be known (standard input, a pipe). `files` counts the files begun.
    """

    total: int | None = None
    done: int = 0
    files: int = 0


def tally(sources: Iterable[str]) -> Tally:
    """A tally with the total of what the sources hold now; costs a walk over the folders, nothing is opened."""
    listed = list(sources)
    sizes = [None] if STDIN in listed else (_size(item) for item in files(listed) if isinstance(item, Path))
    total = 0
    for size in sizes:
        if size is None:
            return Tally()
        total += size
    return Tally(total)


def documents(
    sources: Iterable[str],
    given: Given | None = None,
    *,
    limits: Limits | None = None,
    tally: Tally | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Skipped]:
    """The documents in the sources, in an order that stays, one in memory at a time; `-` is standard input, one report.

    `tally` is kept up to date as they are handed on. What is wrong with a file or with an item in it is a `Skipped`.
    Before the first document SourceError is raised for a source that names nothing, ValueError for a date that is none.
    """
    listed, known = list(sources), given or Given()
    if known.published:
        check_published(known.published)
    check(source for source in listed if source != STDIN)
    return _documents(listed, known, limits or Limits(), tally or Tally(), stdin)


def documents_in(
    path: Path, given: Given, limits: Limits, *, called: str | None = None
) -> Iterator[Document | Skipped]:
    """The documents in one file, which lay at `called` before it was brought here; raises OSError."""
    with path.open("rb") as raw:
        yield from contents(_opened(path, raw, path.stat().st_size, given, limits, called))


def _documents(
    sources: list[str], given: Given, limits: Limits, tally: Tally, stdin: BinaryIO | None
) -> Iterator[Document | Skipped]:
    for source in sources:
        if source == STDIN:
            tally.files += 1
            yield document_of_file(STDIN, given, stdin=stdin)
            continue
        for item in files([source]):
            if isinstance(item, Skipped):
                yield item
            else:
                yield from _file(item, given, limits, tally)


def _file(path: Path, given: Given, limits: Limits, tally: Tally) -> Iterator[Document | Skipped]:
    name, before = shown(str(path)), tally.done
    tally.files += 1
    if (size := _size(path)) is None:
        yield document_of_file(str(path), given)  # a pipe: read once from its start, and taken for one document
        return
    try:
        with path.open("rb") as raw:
            for item in contents(_opened(path, raw, size, given, limits)):
                tally.done = before + min(size, max(tally.done - before, raw.tell()))
                yield item
    except OSError as error:
        yield Skipped(name, f"cannot be opened: {error.strerror or error}")
    tally.done = before + size


def _opened(
    path: Path, raw: io.BufferedReader, size: int, given: Given, limits: Limits, called: str | None = None
) -> File:
    reader, stream = streamed(raw)
    return File(
        reader=reader,
        stream=stream,
        name=path.name,
        source=shown(called or str(path)),
        key=shown(called or str(path.absolute())),
        given=given,
        limits=limits,
        budget=Budget.of(size, limits),
        seekable=raw,
        size=size,
    )


def _size(path: Path) -> int | None:
    """The file's size in bytes; None for what has none (a pipe), 0 for what is not there."""
    try:
        return path.stat().st_size if path.is_file() else (None if path.exists() else 0)
    except OSError:
        return 0
