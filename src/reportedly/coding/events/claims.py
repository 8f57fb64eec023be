"""Acts that someone owns up to: "the group claimed responsibility for an attack on the base"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.coding.events.site import Site
from reportedly.coding.events.status import Standing
from reportedly.coding.events.verbs import agent_of
from reportedly.coding.events.words import slot_words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["claiming_verb", "owned_up"]

_NOBODY = {"nobody", "none", "neither", "no"}


def claiming_verb(noun: Token) -> Token | None:
    """The verb by which someone says that the act was theirs; None where nobody does."""
    link = noun.head
    if noun.dep_ != "pobj" or link.lower_ != "for" or link.head == link:
        return None
    owned = link.head
    verb = owned if owned.pos_ == "VERB" else owned.head
    if verb != owned and (owned.lemma_.lower() not in slot_words()["owned"] or owned.dep_ not in {"dobj", "nsubjpass"}):
        return None
    if verb == owned and not any(c.lemma_.lower() in slot_words()["owned"] for c in verb.children):
        return None
    return verb if verb.lemma_.lower() in slot_words()["owning_up"] else None


def owned_up(site: Site, found: Standing) -> Standing:
    """The standing of an act that someone owns up to: done, by the subject of that verb; else what was found."""
    verb = claiming_verb(site.head) if site.nominal and site.entry.plover == "ASSAULT" else None
    if verb is None or any(c.dep_ == "neg" or c.tag_ in {"MD", "TO"} or c.dep_ == "mark" for c in verb.children):
        return found
    who = agent_of(verb)
    if who is None or who.lower_ in _NOBODY or any(c.lower_ in _NOBODY for c in who.children):
        return found
    reason = f"owned up to by “{verb.text}”"
    return replace(found, status="occurred", word=None, reason=reason, governor=None, purpose=False, carriers=(verb,))
