"""What a web page says of itself: title, outlet, address, date and language, from its marks alone, never its prose.

Asked in turn are JSON-LD, `<meta>`, microdata and `<time>`, the address; each fact is the first that is certain. What
could be another article's (a list of related ones) or the day of a change is left out: unknown is better than wrong.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from reportedly.ingest.dates import iso_date, iso_date_in_address
from reportedly.ingest.linkeddata import Linked, linked_data
from reportedly.knowledge import DATA, load_csv, load_yaml

__all__ = ["Facts", "facts", "outlet_name", "outlet_of_address", "web_address"]

_LONGEST = 500  # characters: longer "titles" and "names" are none
_DASHES = r"\s+[|–—·•»:-]+\s+|\s*\|\s*|\s+::\s+"
_TAIL = re.compile(rf"^(?P<rest>.*\S)(?:{_DASHES})(?P<name>[^|]{{1,80}})$")
_HEAD = re.compile(rf"^(?P<name>[^|]{{1,80}}?)(?:{_DASHES})(?P<rest>\S.*)$")


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's own words on itself; None where it does not say, or not clearly.

    `published` is an ISO 8601 date or datetime, `url` a full http(s) address, `language` as the page declares it.
    """

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None


def facts(tree: Any, address: str | None = None) -> Facts:
    """The facts of a parsed page (an lxml tree); `address` is where it was found, which resolves what is relative."""
    meta, linked = _meta(tree), linked_data(tree)
    url = _address(tree, meta, linked, address)
    headings = _headings(tree, meta)
    article = linked.article(url or address, headings)
    known = outlet_of_address(address) or outlet_of_address(url)
    site, *others = _named(meta, "outlet")
    outlet = outlet_name(_first(linked.publisher(article), site)) or known or outlet_name(_first(*others))
    return Facts(
        title=_title((article.get("headline"), *headings), (outlet, known, site, *others, _host(address or url))),
        outlet=outlet,
        url=url,
        published=_published(tree, meta, article) or iso_date_in_address(url or address),
        language=_language(tree, meta),
    )


def web_address(written: object, base: str | None = None) -> str | None:
    """A full http(s) address without its fragment, resolved against `base`; None for anything else."""
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        full = urldefrag(urljoin(base or "", written.strip())).url
        parts = urlsplit(full)
        good = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", full)
    except ValueError:
        return None
    return full if good else None


def outlet_of_address(url: str | None) -> str | None:
    """The name of the outlet that publishes at an address, where its domain is one we know."""
    labels = (_host(url) or "").split(".")
    return next((name for i in range(len(labels) - 1) if (name := _domains().get(".".join(labels[i:])))), None)


@lru_cache(maxsize=1)
def _domains() -> dict[str, str]:
    return {row["domain"]: row["name"] for row in load_csv(DATA / "outlets.csv") if row["domain"]}


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    return dict(load_yaml(DATA / "ingest" / "pages.yaml"))


def _meta(tree: Any) -> dict[str, str]:
    """The page's `<meta>` by name, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _named(meta: dict[str, str], fact: str) -> list[str | None]:
    return [meta.get(name) for name in _words()[fact]]


def _headings(tree: Any, meta: dict[str, str]) -> list[str | None]:
    """What may be the title, apart from JSON-LD: the marks, a heading that is the only one, the window's title."""
    tops = [_text(element) for element in tree.iterfind(".//h1")]
    only = tops[0] if len(tops) == 1 else None
    return [*_named(meta, "title"), only, tree.findtext(".//head/title") or tree.findtext(".//title")]


def _address(tree: Any, meta: dict[str, str], linked: Linked, address: str | None) -> str | None:
    """The canonical address. One that leads to the front page from a page deeper down is a mistake of the site's."""
    links = (e.get("href") for e in tree.iterfind(".//link") if "canonical" in (e.get("rel") or "").lower().split())
    for written in (*links, meta.get("og:url"), *linked.addresses()):
        found = web_address(written, address)
        if found and not (_is_front(found) and address and not _is_front(address)):
            return found
    return web_address(address)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def outlet_name(name: str | None) -> str | None:
    """An outlet's name as a source gives it; for an address, the outlet known to publish there, or the domain."""
    name = _first(name)
    if name is None:
        return None
    is_address = "://" in name or name.lower().startswith("www.")
    url = name if "://" in name else f"https://{name}"
    return outlet_of_address(web_address(url)) or (_host(url) if is_address else None) or name


def _title(titles: Iterable[object], names: Iterable[str | None]) -> str | None:
    """The first title that is not just the outlet's name, without that name at its end or its start."""
    known = {_bare(name) for name in names if name} - {""}
    title = next((title for title in _said(titles) if _bare(title) not in known), "")
    while True:
        cut = next((m for form in (_TAIL, _HEAD) if (m := form.match(title)) and _bare(m["name"]) in known), None)
        if cut is None:
            return title or None
        title = cut["rest"].strip()


def _bare(name: str) -> str:
    """A name's letters and figures, without its article and its domain's end."""
    bare = re.sub(r"^(?:the|www\.)\s*|\.(?:com|org|net|co\.\w\w|\w\w)$", "", name.strip().lower())
    return "".join(c for c in bare if c.isalnum())


def _published(tree: Any, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    written = (article.get("datePublished"), *_named(meta, "published"))
    return next((day for w in written if (day := iso_date(w))), None) or _published_in_body(tree)


def _published_in_body(tree: Any) -> str | None:
    """From microdata or `<time>`: one that says it is the day of publication, else the only day there is."""
    marked: list[str] = []
    plain: list[str] = []
    for element in (*tree.iterfind(".//time"), *tree.iterfind(".//*[@itemprop='datePublished']")):
        day = iso_date(element.get("datetime") or element.get("content") or _text(element))
        marks = " ".join((element.get("class") or "", element.get("itemprop") or "")).lower()
        if day is None or any(word in marks for word in _words()["changed_marks"]):
            continue
        is_marked = "pubdate" in element.attrib or any(word in marks for word in _words()["published_marks"])
        (marked if is_marked else plain).append(day)
    return _only(marked) or (None if marked else _only(plain))


def _only(days: list[str]) -> str | None:
    """The day that all agree on, at its most exact; None where they do not agree."""
    return max(days, key=len) if len({day[:10] for day in days}) == 1 else None


def _language(tree: Any, meta: dict[str, str]) -> str | None:
    root = tree.getroottree().getroot()
    written = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    found = _first(written, meta.get("content-language"), meta.get("og:locale"))
    match = re.match(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{2}))?\b", found or "")
    return "-".join(part for part in match.groups() if part) if match else None


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _first(*values: object) -> str | None:
    """The first that says something, its entities resolved and its white space single."""
    return next(_said(values), None)


def _said(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        text = " ".join(html.unescape(value).split()) if isinstance(value, str) and len(value) < 10_000 else ""
        if text and len(text) <= _LONGEST:
            yield text
