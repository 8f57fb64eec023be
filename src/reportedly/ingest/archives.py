"""Zip and gzip, unpacked within bounds: a bomb ends at the limit, and what is broken or cut off keeps what came before.

Nothing is unpacked to a path that an archive names: names are only shown.
"""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Protocol

from reportedly.errors import UnreadableReport
from reportedly.ingest.kinds import is_hidden, shown
from reportedly.ingest.limits import Limits
from reportedly.report import Skipped

__all__ = ["Budget", "Member", "Stream", "gunzipped", "laid_down", "members", "streamed"]

_CHUNK = 65_536
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, ValueError)


class _Packed(Protocol):
    def read1(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class Budget:
    """How many bytes one file may still unpack to, over all its layers and members."""

    left: int
    ratio: int

    @classmethod
    def of(cls, size: int, limits: Limits) -> Budget:
        """The budget of a file of this size on disk."""
        return cls(limits.slack + limits.ratio * size, limits.ratio)


class Stream(io.RawIOBase):
    """Bytes of a file or archive that end where they can no longer be read; `fault` then says why, None at a true end.

    `tail` is the last four bytes read, by which a cut may be told.
    """

    def __init__(self, packed: _Packed, budget: Budget | None = None) -> None:
        self.fault: str | None = None
        self.tail = b""
        self._packed, self._budget, self._position = packed, budget, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        chunk = b"" if self.fault else self._next(len(buffer))
        buffer[: len(chunk)] = chunk
        self._position += len(chunk)
        self.tail = (self.tail + chunk[-4:])[-4:]
        return len(chunk)

    def _next(self, size: int) -> bytes:
        if self._budget is not None and self._budget.left <= 0:
            self.fault = f"unpacks to more than {self._budget.ratio} times its size: reading stopped there"
            return b""
        try:
            chunk = self._packed.read1(size)
        except EOFError:
            self.fault = "cut off: the archive ends too early; what came before is read, so fetch it again for the rest"
            return b""
        except (*_BROKEN, OSError) as error:
            what = getattr(error, "strerror", None) or error
            self.fault = f"broken: it can be unpacked no further ({shown(str(what))}); what came before is read"
            return b""
        if self._budget is not None:
            self._budget.left -= len(chunk)
        return chunk


def streamed(packed: _Packed, budget: Budget | None = None) -> tuple[io.BufferedReader, Stream]:
    """A reader over a packed stream, and the stream under it, which knows whether it came to its true end."""
    stream = Stream(packed, budget)
    return io.BufferedReader(stream, _CHUNK), stream


def gunzipped(reader: io.BufferedReader, budget: Budget) -> tuple[io.BufferedReader, Stream]:
    """What a gzip file of one or more parts holds."""
    return streamed(gzip.GzipFile(fileobj=reader), budget)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip archive: its name, fit to be shown, and its size as the archive states it."""

    name: str
    size: int
    reader: io.BufferedReader
    stream: Stream


def members(file: IO[bytes], source: str, budget: Budget) -> Iterator[Member | Skipped]:
    """The files in a zip archive in its order, each to be read before the next is asked for; hidden ones are left out.

    Whatever cannot be opened is a `Skipped`, and so is the whole where its list of files is missing.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (*_BROKEN, OSError, EOFError) as error:
        yield Skipped(source, f"a broken zip archive ({shown(str(error))}): fetch it again, or repair it with zip -FF")
        return
    with archive:
        for info in archive.infolist():
            name = shown(info.filename)
            if info.is_dir() or any(
                is_hidden(part) for part in info.filename.replace("\\", "/").split("/") if part != ".."
            ):
                continue
            try:
                with _opened(archive, info) as packed:
                    reader, stream = streamed(packed, budget)
                    yield Member(name, info.file_size, reader, stream)
            except UnreadableReport as error:
                yield Skipped(f"{source}/{name}", str(error))
            if budget.left <= 0:
                return


@contextmanager
def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[zipfile.ZipExtFile]:
    if info.flag_bits & 0x1:
        raise UnreadableReport("encrypted: unpack the archive with its password first")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableReport("a link in an archive: links are not followed")
    try:
        packed = archive.open(info)
    except (*_BROKEN, OSError, EOFError) as error:
        raise UnreadableReport(f"broken: it cannot be unpacked ({shown(str(error))})") from error
    with packed:
        yield packed  # type: ignore[misc]


@contextmanager
def laid_down(reader: io.BufferedReader, largest: int) -> Iterator[IO[bytes]]:
    """An archive in an archive as a file that can be searched; UnreadableReport is raised beyond `largest` bytes."""
    with tempfile.SpooledTemporaryFile(max_size=16 * _CHUNK) as file:
        while chunk := reader.read(_CHUNK):
            if file.tell() + len(chunk) > largest:
                raise UnreadableReport(
                    f"too large an archive in an archive (more than {largest / 1e6:,.0f} MB): unpack it"
                )
            file.write(chunk)
        file.seek(0)
        yield file
