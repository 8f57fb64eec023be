"""From a web page to its report: the article's text, and what the page says of itself.

Scripts and styles never come into the text: trafilatura leaves them out, and so does the plain walk that stands in
where it finds no article (a page of one short paragraph).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportedly.errors import UnreadableReport
from reportedly.ingest.check import check_published
from reportedly.ingest.decode import decode

__all__ = ["Page", "declared_encoding", "looks_like_html", "read_page"]

_OPENS = re.compile(
    r"(?>\s|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|body|article|div|p|h1)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_HEAD = 4_096  # bytes in which a page must declare its encoding and show that it is one

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "nav", "footer", "form", "head"})
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "article",
        "section",
        "td",
        "tr",
        "br",
        "pre",
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text, paragraphs parted by blank lines, and what the page says of itself; None where it does not."""

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


def looks_like_html(text: str) -> bool:
    """Whether a text opens like a web page."""
    return _OPENS.match(text[:_HEAD]) is not None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page declares in its head, or None."""
    match = _CHARSET.search(data[:_HEAD])
    return match[1].decode("ascii") if match else None


def read_page(html: str | bytes) -> Page:
    """The article in a page and the page's own words on title, outlet, address and date.

    Raises UnreadableReport where the page holds no text.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    source = decode(html, declared_encoding(html)) if isinstance(html, bytes) else html
    source = re.sub(r"^\s*<\?xml[^>]*>", "", source.replace("\0", ""))
    try:
        tree = document_fromstring(source, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableReport(f"a web page that cannot be parsed ({error})") from error
    facts = _facts(tree)
    text = _article(source) or _walk(tree)
    if not text.strip():
        raise UnreadableReport("a web page without text: save the article's text instead")
    return Page(text=text, **facts)


def _article(source: str) -> str:
    from trafilatura import extract

    found = extract(source, fast=True, include_comments=False, include_tables=False, deduplicate=False)
    return "\n\n".join(line.strip() for line in (found or "").splitlines() if line.strip())


def _walk(tree: Any) -> str:
    """All text of the body outside scripts, menus and forms, a paragraph a block."""
    body = tree.find("body")
    pieces = "".join(_pieces(tree if body is None else body)).split("\n")
    return "\n\n".join(line for piece in pieces if (line := " ".join(piece.split())))


def _pieces(root: Any) -> Iterator[str]:
    stack: list[Any] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        edge = "\n" if item.tag in _BLOCKS else ""
        inside: list[Any] = []
        if isinstance(item.tag, str) and item.tag not in _SILENT:
            inside = [edge, _line(item.text)]
            for child in item:
                inside += [child, _line(child.tail)]
            inside.append(edge)
        stack += reversed(inside)


def _line(text: str | None) -> str:
    return " ".join(re.split(r"[\r\n]+", text or ""))


def _facts(tree: Any) -> dict[str, str | None]:
    """Title, outlet, address and date, each from the first place that says it."""
    article = next(_articles(tree), {})
    publisher = article.get("publisher")
    meta = {
        (m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): m.get("content")
        for m in reversed(tree.findall(".//meta"))
    }
    canonical = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    time = next(iter(tree.xpath("//time/@datetime")), None)
    return {
        "title": _first(article.get("headline"), meta.get("og:title"), tree.findtext(".//title")),
        "outlet": _first(publisher.get("name") if isinstance(publisher, dict) else publisher, meta.get("og:site_name")),
        "url": _first(canonical, meta.get("og:url"), article.get("url")),
        "published": _first_date(
            article.get("datePublished"),
            meta.get("article:published_time"),
            meta.get("datepublished"),
            meta.get("date"),
            time,
        ),
    }


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of the page that are articles; malformed ones are passed over."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = found.get("@graph", [found]) if isinstance(found, dict) else found
        for thing in graph if isinstance(graph, list) else []:
            if isinstance(thing, dict) and ("Article" in str(thing.get("@type")) or "headline" in thing):
                yield thing


def _first(*values: object) -> str | None:
    return next((" ".join(v.split()) for v in values if isinstance(v, str) and v.strip()), None)


def _first_date(*values: object) -> str | None:
    for value in values:
        try:
            if isinstance(value, str) and value.strip():
                return check_published(value)
        except ValueError:
            continue
    return None
