"""A user's lists of actors: our own table, and dictionaries of actors and agents in the format of PETRARCH."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reportedly.errors import KnowledgeError
from reportedly.knowledge.own import OwnFile

__all__ = ["Kind", "Listed", "read_actors"]

Kind = Literal["person", "group", "party", "organisation", "outlet", "country", "role"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One actor of a list, or a noun for those who hold a role, in one of its offices.

    `forms` are its names as texts write them, first the one it is shown by; `cased` says whether they are written as
    they are meant, capitals and all. `start` and `end` are ISO dates or years, inclusive, or "" for no limit. `line`
    is the line of the file.
    """

    kind: Kind
    forms: tuple[str, ...]
    country: str | None
    sectors: tuple[str, ...]
    start: str
    end: str
    line: int
    cased: bool = True


@lru_cache(maxsize=32)
def read_actors(file: OwnFile) -> tuple[Listed, ...]:
    """All that a file lists; what kind of file it is, its first line that is no comment tells.

    Raises KnowledgeError with file and line for the first thing that cannot be read: nothing of such a file is used.
    """
    from reportedly.knowledge.petrarch import read_dictionary
    from reportedly.knowledge.table import is_table, read_table

    text, name = file.text(), str(file.path)
    found = read_table(text, name) if is_table(text) else read_dictionary(text, name)
    if not found:
        raise KnowledgeError(f"{name}: no actors here; docs/knowledge.md says how a list is written")
    return found
