"""Events that no frame sees and the learned voice does: words in reach of each other that tell one type, as a site.

What follows is the frames' way: status, conventions and choice are the same for both, and roles come from the parse as
a frame without words of its own would find them, and from the voice (`voiced`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportedly.codebook.entry import Entry, Frame, PartOfSpeech
from reportedly.coding.events.names import Names
from reportedly.coding.events.site import Site
from reportedly.coding.events.voice import Voice
from reportedly.coding.events.words import slot_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["proposals"]

_SLOTS: dict[PartOfSpeech, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "verb": (("subject",), ("object", "indirect", "against", "with", "to", "on", "from")),
    "noun": (("by", "of", "possessive", "modifier"), ("against", "on", "with", "to", "for")),
    "adjective": (("subject",), ("to", "with", "against")),
}
_LEAST = 0.3  # from this probability of a type on words are weighed at all
_VERBS = {"VERB", "AUX"}


def proposals(doc: Doc, names: Names, voice: Voice, taken: set[tuple[str, int]]) -> Iterator[Site]:
    """A site for each run of words that tell a type; `taken` are the words, with the type or "" for any, that are not
    the voice's to propose.
    """
    none = len(voice.names) - 1
    best = voice.types.argmax(axis=1)
    for sentence in doc.sents:
        sure = [t for t in sentence if best[t.i] != none and voice.types[t.i, best[t.i]] >= _LEAST and _may_tell(t)]
        for group in _groups(sure, best):
            type = voice.names[best[group[0].i]]
            if any(t.lower_ in slot_words()["lacking"] or not names.proposable(type, t) for t in group):
                continue
            if not any((name, t.i) in taken for name in ("", type) for t in group):
                share = voice.share(type, [t.i for t in group])
                yield _site(names.book[type], tuple(group), share, names)


def _may_tell(token: Token) -> bool:
    """Whether it can be a word of a trigger: in "kept *him* in jail" the pronoun names a party."""
    return not token.is_punct and token.pos_ != "PRON"


def _groups(sure: list[Token], best: Sequence[int]) -> list[list[Token]]:
    """Words of one type that stand side by side or of which one hangs on the other."""
    groups: list[list[Token]] = []
    for token in sure:
        near = [g for g in groups if best[g[0].i] == best[token.i] and any(_tied(token, other) for other in g)]
        for group in near:
            groups.remove(group)
        groups.append([*(t for group in near for t in group), token])
    return groups


def _tied(token: Token, other: Token) -> bool:
    if token.dep_ == "conj" or other.dep_ == "conj":
        return False
    return abs(token.i - other.i) == 1 or token.head == other or other.head == token or token.head.head == other


def _site(entry: Entry, tokens: tuple[Token, ...], share: float, names: Names) -> Site:
    inside = set(tokens)
    roots = [t for t in tokens if t.head not in inside or t.head == t]
    head = next((t for t in roots if t.pos_ in _VERBS), roots[0])
    pos: PartOfSpeech = "verb" if head.pos_ in _VERBS else "adjective" if head.pos_ == "ADJ" else "noun"
    actor, recipient = _SLOTS[pos]
    words, mode = (" ".join(t.text for t in tokens),), _mode(entry, tokens, names)
    frame = Frame(0, words, pos, mode, actor, recipient, {}, {}, False, False, round(share, 2), 0)
    return Site(entry, frame, tuple(sorted(tokens, key=lambda t: t.i)), head)


def _mode(entry: Entry, tokens: tuple[Token, ...], names: Names) -> str | None:
    """The mode that the frames of this type give these words, where they all give one."""
    starts = (start for t in tokens for key in {t.lower, t.lemma} for start in names.lexicon.starts.get(key, ()))
    modes = {start.frame.mode for start in starts if start.entry.type == entry.type and not start.rest}
    return modes.pop() if len(modes) == 1 else None
