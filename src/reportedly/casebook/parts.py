"""Parts: what a coder leaves in the inbox, whole or not at all.

A part is a gzip file of JSON lines. The first names the coder; each other line is one input: an appearance, with the
record of its report where this part brings it, or a word on why the input was left out. A part is written under a
name of its own and then renamed, so a crash leaves a whole part or none. What people judge comes in parts as well.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from platform import node
from typing import Any

from reportedly.casebook.layout import Layout
from reportedly.errors import StoreError
from reportedly.reading import Coder
from reportedly.report import Skipped
from reportedly.tables import Record

__all__ = [
    "Appearance", "Entry", "LeftOut", "Line", "Part", "Verdict", "begun", "is_there", "read_part", "sweep", "waiting",
    "write_part",
]  # fmt: skip

FORMAT = 1
"""The version of the format, in every part's first line."""

SUFFIX = ".jsonl.gz"
_DRAFT = ".draft"
_WRITER = re.compile(r"(?P<host>[0-9a-f]{8})-(?P<process>\d+)-\d+\.jsonl\.gz\.draft$")
_LATE = 86_400.0  # seconds without a word from another machine after which its draft is given up
_number = count()


@dataclass(frozen=True, slots=True)
class Appearance:
    """That a report came in: from where, when, and what its source says of it. `seen` is UTC, ISO 8601."""

    report: str
    source: str
    digest: str
    seen: str
    key: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An input that was skipped, and the hash of its bytes, where it had any."""

    skipped: Skipped
    digest: str | None
    seen: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An appearance and, unless another part brings it, the record of its report."""

    appearance: Appearance
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody judged: a row of the table `verdicts`. `judged` is UTC, ISO 8601."""

    id: str
    relation: str
    subject: str
    judgement: str
    judged: str
    other: str | None = None
    field: str | None = None
    value: Any = None
    who: str | None = None


Line = Entry | LeftOut | Verdict
"""What a part holds, a line each."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part's first line: who read, and the PLOVER types that types of one's own count as."""

    name: str
    coder: Coder
    types: dict[str, str | None]


def write_part(
    layout: Layout, coder: Coder, entries: Iterable[Line], types: dict[str, str | None], *, key: str | None = None
) -> str:
    """Write a part into the inbox and return its name. Raises StoreError where the disk is full or read-only.

    `key` names a part by what it was made of, so that whoever makes it again, on whatever machine, makes the same part;
    without one the name is new. Lines are written as they come, so memory does not grow with the part.
    """
    mark = f"{_host()}-{os.getpid()}-{next(_number)}{SUFFIX}"
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{mark}" if key is None else f"{key}{SUFFIX}"
    draft = layout.inbox / (f"{name}.{mark}{_DRAFT}")
    try:
        with draft.open("wb") as raw:
            with gzip.open(raw, "wt", encoding="utf-8", compresslevel=5) as lines:
                lines.write(_json({"part": FORMAT, "coder": asdict(coder), "types": types}))
                for entry in entries:
                    lines.write(_json(_line(entry)))
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(layout.inbox / name)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(
            f"cannot write to {layout.inbox}: {error.strerror or error}; what was read so far is kept, so make room "
            "and start again: it goes on where it stopped"
        ) from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return name


@lru_cache(maxsize=1)
def _host() -> str:
    return hashlib.sha256(node().encode("utf-8", "replace")).hexdigest()[:8]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _line(entry: Line) -> dict[str, Any]:
    if isinstance(entry, LeftOut):
        told = {"source": entry.skipped.source, "reason": entry.skipped.reason}
        return {"skipped": {**told, "digest": entry.digest, "seen": entry.seen}}
    if isinstance(entry, Verdict):
        return {"verdict": asdict(entry)}
    return {"appearance": asdict(entry.appearance), **({"record": entry.record} if entry.record else {})}


def waiting(layout: Layout) -> list[Path]:
    """The parts in the inbox, oldest first."""
    return sorted(layout.inbox.glob(f"*{SUFFIX}"))


def is_there(layout: Layout, name: str) -> bool:
    """Whether a part of this name was written, taken in or not."""
    return (layout.inbox / name).exists() or (layout.parts / name).exists()


def begun(layout: Layout, name: str) -> list[Path]:
    """The drafts of a part that somebody began and has not finished."""
    return sorted(layout.inbox.glob(f"{name}.*{_DRAFT}"))


def sweep(layout: Layout) -> None:
    """Remove what writers that died left unfinished; for the one who holds the database."""
    for draft in layout.inbox.glob(f"*{_DRAFT}"):
        if not _alive(draft):
            draft.unlink(missing_ok=True)


def _alive(draft: Path) -> bool:
    """Whether the process that writes the draft still runs; of another machine's, whether it wrote of late."""
    match = _WRITER.search(draft.name)
    if match is None:
        return False
    try:
        if match["host"] != _host():
            return time.time() - draft.stat().st_mtime < _LATE
        os.kill(int(match["process"]), 0)
    except (ProcessLookupError, FileNotFoundError):
        return False
    except PermissionError:
        return True
    return True


def read_part(path: Path) -> tuple[Part, Iterator[Line]]:
    """A part's head, and its entries as they are read. Raises StoreError where the file is damaged."""
    try:
        lines = gzip.open(path, "rt", encoding="utf-8")  # noqa: SIM115 - closed by the generator
        head = json.loads(lines.readline())
        if head["part"] != FORMAT:
            raise StoreError(f"{path} is a part of format {head['part']}; this reportedly knows {FORMAT}: upgrade it")
        part = Part(path.name, Coder(**head["coder"]), dict(head.get("types", {})))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, error) from error
    return part, _entries(path, lines)


def _entries(path: Path, lines: Any) -> Iterator[Line]:
    with lines:
        try:
            for line in lines:
                yield _entry(json.loads(line))
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
            raise _damaged(path, error) from error


def _entry(line: dict[str, Any]) -> Line:
    if "skipped" in line:
        told = line["skipped"]
        return LeftOut(Skipped(told["source"], told["reason"]), told["digest"], told["seen"])
    if "verdict" in line:
        return Verdict(**line["verdict"])
    return Entry(Appearance(**line["appearance"]), line.get("record"))


def _damaged(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"{path} is damaged ({type(error).__name__}): move it out of the casebook and ingest its sources again"
    )
