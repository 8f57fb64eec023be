"""Reads news reports and writes down who did what to whom, where and when, and who says so.

Importing this package loads no model; the first call of `read` does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly.casebook.book import Casebook
    from reportedly.casebook.book import open_casebook as open
    from reportedly.coding.entities import Actor, resolve_actor
    from reportedly.coding.events import Coding, code_pair
    from reportedly.errors import (
        ExportError,
        GazetteerError,
        KnowledgeError,
        ModelError,
        ParserError,
        QueryError,
        ReportedlyError,
        SourceError,
        StoreBusy,
        StoreError,
        UnreadableReport,
    )
    from reportedly.knowledge import Knowledge
    from reportedly.pipeline import read, read_many
    from reportedly.reading import Reading
    from reportedly.report import Report, Skipped, Span

__version__ = "0.1.0"

_ERRORS = (
    "ExportError", "GazetteerError", "KnowledgeError", "ModelError", "ParserError", "QueryError", "ReportedlyError",
    "SourceError", "StoreBusy", "StoreError", "UnreadableReport",
)  # fmt: skip

_HOME = {name: ("reportedly.errors", name) for name in _ERRORS} | {
    "Actor": ("reportedly.coding.entities", "Actor"),
    "Casebook": ("reportedly.casebook.book", "Casebook"),
    "Coding": ("reportedly.coding.events", "Coding"),
    "Knowledge": ("reportedly.knowledge", "Knowledge"),
    "Reading": ("reportedly.reading", "Reading"),
    "Report": ("reportedly.report", "Report"),
    "Skipped": ("reportedly.report", "Skipped"),
    "Span": ("reportedly.report", "Span"),
    "code_pair": ("reportedly.coding.events", "code_pair"),
    "open": ("reportedly.casebook.book", "open_casebook"),
    "read": ("reportedly.pipeline", "read"),
    "read_many": ("reportedly.pipeline", "read_many"),
    "resolve_actor": ("reportedly.coding.entities", "resolve_actor"),
}

__all__ = [
    "Actor",
    "Casebook",
    "Coding",
    "ExportError",
    "GazetteerError",
    "Knowledge",
    "KnowledgeError",
    "ModelError",
    "ParserError",
    "QueryError",
    "Reading",
    "Report",
    "ReportedlyError",
    "Skipped",
    "SourceError",
    "Span",
    "StoreBusy",
    "StoreError",
    "UnreadableReport",
    "code_pair",
    "open",
    "read",
    "read_many",
    "resolve_actor",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'reportedly' has no attribute {name!r}")
    home, there = _HOME[name]
    return getattr(import_module(home), there)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
