"""Rows on their way to a file: what was written and what was left out, JSON in two layouts, tab-separated lines."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import IO, Any

__all__ = ["Exported", "one_line", "plain", "tabbed", "write_json"]


@dataclass(slots=True)
class Exported:
    """What an export wrote, by kind of thing, and what it had to leave out, by reason."""

    written: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def write_json(items: Iterable[Mapping[str, Any]], stream: IO[str], *, lines: bool) -> int:
    """Write the items, one a line, as JSON lines or as one array; how many there were."""
    n = 0
    for item in items:
        text = json.dumps(plain(item), ensure_ascii=False, allow_nan=False)
        stream.write(f"{text}\n" if lines else f"{',' if n else '['}\n{text}")
        n += 1
    if not lines:
        stream.write("\n]\n" if n else "[]\n")
    return n


_AS_IS = frozenset({str, int, bool, type(None)})


def plain(value: Any) -> Any:
    """The value for JSON: days and times as ISO 8601, whole numbers as such, what is no number as null."""
    kind = type(value)  # by exact type: this runs over every value of a million events
    if kind in _AS_IS:
        return value
    if kind is float:
        return (int(value) if value == int(value) else value) if isfinite(value) else None
    if kind is dict:
        return {key if type(key) is str else str(key): plain(v) for key, v in value.items()}
    if kind is list or kind is tuple:
        return [v if type(v) in _AS_IS else plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def one_line(value: Any) -> str:
    """A value without the tabs, line ends and control characters that would break a tab-separated line."""
    if value is None:
        return ""
    return re.sub(r"[\s\0-\x1f\x7f-\x9f\u2028\u2029]+", " ", str(plain(value))).strip()


def tabbed(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Rows as tab-separated lines without quotation marks around or before a value, as readers of such files expect."""
    for row in rows:
        yield "\t".join(_unquoted(one_line(value)) for value in row) + "\n"


def _unquoted(value: str) -> str:
    """No value begins with a quotation mark: many readers would take all that follows for one field."""
    return "'" + value[1:] if value.startswith('"') else value
