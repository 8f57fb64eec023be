"""Headlines that attribute without a verb: "Putin: mission accomplished", "Army shells town – ministry"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.telegraphic import telegraphic
from reportedly.coding.entities.lexicon import lexicon
from reportedly.coding.entities.lookup import entity_over
from reportedly.coding.entities.words import split
from reportedly.reading import Reading
from reportedly.report import Span

__all__ = ["headline"]

_COLON = re.compile(r":\s+")
_AFTER_DASH = re.compile(r"\s+[–—-]\s+")
_DASH = re.compile(r"\s+[–—-]\s+|:\s+")
_SPEAKERS = {"person", "organisation", "outlet"}
_NAMED = {"PERSON", "ORG"}
_LONGEST_SOURCE = 5  # words
_LONGEST_LINE = 20  # words
_SHORTEST = 3  # words of what is said


def headline(page: Page, reading: Reading) -> Iterator[Draft]:
    """A draft for each source that a headline names before a colon, or after its last dash or colon."""
    lines = _lines(page, reading)
    for line in lines:
        yield from _in_line(page, reading, line)
    yield from telegraphic(page, lines)


def _in_line(page: Page, reading: Reading, line: Span) -> Iterator[Draft]:
    """ "UN: 40,000 fled – AFP": whom a dash names last passes on all before it; else the first colon says who."""
    last = next(reversed(list(_AFTER_DASH.finditer(page.text, line.start, line.end))), None)
    if last is not None:
        before = Span(line.start, last.start())
        draft = _draft(page, reading, Span(last.end(), line.end), _mark(page.text, last.start()), before)
        if draft is not None:
            yield draft
            yield from _in_line(page, reading, before)
            return
    first = _COLON.search(page.text, line.start, line.end)
    if first is not None:
        before, after = Span(line.start, first.start()), Span(first.end(), line.end)
        draft = _draft(page, reading, before, Span(first.start(), first.start() + 1), after)
        if draft is not None:
            yield draft
            return
    yield from _trailing(page, reading, line)


def _lines(page: Page, reading: Reading) -> list[Span]:
    """The headlines, and each short paragraph that ends without a stop."""
    known = [s.span for s in reading.sentences if s.kind == "headline"]
    for low, high in page.paragraphs:
        span = page.trim(page.span(low, high))
        whole = page.text[span.start : page.span(low, high).end].rstrip()
        short = 0 < len(whole.split()) <= _LONGEST_LINE and whole[-1] not in '.!?:;”"'
        if short and not any(span.overlaps(other) for other in known):
            known.append(span)
    return known


def _trailing(page: Page, reading: Reading, line: Span) -> Iterator[Draft]:
    """ "Talks to resume: Omani minister – Al Arabiya": the last named passes on what is before it, and so on."""
    last = next(reversed(list(_DASH.finditer(page.text, line.start, line.end))), None)
    if last is None:
        return
    before, after = Span(line.start, last.start()), Span(last.end(), line.end)
    draft = _draft(page, reading, after, _mark(page.text, last.start()), before)
    if draft is not None:
        yield draft
        yield from _trailing(page, reading, before)


def _an_outlet(name: str) -> bool:
    """Whether the words are the name of a known outlet, and no more."""
    words = split(name)
    hits = lexicon().match(words)
    whole = len(hits) == 1 and hits[0].first == 0 and hits[0].last == len(words)
    return whole and any(entry.kind == "outlet" for entry in hits[0].entries)


def _mark(text: str, start: int) -> Span:
    """The dash or colon itself, without the white space before it."""
    while text[start].isspace():
        start += 1
    return Span(start, start + 1)


def _draft(page: Page, reading: Reading, source: Span, mark: Span, content: Span) -> Draft | None:
    """A draft where `source` is short and names somebody who speaks."""
    words = page.text[source.start : source.end].split()
    low, high = page.first_at(source.start), page.last_before(source.end)
    short = len(page.text[content.start : content.end].split()) < _SHORTEST
    if short or not 0 < len(words) <= _LONGEST_SOURCE or low > high:
        return None
    told = next((i for i in range(low + 1, high) if page.doc[i].lower_ == "to"), None)
    if told is not None and source.start < content.start:  # "Opposition leader to Reuters: …"
        high = told - 1
        source = page.span(low, high)
    tokens = [page.doc[i] for i in range(low, high + 1)]
    if any(t.pos_ in {"VERB", "AUX"} for t in tokens):
        return None
    head = next((t for t in tokens if t.lower_ in page.words.spokesmen and t.dep_ != "compound"), tokens[-1])
    speaks = head.lower_ in page.words.spokesmen
    if not speaks:
        entity = entity_over(reading, source)
        if entity is not None and entity.name == reading.report.outlet:  # the page's own name behind its title
            return None
        known = _SPEAKERS if source.start < content.start or page.text[mark.start] != ":" else {"outlet", "unnamed"}
        speaks = (
            (entity is not None and entity.kind in known)
            or _an_outlet(page.text[source.start : source.end])
            or (source.start < content.start and all(t.ent_type_ in _NAMED for t in tokens))
        )
    at = page.last_before(mark.end)
    if not speaks or at < 0:
        return None
    return Draft(
        head=page.doc[at], cue=[mark], stance="states", frame="colon", rule="headline", source=[source], heads=[head],
        content=[page.without_connective(page.trim(content))],
    )  # fmt: skip
