"""What a file is, by its name and how it begins, and how its name is shown."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal

from reportedly.errors import UnreadableReport
from reportedly.knowledge import DATA, load_yaml

__all__ = ["HEAD", "Kind", "is_hidden", "kind_of", "shown"]

Kind = Literal["zip", "gzip", "warc", "jsonl", "html", "auto"]
"""An archive of one kind or another, a web page, or a text that may yet turn out to be a page."""

HEAD = 1_024
"""Bytes at a file's start that are looked at."""

_ENDINGS: dict[str, Kind] = {
    ".zip": "zip", ".gz": "gzip", ".warc": "warc", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".txt": "auto", ".text": "auto",
}  # fmt: skip
_GZIP, _ZIP, _WARC = b"\x1f\x8b", b"PK\x03\x04", re.compile(rb"WARC/[01]\.\d")
_FEED = re.compile(rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:rss|feed|rdf:RDF)\b", re.S)
_JSON_LINE = re.compile(rb'\s*\{\s*"')


def kind_of(name: str, head: bytes) -> Kind:
    """What a file of this name is that begins so. Raises UnreadableReport for files that are known to be no reports.

    The first bytes go before the ending where they are unmistakable; files of unknown endings are told by them alone.
    """
    path = PurePosixPath(name.replace("\\", "/").lower())
    ending = path.suffix
    if head.startswith(_GZIP):
        return "gzip"
    if _WARC.match(head):
        return "warc"
    if reason := _unread().get(ending) or _unread().get(path.stem):
        raise UnreadableReport(reason)
    if head.startswith(_ZIP):
        return "zip"
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if _FEED.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableReport(_unread()[".xml"])
    return "jsonl" if _JSON_LINE.match(head) else "auto"


@lru_cache(maxsize=1)
def _unread() -> dict[str, str]:
    """The reasons by ending (".csv") and by name without it ("readme")."""
    reasons: dict[str, str] = {}
    for row in load_yaml(DATA / "ingest" / "endings.yaml"):
        for name in (*(f".{ending}" for ending in row.get("endings", ())), *row.get("names", ())):
            reasons[name] = f"no report: {row['is']}; {row['do']}"
    return reasons


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is left out unless it is named itself: what starts with a dot, and the
    folders and files in which operating systems keep their own notes.
    """
    return name.startswith(".") or name.lower() in {"__macosx", "thumbs.db", "desktop.ini"}


def shown(name: str) -> str:
    """A file's name fit for a line of text: undecodable bytes, control and direction characters as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)
