"""Which of the names in a text are place names here: the parser's marks, checked against the words around them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.coding.places.called import bodies, people
from reportedly.coding.places.cues import PLACE, Cues
from reportedly.coding.places.names import Name, candidate_names, inner_span
from reportedly.coding.places.standing import SMALL, WELL_KNOWN, foremost, slight, weight
from reportedly.coding.places.toponyms import Grade, Toponym, in_setting, toponym_of
from reportedly.coding.places.words import words
from reportedly.gazetteer import Entry, Gazetteer, fold
from reportedly.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Ent

__all__ = ["toponyms"]

_JOINTS = {",", "and", "or", "/", "&"}  # between the places of a list
_PEOPLE = {"PERSON"}
_NAMING = {"PROPN", "NOUN", "X"}  # in headlines names are often tagged as nouns
_DATELINE = re.compile(
    r"(?:^|[\n.?!”\"]\s*)(?P<town>[A-Z][A-Z'’.\-]+(?: [A-Z][A-Z'’.\-]+){0,3})"
    r"(?:, (?P<of>[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)?))?(?: \([^)\n]{1,20}\))? ?(?:--|[—–-]) ?(?=[A-Z“\"])"
)
_DATELINE_WITHIN = 600  # characters from the start of the report


def toponyms(reading: Reading) -> list[Toponym]:
    """The place names of a report in their order, hints among them."""
    doc = reading.parse
    judge = _Judge(reading)
    found = [judge.toponym(name) for name in [*judge.names, *judge.datelines]]
    kept = judge.repeats([toponym for toponym in found if toponym is not None])
    kept += judge.listed(kept)
    kept += judge.unknown(kept)
    kept = judge.supported(_one_at_a_time(kept))
    return in_setting(doc, judge.text, kept)


class _Judge:
    """Decides for each name of one report whether it is a place name."""

    def __init__(self, reading: Reading) -> None:
        self.doc = doc = reading.parse
        self.known = words()
        self.ent_of: dict[int, Ent] = {token.i: ent for ent in doc.ents for token in ent}
        self.text = reading.report.text
        self.gazetteer = Gazetteer.open(reading.knowledge.gazetteer)
        self.cues = Cues(doc, self.ent_of, self.gazetteer)
        self.people = people(reading)
        self.bodies = bodies(reading)
        self.names = list(candidate_names(doc, self.text, self.gazetteer))
        self.datelines = _datelines(doc, self.text[:_DATELINE_WITHIN], self.gazetteer)
        self.in_dateline = {name.start for name in self.datelines}

    def toponym(self, name: Name) -> Toponym | None:
        """The name as a toponym, a hint, or None."""
        if fold(name.text) in self.bodies:
            return None
        if self.cues.sits_for(name.start) and (state := self.gazetteer.written(f"{name.text}.")):
            return toponym_of(self.doc, replace(name, entries=state), state, "read")  # "R-Tex"
        grade = "dateline" if name.start in self.in_dateline else self._grade(name)
        marked = grade == "marked" and len(name.text) > 3  # "an Ill. man", "D-S.C."
        set_apart = marked or self.cues.follows_town(name.start) or self.cues.sits_for(name.start)
        entries = _fitting(name, set_apart, self.cues.located(name.start))
        if grade == "dateline":
            entries = tuple(entry for entry in entries if entry.preferred)
        if grade is None or not entries:
            return None
        return toponym_of(self.doc, name, entries, grade)

    def _grade(self, name: Name) -> Grade | None:
        ents = {e.start: e for i in range(name.start, name.end) if (e := self.ent_of.get(i)) is not None}
        outer = next((e for e in ents.values() if e.start < name.start or e.end > name.end), None)
        if outer is not None:
            return self._inside(name, outer)
        labels = {ent.label_ for ent in ents.values()}
        if self._titled(name) or self._part_of_name(name) or self.cues.an_outlet(name):
            return None
        if labels & PLACE:
            return None if self._a_person(name) and weight(name.entries) < WELL_KNOWN else "marked"
        return self._unmarked(name, labels)

    def _inside(self, name: Name, outer: Ent) -> Grade | None:
        """A name inside a longer one: the place itself if only small words surround it, else a hint."""
        start, end = inner_span(outer, self.known)
        rest = [self.doc[i] for i in (*range(start, name.start), *range(name.end, end))]
        around = {*self.known.directions, *self.known.units, "the", "of", "-", ",", "'s", "’s"}
        if all(token.lower_ in around for token in rest) and outer.label_ not in _PEOPLE:
            if outer.label_ in PLACE or (outer.label_ in {"ORG", "FAC"} and foremost(name.entries)):
                return "marked"
            return "read" if self.cues.located(name.start) else None
        if outer.label_ in PLACE and any(token.text in {",", "/"} for token in rest):
            return "marked"
        owner = name.end < outer.end and self.doc[name.end].text in {"'s", "’s"}
        if owner and outer.label_ in {"ORG", "FAC"} and weight(name.entries) >= WELL_KNOWN:
            return "marked"  # "Russia's Defence Ministry": the ministry's name begins after it
        if owner and name.start == start and foremost(name.entries):
            return "marked"  # "Sri Lanka's Minister of Posts", whatever the parser takes it all for
        if name.start == start and self.cues.says_kind(name) and outer.label_ in _PEOPLE:
            return "read"  # "Madison County Sheriff"
        if self.cues.in_plural(name):
            return "read"
        # a word in the middle ("Atomic Energy Agency") names no place
        leads = name.start == start or self.doc[name.start - 1].lower_ in {"of", "in", "at"}
        if outer.label_ in {"ORG", "FAC"} and leads and any(e.noted or e.preferred for e in name.entries):
            return "hint"
        return "read" if outer.label_ in {"DATE", "TIME"} and foremost(name.entries) else None

    def _unmarked(self, name: Name, labels: set[str]) -> Grade | None:
        """A name the parser did not mark, or marked as something else."""
        if not self._proper(name):
            return None
        located = self.cues.located(name.start)
        if labels & _PEOPLE:
            if self._called(name):
                return None
            if self.cues.in_plural(name):
                return "read"
            known = (
                foremost(name.entries)
                or (located and weight(name.entries) >= WELL_KNOWN)
                or self.cues.says_kind(name)
                or self.cues.sits_for(name.start)
            )
            return "read" if known else self._weak(name, located)
        if "FAC" in labels:
            return "marked" if any(e.noted or e.kind != "town" for e in name.entries) else None
        if foremost(name.entries) and self._bare(name):
            return "read"
        if self.cues.struck(name) and not self._called(name):
            return "read" if weight(name.entries) >= WELL_KNOWN and self._bare(name) else self._weak(name, True)
        if self._a_person(name):
            return None
        if self.cues.in_plural(name):
            return "read"
        if labels:
            sure = located and self._bare(name) and weight(name.entries) >= SMALL
            return "read" if sure and not self._loose(name) else self._weak(name, located)
        sure = (
            (located and not self._loose(name))
            or self.cues.before_container(name)
            or self.cues.before_unit(name)
            or self.cues.says_kind(name)
            or self.cues.in_plural(name)
        )
        return "read" if sure else self._weak(name, located)

    def _loose(self, name: Name) -> bool:
        return self.cues.loose(name.start) and weight(name.entries) < WELL_KNOWN

    def _weak(self, name: Name, located: bool) -> Grade | None:
        """Whether there is anything that speaks for a place, if less than enough."""
        if not any(entry.preferred for entry in name.entries):
            return None
        after = self.doc[name.end].lower_ if name.end < len(self.doc) else ""
        local = after in self.known.local
        if local and weight(name.entries) >= WELL_KNOWN:
            return "read"
        cues = self.cues
        given = located or local or cues.says_kind(name) or cues.listed(name) or cues.of_someone(name)
        return "weak" if given else None

    def _proper(self, name: Name) -> bool:
        if self.cues.says_kind(name):
            return True
        if foremost(name.entries) and all(
            token.pos_ in _NAMING or not token.text[:1].isupper() for token in self.doc[name.start : name.end]
        ):
            return True
        return all(
            token.pos_ == "PROPN" or not token.text[:1].isupper() for token in self.doc[name.start : name.end]
        ) and any(token.pos_ == "PROPN" for token in self.doc[name.start : name.end])

    def _called(self, name: Name) -> bool:
        """Whether someone in the report goes by this name; a longer name is no one's first or last."""
        return fold(name.text) in self.people

    def _titled(self, name: Name) -> bool:
        """Whether a title stands before the name ("Mr. Paris"); "President of France" is no such case."""
        return name.start > 0 and (
            self.doc[name.start - 1].lower_ in self.known.titles
            and self.doc[name.start - 1].text[:1].isupper()
            and not any(entry.kind == "country" for entry in name.entries)
        )

    def _part_of_name(self, name: Name) -> bool:
        """Whether the name goes on outside: a capitalised word on either side that the parser ties to it."""
        last = self.doc[name.end - 1]
        after = self.doc[name.end] if name.end < len(self.doc) else None
        goes_on = (
            after is not None
            and after.text[:1].isupper()
            and after.pos_ == "PROPN"
            and self.ent_of.get(name.end) is None
            and last.dep_ == "compound"
            and last.head.i >= name.end
            and after.lower_ not in self.known.units
            and after.lower_ not in self.known.titles
            and not self.cues.says_kind(name)
        )
        return goes_on and not self.ent_of.get(name.start)

    def _bare(self, name: Name) -> bool:
        """Whether the name stands for itself rather than as part of a name that goes on."""
        last = self.doc[name.end - 1]
        return not (
            last.dep_ == "compound"
            and last.head.pos_ == "PROPN"
            and last.head.i >= name.end
            and self.ent_of.get(last.head.i) is not None
            and not foremost(name.entries)
        )

    def _a_person(self, name: Name) -> bool:
        return self._called(name) and not foremost(name.entries)

    def repeats(self, found: list[Toponym]) -> list[Toponym]:
        """The toponyms, with the same names where only the report as a whole shows that they are places."""
        sure = {fold(t.text): t for t in found if t.grade in {"marked", "dateline"}}
        taken = {i for t in found for i in range(t.start, t.end)}
        for name in self.names:
            like = sure.get(fold(name.text))
            if like is None or name.start in taken or self._titled(name) or self._part_of_name(name):
                continue
            ents = [self.ent_of.get(i) for i in range(name.start, name.end)]
            if all(e is None or (e.start, e.end) == (name.start, name.end) for e in ents) and not self._a_person(name):
                found.append(toponym_of(self.doc, name, like.entries, "repeated"))
        return found

    def listed(self, found: list[Toponym]) -> list[Toponym]:
        """Names that a list goes on with after a place ("in Eldoret and Nyeri")."""
        ends = {t.end for t in found if t.grade != "hint"}
        taken = {i for t in found for i in range(t.start, t.end)}
        more = []
        for name in self.names:
            ent = self.ent_of.get(name.start)
            whole = ent is None or (ent.start >= name.start and ent.end <= name.end and ent.label_ not in _PEOPLE)
            follows = name.start > 1 and self.doc[name.start - 1].lower_ in _JOINTS and name.start - 1 in ends
            if not follows or not whole or name.start in taken or self._a_person(name) or self._part_of_name(name):
                continue
            last = self.doc[name.end - 1]
            if last.dep_ == "compound" and last.head.i >= name.end:
                continue  # "in Washington, Pentagon spokesman …"
            entries = tuple(entry for entry in _fitting(name, False, False) if entry.preferred)
            if entries:
                ends.add(name.end)
                more.append(toponym_of(self.doc, name, entries, "read" if foremost(entries) else "weak"))
        return more

    def unknown(self, found: list[Toponym]) -> list[Toponym]:
        """Names that the gazetteer does not know, and that the text marks as those of places."""
        taken = {i for t in found for i in range(t.start, t.end)}
        doc, more = self.doc, []
        spans = [inner_span(ent, self.known) for ent in doc.ents if ent.label_ in PLACE]
        marked = [(start, end) for start, end in spans if start < end and self._proper_name(start, end)]
        for start, end in [*self.cues.villages(self.text), *marked]:
            if not taken.intersection(range(start, end)):
                text = self.text[doc[start].idx : doc[end - 1].idx + len(doc[end - 1].text)]
                if not self.gazetteer.candidates(text):
                    taken.update(range(start, end))
                    more.append(toponym_of(self.doc, Name(start, end, text, ()), (), "unknown"))
        return more

    def _proper_name(self, start: int, end: int) -> bool:
        first, small = self.doc[start], self.known.particles
        proper = all(t.pos_ == "PROPN" or t.is_punct or t.lower_ in small for t in self.doc[start:end])
        named = first.text[:1].isupper() and first.is_alpha and fold(first.text) not in self.people
        last = self.doc[end - 1]
        qualifies = last.dep_ in {"amod", "compound", "nmod"} and last.head.i >= end  # "Kuwaiti ports"
        return proper and named and not qualifies and self.cues.located(start) and not self.cues.loose(start)

    def supported(self, found: list[Toponym]) -> list[Toponym]:
        """The toponyms, those weak that only a small or seldom-used name speaks for and no word of place anywhere."""
        given = {fold(t.text) for t in found if self._has_setting(t)}
        kept = []
        for t in found:
            if not t.entries or not slight(t.entries) or fold(t.text) in given:
                kept.append(t)
            elif any(entry.preferred for entry in t.entries):
                kept.append(replace(t, grade="weak"))
        return kept

    def _has_setting(self, toponym: Toponym) -> bool:
        name = Name(toponym.start, toponym.end, toponym.text, toponym.entries)
        unit = self.doc[toponym.end].text in self.known.units if toponym.end < len(self.doc) else False
        return (
            toponym.grade in {"dateline", "hint", "weak"}
            or unit
            or self.cues.located(toponym.start)
            or self.cues.before_container(name)
            or self.cues.follows_town(toponym.start)
        )


