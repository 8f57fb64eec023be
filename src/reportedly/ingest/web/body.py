"""The body of an answer: unpacked as it comes, never beyond a limit; in UTF-8 where its encoding is told."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable

from reportedly.ingest import decode
from reportedly.ingest.web.outcomes import Refused, shown

__all__ = ["as_utf8", "charset", "media_type", "read"]

_EITHER = 47  # zlib's window bits for "gzip or zlib, by the header"
_GZIP = b"\x1f\x8b"
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)


def read(chunks: Iterable[bytes], packing: str, limit: int) -> bytes:
    """All bytes of a body that came as `packing` ("gzip" or plain); refuses what unpacks to more than `limit`.

    Memory holds the limit and one chunk at most, whatever the bytes would unpack to.
    """
    plain = packing.strip().lower() in {"", "identity"}
    if not plain and packing.strip().lower() not in {"gzip", "x-gzip"}:
        raise Refused(f"sent packed as {shown(packing, 40)!r}, though only gzip was asked for")
    return _plain(chunks, limit) if plain else _unpacked(chunks, limit)


def _plain(chunks: Iterable[bytes], limit: int) -> bytes:
    data = bytearray()
    for chunk in chunks:
        data += chunk[: limit + 1 - len(data)]
        _check(len(data), limit)
    return bytes(data)


def _unpacked(chunks: Iterable[bytes], limit: int) -> bytes:
    """Gzip may hold several members one after the other; what follows the last and is none is left."""
    data, came, unpacker = bytearray(), 0, zlib.decompressobj(_EITHER)
    for chunk in chunks:
        came += len(chunk)
        _check(came, limit)
        rest = chunk
        while rest:
            if unpacker.eof:
                if not rest.startswith(_GZIP):
                    break
                unpacker = zlib.decompressobj(_EITHER)
            try:
                data += unpacker.decompress(rest, limit + 1 - len(data))
            except zlib.error as error:
                raise Refused("its gzip is damaged", "passing") from error
            _check(len(data), limit)
            rest = unpacker.unused_data
    if came and not unpacker.eof:
        raise Refused("its gzip is cut off", "passing")
    return bytes(data)


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise Refused(f"larger than {limit / 1e6:,.1f} MB: such pages are not read")


def media_type(content_type: str) -> str:
    """The bare media type of a Content-Type header, in lower case; "" where there is none."""
    return content_type.split(";")[0].strip().lower()


def charset(content_type: str) -> str | None:
    """The character encoding that a Content-Type header names, if Python knows it for one that pages are written in."""
    match = _CHARSET.search(content_type)
    return decode.charset(match[1]) if match else None


def as_utf8(data: bytes, encoding: str | None) -> bytes:
    """The same text in UTF-8 with its mark, where `encoding` is known and the bytes keep to it; else the same bytes.

    The header goes before what a page says of itself, and a byte order mark before both (HTML Standard).
    """
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if encoding is None or data.startswith(marks):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(encoding).encode()
    except (LookupError, ValueError):
        return data
