"""One telling as a sentence: the report's own clause under its outlet and speaker, or its own words quoted.

A clause is relayed as it stands (see `clause`), so that its grammar is the report's. What cannot stand alone (it leans
on an earlier sentence, holds a quotation, is a headline) is quoted, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Any

from reportedly.brief.clause import Clause, clause, leans
from reportedly.brief.days import Calendar
from reportedly.brief.gather import Material
from reportedly.brief.phrase import Phrase, cite, fill, quotation, singled
from reportedly.brief.speakers import lower_first, outlet, speaker
from reportedly.brief.tree import Span
from reportedly.brief.wording import phrases, words
from reportedly.exports.told import Row, Told

__all__ = ["Relay", "negates", "relay"]

_WORD = re.compile(r"[\w’'-]+")
_LONGEST_QUOTE = 80  # words of a quotation
_MOST_CHARACTERS = 700  # of a quotation, whatever its words
_LONGEST_HEADLINE = 200  # characters
_REPORTING = {"states", "reports"}
_SAID = re.compile(r", (?:\w+ ){0,4}(?:said|says|told|reported|claimed|alleged)\b[^,]*$")  # a speaker behind it all
_INFINITIVE = re.compile(r"[a-z]+ed to [a-z]")
_DEFINITE = re.compile(r"\b[Tt]he(?: two| three| four)? [a-z]+|\b(?:[Ii]t|[Tt]hey|[Hh]e|[Ss]he|them|him)\b")


@dataclass(frozen=True, slots=True)
class Relay:
    """A sentence on one telling.

    `rank` is how well it reads, to choose among tellings of one thing; `told` the report and the offset at which the
    words that it tells begin: two relays of one place say the same. `headlined`: whether it has the report's headline.
    """

    phrase: Phrase
    rank: float
    told: tuple[str, int]
    headlined: bool = False


def negates(text: str) -> bool:
    """Whether the text says that something is not so."""
    listed = words("negation")
    stems = tuple(word[:-1] for word in listed if word.endswith("*"))
    for token in _WORD.findall(text.lower().replace("’", "'")):
        if token in listed or token.endswith("n't") or token.startswith(stems):
            return True
    return False


def relay(
    material: Material,
    calendar: Calendar,
    told: Told,
    carried: Phrase | str = "",
    *,
    dated: bool = False,
    headlined: Set[str] | None = None,
) -> Relay:
    """The telling as a sentence.

    `carried` says in how many outlets; `dated`: always with the report's day. Where the words point back to what they
    do not name ("the attack"), the report's headline goes with them: but for reports that are `headlined` already, and
    not at all where that is None.
    """
    return _Teller(material, calendar, told, carried, dated, headlined).tell()


class _Teller:
    def __init__(
        self,
        material: Material,
        calendar: Calendar,
        told: Told,
        carried: Phrase | str,
        dated: bool,
        headlined: Set[str] | None,
    ) -> None:
        self.material, self.calendar, self.told = material, calendar, told
        self.report = told.report["id"]
        self.text = told.report["text"]
        self.passage = material.text(self.report).at(told.event["trigger_spans"][0][0])
        self.carried, self.dated, self.headlined = carried, dated, headlined
        self.inner: Row | None = told.claims[-1] if told.claims else None

    def tell(self) -> Relay:
        """The best of the ways that can be gone."""
        if self.passage.line:
            return self._quote("headline", 1)
        for way in (self._speech, self._content_first, self._sentence, self._stated, self._promised):
            found = way()
            if found is not None and self._keeps_denial(found.phrase):
                return replace(found, rank=found.rank + self._worth())
        return self._quote("quoted", 2)

    def _worth(self) -> float:
        event = self.told.event
        own = self.material.origins.get(self.report, {}).get("why") in (None, "own")
        return float(
            bool(self.told.quantities) + bool(event["time_spans"]) + 1.5 * bool(event["place_spans"]) + own
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
        said = self.text[start:end].strip().strip('"“”«»`').removesuffix("''").rstrip(",").strip()
        if (
            "\n" in said
            or len(said) > _MOST_CHARACTERS
            or not 3 <= len(said.split()) <= _LONGEST_QUOTE
            or not said[0].isupper()
        ):
            return None
        quote = Phrase(quotation(said), cite(self.report, [(start, end)]))
        return self._done(self._filled("speech", said, speaker=_closed(self._chained(who)), quote=quote), 4, start)

    def _content_first(self) -> Relay | None:
        """Such as "An air strike killed 22 people, medics said": the clause, then outlet and speaker."""
        inner = self.inner
        if inner is None or inner["form"] != "indirect" or len(inner["content_spans"]) != 1:
            return None
        start, end = inner["content_spans"][0]
        after = min((s[0] for s in (*inner["source_spans"], *inner["cue_spans"])), default=-1)
        stances = {c["stance"] for c in self.told.claims[:-1]}
        citing = phrases()["citing"].get(inner["stance"])
        if start != self.passage.start or after < end or citing is None or not stances <= _REPORTING:
            return None
        found, who = self._clause((start, end)), speaker(self.material, inner)
        if found is None or who is None or len(self.told.claims) > 2:
            return None
        parts = {"speaker": fill(citing, speaker=self._chained(who))}
        if len(self.told.claims) < 2:
            return self._done(self._relayed("citing", found, **parts), 6)
        outer = speaker(self.material, self.told.claims[0])
        return None if outer is None else self._done(self._relayed("chain", found, outer=outer, **parts), 6)

    def _sentence(self) -> Relay | None:
        """The whole sentence, where it can stand alone."""
        passage = self.passage
        end = passage.end - 1 if self.text[passage.end - 1 : passage.end] == "." else passage.end
        told = self.text[passage.start : end]
        name = self.told.report["outlet"]
        if name and told.endswith(name):  # "…, he told The Courier, The Courier reported"
            return None
        found = self._clause((passage.start, end), self._listener())
        if found is None or (self.inner is None and _SAID.search(told.lower())):
            return None
        return self._done(self._relayed("relayed", found), 5)

    def _stated(self) -> Relay | None:
        """Such as "The speaker said that …", from a sentence that has more than can be relayed."""
        inner = self.inner
        if inner is None or inner["form"] != "indirect" or len(inner["content_spans"]) != 1:
            return None
        said, who = phrases()["said"].get(inner["stance"]), speaker(self.material, inner)
        start, end = inner["content_spans"][0]
        if (
            len(self.told.claims) > 1
            or said is None
            or who is None
            or negates(inner["cue"]) != (inner["stance"] == "denies")
        ):
            return None
        if self.text[start:end].startswith("that "):
            start += len("that ")
        elif start != self.passage.start:
            return None
        found = self._clause((start, end), speaking=inner["entity"])
        if found is None:
            return None
        lowered = Clause(Phrase(lower_first(found.phrase.text, self.text), found.phrase.cited), found.has_day)
        return self._done(self._relayed("stated", lowered, speaker=_closed(self._chained(who)), said=said), 4)

    def _promised(self) -> Relay | None:
        """Such as "The mayor promised to arrest them", from a sentence that has more than can be relayed."""
        inner = self.inner
        if inner is None or inner["form"] != "indirect" or len(inner["content_spans"]) != 1 or not inner["cue_spans"]:
            return None
        (start, end), (cue, cue_end) = inner["content_spans"][0], inner["cue_spans"][-1]
        who = speaker(self.material, inner)
        if who is None or self.text[cue_end:start] != " " or not _INFINITIVE.match(self.text[cue:end]):
            return None
        found = self._clause((cue, end), speaking=inner["entity"] or "")
        if found is None:
            return None
        said = Phrase(f"{_closed(who).text} {found.phrase.text}", who.cited + found.phrase.cited)
        return self._done(self._relayed("relayed", Clause(said, found.has_day)), 4, cue)

    def _done(self, phrase: Phrase, rank: float, start: int | None = None) -> Relay:
        headline = self._headline()
        told = (self.report, self.passage.start if start is None else start)
        return Relay(phrase, rank, told, bool(headline) and headline in phrase.text)

    def _quote(self, template: str, rank: float) -> Relay:
        """The sentence in quotation marks; the one before it too where it leans on it."""
        start, end = self.passage.start, self.passage.end
        before = self.material.text(self.report).before(self.passage) if leans(self.text[start:end]) else None
        if before is not None and len(self.text[before.start : end].split()) <= _LONGEST_QUOTE:
            start = before.start
        if len(self.text[start:end].split()) > _LONGEST_QUOTE:
            start, end = self.told.event["evidence_spans"][0]
        if end - start > _MOST_CHARACTERS:
            end = start + _MOST_CHARACTERS
            end = max(self.text.rfind(" ", start, end), start + 1) if " " in self.text[start:end] else end
        words_ = self.text[start:end]
        quote = Phrase(quotation(words_), cite(self.report, [(start, end)]))
        return self._done(self._filled(template, words_, quote=quote), rank + self._worth())

    # --- their parts -----------------------------------------------------------------------------------------------

    def _clause(self, span: Span, listener: Span | None = None, speaking: str | None = None) -> Clause | None:
        return clause(self.material, self.calendar, self.report, span, self.inner, listener, speaking)

    def _chained(self, who: Phrase) -> Phrase:
        return Phrase(who.text, who.cited + cite(self.report, *(c["cue_spans"] for c in self.told.claims)))

    def _relayed(self, template: str, found: Clause, **parts: Phrase | str) -> Phrase:
        dated = self.dated or not found.has_day
        return self._filled(template, found.phrase.text, dated=dated, clause=found.phrase, **parts)

    def _filled(self, template: str, told: str, *, dated: bool = True, **parts: Any) -> Phrase:
        return fill(
            phrases()["tell"][template],
            outlet=outlet(self.material, self.told),
            verb=phrases()["verb"],
            dated=self._day() if dated else "",
            context=self._context(told),
            carried=self.carried,
            **parts,
        )

    def _day(self) -> str:
        day = self.told.report["day"]
        return phrases()["dated"].format(day=self.calendar.day(day)) if day else ""

    def _context(self, told: str) -> str:
        wanted = self.headlined is not None and self.report not in self.headlined
        points_back = wanted and not self.told.event["place_spans"] and _DEFINITE.search(told)
        return self._headline() if points_back else ""

    def _headline(self) -> str:
        title = self.told.report["title"]
        short = bool(title) and len(title) <= _LONGEST_HEADLINE
        return phrases()["context"].format(title=singled(title)) if short else ""

    def _listener(self) -> Span | None:
        """The characters of "told Meridian by telephone", between the speaker and "that"."""
        inner = self.inner
        if inner is None or inner["cue"].lower() != "told" or len(inner["content_spans"]) != 1:
            return None
        start, (content, _) = inner["cue_spans"][0][0], inner["content_spans"][0]
        return (start, content) if self.text[content:].startswith("that ") and start < content else None


def _closed(who: Phrase) -> Phrase:
    """A name with a description behind it, closed by a comma, so that a verb can follow."""
    open_ = "," in who.text and not who.text.endswith(",")
    return Phrase(who.text + ",", who.cited) if open_ else who
