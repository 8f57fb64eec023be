"""JSON-LD in a web page: which of its objects is the article, and who publishes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportedly.knowledge import DATA, load_yaml

__all__ = ["Linked", "linked_data"]

_Thing = dict[str, Any]

_WRAPPING = re.compile(r"^\s*(?://)?\s*<!(?:\[CDATA\[|--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$|;\s*$")
_MOST = 500  # objects of one page that are looked at
_LONGEST = 2_000_000  # characters of one script that are parsed


@dataclass(frozen=True, slots=True)
class Linked:
    """The objects that a page describes as such, not those that stand in lists or inside other objects."""

    things: tuple[_Thing, ...]

    def article(self, url: str | None, headings: Iterable[str | None]) -> _Thing:
        """The object that is this page's article: by its address, its headline, or as the only one; else empty."""
        titles = [_folded(heading) for heading in headings if heading]
        for types in _types():
            found = [thing for thing in self.things if types & _types_of(thing)]
            if url and (same := [t for t in found if _same(url, _addresses(t))]):
                return same[0]
            if same := [t for t in found if _heads(t, titles)]:
                return max(same, key=lambda thing: len(thing["headline"]))
            if found:
                return found[0] if len(found) == 1 else {}
        return {}

    def publisher(self, article: _Thing) -> str | None:
        """The name of the article's publisher, which may be given by reference to another object."""
        value = article.get("publisher")
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict) and "name" not in value:
            known = (thing for thing in self.things if thing.get("@id") == value.get("@id"))
            value = next((thing for thing in known if "name" in thing), None)
        name = value.get("name") if isinstance(value, dict) else value
        name = name[0] if isinstance(name, list) and name else name
        return name if isinstance(name, str) else None

    def addresses(self) -> list[str]:
        """The addresses of the only article, where there is one only."""
        found = [thing for thing in self.things if _types()[0] & _types_of(thing)]
        return _addresses(found[0]) if len(found) == 1 else []


def linked_data(tree: Any) -> Linked:
    """All JSON-LD of a page; scripts that are no JSON are passed over."""
    found: list[_Thing] = []
    for script in tree.iterfind(".//script"):
        if "ld+json" in (script.get("type") or "").lower() and len(found) < _MOST:
            found += _things(_parsed(script.text or ""))
    return Linked(tuple(found[:_MOST]))


def _parsed(script: str) -> Any:
    """The JSON in a script, with what publishing systems commonly break: wrappings, raw line ends, a last comma."""
    text = _WRAPPING.sub("", script[:_LONGEST]).strip()
    for attempt in (text, re.sub(r",(?=\s*[}\]])", "", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _things(value: Any) -> Iterator[_Thing]:
    for thing in value if isinstance(value, list) else [value]:
        if not isinstance(thing, dict):
            continue
        yield thing
        for inside in ("@graph", "mainEntity"):
            inner = thing.get(inside)
            yield from (i for i in (inner if isinstance(inner, list) else [inner]) if isinstance(i, dict))


@lru_cache(maxsize=1)
def _types() -> tuple[frozenset[str], frozenset[str]]:
    """Types that are an article, and types that are the sheet it stands on."""
    words = load_yaml(DATA / "ingest" / "pages.yaml")
    return frozenset(words["articles"]), frozenset(words["sheets"])


def _types_of(thing: _Thing) -> set[str]:
    written = thing.get("@type")
    types = written if isinstance(written, list) else [written]
    return {kind.rsplit("/", 1)[-1] for kind in types if isinstance(kind, str)}


def _addresses(thing: _Thing) -> list[str]:
    page = thing.get("mainEntityOfPage")
    written = [thing.get("url"), page.get("@id") if isinstance(page, dict) else page, thing.get("@id")]
    return [url for url in written if isinstance(url, str)]


def _same(url: str, others: list[str]) -> bool:
    return _key(url) in {_key(other) for other in others}


def _heads(thing: _Thing, titles: list[str]) -> bool:
    """Whether the object's headline is, or begins, a title of the page, which may go on with the outlet's name."""
    headline = _folded(thing.get("headline"))
    return bool(headline) and any(title.startswith(headline) for title in titles)


def _key(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[#?].*$", "", url.strip().lower()).rstrip("/")


def _folded(text: object) -> str:
    return "".join(c for c in text.lower() if c.isalnum()) if isinstance(text, str) else ""