def _fitting(name: Name, follows_town: bool, located: bool) -> tuple[Entry, ...]:
    """The entries whose setting is given: a town before an abbreviation, a word of place before a common word."""
    if not any(entry.bound for entry in name.entries):
        return name.entries
    if not located and any(entry.bound and entry.noted > 1 for entry in name.entries):
        return ()
    written = name.text.endswith(".") or (name.text.isupper() and len(name.text) < 4)
    return tuple(e for e in name.entries if not e.bound or (follows_town if written else located))


def _datelines(doc: Doc, head: str, gazetteer: Gazetteer) -> list[Name]:
    """Towns in capitals at the head of the report ("BEIRUT, Lebanon (AP) —")."""
    found = []
    for match in _DATELINE.finditer(head):
        piece = doc.char_span(*match.span("town"))
        if piece is not None:
            entries = gazetteer.candidates(piece.text)
            if entries:
                found.append(Name(piece.start, piece.end, piece.text, entries))
    return found


def _one_at_a_time(found: list[Toponym]) -> list[Toponym]:
    """Toponyms in order; where two overlap, the longer one, and among equals the first found."""
    kept: list[Toponym] = []
    taken: set[int] = set()
    for toponym in sorted(found, key=lambda t: (t.start - t.end, t.grade == "hint")):
        if not taken.intersection(range(toponym.start, toponym.end)):
            kept.append(toponym)
            taken.update(range(toponym.start, toponym.end))
    return sorted(kept, key=lambda t: t.start)
