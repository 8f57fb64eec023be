"""The words around a name that speak for a place, or say what kind of place it is or what it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.coding.places.names import Name, word_before
from reportedly.coding.places.words import words
from reportedly.gazetteer import Gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Ent

__all__ = ["PLACE", "Cues"]

PLACE = {"GPE", "LOC"}
"""The parser's labels of places."""

_JOINTS = {",", "and", "or"}
_LIST = 24  # tokens that a list of names may run on for
_LONGEST = 5  # words of a village's name


class Cues:
    """What is asked of the words around the names of one report."""

    def __init__(self, doc: Doc, ent_of: Mapping[int, Ent], gazetteer: Gazetteer) -> None:
        """`ent_of`: the parser's entity that each token is part of."""
        self.doc = doc
        self.gazetteer = gazetteer
        self.ent_of = ent_of
        self.known = words()

    def located(self, start: int) -> bool:
        """Whether a word of place stands before the token."""
        if self.sits_for(start):
            return True
        before = word_before(self.doc, start)
        if before is not None and before.lower_ in self.known.directions:
            before = word_before(self.doc, before.i)
        if before is not None and before.lower_ == "of" and before.i:
            noun = self.doc[before.i - 1].lower_
            return noun in self.known.of_places or noun in self.known.units
        return before is not None and before.lower_ in self.known.locatives

    def sits_for(self, start: int) -> bool:
        """Whether a legislator's party stands before the token, joined on ("R-Elbow Lake")."""
        return start > 1 and self.doc[start - 1].text in {"-", "–"} and self.doc[start - 2].text in self.known.parties

    def in_plural(self, name: Name) -> bool:
        """Whether it stands in a list whose last word says that all are places ("Barrow and Jackson counties")."""
        doc = self.doc
        for i in range(name.end, min(len(doc), name.end + _LIST)):
            if doc[i].lower_ in self.known.plurals:
                return True
            if not (doc[i].text[:1].isupper() or doc[i].lower_ in _JOINTS):
                return False
        return False

    def loose(self, start: int) -> bool:
        """Whether the word of place before the token also leads to people and firms ("sold to …")."""
        before = word_before(self.doc, start)
        return before is not None and before.lower_ in self.known.loose

    def follows_town(self, start: int) -> bool:
        """Whether a capitalised word and a comma stand before the token."""
        return start > 1 and self.doc[start - 1].text in {",", "("} and self.doc[start - 2].text[:1].isupper()

    def before_container(self, name: Name) -> bool:
        """Whether a country or a state follows after a comma ("Paris, Texas")."""
        if name.end + 1 >= len(self.doc) or self.doc[name.end].text != ",":
            return False
        after = self.ent_of.get(name.end + 1)
        text = after.text if after is not None else self.doc[name.end + 1].text
        return any(e.kind in {"country", "admin1"} for e in self.gazetteer.candidates(text))

    def before_unit(self, name: Name) -> bool:
        """Whether a word for a province or state follows."""
        return (
            name.end < len(self.doc)
            and any(entry.kind == "admin1" or (entry.preferred and entry.kind != "town") for entry in name.entries)
            and "admin1" in self.known.units.get(self.doc[name.end].text, ())
        )

    def struck(self, name: Name) -> bool:
        """Whether a verb stands before the name that is done to places ("drones hit Belgorod")."""
        before = word_before(self.doc, name.start)
        return before is not None and before.lower_ in self.known.strikes

    def says_kind(self, name: Name) -> bool:
        """Whether the name's own last word says what kind of place it is ("Henry County")."""
        return name.end > name.start + 1 and self.doc[name.end - 1].lower_ in self.known.units

    def listed(self, name: Name) -> bool:
        """Whether it follows, in a list, a name that the parser marks as a place."""
        if name.start < 2 or self.doc[name.start - 1].lower_ not in _JOINTS:
            return False
        before = next((i for i in (name.start - 2, name.start - 3) if self.doc[i].lower_ not in _JOINTS), None)
        ent = self.ent_of.get(before) if before is not None and before >= 0 else None
        return ent is not None and ent.label_ in PLACE and ent.end - 1 == before

    def an_outlet(self, name: Name) -> bool:
        """Whether a word for a paper or a site follows ("the Irrawaddy news site")."""
        at = name.end
        return (
            at < len(self.doc)
            and self.doc[at].lower_ in self.known.outlets
            and self.doc[name.start - 1].lower_ == "the"
        )

    def of_someone(self, name: Name) -> bool:
        """Whether it says where a person is from ("Ali Hassan, 44, of Homs")."""
        at = name.start - 1
        if at < 2 or self.doc[at].lower_ != "of":
            return False
        before = next((i for i in range(at - 1, max(-1, at - 4), -1) if not self._aside(i)), None)
        ent = self.ent_of.get(before) if before is not None else None
        return ent is not None and ent.label_ == "PERSON"

    def _aside(self, i: int) -> bool:
        return self.doc[i].is_punct or self.doc[i].like_num

    def villages(self, text: str) -> Iterator[tuple[int, int]]:
        """The capitalised words after "the village of", whatever the parser takes them for."""
        doc, small = self.doc, self.known.particles
        for match in _settled().finditer(text):
            after = doc.char_span(match.end(), match.end() + 1, alignment_mode="expand")
            if after is None:
                continue
            start = end = after.start
            while end < len(doc) and end - start < _LONGEST and (_capital(doc[end]) or doc[end].lower_ in small):
                if doc[end].lower_ in self.known.calendar:
                    break  # "the town of … on Monday"
                end += 1
            while end > start and not _capital(doc[end - 1]):
                end -= 1
            if end > start and (_capital(doc[start]) or doc[start].lower_ in self.known.articles):
                yield start, end


@lru_cache(maxsize=1)
def _settled() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, words().settled)))
    return re.compile(rf"\b(?:{listed}) of (?=[^\W\d_])")


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() and (token.is_alpha or "-" in token.text)
