"""The errors that `reportedly` raises.

    ReportedlyError
    ├── UnreadableReport     one text that cannot be read: empty, binary, another language, too long
    ├── KnowledgeError       a data file (codebook, actors, cues) that does not say what it should
    ├── ParserError          the spaCy pipeline is absent or lacks a part that is needed
    ├── GazetteerError       the gazetteer is absent or was built for another version
    ├── ModelError           a learned model is absent or was built for another version
    ├── SourceError          a source of reports that does not exist or cannot be opened at all
    ├── QueryError           a question to a casebook that cannot be asked so
    ├── ExportError          a file that cannot be written as asked
    ├── ExplorerError        an explorer that cannot listen where it was told to
    └── StoreError           a casebook that cannot be opened, read or written
        └── StoreBusy        … because another process holds it

Misuse raises; a bad *item* among many is a value, `Skipped`, which is counted and shown.
"""

from __future__ import annotations

__all__ = [
    "ExplorerError", "ExportError", "GazetteerError", "KnowledgeError", "ModelError", "ParserError", "QueryError",
    "ReportedlyError", "SourceError", "StoreBusy", "StoreError", "UnreadableReport",
]  # fmt: skip


class ReportedlyError(Exception):
    """The root of the tree: catch it to catch all that `reportedly` raises on purpose."""


class UnreadableReport(ReportedlyError):
    """A text that cannot be read as a report; the message says why and what to do."""


class KnowledgeError(ReportedlyError):
    """A knowledge file that breaks its own format; the message names the file and the entry."""


class ParserError(ReportedlyError):
    """No usable spaCy pipeline under the given name."""


class GazetteerError(ReportedlyError):
    """The gazetteer file is missing or of another build."""


class ModelError(ReportedlyError):
    """A model file is missing or of another build."""


class SourceError(ReportedlyError):
    """A source of reports that is not there, or cannot be opened at all."""


class QueryError(ReportedlyError):
    """A filter or an SQL statement that a casebook cannot answer; the message says what is wrong with it."""


class ExportError(ReportedlyError):
    """A file that cannot be written as asked: it exists already, or its format does not know what it should hold."""


class ExplorerError(ReportedlyError):
    """An address that the explorer cannot listen on; the message says what else to try."""


class StoreError(ReportedlyError):
    """A casebook that is not there, is of another version, or whose disk is full or read-only."""


class StoreBusy(StoreError):
    """Another process holds the casebook; `process` is its id where that is known."""

    def __init__(self, message: str, process: int | None = None) -> None:
        super().__init__(message)
        self.process = process
