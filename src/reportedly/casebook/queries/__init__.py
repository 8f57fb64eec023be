"""Questions to a casebook: one filter, and the lists, counts and cells that it gives.

Every list is a `Query`: SQL whose text holds nothing of the user's, and its parameters. `rows`, `count` and
`page` run one on any connection or cursor to the casebook.
"""

from __future__ import annotations

from reportedly.casebook.queries.actors import actors
from reportedly.casebook.queries.claims import claims
from reportedly.casebook.queries.contradictions import contradictions
from reportedly.casebook.queries.events import tellings
from reportedly.casebook.queries.facets import facets, map_cells, timeline, top_pairs
from reportedly.casebook.queries.filter import Filter
from reportedly.casebook.queries.incidents import incidents
from reportedly.casebook.queries.query import Query, answered, batches, count, page, rows
from reportedly.casebook.queries.reports import reports

__all__ = [
    "Filter",
    "Query",
    "actors",
    "answered",
    "batches",
    "claims",
    "contradictions",
    "count",
    "facets",
    "incidents",
    "map_cells",
    "page",
    "reports",
    "rows",
    "tellings",
    "timeline",
    "top_pairs",
]
