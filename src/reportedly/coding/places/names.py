"""Place names in a text: stretches of capitalised words that the gazetteer knows, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.coding.places.words import Words, words
from reportedly.gazetteer import Entry, Gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["Name", "candidate_names"]

_LONGEST = 7  # tokens of a name; "Deir ez-Zor" has four
_JOINTS = {"-", "–", ".", "'", "’", "‘", "`"}


@dataclass(slots=True)
class Name:
    """A stretch of tokens [start, end) that may name a place, its text, and the places of that name."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """What is asked of a parse again and again, taken from it once."""

    whole: str
    words: list[str]
    starts: list[int]
    joined: list[bool]

    @staticmethod
    def of(doc: Doc, whole: str) -> _Text:
        tokens = list(doc)
        return _Text(
            whole,
            [token.text for token in tokens],
            [token.idx for token in tokens],
            [token.whitespace_ == "" for token in tokens],
        )

    def piece(self, start: int, end: int) -> str:
        return self.whole[self.starts[start] : self.starts[end - 1] + len(self.words[end - 1])]


def candidate_names(doc: Doc, whole: str, gazetteer: Gazetteer) -> Iterator[Name]:
    """Names the gazetteer knows, longest first from each token on; they do not overlap one another.

    `whole` is the text of the parse, which the parse itself would put together again.
    """
    known = words()
    text = _Text.of(doc, whole)
    at = 0
    while at < len(text.words):
        found = _longest(text, at, known, gazetteer) if _may_begin(text.words, at, known) else None
        if found is None:
            at += 1
        else:
            yield found
            at = found.end


def _may_begin(texts: list[str], at: int, known: Words) -> bool:
    word = texts[at]
    if word[:1].isupper():
        return at == 0 or texts[at - 1] not in {"@", "#"}
    return (
        word in known.articles and at + 2 < len(texts) and texts[at + 1] in {"-", "–"} and texts[at + 2][:1].isupper()
    )


def _longest(whole: _Text, at: int, known: Words, gazetteer: Gazetteer) -> Name | None:
    for end in reversed(list(_ends(whole, at, known))):
        text = whole.piece(at, end)
        if text.casefold() in known.never:
            continue
        if whole.words[end - 1] == "." and not gazetteer.written(text):
            continue
        entries = entries_of(text, gazetteer)
        if text.endswith(".") and not gazetteer.candidates(text):
            text = text[:-1]
        if entries and whole.words[at] == "The":
            bare = {entry.id for entry in gazetteer.candidates(whole.piece(at + 1, end))} if end > at + 1 else set()
            if bare.intersection(entry.id for entry in entries):
                return None  # "The" begins a sentence here; in "The Hague" it is the name's
        if entries := _no_acronym(text, entries, gazetteer):
            return Name(at, end, text, entries)
    return None


def entries_of(text: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """What a name may mean; a full stop that may end the sentence is left out where nothing is known with it."""
    entries = gazetteer.candidates(text)
    return entries or (gazetteer.candidates(text[:-1]) if text.endswith(".") and len(text) > 3 else ())


def _no_acronym(text: str, entries: tuple[Entry, ...], gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The entries, less those that a few capitals ("IRS", "I.R.S.") share with a place by chance."""
    if written := gazetteer.written(text):
        return written
    letters = text.replace(".", "")
    if letters.isupper() and (len(letters) < 5 or "." in text[:-1].removeprefix("ST.").removeprefix("MT.")):
        return ()
    return entries if len(letters) > 2 else ()


def _ends(text: _Text, at: int, known: Words) -> Iterator[int]:
    """Where a name that begins at `at` may end: after a capitalised word, or after one joined on by a hyphen."""
    texts = text.words
    for i in range(at, min(at + _LONGEST, len(texts))):
        word = texts[i]
        if i > at and text.joined[i - 1] and texts[i - 1] not in _JOINTS and word not in _JOINTS:
            return
        if word[:1].isupper() or (i > at and texts[i - 1] in {"-", "–"} and word.isalpha()):
            if "\n" in word:
                return
            yield i + 1
        elif word == "." and i > at and text.joined[i - 1]:
            yield i + 1  # "W.Va." may be two words to the parser
        elif i > at and word in known.tails:
            yield i + 1  # "Rafah crossing": most are in the gazetteer with their kind
        elif not (word in _JOINTS or word.lower() in known.particles):
            return


def inner_span(ent: Span, known: Words) -> tuple[int, int]:
    """The tokens of a marked entity without what does not belong to a name at either end ("the", "'s")."""
    start, end = ent.start, ent.end
    doc = ent.doc
    while start < end and doc[start].lower_ in known.trim_before:
        start += 1
    while end > start and doc[end - 1].lower_ in known.trim_after:
        end -= 1
    return start, end


def word_before(doc: Doc, start: int) -> Token | None:
    """The word before a name, its article left out; None at the start of a sentence or after punctuation."""
    at = start - 1
    while at >= 0 and doc[at].lower_ in {"the", "a", "an"}:
        at -= 1
    if at < 0 or doc[at].is_punct or doc[at].is_space:
        return None
    return doc[at]
