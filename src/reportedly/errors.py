"""The errors that `reportedly` raises.

    ReportedlyError
    ├── UnreadableReport     one text that cannot be read: empty, binary, another language, too long
    ├── KnowledgeError       a data file (codebook, actors, cues) that does not say what it should
    ├── ParserError          the spaCy pipeline is absent or lacks a part that is needed
    └── GazetteerError       the gazetteer is absent or was built for another version

Misuse raises; a bad *item* among many is a value, `Skipped`, which is counted and shown.
"""

from __future__ import annotations

__all__ = ["GazetteerError", "KnowledgeError", "ParserError", "ReportedlyError", "UnreadableReport"]


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
