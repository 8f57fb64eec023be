"""Whether a site's conditions hold: `if`, `unless`, `alone` of its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportedly.codebook.load import load_classes
from reportedly.coding.events.lexicon import Test
from reportedly.coding.events.names import Names, look_through
from reportedly.coding.events.senses import other_sense
from reportedly.coding.events.site import Site
from reportedly.coding.events.slots import fill
from reportedly.coding.events.words import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Unmet", "unmet"]

_GOVERNOR = "governor"


class Unmet(NamedTuple):
    """Why a frame's conditions do not hold; `excluded` where the codebook says expressly that such a one is no event,
    not that too little speaks for it, nor that a noun tells nothing by itself where this verb carries it.
    """

    reason: str
    excluded: bool


def unmet(site: Site, names: Names) -> Unmet | None:
    """Why the conditions of the site's frame do not hold; None where they do."""
    key = (site.entry.type, site.frame.number)
    book = names.lexicon
    for test in book.unless.get(key, ()):
        for token in _fillers(site, test.slot):
            if _holds(test, token, names, bare=True):
                return Unmet(f"{test.slot} is “{token.text}”", test.slot != _GOVERNOR)
    needs = book.needs.get(key, ())
    if not needs:
        return _in_another_sense(site, names)
    empty = True
    for test in needs:
        for token in _fillers(site, test.slot):
            empty = False
            if _holds(test, token, names):
                return _in_another_sense(site, names)
    if empty and site.frame.alone:
        return _in_another_sense(site, names)
    return Unmet("no " + " or ".join(sorted({test.slot for test in needs})) + " that fits", False)


def _in_another_sense(site: Site, names: Names) -> Unmet | None:
    reason = other_sense(site, names)
    return None if reason is None else Unmet(reason, True)


def _fillers(site: Site, slot: str) -> tuple[Token, ...]:
    found = list(fill(site, slot))
    for token in tuple(found):
        if token.pos_ in {"NOUN", "PROPN"}:
            found += [c for c in token.children if c.dep_ == "conj"]
    return tuple(found)


def _holds(test: Test, token: Token, names: Names, *, bare: bool = False) -> bool:
    for word in look_through(token):
        if lemma_of(word) in test.words or word.lower_ in test.words:
            return True
        if test.phrases and any(_phrase(word, phrase) for phrase in test.phrases):
            return True
        armed = word.lemma_.lower() in load_classes()["instrument"]  # a car bomb is no car
        if (
            test.slot in {"object", "of", "subject"}
            and not armed
            and any(c.lemma_.lower() in test.words for c in word.children if c.dep_ == "compound" and c.pos_ != "PROPN")
        ):
            return True
    return bool(test.kinds) and names.is_a(token, test.kinds, bare=bare)


def _phrase(word: Token, phrase: tuple[str, ...]) -> bool:
    """Whether words of several pieces stand here, ending in `word`, or a verb with its particle or object."""
    doc, i = word.doc, word.i
    if word.lemma_.lower() == phrase[-1] or word.lower_ == phrase[-1]:
        first = i - len(phrase) + 1
        return first >= 0 and all(
            doc[first + k].lower_ == piece or doc[first + k].lemma_.lower() == piece for k, piece in enumerate(phrase)
        )
    return (
        word.lemma_.lower() == phrase[0]
        and len(phrase) == 2
        and any(c.dep_ in {"prt", "prep", "advmod", "dobj"} and c.lower_ == phrase[1] for c in word.children)
    )
