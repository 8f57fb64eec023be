"""The unit of work: one file (a crawl's WARC, an archive, a page), the part it becomes, and how its bytes are reached.

A part is named after the file, its size and whoever reads it, so that a part that exists is work that need not be done
again, whichever engine does it and on whichever machine. What could not be read at all is noted beside the casebook.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.casebook.layout import Layout
from reportedly.casebook.parts import SUFFIX
from reportedly.errors import SourceError
from reportedly.ingest.kinds import shown
from reportedly.ingest.paths import check, files
from reportedly.report import Skipped

if TYPE_CHECKING:
    from reportedly.reading import Coder

__all__ = [
    "Failure", "Work", "failures", "fetched", "forget", "is_remote", "key_of", "listed", "named", "note", "part_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """A file to read: its path, or its address in an object store (s3://…), and its bytes."""

    source: str
    size: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read at all, and why."""

    source: str
    reason: str


def is_remote(source: str) -> bool:
    """Whether a source lies in an object store."""
    return "://" in source and not source.startswith(("http://", "https://"))


def listed(sources: Iterable[str]) -> Iterator[Work | Skipped]:
    """The files of all sources, sorted within each source; raises SourceError for a source that names nothing."""
    wanted = list(sources)
    check(source for source in wanted if not is_remote(source))
    for source in wanted:
        if is_remote(source):
            yield from _stored(source)
            continue
        for item in files([source]):
            yield item if isinstance(item, Skipped) else Work(str(item.absolute()), _size(item))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # it will be told when it is opened


def _stored(source: str) -> list[Work]:
    """What a pattern in an object store matches, as the engine lists it."""
    import daft

    try:
        found = daft.from_glob_path(source).select("path", "size").to_pydict()
    except Exception as error:  # whatever the store's client raises: no such bucket, no credentials, no network
        why = (str(error).strip().splitlines() or [""])[0]
        raise SourceError(f"{source}: cannot be listed ({why}): check its address and your keys") from error
    works = [Work(path, size or 0) for path, size in zip(found["path"], found["size"], strict=True)]
    if not works:
        raise SourceError(f"{source}: no file matches this pattern")
    return sorted(works, key=lambda work: work.source)


def key_of(work: Work, coder: Coder) -> str:
    """What the part of this file is called: 32 hex digits over the file's path and size and the coder's identity."""
    told = json.dumps([work.source, work.size, asdict(coder)], sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def part_of(work: Work, coder: Coder) -> str:
    """The name of its part."""
    return key_of(work, coder) + SUFFIX


@contextmanager
def fetched(work: Work) -> Iterator[Path]:
    """The file on this machine's disk: itself, or a copy that is gone afterwards. Raises OSError where it is not."""
    if not is_remote(work.source):
        yield Path(work.source)
        return
    import daft

    try:
        copy = daft.File(work.source).to_tempfile()
    except OSError:
        raise
    except Exception as error:  # the store's client has errors of its own
        raise OSError(f"cannot be fetched: {str(error).splitlines()[0]}") from error
    with copy:
        ending = "".join(Path(work.source).suffixes[-2:])
        path = Path(copy.name)
        named = path.with_name(path.name + ending)  # what a file is, is told by its ending too
        os.link(path, named)
        try:
            yield named
        finally:
            named.unlink(missing_ok=True)


def failures(layout: Layout) -> dict[str, Failure]:
    """The files that could not be read, by the key of their part."""
    found: dict[str, Failure] = {}
    for path in sorted(layout.failed.glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        found[path.stem] = Failure(told["source"], told["reason"])
    return found


def note(layout: Layout, key: str, failure: Failure) -> None:
    """Note that a file could not be read."""
    layout.failed.mkdir(exist_ok=True)
    draft = layout.failed / f"{key}.tmp"
    draft.write_text(json.dumps(asdict(failure), ensure_ascii=True), "utf-8")
    draft.replace(layout.failed / f"{key}.json")


def forget(layout: Layout, keys: Iterable[str]) -> None:
    """Forget that these could not be read, so that they are tried again."""
    for key in keys:
        (layout.failed / f"{key}.json").unlink(missing_ok=True)


def named(work: Work) -> str:
    """The file as people read it."""
    return shown(work.source)
