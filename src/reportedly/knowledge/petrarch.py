"""Dictionaries of actors and of agents in the format of PETRARCH, and of TABARI before it.

An actor is a phrase with a code, further phrases for it on lines that begin with +, and codes for certain times on
indented lines (or, in TABARI, on the same line). An agent is a noun with a code that begins or ends with ~. The format
is that of PETRARCH's documentation; PETRARCH itself passes over what it cannot read, here the file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from reportedly.errors import KnowledgeError
from reportedly.knowledge.actors import Kind, Listed
from reportedly.knowledge.cameo import Codes, bodies, decode

__all__ = ["read_dictionary"]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PIECE = re.compile(r"\[([^\][]*)\]|\{([^{}]*)\}")
_MARKER = re.compile(r"!([A-Z]+)!", re.IGNORECASE)
_PERIOD = re.compile(r"(?P<sign>[<>])\s*(?P<one>\d+)|(?P<from>\d+)\s*-\s*(?P<to>\d+)")
_THIS_CENTURY = 30  # years of two digits below it are of this century, as in TABARI
_FIRST, _LAST = date.min, date.max
_DAY = timedelta(days=1)
# Sectors whose undated names are of a person as often as of a body; all others are of bodies and groups.
_OFFICES = {"GOV", "ELI", "LEG", "JUD", "MIL", "OPP", "SPY", "REL", "PTY", "BUS", "EDU", "JRN"}
_GROUPS = {"REB", "UAF", "PRM", "CRM"}


@dataclass(frozen=True, slots=True)
class _Office:
    """A code and the days on which it holds, inclusive; `dated` is False for the code of all other days."""

    codes: Codes
    first: date
    last: date
    dated: bool


@dataclass(slots=True)
class _Record:
    """An actor or agent in the making. `agent` says whether its codes have a ~."""

    line: int
    phrases: list[str]
    plural: str | None = None
    offices: list[_Office] = field(default_factory=list)
    agent: bool = False


def read_dictionary(text: str, file: str) -> tuple[Listed, ...]:
    """The actors and agents of a dictionary. Raises KnowledgeError with file and line."""
    found: list[Listed] = []
    markers: dict[str, tuple[str, ...]] = {}
    record: _Record | None = None
    for line, raw in _lines(text):
        try:
            if "=" in raw and raw.lstrip().startswith("!"):
                markers.update([_marker(raw)])
            elif raw.startswith("+"):
                _synonym(record, raw)
            elif raw[0].isspace() and raw.lstrip().startswith("["):
                _offices(record, raw)
            else:
                found += _finished(record, markers)
                record = None
                record = _begun(line, raw)
        except ValueError as error:
            raise _told(error, file, line) from None
    try:
        found += _finished(record, markers)
    except ValueError as error:
        raise _told(error, file, 1) from None
    return tuple(found)


def _told(error: ValueError, file: str, line: int) -> KnowledgeError:
    """The error to raise; what is wrong with a whole entry brings the entry's own line as a second argument."""
    at = error.args[1] if error.args[1:] else line
    return KnowledgeError(f"{file}:{at}: {error.args[0]}")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers, less their comments (# … and ; … and <!-- … -->)."""
    plain = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for number, line in enumerate(plain.splitlines(), 1):
        line = re.split(r"[#;]", line, maxsplit=1)[0].rstrip()
        if line.strip():
            yield number, line


def _marker(raw: str) -> tuple[str, tuple[str, ...]]:
    """`!PERSON! = MAN, MEN, WOMAN`: what may stand for a marker."""
    name, _, words = raw.partition("=")
    match = _MARKER.fullmatch(name.strip())
    parts = tuple(word.strip() for word in words.split(",") if word.strip())
    if match is None or not parts:
        raise ValueError("expected a substitution such as !PERSON! = MAN, MEN, WOMAN")
    return match[1].upper(), parts


def _begun(line: int, raw: str) -> _Record:
    phrase, plural, pieces = _taken_apart(raw)
    record = _Record(line, [phrase], plural)
    for piece in pieces:
        _add(record, piece)
    return record


def _synonym(record: _Record | None, raw: str) -> None:
    phrase, plural, pieces = _taken_apart(raw[1:])
    if record is None:
        raise ValueError("a line that begins with + needs a phrase on a line before it")
    if pieces or plural is not None:
        raise ValueError("a line that begins with + holds a phrase and no code; codes follow on lines of their own")
    record.phrases.append(phrase)


def _offices(record: _Record | None, raw: str) -> None:
    if record is None:
        raise ValueError("an indented code needs a phrase on a line before it")
    rest = _PIECE.sub("", raw).strip()
    if rest:
        raise ValueError(f"expected codes in brackets and no more, found {rest!r}")
    for match in _PIECE.finditer(raw):
        if match[1] is None:
            raise ValueError("a plural in braces stands on the line of its noun")
        _add(record, match[1])


def _taken_apart(raw: str) -> tuple[str, str | None, list[str]]:
    """The phrase of a line, the plural in braces, and what stands in brackets."""
    phrase = _PIECE.sub("\0", raw)
    phrase, *rest = phrase.split("\0")
    if any(piece.strip() for piece in rest) or any(c in phrase for c in "[]{}"):
        raise ValueError(f"expected a phrase, then {{plural}} and [code], found {raw.strip()!r}")
    if not any(c.isalnum() for c in phrase):
        raise ValueError(f"expected a phrase, found {raw.strip()!r}")
    plurals = [match[2] for match in _PIECE.finditer(raw) if match[2] is not None]
    if len(plurals) > 1:
        raise ValueError("one noun has one plural in braces; write a second entry for another")
    return phrase, plurals[0] if plurals else None, [m[1] for m in _PIECE.finditer(raw) if m[1] is not None]


def _add(record: _Record, piece: str) -> None:
    """Add a code with its restriction, such as `USAGOV >770120`, to a record."""
    code, _, when = piece.strip().partition(" ")
    bare = code.strip("~")
    agent = bare != code
    if record.offices and agent != record.agent:
        raise ValueError(f"{code!r}: the codes of one entry all have a ~, or none has")
    if agent and when.strip():
        raise ValueError(f"{code!r}: the code of an agent holds at any time; leave {when.strip()!r} out")
    if not bare:
        raise ValueError("empty brackets; write [---] for somebody who is to have no code")
    record.agent = agent
    first, last = _period(when.strip()) if when.strip() else (_FIRST, _LAST)
    record.offices.append(_Office(decode(bare), first, last, bool(when.strip())))


def _period(when: str) -> tuple[date, date]:
    match = _PERIOD.fullmatch(when)
    if match is None:
        raise ValueError(f"expected <date, >date or date-date, found {when!r}")
    if match["sign"]:
        day = _day(match["one"])
        return (_FIRST, day) if match["sign"] == "<" else (day, _LAST)
    first, last = _day(match["from"]), _day(match["to"])
    if last < first:
        raise ValueError(f"{when!r} ends before it begins")
    return first, last


def _day(digits: str) -> date:
    """YYMMDD or YYYYMMDD."""
    year, rest = digits[:-4], digits[-4:]
    try:
        if len(digits) == 6:
            return date(int(year) + (2000 if int(year) < _THIS_CENTURY else 1900), int(rest[:2]), int(rest[2:]))
        if len(digits) == 8:
            return date(int(year), int(rest[:2]), int(rest[2:]))
    except ValueError:
        pass
    raise ValueError(f"{digits!r} is no date; dates are written YYMMDD or YYYYMMDD")


def _finished(record: _Record | None, markers: Mapping[str, tuple[str, ...]]) -> list[Listed]:
    """What a record lists."""
    if record is None:
        return []
    if not record.offices:
        raise ValueError(f"{record.phrases[0].strip()!r} has no code; write [---] if it is to have none", record.line)
    forms = tuple(form for phrase in record.phrases for form in _forms(phrase, record, markers))
    if record.agent:
        codes = [office.codes for office in record.offices]
        bare = tuple(dict.fromkeys(s for code in codes for s in (*code.sectors, *_as_sector(code.country))))
        return [Listed("role", forms, None, bare, "", "", record.line, cased=False)]
    kind = _kind(forms[0], record.offices)
    return [
        Listed(kind, forms, office.codes.country, office.codes.sectors,
               _iso(office.first), _iso(office.last), record.line, cased=False)
        for office in _timeline(record.offices)
    ]  # fmt: skip


def _as_sector(country: str | None) -> tuple[str, ...]:
    """An agent's [NGO~] is a sector of whoever it is put before."""
    return (country,) if country in bodies() else ()


def _forms(phrase: str, record: _Record, markers: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The phrase in words, with markers filled in, and for an agent its plural too."""
    for filled in _filled(phrase, record, markers):
        words = " ".join(filled.replace("_", " ").split())
        yield words
        if record.agent and record.plural is None and "!" not in phrase:
            yield _plural(words)
    if record.plural:
        yield " ".join(record.plural.replace("_", " ").split())


def _filled(phrase: str, record: _Record, markers: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    match = _MARKER.search(phrase)
    if match is None:
        if "!" in phrase:
            raise ValueError(f"a lone ! in {phrase.strip()!r}; markers stand between two", record.line)
        return [phrase]
    words = markers.get(match[1].upper())
    if words is None:
        raise ValueError(f"the marker {match[0]} is not defined before this line", record.line)
    filled = (phrase[: match.start()] + word + phrase[match.end() :] for word in words)
    return [each for one in filled for each in _filled(one, record, markers)]


def _plural(words: str) -> str:
    """The regular plural, by PETRARCH's rule."""
    if words.upper().endswith("SS"):
        return f"{words}ES"
    return f"{words[:-1]}IES" if words.upper().endswith("Y") else f"{words}S"


def _timeline(offices: list[_Office]) -> list[_Office]:
    """The dated codes, and the undated one on all days between: of several undated the last, as PETRARCH has it."""
    dated = [office for office in offices if office.dated]
    rest = next((office for office in reversed(offices) if not office.dated), None)
    if rest is None or not dated:
        return dated or ([rest] if rest is not None else [])
    gaps, day = [], _FIRST
    for office in sorted(dated, key=lambda office: office.first):
        if office.first > day:
            gaps.append(replace(rest, first=day, last=office.first - _DAY))
        if office.last == _LAST:
            return dated + gaps
        day = max(day, office.last + _DAY)
    return [*dated, *gaps, replace(rest, first=day)]


def _iso(day: date) -> str:
    return "" if day in {_FIRST, _LAST} else day.isoformat()


def _kind(name: str, offices: list[_Office]) -> Kind:
    """A dictionary does not say what a name is the name of: dates, codes and words must tell."""
    sectors = {sector for office in offices for sector in office.codes.sectors}
    places = {office.codes.country for office in offices}
    if sectors & _GROUPS:
        return "group"
    if places & bodies():
        return "organisation"
    if any(office.dated for office in offices):
        return "person"
    if sectors <= {"PRE"} and places != {None}:
        return "country"
    return "person" if sectors & _OFFICES and 2 <= len(name.split()) <= 3 else "organisation"
