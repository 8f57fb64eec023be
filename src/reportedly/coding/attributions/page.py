"""The parse of one report with its quotations laid over it, and the drafts of attributions that are made from them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportedly.coding.attributions.lexicon import Frames, Lexicon, lexicon
from reportedly.paragraphs import paragraphs
from reportedly.reading import Quotation, Reading
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Draft", "Page", "lay_out"]

_FIRST_WORD = re.compile(r"(\w+)\b[\s,]*")
_LABEL = re.compile(r"(\w+(?: \w+)?):\s+")
_EDGE = set(" \t\r\n\u00a0\u2028\u2029,;:–—-")


@dataclass(slots=True)
class Draft:
    """An attribution in the making: one cue, tokens for its head, characters for the rest.

    `heads` are the tokens that head the source; `frame` is how the content hangs on the cue, `rule` the class of
    rule that found it (its measured precision is the confidence).
    """

    head: Token
    cue: list[Span]
    stance: str
    frame: str
    rule: str
    source: list[Span]
    heads: list[Token]
    content: list[Span]
    under: Draft | None = None  # the attribution that passes this one on ("the paper said, citing officials")
    right: float | None = None  # the confidence, where more than the rule speaks for it
    seen: str = ""  # what rules and tagger say of each other


@dataclass(slots=True)
class Page:
    """What the rules look at.

    `tops` are the quotations that lie in no other, `numbers` their places in the reading, `inside` the number of the
    one that a token lies in or -1, `starts` the tokens' offsets, `paragraphs` their first and last tokens, `cues` what
    each cue word takes, `who` the tokens in the mentions of people, organisations, countries and groups.
    """

    doc: Doc
    text: str
    words: Lexicon
    tops: list[Quotation]
    numbers: list[int]
    inside: list[int]
    starts: list[int]
    paragraphs: list[tuple[int, int]]
    datelines: list[Span]
    cues: dict[int, Frames] = field(default_factory=dict)
    who: set[int] = field(default_factory=set)

    def first_at(self, offset: int) -> int:
        """The first token that begins at or after `offset`."""
        return bisect_left(self.starts, offset)

    def last_before(self, offset: int) -> int:
        """The last token that begins before `offset`; -1 where there is none."""
        return bisect_left(self.starts, offset) - 1

    def says(self, i: int) -> bool:
        """Whether a token may attribute by itself, not only where it takes another's words ("withdrew its claim")."""
        return any(not frame.endswith(" words") for frame in self.cues.get(i, ()))

    def span(self, first: int, last: int) -> Span:
        """The characters of the tokens first … last."""
        end = self.doc[last]
        return Span(self.starts[first], end.idx + len(end.text))

    def trim(self, span: Span) -> Span:
        """Without white space, commas, colons and dashes at its edges, and without a full stop at its end."""
        start, end = span
        text = self.text
        while start < end and (text[start] in _EDGE or text[start] == "."):
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        if end > start and text[end - 1] == "." and not _abbreviated(text, start, end):
            end -= 1
        return Span(start, end)

    def opens_with_verb(self, quotation: Quotation) -> bool:
        """Whether a quotation begins with the verb of the sentence round it: "the plan “has failed”"."""
        first = self.doc[self.first_at(quotation.inner.start)]
        return first.tag_ in {"VBD", "VBZ", "VBP", "MD"} and first.text[:1].islower()

    def without_connective(self, span: Span) -> Span:
        """Without what is nobody's word at its start: "however", which ties sentences together, or "Breaking:"."""
        label = _LABEL.match(self.text, span.start, span.end)
        if label is not None and label[1].lower() in self.words.labels:
            return self.trim(Span(label.end(), span.end))
        match = _FIRST_WORD.match(self.text, span.start, span.end)
        if match is None or match[1].lower() not in self.words.connectives:
            return span
        return self.trim(Span(match.end(), span.end))

    def snap(self, span: Span, cue: int) -> Span:
        """Grown to whole quotations: no content ends inside one, unless the cue itself lies in it."""
        start, end = span
        held = self.inside[cue]
        low = bisect_right(self.tops, start, key=lambda q: q.span.end)
        for number in range(low, len(self.tops)):
            quotation = self.tops[number].span
            if quotation.start > end:
                break
            if number == held:
                inner = self.tops[number].inner
                start, end = max(start, inner.start), min(end, inner.end)
            elif quotation.start < end:
                start, end = min(start, quotation.start), max(end, quotation.end)
        return Span(start, end)


def _abbreviated(text: str, start: int, end: int) -> bool:
    """Whether the last stop belongs to an abbreviation ("U.S."): a single letter, or letters and stops, before it."""
    word = text[start : end - 1].rsplit(None, 1)[-1:] or [""]
    return "." in word[0] and word[0].replace(".", "").isalpha()


def _as_said(token: Token, words: Lexicon) -> Frames | None:
    """ "quoted officials as assessing that …": whatever word stands there is one of saying."""
    joint = token.head
    fits = token.tag_ == "VBG" and token.dep_ == "pcomp" and joint.lower_ == "as"
    return {"that": "states", "quote": "states"} if fits and joint.head.lemma_.lower() in words.passing_on else None


def lay_out(reading: Reading) -> Page:
    """Lay out a reading for the rules."""
    doc, text = reading.parse, reading.report.text
    tops: list[Quotation] = []
    numbers: list[int] = []
    for number, quotation in enumerate(reading.quotations):
        if not tops or quotation.span.start >= tops[-1].span.end:
            tops.append(quotation)
            numbers.append(number)
    starts = [token.idx for token in doc]
    inside = [-1] * len(starts)
    for number, quotation in enumerate(tops):
        for i in range(bisect_left(starts, quotation.inner.start), bisect_left(starts, quotation.inner.end)):
            inside[i] = number
    ranges = [(bisect_left(starts, p.start), bisect_left(starts, p.end) - 1) for p in paragraphs(text)]
    datelines = [s.span for s in reading.sentences if s.kind == "dateline"]
    made = Page(doc, text, lexicon(), tops, numbers, inside, starts, [r for r in ranges if r[0] <= r[1]], datelines)
    for entity in reading.entities:
        for mention in entity.mentions:
            made.who.update(range(made.first_at(mention.span.start), made.first_at(mention.span.end)))
    for token in doc:
        frames = made.words.frames(token) or _as_said(token, made.words)
        if frames is not None:
            made.cues[token.i] = frames
    return made
