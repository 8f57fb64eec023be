"""All the ways in behind one door: folders, archives, pages and feeds, told apart by what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from reportedly.ingest.documents import Document, Given
from reportedly.ingest.sources import Tally, documents, tally
from reportedly.ingest.web.feed import known_feed
from reportedly.ingest.web.feeds import feed_documents, page_document
from reportedly.ingest.web.fetch import FEEDS, Fetcher, user_agent
from reportedly.ingest.web.outcomes import Fetched, Unchanged, WebLimits
from reportedly.ingest.web.state import WebState
from reportedly.ingest.web.urls import is_web
from reportedly.report import Skipped

__all__ = ["Web", "gather", "measure"]

_HEAD = 64 * 1024  # bytes of a file that are looked at to know a feed
_FEED_ENDINGS = frozenset({".xml", ".rss", ".atom", ".rdf"})

Known = Callable[[str], bool]
"""Whether the casebook holds a document with this key."""


@dataclass(frozen=True, slots=True)
class Web:
    """How the web is asked: what is remembered between runs and where, how gently, and who says so.

    `private` allows addresses that are not public; `contact` goes into the name we give; `proxy` is used if named.
    """

    state: Path
    limits: WebLimits
    private: bool = False
    contact: str | None = None
    proxy: str | None = None


def measure(sources: Sequence[str]) -> Tally:
    """A tally with the bytes of the sources on disk; without a total where some lie on the web."""
    return Tally() if any(is_web(source) or _is_feed(source) for source in sources) else tally(sources)


def gather(
    sources: Sequence[str], given: Given, web: Web, known: Known, progress: Tally
) -> Iterator[Document | Skipped | Unchanged]:
    """The documents of all sources in their order, one in memory at a time.

    An address is a feed or a page, by what is found there. A file that is a feed is followed to its articles. `given`
    goes before what any source says. Raises SourceError, before the first document, for a source that names nothing.
    """
    local = [source for source in sources if not (is_web(source) or _is_feed(source))]
    on_disk = documents(local, given, tally=progress) if local else iter(())
    return _gather(sources, frozenset(local), on_disk, given, web, known)


def _gather(
    sources: Sequence[str],
    local: frozenset[str],
    on_disk: Iterator[Document | Skipped],
    given: Given,
    web: Web,
    known: Known,
) -> Iterator[Document | Skipped | Unchanged]:
    yield from on_disk
    with ExitStack() as stack:
        fetcher: Fetcher | None = None
        for source in sources:
            if source in local:
                continue
            fetcher = fetcher or _fetcher(stack, web)
            for item in _followed(source, fetcher, known):
                yield replace(item, given=given) if isinstance(item, Document) else item


def _fetcher(stack: ExitStack, web: Web) -> Fetcher:
    state = stack.enter_context(WebState(web.state))
    agent = user_agent(web.contact)
    return stack.enter_context(Fetcher(state, web.limits, private=web.private, agent=agent, proxy=web.proxy))


def _followed(source: str, fetcher: Fetcher, known: Known) -> Iterator[Document | Skipped | Unchanged]:
    """What an address or a feed's file leads to."""
    if not is_web(source):
        yield from feed_documents(source, fetcher, known)
        return
    got = fetcher.get(source, types=FEEDS)
    if not isinstance(got, Fetched):
        yield got
    elif known_feed(got.data):
        yield from feed_documents(got, fetcher, known)
    else:
        yield page_document(got, source)


def _is_feed(source: str) -> bool:
    path = Path(source)
    try:
        if path.suffix.lower() not in _FEED_ENDINGS or not path.is_file():
            return False
        with path.open("rb") as file:
            return known_feed(file.read(_HEAD))
    except (OSError, ValueError):
        return False
