"""Reads news reports and writes down who did what to whom, where and when, and who says so.

Importing this package loads no model; the first call of `read` does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly.coding.entities import Actor, resolve_actor
    from reportedly.coding.events import Coding, code_pair
    from reportedly.errors import (
        GazetteerError,
        KnowledgeError,
        ParserError,
        ReportedlyError,
        UnreadableReport,
    )
    from reportedly.pipeline import read, read_many
    from reportedly.reading import Reading
    from reportedly.report import Report, Skipped, Span

__version__ = "0.1.0"

_HOME = {
    "Actor": "reportedly.coding.entities",
    "Coding": "reportedly.coding.events",
    "GazetteerError": "reportedly.errors",
    "KnowledgeError": "reportedly.errors",
    "ParserError": "reportedly.errors",
    "Reading": "reportedly.reading",
    "Report": "reportedly.report",
    "ReportedlyError": "reportedly.errors",
    "Skipped": "reportedly.report",
    "Span": "reportedly.report",
    "UnreadableReport": "reportedly.errors",
    "code_pair": "reportedly.coding.events",
    "read": "reportedly.pipeline",
    "read_many": "reportedly.pipeline",
    "resolve_actor": "reportedly.coding.entities",
}

__all__ = [
    "Actor",
    "Coding",
    "GazetteerError",
    "KnowledgeError",
    "ParserError",
    "Reading",
    "Report",
    "ReportedlyError",
    "Skipped",
    "Span",
    "UnreadableReport",
    "code_pair",
    "read",
    "read_many",
    "resolve_actor",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'reportedly' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
