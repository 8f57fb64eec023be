"""Whom an outlet quotes, where the parse misses it: "Channel 12 quoted officials as saying that …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.page import Draft, Page

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["quotings"]

_LONGEST = 14  # tokens of whom is quoted
_NOMINAL = {"NOUN", "PROPN", "PRON"}
_BEFORE = {",", "—", "–", "-", ":", ";"}


def quotings(page: Page) -> Iterator[Draft]:
    """Two drafts for each "X quoted Y as saying A" whose verb the parse takes for a participle."""
    for verb in page.doc:
        if verb.lemma_.lower() not in page.words.passing_on or verb.tag_ != "VBN" or page.inside[verb.i] >= 0:
            continue
        if verb.dep_ not in {"amod", "acl"} or any(c.dep_ in {"agent", "auxpass", "aux"} for c in verb.children):
            continue
        saying = _saying(page, verb)
        first = _source_start(page, verb)
        if saying is None or first is None:
            continue
        last = _last(page, verb)
        told = page.doc[verb.i + 1 : saying.i - 1]
        outlet = page.doc[first : verb.i]
        if last <= saying.i or told.root.pos_ not in _NOMINAL or outlet.root.pos_ not in {*_NOMINAL, "VERB", "NUM"}:
            continue
        frames = page.cues.get(saying.i, {})
        content = page.trim(page.span(saying.i + 1, last))
        over = Draft(
            head=verb, cue=[page.span(verb.i, verb.i)], stance="reports", frame="obj as", rule="object",
            source=[page.trim(page.span(first, verb.i - 1))], heads=[outlet.root],
            content=[page.trim(page.span(verb.i + 1, last))],
        )  # fmt: skip
        yield over
        yield Draft(
            head=saying, cue=[page.span(saying.i, saying.i)], stance=frames.get("that", "states"), frame="that",
            rule="that", source=[page.trim(page.span(verb.i + 1, saying.i - 2))], heads=[told.root],
            content=[content], under=over,
        )  # fmt: skip


def _saying(page: Page, verb: Token) -> Token | None:
    """The participle of "as saying" behind the verb, with nothing but a noun phrase between."""
    for i in range(verb.i + 2, min(verb.i + _LONGEST, verb.sent.end - 1)):
        token = page.doc[i]
        if token.pos_ in {"VERB", "AUX"} or token.text in {".", ";", ":"}:
            return None
        if token.lower_ == "as" and page.doc[i + 1].tag_ == "VBG":
            return page.doc[i + 1]
    return None


def _source_start(page: Page, verb: Token) -> int | None:
    """Where the name before the verb begins: at the sentence's start, or behind a comma or "that"."""
    i = verb.i - 1
    while i >= verb.sent.start and page.doc[i].text not in _BEFORE and page.doc[i].lower_ not in {"that", "and", "but"}:
        if page.doc[i].pos_ == "AUX" or page.doc[i].is_space:
            return None
        i -= 1
    return i + 1 if 0 < verb.i - i - 1 <= _LONGEST else None


def _last(page: Page, verb: Token) -> int:
    """The last word of the sentence."""
    last = verb.sent.end - 1
    while last > verb.i and (page.doc[last].is_space or (page.doc[last].is_punct and page.doc[last].text not in '”"')):
        last -= 1
    return int(last)
