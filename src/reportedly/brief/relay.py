"""One telling as a sentence: the report's own clause under its outlet and speaker, or its own words quoted.

A clause is relayed as it stands, with its words of time made plain and a pronoun that opens it replaced by the name; so
its grammar is the report's. What cannot stand alone (it leans on an earlier sentence, holds a quotation, is a headline)
is quoted, letter for letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportedly.brief.days import Calendar, dated_words
from reportedly.brief.gather import Material
from reportedly.brief.passages import Passage
from reportedly.brief.phrase import Phrase, cite, fill, quotation
from reportedly.brief.speakers import lower_first, mention_at, named, outlet, proper, speaker
from reportedly.brief.tree import Span
from reportedly.brief.wording import phrases, words
from reportedly.exports.told import Row, Told

__all__ = ["Relay", "negates", "relay"]

_MARKS = re.compile(r"[\"“”«»\n;:]|\s[-–—]\s|—")
_WORD = re.compile(r"[\w’'-]+")
_LONGEST = 45  # words of a clause; longer ones are quoted
_LONGEST_QUOTE = 80  # words of a quotation
_REPORTING = {"states", "reports"}


@dataclass(frozen=True, slots=True)
class Relay:
    """A sentence on one telling; `rank` is how well it reads, to choose among tellings of one thing."""

    phrase: Phrase
    rank: float


def negates(text: str) -> bool:
    """Whether the text says that something is not so."""
    listed = words("negation")
    stems = tuple(word[:-1] for word in listed if word.endswith("*"))
    for token in _WORD.findall(text.lower().replace("’", "'")):
        if token in listed or token.endswith("n't") or token.startswith(stems):
            return True
    return False


def relay(material: Material, calendar: Calendar, told: Told, carried: Phrase | str = "", *, dated: bool = False) -> Relay:
    """The telling as a sentence. `carried` says in how many outlets; `dated`: always with the report's day."""
    return _Teller(material, calendar, told, carried, dated).tell()


