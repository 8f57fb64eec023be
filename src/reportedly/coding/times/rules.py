"""The patterns of time expressions, and the search for them: the longest match at a place wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from reportedly.coding.times.words import BREAK, OTHER, Lexicon, Word, lexicon
from reportedly.errors import KnowledgeError
from reportedly.knowledge import DATA, load_yaml

__all__ = ["Phrase", "Rule", "rules", "search"]

T = TypeVar("T")

_TOKEN = re.compile(
    r"(?P<group>[a-z]\w*)=\(|(?P<ahead>\(\?=)|(?P<name>[A-Z]+)|(?P<word>[a-z][\w']*)|(?P<mark>[()|?*+])"
)
_WEAK = {
    "DOT", "COMMA", "HYPHEN", "SLASH", "COLON", "APOSTROPHE", "A", "ABOUT", "INT", "SEVERAL", "THAT", "THIS", "FIRST",
    "SECOND", "ORD", "SAME", "ONESWORD",
}  # fmt: skip
"""Classes that make no time expression without another."""
_DEEPEST = 6  # macros within macros


@dataclass(frozen=True)
class Rule:
    """A pattern over word classes, and the name of the function that reads what it finds."""

    name: str
    read: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Phrase:
    """The words of one time expression, and the parts that its rule names."""

    rule: Rule
    words: Sequence[Word]
    parts: dict[str, Sequence[Word]]

    @property
    def start(self) -> int:
        """Where the phrase begins, in characters of the text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends (exclusive)."""
        return self.words[-1].end

    def value(self, *classes: str, part: str | None = None) -> int | float | str | None:
        """What the first word of one of these classes stands for, in the whole phrase or in one part."""
        codes = {lexicon().code(name) for name in classes}
        words = self.words if part is None else self.parts.get(part, ())
        return next((word.value for word in words if word.kind in codes), None)

    def has(self, *classes: str, part: str | None = None) -> bool:
        """Whether a word of one of these classes is there."""
        return self.value(*classes, part=part) is not None

    def says(self, *literals: str) -> bool:
        """Whether one of these words is there (words that have no class)."""
        return any(word.value in literals for word in self.words)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of `rules.yaml`, compiled; raises KnowledgeError where one names a class that is not there."""
    data = load_yaml(DATA / "times/rules.yaml")
    known = lexicon()
    made = []
    for entry in data["rules"]:
        try:
            pattern = re.compile(_compile(entry["words"], data["macros"], known, 0))
        except (KeyError, re.error) as error:
            raise KnowledgeError(f"times/rules.yaml: rule {entry.get('name')!r}: {error}") from error
        made.append(Rule(entry["name"], entry["read"], pattern))
    return tuple(made)


def _compile(words: str, macros: dict[str, str], known: Lexicon, depth: int) -> str:
    """The regular expression over class characters that a rule's words stand for."""
    if depth > _DEEPEST:
        raise KnowledgeError(f"times/rules.yaml: macros nest too deeply in {words!r}")
    out = []
    for match in _TOKEN.finditer(words):
        if match["group"]:
            out.append(f"(?P<{match['group']}>")
        elif match["ahead"]:
            out.append("(?=")
        elif name := match["name"]:
            inner = f"(?:{_compile(macros[name], macros, known, depth + 1)})" if name in macros else known.code(name)
            out.append(inner)
        elif word := match["word"]:
            out.append(known.literal(word))
        else:
            out.append("(?:" if match["mark"] == "(" else match["mark"])
    return "".join(out)


@lru_cache(maxsize=1)
def _strong() -> re.Pattern[str]:
    """A word that is more than a number, a mark or a small word: without one no time expression is there."""
    known = lexicon()
    rules()  # gives the literal words their classes
    strong = "".join(code for name, code in known.codes.items() if name not in _WEAK)
    return re.compile(f"[{strong}]")


_RUN = re.compile(f"[^{OTHER}{BREAK}]+")
"""Words that have a class, without a gap."""


@lru_cache(maxsize=1 << 14)
def _matches(stretch: str, at: int) -> tuple[re.Match[str], ...]:
    """The matches that begin at one place of a run of classes, the longest first (runs recur, so they are kept)."""
    found = [match for rule in rules() if (match := rule.pattern.match(stretch, at)) and match.end() > at]
    return tuple(sorted(found, key=lambda match: -match.end()))


@lru_cache(maxsize=1)
def _by_pattern() -> dict[re.Pattern[str], Rule]:
    return {rule.pattern: rule for rule in rules()}


def search(words: Sequence[Word], read: Callable[[Phrase], T | None]) -> Iterator[tuple[Phrase, T]]:
    """The phrases that `read` can make something of, from left to right, each with what it made.

    Where several rules match at a place the longest match is tried first, then the next.
    """
    classes = "".join([word.kind for word in words])
    for run in _RUN.finditer(classes):
        at, stretch = 0, run[0]
        if not _strong().search(stretch):
            continue
        while at < len(stretch):
            taken = 0
            for match in _matches(stretch, at):
                phrase = _phrase(words, run.start(), match)
                if (made := read(phrase)) is not None:
                    yield phrase, made
                    taken = match.end() - at
                    break
            at += taken or 1


def _phrase(words: Sequence[Word], offset: int, match: re.Match[str]) -> Phrase:
    parts = {
        name: words[offset + match.start(name) : offset + match.end(name)]
        for name, found in match.groupdict().items()
        if found is not None
    }
    return Phrase(_by_pattern()[match.re], words[offset + match.start() : offset + match.end()], parts)
