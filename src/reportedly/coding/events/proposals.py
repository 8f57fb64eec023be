"""Events that no frame sees and the learned voice does: words in reach of each other that tell one type, as a site.

What follows is the frames' way: status, conventions and choice are the same for both. Roles come from the parse as a
frame without words of its own would find them, and from the voice where it names another party with certainty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportedly.codebook.entry import Entry, Frame, PartOfSpeech
from reportedly.codebook.load import load_classes
from reportedly.coding.events.names import Names
from reportedly.coding.events.roles import Roles
from reportedly.coding.events.site import Site
from reportedly.coding.events.voice import Voice
from reportedly.coding.events.words import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["LEARNED", "proposals", "with_voice"]

LEARNED = "the learned voice"
"""How the reasons of a proposed event call what stands in the place of a frame."""

_SLOTS: dict[PartOfSpeech, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "verb": (("subject",), ("object", "indirect", "against", "with", "to", "on", "from")),
    "noun": (("by", "of", "possessive", "modifier"), ("against", "on", "with", "to", "for")),
    "adjective": (("subject",), ("to", "with", "against")),
}
_LEAST = 0.3  # from this probability of a type on words are weighed at all
_PARTY = 0.45  # from this probability on a word names a party of a proposed event …
_DOUBT = 0.2  # … below this one the parse is not followed …
_ADDED = 0.5  # … and from this one on a party is added to a frame's event; …
_NOT, _SURELY = 0.1, 0.7  # … below the one a party of the parse gives way to another from the other on
_VERBS = {"VERB", "AUX"}
_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
_OF_NAMES = {"compound", "amod", "nmod", "nummod", "poss", "flat", "appos", "det"}


def proposals(doc: Doc, names: Names, voice: Voice, taken: set[tuple[str, int]]) -> Iterator[Site]:
    """A site for each run of words that tell a type; `taken` are the words, with the type or "" for any, that are not
    the voice's to propose.
    """
    none = len(voice.names) - 1
    best = voice.types.argmax(axis=1)
    for sentence in doc.sents:
        sure = [t for t in sentence if best[t.i] != none and voice.types[t.i, best[t.i]] >= _LEAST and not t.is_punct]
        for group in _groups(sure, best):
            type = voice.names[best[group[0].i]]
            if any(t.lower_ == "without" for t in group):
                continue  # "has been without power": a state, not an act
            if not all(names.proposable(type, t) for t in group):
                continue
            if not any((name, t.i) in taken for name in ("", type) for t in group):
                share = voice.share(type, [t.i for t in group])
                yield _site(names.book[type], tuple(group), share, names)


def with_voice(site: Site, roles: Roles, voice: Voice, type: str) -> Roles:
    """The roles with what the voice adds: of a frame's site, where it reads the type too, whom it names where the parse
    gives nobody; of a proposed site whom it names, else those of the parse that it does not hold for unlikely.
    """
    words = [t for t in site.head.sent if t not in site.tokens and t.pos_ in _NOMINAL and not _in_aside(t, site)]
    if not words:
        return roles
    shares = voice.parties([t.i for t in site.tokens], [t.i for t in words])
    likely = [{t.i: float(row[role]) for t, row in zip(words, shares, strict=True)} for role in (0, 1)]
    if site.proposed:
        actors = _named(words, likely[0], _PARTY) or [t for t in roles.actors if likely[0].get(t.i, 1) >= _DOUBT]
        recipients = _named(words, likely[1], _PARTY) or [
            t for t in roles.recipients if likely[1].get(t.i, 0) >= _DOUBT
        ]
    elif voice.share(type, [t.i for t in site.tokens]) < _PARTY:
        return roles
    else:
        actors = _amended(roles.actors, words, likely[0])
        recipients = _amended(roles.recipients, words, likely[1])
    tools = load_classes()["instrument"]
    actors = [t for t in actors if t in roles.actors or lemma_of(t) not in tools]
    recipients = [t for t in recipients if t not in actors]
    return Roles(
        actors,
        recipients,
        roles.actor_from if actors == roles.actors else LEARNED,
        roles.recipient_from if recipients == roles.recipients else LEARNED,
    )


def _amended(heads: list[Token], words: list[Token], likely: dict[int, float]) -> list[Token]:
    """Of those of the parse who is not most unlikely, else whom the voice names, else those of the parse."""
    kept = [t for t in heads if likely.get(t.i, 1) >= _NOT]
    return kept or _named(words, likely, _SURELY if heads else _ADDED) or heads


def _named(words: list[Token], likely: dict[int, float], least: float) -> list[Token]:
    """The heads of the phrases that are likely enough to name the party, the outermost of each phrase."""
    inside = {t.i for t in words if likely[t.i] >= least}
    heads = [t for t in words if t.i in inside and not (t.dep_ in _OF_NAMES and t.head.i in inside)]
    heads = [t for t in heads if t.dep_ != "compound" or t.ent_type_ == "GPE"]  # "Kalibr" of "Kalibr missiles"
    return [t for t in heads if not any(t.dep_ == "pobj" and t.head.head == other for other in heads)]


def _in_aside(word: Token, site: Site) -> bool:
    """Whether it stands in what a participle says of the noun that tells the event: "a strike *blamed on Eritrea*"."""
    participles = (c for c in site.head.children if c.dep_ == "acl" and c.tag_ == "VBN")
    return site.nominal and any(c.is_ancestor(word) and not _by(word) for c in participles)


def _by(word: Token) -> bool:
    return word.dep_ == "pobj" and word.head.dep_ == "agent"


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
