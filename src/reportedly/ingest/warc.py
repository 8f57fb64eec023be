"""Web archives: the pages that a crawl fetched, record by record, up to where the file breaks off.

A record's own date says when the page was fetched, which may be years after it was published: it is not taken for the
day of publication, and a page that does not say its day has none.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reportedly.errors import UnreadableReport
from reportedly.ingest.archives import Stream
from reportedly.ingest.documents import Document, Given, Media
from reportedly.ingest.files import too_large
from reportedly.ingest.kinds import shown
from reportedly.ingest.limits import Limits
from reportedly.ingest.metadata import web_address
from reportedly.knowledge import DATA, load_yaml
from reportedly.report import Skipped

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["records"]

_CHUNKED = re.compile(rb"[0-9a-fA-F]{1,8}\s*(?:;[^\r\n]*)?\r?\n")
_GZIP = b"\x1f\x8b"


_ENDS = (b"\r\n\r\n", b"\n\n")
"""The empty lines after the last record of a whole archive."""


class _CutOff(Exception):
    """The archive can be read no further; the words say why."""


class _PassedOver(Exception):
    """A record that is no page of a report; the words say what it is."""


def records(
    reader: io.BufferedReader, stream: Stream, source: str, given: Given, limits: Limits
) -> Iterator[Document | Skipped]:
    """The web pages and plain texts that were fetched whole and with success (status 200), each with its address.

    `stream` lies under `reader` and knows how it ended. What no report can be in (pictures, redirects, repeated
    fetches) is passed over and counted in one last `Skipped`.
    """
    passed: Counter[str] = Counter()
    ended: Skipped | None = None
    number = 0
    for number, record in enumerate(_until_broken(reader), start=1):
        name = f"{source} record {number}"
        try:
            if isinstance(record, str):
                raise _CutOff(record)
            yield _document(record, name, given, limits)
        except _CutOff as error:
            ended = Skipped(name, stream.fault or str(error))
            break
        except _PassedOver as what:
            passed[str(what)] += bool(str(what))
        except UnreadableReport as error:
            yield Skipped(name, str(error))
        except (OSError, ValueError) as error:
            yield Skipped(name, f"broken: this record cannot be taken apart ({shown(str(error))})")
    if passed.total():
        kinds = ", ".join(f"{count:,} {what}" for what, count in passed.most_common(8))
        yield Skipped(source, f"passed over in a crawl: {kinds}")
    if reason := _end(stream, number):
        ended = ended or Skipped(source, reason)
    if ended:
        yield ended


def _until_broken(reader: io.BufferedReader) -> Iterator[WarcRecord | str]:
    """The records, and last, where none begins where one should, the words on that."""
    from fastwarc.warc import ArchiveIterator

    try:
        yield from ArchiveIterator(reader, parse_http=False)
    except (OSError, ValueError) as error:
        yield f"broken: no record begins here ({shown(str(error))}); the rest of the archive is not read"


def _end(stream: Stream, number: int) -> str | None:
    """Why an archive that was read to its end is not whole, or None."""
    if stream.fault:
        return stream.fault
    if number == 0:
        return "empty: there are no records in it"
    return None if stream.tail in _ENDS else "cut off: the archive ends inside a record; what came before is read"


def _document(record: WarcRecord, source: str, given: Given, limits: Limits) -> Document:
    media, charset = _media(record)
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    if media == "auto" and _path(url).rsplit("/", 1)[-1].lower() in _words()["files_for_machines"]:
        raise _PassedOver("files for machines")
    if cut := record.headers.get("WARC-Truncated"):
        raise UnreadableReport(f"cut off by the crawler ({shown(cut)}): fetch the page itself")
    data = _payload(record, limits.document)
    key = web_address(url) or (shown(url) or None)
    return Document(source, data, media, given, Given(url=web_address(url)), key, charset)


def _media(record: WarcRecord) -> tuple[Media, str | None]:
    """Whether a record is a page or a text, and the encoding its server declares. Raises _PassedOver for others."""
    kind = str(record.record_type)
    if kind not in {"response", "resource"}:
        raise _PassedOver("fetched before (revisit records)" if kind == "revisit" else "")
    declared = record.headers.get("Content-Type") or ""
    if kind == "response":
        if not declared.lower().startswith("application/http"):
            raise _PassedOver("not fetched from the web")
        record.parse_http()
        if record.http_headers is None:
            raise UnreadableReport("broken: this record holds no answer of a web server")
        if record.http_headers.status_code != 200:
            raise _PassedOver("redirects and failures (status other than 200)")
        declared = record.http_headers.get("Content-Type") or ""
    media = declared.split(";")[0].strip().lower()
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", declared, re.I)
    for name in ("page", "text"):
        if media in _words()[name]:
            return "html" if name == "page" else "auto", charset[1] if charset else None
    raise _PassedOver("neither pages nor plain text")


def _payload(record: WarcRecord, largest: int) -> bytes:
    """The bytes of the page as its server meant them. Raises UnreadableReport where they are too many."""
    stated = record.content_length
    if stated > largest:
        raise UnreadableReport(too_large(largest, stated))
    data = record.reader.read(stated)
    if len(data) < stated:
        raise _CutOff("cut off: the archive ends inside this record; what came before is read")
    if record.is_http_parsed and record.is_http:
        headers = record.http_headers
        if "chunked" in (headers.get("Transfer-Encoding") or "").lower() and _CHUNKED.match(data):
            data = _decoded("chunked", data, largest)
        for encoding in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
            data = _decoded(encoding.strip(), data, largest)
    return data


def _decoded(encoding: str, data: bytes, largest: int) -> bytes:
    """What one content encoding packed. Crawlers may unpack and keep the header: what is not packed stays."""
    reader = _readers().get(encoding)
    if reader is None or (encoding.endswith("gzip") and not data.startswith(_GZIP)):
        return data
    try:
        unpacked = reader(io.BytesIO(data)).read(largest + 1)
    except (OSError, ValueError):
        raise UnreadableReport(f"broken: its {encoding} encoding cannot be undone; fetch the page again") from None
    if len(unpacked) > largest:
        raise UnreadableReport(too_large(largest))
    return bytes(unpacked)


@lru_cache(maxsize=1)
def _readers() -> dict[str, Callable[[io.BytesIO], Any]]:
    from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader

    return {
        "chunked": ChunkedReader,
        "gzip": GzipReader,
        "x-gzip": GzipReader,
        "deflate": partial(GzipReader, zlib=True),
        "br": BrotliReader,
        "zstd": ZstdReader,
    }


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    return dict(load_yaml(DATA / "ingest" / "crawls.yaml"))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
