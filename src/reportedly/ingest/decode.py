"""From bytes to text: UTF-8 first, then UTF-16 and UTF-32, then the old one-byte encodings.

Nothing but a byte order mark is taken away: line ends and NUL characters stay, so that offsets count what was there.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from reportedly.errors import UnreadableReport
from reportedly.knowledge import DATA, load_yaml

__all__ = ["charset", "decode"]

# UTF-32's mark begins with UTF-16's, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's own codecs, which no page is written in and some of which take quadratic time.
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined", "mbcs"})
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_MANY_NULS = 0.1  # a share of NUL bytes that no UTF-8 text has and every wide one of Latin letters does
_FEW_HIGH = 0.3  # below this share of bytes over 127, a text of one-byte characters is Western
_SAMPLE = 65_536  # bytes that are looked at where an encoding has to be guessed
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a file; `declared` is the encoding that it claims, tried after the byte order mark.

    Raises UnreadableReport for binary files, with what to do about them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    _refuse_known_binaries(data)
    return _declared(data, declared) or _wide(data) or _utf8(data) or _one_byte(data)


def _refuse_known_binaries(data: bytes) -> None:
    for start, what, todo in _signatures():
        if data.startswith(start):
            raise UnreadableReport(f"binary: this is {what}; {todo}")


@lru_cache(maxsize=1)
def _signatures() -> tuple[tuple[bytes, str, str], ...]:
    rows = load_yaml(DATA / "signatures.yaml")
    return tuple((bytes.fromhex(str(row["starts"])), str(row["is"]), str(row["do"])) for row in rows)


def charset(name: str) -> str | None:
    """Python's name for an encoding that a page or a server claims; None for one that no page is written in.

    Pages that say Latin-1 or ASCII mean Windows-1252 (WHATWG Encoding Standard).
    """
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if known in _NO_CHARSETS else "cp1252" if known in {"iso8859-1", "ascii"} else known


def _declared(data: bytes, encoding: str | None) -> str | None:
    """By the encoding claimed, if it is one and it holds."""
    known = charset(encoding) if encoding else None
    try:
        return data.decode(known) if known else None
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the one that gives words and no control characters."""
    if data.count(0) <= _MANY_NULS * len(data):
        return None
    for encoding in _WIDE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        if not _CONTROL.search(sample) and sum(c.isascii() for c in sample) > len(sample) / 2:
            return text
    return None


def _utf8(data: bytes) -> str | None:
    """UTF-8, with U+FFFD for single bytes that are broken where the rest clearly is UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        good = len(_SEQUENCE.findall(data))
        text = data.decode("utf-8", "replace")
        return text if good > 2 * text.count("\ufffd") else None


def _one_byte(data: bytes) -> str:
    if sum(byte > 127 for byte in data[:_SAMPLE]) > _FEW_HIGH * min(len(data), _SAMPLE):
        from charset_normalizer import from_bytes

        guess = from_bytes(data[:_SAMPLE]).best()
        if guess is not None and (text := _declared(data, guess.encoding)) is not None:
            return text
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
