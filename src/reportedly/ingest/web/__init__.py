"""The web as a way in: feeds and the articles they tell of, fetched politely and safely."""

from reportedly.ingest.web.feed import known_feed
from reportedly.ingest.web.feeds import feed_documents, page_document
from reportedly.ingest.web.fetch import Fetcher, user_agent
from reportedly.ingest.web.outcomes import Fetched, Missed, Unchanged, WebLimits
from reportedly.ingest.web.state import WebState
from reportedly.ingest.web.urls import is_web

__all__ = [
    "Fetched", "Fetcher", "Missed", "Unchanged", "WebLimits", "WebState", "feed_documents", "is_web", "known_feed",
    "page_document", "user_agent",
]  # fmt: skip
