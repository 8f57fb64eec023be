"""A feed's own words: its items, whatever kind of feed it is and however broken (feedparser).

Only what stands from the root element on is parsed. With all that precedes it (declarations, DOCTYPE) every way to
declare an entity is gone, so there is nothing for an entity bomb to expand.
"""

from __future__ import annotations

import calendar
import html
import re
from dataclasses import dataclass
from typing import Any

from reportedly.errors import UnreadableReport
from reportedly.ingest.dates import iso_date
from reportedly.ingest.decode import decode

__all__ = ["Feed", "Item", "known_feed", "parse"]

_HEAD = 65_536  # bytes in which a feed's root must stand for it to be known as a feed
# "<" and "&" that a feed may hold. The largest feeds hold some thousand items with their text marked up, a fifth of
# this; a broken feed full of them costs feedparser seconds, and without a bound a minute.
_TAGS = 150_000
_ESCAPES = 1_000_000
_TITLE = 1_000  # characters that are kept of a title

_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|RDF)[\s/>]")
_ATOM_OR_RSS = re.compile(r"http://www\.w3\.org/2005/Atom|http://purl\.org/(?:atom|rss|net/rss)|netscape\.com/rdf")
_SPACE = re.compile("[\\s\ufeff\0]+")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed; None where it says nothing of the kind. Links are as written, perhaps relative.

    `text` is HTML: the whole article if `full`, else the summary. `published` is ISO 8601, `updated` Unix time.
    """

    link: str | None
    id: str | None
    title: str | None
    outlet: str | None
    published: str | None
    updated: float | None
    text: str | None
    full: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, the address of the site that it is of, its items in its own order."""

    title: str | None
    link: str | None
    items: tuple[Item, ...]


def known_feed(data: bytes) -> bool:
    """Whether a file is an RSS or Atom feed, by its root element, rather than a page or anything else."""
    head = data[:_HEAD]
    try:
        return _root(decode(head, _declared(head))) is not None
    except UnreadableReport:
        return False


def parse(data: bytes) -> Feed:
    """The feed in these bytes. Raises UnreadableReport where they hold none, or more than can be one."""
    import feedparser

    text = decode(data, _declared(data))
    start = _root(text)
    if start is None:
        raise UnreadableReport("no RSS or Atom feed: name the address of the feed itself")
    if text.count("<", start) > _TAGS or text.count("&", start) > _ESCAPES:
        raise UnreadableReport(f"more markup than a feed holds (over {_TAGS:,} tags): split it")
    # Its HTML stays as it is: nothing is shown, pages are read by our own reader, and feedparser's cleaning takes
    # quadratic time on hostile markup.
    found = feedparser.parse(
        text[start:].encode("utf-8", "replace"),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    title = _plain(found.feed.get("title"))
    return Feed(title, found.feed.get("link"), tuple(_item(entry, title) for entry in found.entries))


def _declared(data: bytes) -> str | None:
    match = _ENCODING.search(data[:200])
    name = match[1].decode("ascii").lower() if match else ""
    return name if name.startswith(("utf-8", "iso-8859", "windows-", "cp125", "koi8", "us-ascii")) else None


def _root(text: str) -> int | None:
    """Where the root element of a feed begins; None where the text is none. Takes time linear in the text."""
    at = _after_prolog(text)
    match = _ROOT.match(text, at)
    if match is None or (match[1] != "rss" and not _ATOM_OR_RSS.search(text[at : text.find(">", at) + 1])):
        return None
    return at


def _after_prolog(text: str) -> int:
    """Where the first element begins, past declarations, comments and a DOCTYPE with all it declares."""
    at = 0
    while 0 <= at < len(text):
        if text.startswith("<?", at):
            at = _past(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _past(text, "-->", at)
        elif text.startswith("<!", at):
            at = _past_doctype(text, at)
        elif (space := _SPACE.match(text, at)) is not None:
            at = space.end()
        else:
            return at
    return len(text)


def _past(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return found + len(mark) if found >= 0 else len(text)


def _past_doctype(text: str, at: int) -> int:
    closing, subset = text.find(">", at), text.find("[", at)
    return _past(text, ">", _past(text, "]", subset)) if 0 <= subset < closing else _past(text, ">", at)


def _item(entry: Any, feed_title: str | None) -> Item:
    whole = max((part.get("value") or "" for part in entry.get("content", ())), key=len, default="")
    text = whole or entry.get("summary") or ""
    updated = entry.get("updated_parsed")
    return Item(
        link=(entry.get("link") or "").strip() or None,
        id=(entry.get("id") or "").strip() or None,
        title=_plain(entry.get("title")),
        outlet=_plain(entry.get("source", {}).get("title")) or feed_title,  # an aggregator's items name their outlet
        published=iso_date(entry.get("published") or entry.get("updated")),
        updated=float(calendar.timegm(updated)) if updated else None,
        text=text if text.strip() else None,
        full=bool(whole.strip()),
    )


def _plain(title: str | None) -> str | None:
    """A title's words, without markup and with its characters in place of their escapes."""
    words = html.unescape(_TAG.sub(" ", (title or "")[: 4 * _TITLE]))
    return " ".join(words.split())[:_TITLE] or None
