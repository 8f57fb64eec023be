"""From what a user names to the files meant: folders are walked, patterns expanded, in an order that stays."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportedly.errors import SourceError
from reportedly.ingest.kinds import is_hidden, shown
from reportedly.report import Skipped

__all__ = ["check", "files"]


def check(sources: Iterable[str]) -> None:
    """Raise SourceError for the first source that names nothing: no such file, no match, a folder without files."""
    for source in sources:
        if "://" in source:
            raise SourceError(
                f"{source}: an address, which `reportedly ingest` fetches; here files and folders are read"
            )
        starts = _starts(source)
        if not starts and _is_pattern(source):
            raise SourceError(f"{source}: no file matches this pattern")
        if not starts:
            raise SourceError(f"{source}: there is no such file or folder")
        if all(path.is_dir() for path in starts) and next(files([source]), None) is None:
            raise SourceError(f"{source}: no files are in this folder (hidden ones do not count)")


def files(sources: Iterable[str]) -> Iterator[Path | Skipped]:
    """The files of each source in turn; those of a folder sorted by name, its files before its folders.

    Hidden files and folders are left out unless named; each folder is entered once, whatever links lead to it. A folder
    that cannot be opened is a `Skipped`, as is what is in a folder and no file (a pipe, a link that leads nowhere).
    """
    for source in sources:
        entered: set[tuple[int, int]] = set()
        for start in _starts(source):
            yield from _walk(start, entered) if start.is_dir() else [start]


def _starts(source: str) -> list[Path]:
    """The path that a source is, or those that match it as a pattern, without those that lie in another of them."""
    path = Path(source)
    if os.path.lexists(path) or not _is_pattern(source):
        return [path] if os.path.lexists(path) else []
    matches = glob.iglob(source, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern, and hidden files
    found = sorted((Path(match) for match in matches), key=lambda match: match.parts)
    starts: list[Path] = []
    for match in found:
        if not (starts and starts[-1].is_dir() and match.is_relative_to(starts[-1])):
            starts.append(match)
    return starts


def _is_pattern(source: str) -> bool:
    return any(mark in source for mark in "*?[")


def _walk(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path | Skipped]:
    try:
        own = folder.stat()
        if (own.st_dev, own.st_ino) in entered:
            return
        entered.add((own.st_dev, own.st_ino))
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not is_hidden(entry.name)), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(shown(str(folder)), f"a folder that cannot be opened: {error.strerror or error}")
        return
    folders = [entry.name for entry in entries if entry.is_dir()]
    for entry in entries:
        if entry.is_file():
            yield folder / entry.name
        elif not entry.is_dir():
            yield Skipped(shown(str(folder / entry.name)), "not a file: a pipe, a device, or a link that leads nowhere")
    del entries
    for name in folders:
        yield from _walk(folder / name, entered)
