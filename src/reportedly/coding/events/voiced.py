"""Who has a part in an event by the learned voice, beside whom the parse gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.codebook.load import QUADS, load_classes
from reportedly.coding.events.names import Names
from reportedly.coding.events.roles import Roles
from reportedly.coding.events.site import Site
from reportedly.coding.events.voice import Voice
from reportedly.coding.events.words import is_aged, lemma_of, slot_words
from reportedly.coding.syntax import prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["LEARNED", "reads", "with_voice"]

LEARNED = "the learned voice"
"""How reasons call what stands in the place of a frame or slot."""

_PARTY = 0.6  # from this probability on a word names a recipient of a proposed event …
_DOUBT = 0.2  # … below this one the parse is not followed …
_BESIDE = 0.9  # … from this one on it is a further one beside the parse's, …
_ADDED = 0.7  # … from this one on a party is added to a frame's event, an actor to either; …
_NOT, _SURELY = 0.05, 0.85  # … below the one a party of the parse gives way to another from the other on; …
_ALONE = 0.85  # from this one on who says so is the actor too, where the parse's is not; …
_NEVER = 0.01  # below this one nobody is the actor of a verb; …
_THING = 0.15  # … below this one a thing is none, nor is what only stands before the noun of a deed an actor
_MATERIAL = {QUADS[1], QUADS[3]}  # of acts in words the speaker may be the actor: "“You lie,” the premier told him"
_MEASURES = {"DATE", "TIME", "MONEY", "PERCENT"}
_ACTING = {"country", "person", "organisation"}
_PLACES = {"country", "place"}
_OWNERS = {"poss", "compound", "amod", "nmod"}
_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
_OF_NAMES = {"compound", "amod", "nmod", "nummod", "poss", "flat", "appos", "det"}


def with_voice(site: Site, roles: Roles, voice: Voice, type: str, names: Names) -> Roles:
    """The roles with what the voice adds: of a frame's site, where it reads the type too, whom it names where the parse
    gives nobody; of a proposed site those of the parse that it does not hold for unlikely, and whom it surely names.

    Nobody whom it names is the one who only says so.
    """
    words = [t for t in _clauses_of(site.head) if t not in site.tokens and t.pos_ in _NOMINAL]
    words = [t for t in words if (t.ent_type_ not in _MEASURES or is_aged(t)) and not _in_aside(t, site)]
    known = not any(_may_be_thing(t, names) for t in (*roles.actors, *roles.recipients))
    if not words or (known and roles.actor_from != "modifier" and not reads(site, voice, type)):
        return roles
    shares = voice.parties([t.i for t in site.tokens], [t.i for t in words])
    if roles.actors or names.book[type].quad in _MATERIAL:
        who = [n for n, t in enumerate(words) if not names.tells_of(t, site.head) or _instead(t, shares[n][0], roles)]
        words, shares = [words[n] for n in who], shares[who]
    likely = [{t.i: float(row[role]) for t, row in zip(words, shares, strict=True)} for role in (0, 1)]
    if not reads(site, voice, type):
        actors, recipients = roles.actors, roles.recipients
    elif site.proposed:
        actors = _of_both(roles.actors, words, likely[0], 1.0, _ADDED)
        recipients = _of_both(roles.recipients, words, likely[1], 0.0, _PARTY)
    else:
        actors = _amended(roles.actors, words, likely[0], _ADDED)
        recipients = _amended(roles.recipients, words, likely[1], _ADDED)
    if roles.actor_from == "modifier" and not site.proposed:
        actors = [t for t in actors if likely[0].get(t.i, 1) >= _THING]  # "the *church* shootings"
    actors = [t for head in actors for t in _behind(head, likely[0], names)]
    if not site.nominal:
        actors = [t for t in actors if t.pos_ == "PRON" or likely[0].get(t.i, 1) >= _NEVER]
    if names.book[type].quad not in _MATERIAL:
        recipients = [t for head in recipients for t in _behind(head, likely[1], names)]
    return _apart(actors, recipients, roles, site, names)


def reads(site: Site, voice: Voice, type: str) -> bool:
    """Whether the voice reads the type too, so that whom it names may be added."""
    return voice.share(type, [t.i for t in site.tokens]) >= _PARTY


def _apart(actors: list[Token], recipients: list[Token], roles: Roles, site: Site, names: Names) -> Roles:
    """These as roles: no weapon, no scene is an actor that the parse does not give, nor is one who suffers it."""
    tools = load_classes()["instrument"]
    actors = [t for t in actors if t in roles.actors or not (lemma_of(t) in tools or names.is_scene(t, site))]
    actors = [t for t in actors if t in roles.actors or not any(_nested(t, r) for r in recipients)]
    recipients = [t for t in recipients if t not in actors and (t in roles.recipients or not _where(t, site, names))]
    return Roles(
        actors,
        recipients,
        roles.actor_from if actors == roles.actors else LEARNED,
        roles.recipient_from if recipients == roles.recipients else LEARNED,
    )


def _where(word: Token, site: Site, names: Names) -> bool:
    """Whether it only says where: "the attacks *in Mali* and Niger"."""
    first = word
    while first.dep_ == "conj" and names.kind(first.head) in _PLACES:
        first = first.head
    inside = first.dep_ == "pobj" and first.head.lower_ in slot_words()["inside"]
    scened = (site.entry.plover or "").lower() in slot_words()["scened"]
    return scened and inside and names.kind(word) in _PLACES


def _clauses_of(head: Token) -> list[Token]:
    """The words of the sentence, as far as no semicolon parts them from the event."""
    sentence = list(head.sent)
    marks = [t.i for t in sentence if t.text == ";"]
    low = max((i for i in marks if i < head.i), default=-1)
    high = min((i for i in marks if i > head.i), default=len(head.doc))
    return [t for t in sentence if low < t.i < high]


def _of_both(
    heads: list[Token], words: list[Token], likely: dict[int, float], unseen: float, least: float
) -> list[Token]:
    """Those of the parse that the voice does not hold for unlikely, with others whom it surely names beside them; else
    whom it names. `unseen` is the probability of a word that it was not asked about.
    """
    kept = [t for t in heads if likely.get(t.i, unseen) >= _DOUBT or _stands_for_the_speaker(t, words)]
    if not kept:
        return _named(words, likely, least)
    more = [t for t in _named(words, likely, _BESIDE) if t.pos_ != "PRON"]
    more = [t for t in more if not any(t == k or _nested(t, k) for k in kept)]
    return sorted([*kept, *more], key=lambda t: t.i)


def _stands_for_the_speaker(token: Token, words: list[Token]) -> bool:
    """Whether it is a pronoun before which nobody was asked about: "the army said *it* had hit …" names the army."""
    return token.pos_ == "PRON" and token.dep_ in {"nsubj", "nsubjpass"} and all(t.i >= token.i for t in words)


def _nested(one: Token, other: Token) -> bool:
    return one.is_ancestor(other) or other.is_ancestor(one)


def _amended(heads: list[Token], words: list[Token], likely: dict[int, float], least: float) -> list[Token]:
    """Of those of the parse who is not most unlikely, else whom the voice names, else those of the parse."""
    kept = [t for t in heads if likely.get(t.i, 1) >= _NOT or _stands_for_the_speaker(t, words)]
    return kept or _named(words, likely, _SURELY if heads else least) or heads


def _instead(word: Token, share: float, roles: Roles) -> bool:
    """Whether who says so did it too, since the parse's subject stands in what is said: "*He* said the premier lied,
    and accused the party of …".
    """
    return share >= _ALONE and word.dep_ == "nsubj" and any(word.head.is_ancestor(t) for t in roles.actors)


def _may_be_thing(head: Token, names: Names) -> bool:
    """Whether it is a noun of which no list knows that it stands for somebody, or one for something written."""
    if head.pos_ != "NOUN":
        return False
    if lemma_of(head) in load_classes()["document"]:
        return True
    human = any(lemma_of(head) in load_classes()[name] for name in ("people", "private"))
    return names.kind(head) is None and not human and lemma_of(head) not in slot_words()["together"]


def _behind(head: Token, likely: dict[int, float], names: Names) -> list[Token]:
    """The head, or whose it is where it is a thing that the voice takes for no party ("praised *Oslo*'s patience"), or
    something written, which never is one.
    """
    written = lemma_of(head) in load_classes()["document"]
    if not _may_be_thing(head, names) or (likely.get(head.i, 1) >= _THING and not written):
        return [head]
    owners = [c for c in head.children if c.dep_ in _OWNERS]
    known = [c for c in owners if names.kind(c) in {*_ACTING, "actor"} or (c.pos_ == "PRON" and c.dep_ == "poss")]
    within = (t for p, n in prepositional(head, "of") if p.head == head for t in n.children)
    return known or [t for t in within if t.dep_ in _OWNERS and t.ent_type_ in {"GPE", "NORP"}]


def _named(words: list[Token], likely: dict[int, float], least: float) -> list[Token]:
    """The heads of the phrases that are likely enough to name the party, the outermost of each phrase."""
    inside = {t.i for t in words if likely[t.i] >= least}
    heads = [t for t in words if t.i in inside and not (t.dep_ in _OF_NAMES and t.head.i in inside)]
    heads = [t for t in heads if t.dep_ != "compound" or t.ent_type_ == "GPE"]  # "Kalibr" of "Kalibr missiles"
    inner = [t for t in heads if any(other.is_ancestor(t) and other.left_edge.i <= t.i < other.i for other in heads)]
    heads = [t for t in heads if t not in inner]  # "State" of "Secretary of State Hillary Clinton"
    return [t for t in heads if not any(t.dep_ == "pobj" and t.head.head == other for other in heads)]


def _in_aside(word: Token, site: Site) -> bool:
    """Whether it stands in what a participle says of the noun that tells the event: "a strike *blamed on Eritrea*"."""
    participles = (c for c in site.head.children if c.dep_ == "acl" and c.tag_ == "VBN")
    return site.nominal and any(c.is_ancestor(word) and not _by(word) for c in participles)


def _by(word: Token) -> bool:
    return word.dep_ == "pobj" and word.head.dep_ == "agent"
