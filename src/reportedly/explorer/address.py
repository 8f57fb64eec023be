"""The filter in the address: query string to filter and back, and the tags that take a part of it away again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from reportedly.casebook.queries import Filter
from reportedly.errors import QueryError

__all__ = ["ROWS", "SEVERAL", "Address", "Kind", "parse"]

Kind = Literal["incidents", "reports", "actors", "claims", "contradictions"]
"""The list that a page shows."""

ROWS = 50
"""Rows of a page."""

SEVERAL = (
    "type", "mode", "context", "quad", "status", "who", "whom", "actor", "who_country", "whom_country", "country",
    "place", "outlet", "speaker", "stance", "field", "report", "incident",
)  # fmt: skip
"""What may be given several times, of which any will do."""

_ONCE = ("since", "until", "text", "box", "min_origins", "disputed", "older", "sort", "page")
_NAMES = (*SEVERAL, *_ONCE)
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
_MOST_VALUES = 200
_LONGEST = 500  # characters of a value


@dataclass(frozen=True, slots=True)
class Address:
    """A page's path and the query that was given with it, names and values in their order, empty ones left out.

    It is what was asked for, right or wrong; `filter` says what that means.
    """

    path: str
    given: tuple[tuple[str, str], ...]

    def values(self, name: str) -> tuple[str, ...]:
        """The values given under this name."""
        return tuple(value for key, value in self.given if key == name)

    def first(self, name: str) -> str:
        """The first of them; empty where there is none."""
        return next(iter(self.values(name)), "")

    @property
    def narrowing(self) -> tuple[tuple[str, str], ...]:
        """What narrows the list: all but its order and its page."""
        return tuple((key, value) for key, value in self.given if key not in ("sort", "page"))

    @property
    def page(self) -> int:
        """The page asked for, from 1. Raises QueryError for what is no page."""
        return _count("page", self.first("page") or "1")

    def filter(self, *, rows: int | None = ROWS) -> Filter:
        """The filter of the page asked for (of everything, where `rows` is None).

        Its text is not searched for yet. Raises QueryError for names and values that mean nothing.
        """
        self._check()
        page = self.page
        box, origins = self.first("box"), self.first("min_origins")
        disputed, older = _truth("disputed", self.first("disputed")), _truth("older", self.first("older"))
        values: dict[str, Any] = {name: self.values(name) for name in SEVERAL}
        return Filter(
            **values,
            since=self.first("since") or None,
            until=self.first("until") or None,
            text=self.first("text") or None,
            box=_box(box) if box else None,
            min_origins=_count("min_origins", origins) if origins else None,
            disputed=disputed,
            older=bool(older),
            sort=self.first("sort") or None,
            limit=rows,
            offset=0 if rows is None else (page - 1) * rows,
        )

    def _check(self) -> None:
        for name, value in self.given:
            if name not in _NAMES:
                raise QueryError(f"nothing can be filtered by {name!r}: the names are {', '.join(_NAMES)}")
            if len(value) > _LONGEST:
                raise QueryError(f"{name} is longer than {_LONGEST} characters: ask for fewer words")
        if len(self.given) > _MOST_VALUES:
            raise QueryError(f"more than {_MOST_VALUES} values are asked for at once: leave some out")
        for name in _ONCE:
            if len(self.values(name)) > 1:
                raise QueryError(f"{name} can be given once only, not as {' and '.join(self.values(name))}")

    def to(self, path: str | None = None, *, without: Iterable[tuple[str, str]] = (), **values: Any) -> str:
        """The address with other values under these names (None: without them); a change of filter asks for page 1."""
        gone = set(without)
        kept = [
            (key, value)
            for key, value in self.given
            if key not in values and (key, value) not in gone and not (key == "page" and (gone or values))
        ]
        added = [(key, str(value)) for key, value in values.items() if value not in (None, "")]
        return _joined(self.path if path is None else path, [*kept, *added])

    def toggled(self, name: str, value: str) -> str:
        """The address with this value added to those of the name, or without it where it is among them."""
        if value in self.values(name):
            return self.to(without=[(name, value)])
        kept = [(key, held) for key, held in self.given if key != "page" and (key != name or name in SEVERAL)]
        return _joined(self.path, [*kept, (name, value)])

    def as_file(self, suffix: str) -> str:
        """The address of the same rows as a file, all pages together."""
        path = "/events" if self.path == "/" else self.path
        return _joined(f"{path}.{suffix}", [(key, value) for key, value in self.given if key != "page"])

    def elsewhere(self, path: str) -> str:
        """The same filter on another page, without the order of rows, which is each list's own."""
        return _joined(path, self.narrowing)


def parse(path: str, items: Iterable[tuple[str, str]]) -> Address:
    """The address of this path and query, with the blanks around values and all empty ones left out."""
    given = dict.fromkeys((name, value.strip()) for name, value in items if value.strip())
    order = {name: number for number, name in enumerate(_NAMES)}
    return Address(path, tuple(sorted(given, key=lambda pair: order.get(pair[0], len(order)))))


def _joined(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _count(name: str, value: str) -> int:
    if value.isascii() and value.isdigit() and 1 <= int(value[:9]) == int(value):
        return int(value)
    raise QueryError(f"{name} {value!r} is no number from 1 on")


def _truth(name: str, value: str) -> bool | None:
    if not value:
        return None
    if value.lower() in _YES | _NO:
        return value.lower() in _YES
    raise QueryError(f"{name} is 1 or 0, not {value!r}")


def _box(value: str) -> tuple[float, float, float, float]:
    try:
        south, west, north, east = (float(part) for part in value.split(","))
    except ValueError:
        raise QueryError(f"box {value!r} is none: give south,west,north,east in degrees, as 12.5,24,16,33.5") from None
    return south, west, north, east
