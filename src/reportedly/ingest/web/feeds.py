"""From a feed to the articles it tells of, each fetched as a document.

Nothing is lost by a crash. A page is remembered as had when its document is settled, which the caller does once it is
safely stored; the feed itself only when everything it brought has been settled and nothing is left for another run.
Until then the next run gets the whole feed once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from reportedly.errors import UnreadableReport
from reportedly.ingest.documents import Document, Given, Media, Settle
from reportedly.ingest.web import feed as feeds
from reportedly.ingest.web.feed import Item
from reportedly.ingest.web.fetch import FEEDS, Fetcher
from reportedly.ingest.web.outcomes import Fetched, Missed, Refused, Unchanged, shown
from reportedly.ingest.web.urls import is_web, resolve_link
from reportedly.report import Skipped

__all__ = ["feed_documents", "page_document"]

_AGAIN = 86_400.0  # seconds after which a known article that is still in its feed is asked whether it has changed
_ITEMS = 5_000  # items that are followed of one feed

Known = Callable[[str], bool]
"""Whether the casebook holds a document with this key."""


def feed_documents(
    feed: str | Fetched, fetcher: Fetcher, known: Known = lambda _: False
) -> Iterator[Document | Skipped | Unchanged]:
    """The articles of a feed, in its order, each fetched when its turn comes.

    The feed is an address, a file, or what was fetched from an address already.

    What the feed says of an article is `hinted`; the article's address as the feed gives it is the `key`. An article
    that is `known` is asked for again only where its item says that it was updated since, or after a day, and then
    only "has it changed?". Where an item has no link, or robots may not ask for it, the text that the feed itself
    holds stands in, and the document's source says so. An article that two items link to comes once.
    """
    if isinstance(feed, Fetched) or is_web(feed):
        got = feed if isinstance(feed, Fetched) else fetcher.get(feed, types=FEEDS)
        if isinstance(got, Fetched):
            yield from _read(got.data, got.url, got.url, fetcher, known, got.settle)
        else:
            yield got
        return
    try:
        with Path(feed).open("rb") as file:
            data = file.read(fetcher.limits.bytes + 1)
    except (OSError, ValueError) as error:
        yield Skipped(feed, f"cannot be opened: {getattr(error, 'strerror', None) or error}")
        return
    if len(data) > fetcher.limits.bytes:
        yield Skipped(feed, f"too large: feeds of up to {fetcher.limits.bytes / 1e6:,.1f} MB are read")
        return
    yield from _read(data, feed, None, fetcher, known, lambda: None)


def page_document(page: Fetched, asked: str, hinted: Given | None = None) -> Document:
    """The document of a page that was fetched; `asked`, the address that was asked for, is its source and key."""
    media: Media = "text" if page.media == "text/plain" else "html" if page.media else "auto"
    return Document(
        asked, page.data, media, hinted=replace(hinted or Given(), url=page.url), key=asked, settle=page.settle
    )


def _read(
    data: bytes, source: str, url: str | None, fetcher: Fetcher, known: Known, settle: Settle
) -> Iterator[Document | Skipped | Unchanged]:
    try:
        feed = feeds.parse(data)
    except UnreadableReport as error:
        yield Skipped(source, str(error))
        return
    if not feed.items:
        yield Skipped(source, "a feed without items: look at it in a browser, it may have moved")
    if len(feed.items) > _ITEMS:
        yield Skipped(source, f"holds {len(feed.items):,} items, of which the first {_ITEMS:,} are read")
    run = _Run(source, url or feed.link, fetcher, known)
    due = _Due(settle)
    for number, item in enumerate(feed.items[:_ITEMS], start=1):
        got = run.follow(item, number)
        if got is not None:
            yield due.watch(got)
    due.close()


class _Run:
    """One reading of one feed: `base` is what its relative links start from, `seen` the articles had from it."""

    def __init__(self, source: str, base: str | None, fetcher: Fetcher, known: Known) -> None:
        self._source = source
        self._base = base
        self._fetcher = fetcher
        self._known = known
        self._seen: set[str] = set()

    def follow(self, item: Item, number: int) -> Document | Skipped | Unchanged | None:
        """What comes of one item; None for an article that an item before it linked to as well."""
        place = f"{self._source} item {number}"
        if item.link is None:
            return self._in_feed(item, place, None, "has no link")
        try:
            link = str(resolve_link(item.link, self._base))
        except Refused as refused:
            return Missed(place, f"its link: {refused.reason}", refused.cause)
        if link in self._seen:
            return None
        self._seen.add(link)
        return self._article(item, place, link)

    def _article(self, item: Item, place: str, link: str) -> Document | Skipped | Unchanged:
        known = self._known(link)
        if known and self._lately(item, link):
            return Unchanged(link)
        got = self._fetcher.get(link, fresh=not known)
        if isinstance(got, Fetched):
            return page_document(got, link, _hints(item, link))
        if isinstance(got, Missed) and got.cause == "robots" and item.text:
            return self._in_feed(item, place, link, "may not be fetched by robots")
        return got

    def _lately(self, item: Item, link: str) -> bool:
        """Whether a known article was asked for so lately that it need not be asked again."""
        asked = self._fetcher.asked(link)
        return asked is not None and self._fetcher.now() - asked < _AGAIN and (item.updated or 0.0) <= asked

    def _in_feed(self, item: Item, place: str, link: str | None, why: str) -> Document | Skipped:
        """The text that the feed itself holds."""
        if item.text is None:
            return Skipped(place, f"{why} and brings no text of its own")
        what = "text" if item.full else "summary"
        key = link or f"{self._source} {shown(item.id, 500) if item.id else place}"
        return Document(
            f"{place} (the feed's own {what}, since the item {why})", _page(item.text), "html",
            hinted=_hints(item, link), key=key,
        )  # fmt: skip


def _hints(item: Item, link: str | None) -> Given:
    return Given(published=item.published, outlet=item.outlet, url=link, title=item.title)


def _page(text: str) -> bytes:
    """A piece of HTML as a page of its own."""
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><article>{text}</article></body></html>'
    return page.encode("utf-8", "replace")


class _Due:
    """Settles the feed once all of its documents are settled, unless one of its articles is to be tried again."""

    def __init__(self, settle: Settle) -> None:
        self._settle = settle
        self._open = 1  # the feed, while it is read

    def watch(self, got: Document | Skipped | Unchanged) -> Document | Skipped | Unchanged:
        if isinstance(got, Missed) and got.cause == "passing":
            self._open += 1  # for good: nothing closes it
        if not isinstance(got, Document):
            return got
        self._open += 1
        return replace(got, settle=self._closing(got.settle))

    def _closing(self, settle: Settle) -> Settle:
        done = False

        def settled() -> None:
            nonlocal done
            settle()
            if not done:
                done = True
                self.close()

        return settled

    def close(self) -> None:
        self._open -= 1
        if self._open == 0:
            self._settle()