class _Teller:
    def __init__(
        self, material: Material, calendar: Calendar, told: Told, carried: Phrase | str, dated: bool
    ) -> None:
        self.material, self.calendar, self.told = material, calendar, told
        self.report = told.report["id"]
        self.text = told.report["text"]
        self.passage = material.text(self.report).at(told.event["trigger_spans"][0][0])
        self.carried, self.dated = carried, dated
        self.inner: Row | None = told.claims[-1] if told.claims else None
        self.wording = phrases()["tell"]

    def tell(self) -> Relay:
        if self.passage.line:
            return self._quote("headline", self.passage, 1)
        for way in (self._speech, self._content_first, self._sentence, self._stated):
            found = way()
            if found is not None and self._keeps_denial(found.phrase):
                return Relay(found.phrase, found.rank + self._worth())
        return self._quote("quoted", self.passage, 2)

    def _worth(self) -> float:
        event = self.told.event
        own = self.material.origins.get(self.report, {}).get("why") in (None, "own")
        return (
            bool(self.told.quantities) + bool(event["time_spans"]) + bool(event["place_spans"]) + own
            + 0.5 * bool(event["actors"]) + event["confidence"] / 4
        )  # fmt: skip

    def _keeps_denial(self, phrase: Phrase) -> bool:
        return self.told.event["status"] != "negated" or negates(phrase.text)

    # --- the ways of telling ---------------------------------------------------------------------------------------

    def _speech(self) -> Relay | None:
        """What a speaker said in direct speech."""
        if self.inner is None or self.inner["form"] != "direct":
            return None
        who = speaker(self.material, self.inner)
        spans = [s for s in self.inner["content_spans"] if s[0] <= self.told.event["trigger_spans"][0][0] < s[1]]
        if who is None or not spans:
            return None
        start, end = spans[0]
        said = self.text[start:end].strip().strip("\"“”«»").rstrip(",").strip()
        if "\n" in said or len(said.split()) > _LONGEST_QUOTE or len(said.split()) < 3:
            return None
        phrase = fill(
            self.wording["speech"],
            outlet=self._outlet(),
            speaker=self._chained(who),
            dated=self._day(),
            quote=Phrase(quotation(said), self._cited((start, end))),
        )
        return Relay(phrase, 4)

    def _chained(self, who: Phrase) -> Phrase:
        return Phrase(who.text, who.cited + cite(self.report, *(c["cue_spans"] for c in self.told.claims)))

    def _content_first(self) -> Relay | None:
        """"An air strike killed 22 people, medics said": the clause, then outlet and speaker."""
        inner = self.inner
        if inner is None or inner["form"] != "indirect" or len(inner["content_spans"]) != 1:
            return None
        start, end = inner["content_spans"][0]
        after = min((s[0] for s in (*inner["source_spans"], *inner["cue_spans"])), default=-1)
        stances = {c["stance"] for c in self.told.claims[:-1]}
        citing = phrases()["citing"].get(inner["stance"])
        if start != self.passage.start or after < end or citing is None or not stances <= _REPORTING:
            return None
        clause, who = self._clause((start, end)), speaker(self.material, inner)
        if clause is None or who is None or len(self.told.claims) > 2:
            return None
        parts = {"clause": clause[0], "speaker": fill(citing, speaker=self._chained(who))}
        template = "citing"
        if len(self.told.claims) == 2:
            outer = speaker(self.material, self.told.claims[0])
            if outer is None:
                return None
            parts["outer"], template = outer, "chain"
        return self._relayed(template, 6, clause[1], **parts)

    def _sentence(self) -> Relay | None:
        """The whole sentence, where it can stand alone."""
        span = (self.passage.start, self._before_stop(self.passage))
        listener = self._listener()
        clause = self._clause(span, listener)
        if clause is None or (self.inner is None and self._cites_unread()):
            return None
        return self._relayed("relayed", 5, clause[1], clause=clause[0])

    def _stated(self) -> Relay | None:
        """"The speaker said that …", from a sentence that has more than can be relayed."""
        inner = self.inner
        if inner is None or inner["form"] != "indirect" or len(inner["content_spans"]) != 1 or len(self.told.claims) > 1:
            return None
        said, who = phrases()["said"].get(inner["stance"]), speaker(self.material, inner)
        start, end = inner["content_spans"][0]
        if said is None or who is None or negates(inner["cue"]) != (inner["stance"] == "denies"):
            return None
        if self.text[start:end].startswith("that "):
            start += len("that ")
        elif start != self.passage.start:
            return None
        clause = self._clause((start, end), opening=False)
        if clause is None:
            return None
        lowered = Phrase(lower_first(clause[0].text, self.text), clause[0].cited)
        return self._relayed("stated", 3, clause[1], clause=lowered, speaker=self._chained(who), said=said)

    def _quote(self, template: str, passage: Passage, rank: float) -> Relay:
        """The sentence in quotation marks; the one before it too where it opens with a pronoun."""
        start, end = passage.start, passage.end
        before = self.material.text(self.report).before(passage) if self._leans(passage) else None
        if before is not None and len(self.text[before.start : end].split()) <= _LONGEST_QUOTE:
            start = before.start
        if len(self.text[start:end].split()) > _LONGEST_QUOTE:
            start, end = self.told.event["evidence_spans"][0]
        said = fill(
            self.wording[template],
            outlet=self._outlet(),
            verb=phrases()["verb"],
            dated=self._day(),
            quote=Phrase(quotation(self.text[start:end]), self._cited((start, end))),
        )
        return Relay(said, rank + self._worth())

    # --- their parts -----------------------------------------------------------------------------------------------

    def _relayed(self, template: str, rank: float, has_day: bool, **parts: Phrase | str) -> Relay:
        dated = self._day() if self.dated or not has_day else ""
        phrase = fill(
            self.wording[template],
            outlet=self._outlet(),
            verb=phrases()["verb"],
            dated=dated,
            carried=self.carried,
            **parts,
        )
        return Relay(phrase, rank)

    def _outlet(self) -> Phrase:
        return outlet(self.material, self.told)

    def _day(self) -> str:
        day = self.told.report["day"]
        return phrases()["dated"].format(day=self.calendar.day(day)) if day else ""

    def _cited(self, *spans: Span) -> tuple[tuple[str, Span], ...]:
        return cite(self.report, spans)

    def _before_stop(self, passage: Passage) -> int:
        end = passage.end
        return end - 1 if self.text[end - 1 : end] == "." else end

    def _listener(self) -> Span | None:
        """The characters of "told Meridian by telephone", between the speaker and "that"."""
        inner = self.inner
        if inner is None or inner["cue"].lower() != "told" or len(inner["content_spans"]) != 1:
            return None
        start, (content, _) = inner["cue_spans"][0][0], inner["content_spans"][0]
        return (start, content) if self.text[content:].startswith("that ") and start < content else None

    def _cites_unread(self) -> bool:
        """Whether a sentence in the report's own voice has a speaker all the same, whom the coder did not read."""
        said = self.text[self.passage.start : self.passage.end].lower()
        return bool(re.search(r"\b(?:said|says|told|according to|reported|claimed|alleged)\b", said))

    def _leans(self, passage: Passage) -> bool:
        first = _WORD.match(self.text, passage.start)
        return bool(first) and first[0].lower() in words("pronouns") | words("leaning")

    def _clause(self, span: Span, listener: Span | None = None, *, opening: bool = True) -> tuple[Phrase, bool] | None:
        """The clause made ready to stand alone, and whether it tells a day; None where it cannot."""
        said = self.text[span[0] : span[1]]
        if _MARKS.search(said) or not 3 <= len(said.split()) <= _LONGEST or not said[-1:].isalnum() and said[-1:] not in ".)%’'":
            return None
        if words("first_person") & {word.lower() for word in _WORD.findall(said)}:
            return None
        first = _WORD.match(self.text, span[0])
        if first is None:
            return None
        opened = Phrase("")
        start = span[0]
        if opening and first[0].lower() in words("pronouns"):
            who = self._opening(span[0], first.end())
            if who is None:
                return None
            opened, start = Phrase(who.text + " ", who.cited), first.end() + 1
        elif opening and first[0].lower() in words("leaning") - words("small"):
            return None
        elif opening and (fuller := self._fuller(span[0])) is not None:
            opened, start = Phrase(fuller[0].text + " ", fuller[0].cited), fuller[1] + 1
        if listener is not None and start <= listener[0]:
            head, day = dated_words(self.material, self.calendar, self.report, (start, listener[0]))
            tail, later = dated_words(self.material, self.calendar, self.report, (listener[1], span[1]))
            body, has_day = Phrase(f"{head.text} {phrases()['said']['states']} {tail.text}", head.cited + tail.cited), day or later
            body = Phrase(body.text, body.cited + self._cited(listener))
        else:
            body, has_day = dated_words(self.material, self.calendar, self.report, (start, span[1]))
        return Phrase(opened.text + body.text, opened.cited + self._cited(span) + body.cited), has_day

    def _opening(self, start: int, end: int) -> Phrase | None:
        """Whom the pronoun that opens the clause stands for."""
        entity = mention_at(self.material, self.report, start, end)
        if entity is not None:
            return named(self.material, self.report, entity["id"], entity["name"], start)
        inner = self.inner
        if inner is not None and inner["source_spans"] and inner["source_spans"][0][0] == start:
            return speaker(self.material, inner)
        return None

    def _fuller(self, start: int) -> tuple[Phrase, int] | None:
        """A name for "The ministry" or "Abdelbagi" that opens the clause, and where these words end."""
        for entity in self.material.entities.get(self.report, ()):
            for a, b in entity["mentions"]:
                if a != start:
                    continue
                written = self.text[a:b]
                short = re.match(r"(?:The|This|That|Its|Their) [a-z ]+$", written)
                surname = entity["kind"] == "person" and len(written.split()) == 1
                better = named(self.material, self.report, entity["id"], entity["name"], start)
                if (short or surname) and better is not None and proper(better.text) and better.text != written:
                    return better, b
        return None
