"""Sayings put into relative clauses: "the port, which it says ignored its warnings", "men who police believe fled"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import cue_spans, source_of, stance_of
from reportedly.coding.attributions.page import Draft, Page

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["relatives"]

_LONGEST_SOURCE = 7  # tokens between the relative pronoun and the cue
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_VERBAL = {"VERB", "AUX"}
_NOMINAL = {"NOUN", "PROPN", "PRON"}
_LINKS = {"aux", "neg", "advmod"}


def relatives(page: Page) -> Iterator[Draft]:
    """A draft for each cue that stands with its subject between a relative pronoun and its verb."""
    for pronoun in page.doc:
        if pronoun.tag_ not in {"WP", "WDT"}:
            continue
        cue = _cue(page, pronoun)
        if cue is None:
            continue
        frames = page.cues[cue.i]
        follows = _next(page, cue.i + 1)
        head = page.doc[_before_links(page, cue.i, pronoun.i)]
        if follows is None or head.pos_ not in _NOMINAL or head.i <= pronoun.i:
            continue
        last = max(follows.right_edge.i, follows.i)
        if follows.pos_ == "AUX" and follows.head.i > follows.i:
            last = follows.head.right_edge.i
        span = page.trim(page.snap(page.span(cue.i + 1, min(last, cue.sent.end - 1)), cue.i))
        source = source_of(page, head, cue)
        if source and span.start < span.end:
            yield Draft(
                head=cue, cue=cue_spans(page, cue), stance=stance_of(page, cue, frames["that"]), frame="relative",
                rule="that", source=source, heads=[head], content=[span],
            )  # fmt: skip


def _cue(page: Page, pronoun: Token) -> Token | None:
    """The first verb behind the pronoun and a noun, where it takes a clause: "which it says …"."""
    doc = page.doc
    for i in range(pronoun.i + 2, min(pronoun.i + 2 + _LONGEST_SOURCE, pronoun.sent.end - 2)):
        token = doc[i]
        if token.is_punct or token.tag_ in {"WP", "WDT", "CC"}:
            return None
        if token.pos_ == "VERB":
            had = token.tag_ == "VBN" and any(c.dep_ == "aux" for c in token.children)
            fits = "that" in page.cues.get(i, {}) and (token.tag_ in _FINITE or had)
            return token if fits and page.inside[i] == page.inside[pronoun.i] else None
    return None


def _next(page: Page, i: int) -> Token | None:
    """The finite verb right behind a cue, adverbs aside."""
    doc = page.doc
    while i < len(doc) - 1 and doc[i].pos_ == "ADV":
        i += 1
    token = doc[i]
    finite = token.tag_ in _FINITE or (token.tag_ == "VBN" and token.dep_ in {"ccomp", "xcomp"})
    return token if token.pos_ in _VERBAL and finite else None


def _before_links(page: Page, i: int, first: int) -> int:
    """The last token of the subject before a cue."""
    j = i - 1
    while j > first and page.doc[j].dep_ in _LINKS and page.doc[j].pos_ in {"AUX", "ADV", "PART"}:
        j -= 1
    token = page.doc[j]
    while token.head.i > first and token.head.i < i and token.head.i != token.i and token.head.pos_ in _NOMINAL:
        token = token.head  # "which officials in Cairo say": the officials do
    return int(token.i)
