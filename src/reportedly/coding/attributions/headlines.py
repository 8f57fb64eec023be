"""Headlines that attribute without a verb: "Putin: mission accomplished", "Army shells town – ministry"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.entities.lookup import entity_over
from reportedly.reading import Reading
from reportedly.report import Span

__all__ = ["headline"]

_COLON = re.compile(r":\s+")
_DASH = re.compile(r"\s+[–—-]\s+|:\s+")
_SPEAKERS = {"person", "organisation", "outlet"}
_NAMED = {"PERSON", "ORG"}
_LONGEST_SOURCE = 5  # words


def headline(page: Page, reading: Reading) -> Iterator[Draft]:
    """A draft for each headline that names its source before a colon, or after the last dash or colon."""
    for sentence in reading.sentences:
        if sentence.kind != "headline":
            continue
        line = sentence.span
        first = _COLON.search(page.text, line.start, line.end)
        last = next(reversed(list(_DASH.finditer(page.text, line.start, line.end))), None)
        draft = None
        if first is not None:
            before, after = Span(line.start, first.start()), Span(first.end(), line.end)
            draft = _draft(page, reading, before, Span(first.start(), first.start() + 1), after, known=False)
        if draft is None and last is not None:
            mark = _mark(page.text, last.start())
            before, after = Span(line.start, last.start()), Span(last.end(), line.end)
            draft = _draft(page, reading, after, mark, before, known=True)
        if draft is not None:
            yield draft


def _mark(text: str, start: int) -> Span:
    """The dash or colon itself, without the white space before it."""
    while text[start].isspace():
        start += 1
    return Span(start, start + 1)


def _draft(page: Page, reading: Reading, source: Span, mark: Span, content: Span, *, known: bool) -> Draft | None:
    """A draft where `source` is short and names somebody who speaks; `known`: by a word for those who do."""
    words = page.text[source.start : source.end].split()
    low, high = page.first_at(source.start), page.last_before(source.end)
    if not 0 < len(words) <= _LONGEST_SOURCE or low > high or len(page.text[content.start : content.end].split()) < 2:
        return None
    tokens = [page.doc[i] for i in range(low, high + 1)]
    if any(t.pos_ in {"VERB", "AUX"} for t in tokens):
        return None
    head = tokens[-1]
    speaks = head.lower_ in page.words.spokesmen
    if not speaks and not known:
        entity = entity_over(reading, source)
        speaks = (entity is not None and entity.kind in _SPEAKERS) or all(t.ent_type_ in _NAMED for t in tokens)
    at = page.last_before(mark.end)
    if not speaks or at < 0:
        return None
    return Draft(
        head=page.doc[at], cue=[mark], stance="states", frame="colon", rule="headline", source=[source], heads=[head],
        content=[page.trim(content)],
    )  # fmt: skip
