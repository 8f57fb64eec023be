"""Whose words a paragraph holds, where a label says so: "CHAIR: Who told you?", "“A.” —Amina Yusuf", "@ministry: A"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.entities.lookup import entity_over
from reportedly.reading import Reading
from reportedly.report import Span

__all__ = ["labelled"]

_LABEL = re.compile(r"(?P<who>@\w+|(?:[^\W\d_][\w.’'-]*\s){0,3}[^\W\d_][\w.’'-]*):\s+(?=\S)")
_SIGNED = re.compile(r"\s*[—–―-]{1,2}\s*(?P<who>[^\W\d_][^\n]{1,80}?)[.\s]*\Z")
_LEADING = re.compile(r"(?P<who>[^\W\d_][^\n—–―]{1,60}?)\s+[—–―]\s*\Z")
_NOUNS = {"NOUN", "PROPN"}
_DASH = re.compile("[—–―-]")
_LONGEST_NAME = 8  # words of a name with what it says of the person ("Amina Yusuf, a nurse in Gao")


def labelled(page: Page, reading: Reading) -> Iterator[Draft]:
    """A draft for each paragraph that a label gives to a speaker."""
    pieces = [page.span(low, high) for low, high in page.paragraphs]
    labels = [_LABEL.match(page.text, p.start, p.end) for p in pieces]
    often = Counter(found["who"] for found in labels if found is not None)
    for piece, label in zip(pieces, labels, strict=True):
        drafts = [draft for line in _lines(page, piece) if (draft := _signed(page, line) or _headed(page, line))]
        if not drafts and label is not None:
            who = Span(*label.span("who"))
            if _speaks(page, reading, who, often[label["who"]]):
                draft = _draft(page, who, Span(who.end, who.end + 1), Span(label.end(), piece.end))
                drafts += [draft] if draft is not None else []
        yield from drafts


def _lines(page: Page, piece: Span) -> Iterator[Span]:
    """The lines of a paragraph: letters are often printed one a line, each with its sender."""
    start = piece.start
    for line in page.text[piece.start : piece.end].splitlines(keepends=True):
        lead = len(line) - len(line.lstrip())
        if line.strip():
            yield Span(start + lead, start + len(line.rstrip()))
        start += len(line)


def _speaks(page: Page, reading: Reading, who: Span, times: int) -> bool:
    """Whether a label names somebody: a person, a word for those who speak, or capitals that come again."""
    text = page.text[who.start : who.end]
    if text.startswith("@"):
        return True
    last = page.doc[page.last_before(who.end)]
    if last.pos_ in {"VERB", "AUX"}:
        return False
    entity = entity_over(reading, who)
    person = entity is not None and entity.kind == "person"
    return person or last.lower_ in page.words.spokesmen or (text.isupper() and times > 1 and len(text) > 1)


def _signed(page: Page, piece: Span) -> Draft | None:
    """ "“A.” —Name" and "Name — “A.”": a line that is one quotation and whose it is."""
    for quotation in page.tops:
        if not piece.contains(quotation.span):
            continue
        after = _SIGNED.match(page.text, quotation.span.end, piece.end)
        before = _LEADING.match(page.text, piece.start, quotation.span.start)
        found = after if quotation.span.start == piece.start else before if quotation.span.end == piece.end else None
        if found is None:
            return None
        who = page.trim(Span(*found.span("who")))
        tokens = page.doc[page.first_at(who.start) : page.last_before(who.end) + 1]
        acts = any(t.pos_ in {"VERB", "AUX"} for t in tokens)
        named = not acts and any(t.pos_ == "PROPN" or t.i in page.who for t in tokens)
        if not named or len(tokens.text.split()) > _LONGEST_NAME:
            return None
        dash = _DASH.search(page.text, min(who.end, quotation.span.end), max(who.start, quotation.span.start))
        return _draft(page, who, Span(*dash.span()), quotation.span) if dash else None
    return None


def _headed(page: Page, line: Span) -> Draft | None:
    """ "“We had no warning”: survivors blame governor": a headline that opens with the words of whom it is about."""
    quotation = next((q for q in page.tops if q.span.start == line.start), None)
    if quotation is None or page.text[quotation.span.end : quotation.span.end + 2] != ": ":
        return None
    first = stop = page.first_at(quotation.span.end + 1)
    while stop < len(page.doc) and page.starts[stop] < line.end and page.doc[stop].pos_ not in {"VERB", "AUX", "PUNCT"}:
        stop += 1
    if not first < stop <= first + _LONGEST_NAME or stop >= len(page.doc) or page.doc[stop - 1].pos_ not in _NOUNS:
        return None
    mark = Span(quotation.span.end, quotation.span.end + 1)
    return _draft(page, page.trim(page.span(first, stop - 1)), mark, quotation.span)


def _draft(page: Page, who: Span, mark: Span, content: Span) -> Draft | None:
    at, head = page.last_before(mark.end), page.last_before(who.end)
    if at < 0 or head < 0 or content.start >= content.end:
        return None
    named = next((i for i in range(page.first_at(who.start), head + 1) if page.doc[i].pos_ == "PROPN"), head)
    return Draft(
        head=page.doc[at], cue=[mark], stance="states", frame="colon", rule="label", source=[who],
        heads=[page.doc[named]], content=[page.trim(content)],
    )  # fmt: skip
