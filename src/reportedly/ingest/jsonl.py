"""JSON Lines: one report a line, as data sets of news and `reportedly code --format jsonl` write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, BinaryIO

from reportedly.errors import UnreadableReport
from reportedly.ingest.dates import iso_date
from reportedly.ingest.documents import Document, Given, Media
from reportedly.ingest.limits import Limits
from reportedly.ingest.metadata import web_address
from reportedly.knowledge import DATA, load_yaml
from reportedly.report import Skipped

__all__ = ["json_lines"]


def json_lines(
    stream: BinaryIO,
    source: str,
    key: str | None,
    given: Given,
    limits: Limits,
    *,
    is_cut: Callable[[], bool] = bool,
) -> Iterator[Document | Skipped]:
    """The report in each line; a line that holds none is a `Skipped` with its number, and the rest goes on.

    A report's key is its address, else `key` (the file's) with the id that its line gives; line numbers shift. `is_cut`
    tells whether the stream ended too early: its last line then is none.
    """
    number = 0
    for number, line in enumerate(_lines(stream, limits.line), start=1):
        if line is not None and not line.endswith(b"\n") and is_cut():
            return
        name = f"{source} line {number}"
        try:
            if line is None:
                raise UnreadableReport(f"a line too long (more than {limits.line / 1e6:,.0f} MB): split it")
            if line.strip():
                yield _document(line, name, key, given, limits)
        except UnreadableReport as error:
            yield Skipped(name, str(error))
    if number == 0 and not is_cut():
        yield Skipped(source, "empty: there are no lines in it")


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """The lines; None for one that is too long, whose rest is passed over without being held."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(longest)
        yield None


def _document(line: bytes, source: str, key: str | None, given: Given, limits: Limits) -> Document:
    fields = _fields(line)
    text, html = _string(fields, "text"), _string(fields, "html")
    media: Media = "html" if fields.get("html") is True or (html and not text) else "auto"
    body = text or html
    if body is None:
        raise UnreadableReport("a line without a text: a report's line has text (or body, content, html) as a string")
    try:
        data = body.encode()
    except UnicodeEncodeError:
        raise UnreadableReport(
            "holds half characters (lone surrogates): write the line again from its source"
        ) from None
    if len(data) > limits.document:
        raise UnreadableReport(f"too large (more than {limits.document / 1e6:,.1f} MB): a line holds one report")
    url = _string(fields, "url")
    id = _value(fields, "id")
    named = f"{key}#{id}" if key and isinstance(id, str | int) else None
    hinted = Given(_published(fields), _outlet(fields), url, _string(fields, "title"))
    return Document(source, data, media, given, hinted, web_address(url) or named, charset="utf-8")


def _fields(line: bytes) -> dict[str, Any]:
    """The line's fields by their plain names; those of the report where the line is a record."""
    try:
        found = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        raise UnreadableReport("malformed: the line is not in UTF-8, so convert the file") from None
    except json.JSONDecodeError as error:
        raise UnreadableReport(f"malformed: no JSON ({error.msg} at column {error.colno})") from None
    except (ValueError, RecursionError):
        raise UnreadableReport("malformed: JSON nested too deep, or with a number too long") from None
    if isinstance(found, dict) and isinstance(report := found.get("report"), dict):
        return {**report, "id": None}  # a record's id is made from its text and does not outlast a change
    if not isinstance(found, dict):
        raise UnreadableReport('malformed: a line is a JSON object, such as {"text": "…", "outlet": "…"}')
    return {name.lower().replace("_", "").replace("-", ""): value for name, value in found.items()}


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    return dict(load_yaml(DATA / "ingest" / "fields.yaml"))


def _value(fields: dict[str, Any], what: str) -> Any:
    return next((value for name in _names()[what] if (value := fields.get(name)) not in (None, "", [], {})), None)


def _string(fields: dict[str, Any], what: str) -> str | None:
    return next((value for name in _names()[what] if isinstance(value := fields.get(name), str)), None)


def _outlet(fields: dict[str, Any]) -> str | None:
    """The outlet's name, which some sets keep in an object of its own."""
    value = _value(fields, "outlet")
    value = value.get("name") or value.get("title") if isinstance(value, dict) else value
    return value if isinstance(value, str) else None


def _published(fields: dict[str, Any]) -> str | None:
    """The first field that holds a date."""
    return next((day for name in _names()["published"] if (day := iso_date(fields.get(name)))), None)
