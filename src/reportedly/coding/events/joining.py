"""One act told by two words: the attack and the killing that it brought are one event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.coding.events.clauses import root_of
from reportedly.coding.events.telling import Refused, Telling
from reportedly.coding.events.verbs import governing_verb, passive, passive_agent_of, subject_of
from reportedly.coding.events.words import slot_words
from reportedly.coding.syntax import prepositional
from reportedly.reading import REAL

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["join_outcomes"]

_TYPE = "ASSAULT"


def join_outcomes(told: list[Telling], refused: list[Refused]) -> list[Telling]:
    """Gives the killed and wounded to the attack that its clause names, and drops the verb as an event of its own.

    "Shelling by the army killed four", "a raid that wounded two", "ten people died or were killed in an air strike",
    "two were killed when rebels attacked".
    """
    own_last = sorted(enumerate(told), key=lambda item: item[1].site.frame.own)
    attacks = {t.head.i: n for n, t in own_last if t.plover == _TYPE and (t.site.nominal or _explains(t.head))}
    if not attacks:
        return told
    kept: list[Telling | None] = list(told)
    for n, telling in enumerate(told):
        if not _is_outcome(telling):
            continue
        at = next((attacks[t.i] for t in _causes(telling.head) if t.i in attacks), None)
        attack = kept[at] if at is not None else None
        if attack is None or at is None or root_of(attack.head) != root_of(telling.head):
            continue
        kept[at] = _joined(attack, telling)
        kept[n] = None
        refused.append(Refused(telling.site, f"what came of {attack.site.name}"))
    return [telling for telling in kept if telling is not None]


def _is_outcome(telling: Telling) -> bool:
    verb = telling.head
    return (
        telling.plover == _TYPE
        and not telling.site.nominal
        and telling.status in REAL
        and verb.lemma_.lower() in slot_words()["outcome"]
    )


def _causes(verb: Token) -> Iterable[Token]:
    """The nouns that the verb says it comes of: its subject, what stands after "by" and "in"."""
    first = verb
    while first.dep_ == "conj" and first.head.pos_ == "VERB" and not _has_subject(first):
        first = first.head
    if not passive(first):
        found = subject_of(first)
        if found is not None:
            yield found
    agent = passive_agent_of(first) if passive(first) else None
    if agent is not None:
        yield agent
    elif passive(first):
        yield from (c for c in first.children if _explains(c))
    beside = (c for c in verb.children if c.dep_ == "conj" and c.lemma_.lower() in slot_words()["outcome"])
    yield from (noun for word in (verb, *beside) for _, noun in prepositional(word, "in", "during"))
    if verb.dep_ in {"acl", "oprd", "ccomp", "xcomp"}:  # "the raid left four men dead or wounded"
        above = verb.head if verb.head.pos_ == "VERB" else governing_verb(verb.head)
        if above is not None and above.lemma_ == "leave":
            found = subject_of(above)
            if found is not None:
                yield found


def _explains(verb: Token) -> bool:
    """ "Seven guards were killed *when gunmen attacked* their post"."""
    when = any(c.dep_ in {"mark", "advmod"} and c.lower_ in slot_words()["explaining"] for c in verb.children)
    return verb.dep_ == "advcl" and when and _has_subject(verb) and not passive(verb)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _joined(attack: Telling, verb: Telling) -> Telling:
    """The attack with those it hit, and with those who did it where only the verb names them."""
    roles = attack.roles
    actors = roles.actors or [t for t in verb.roles.actors if t not in attack.site.tokens]
    recipients = [*roles.recipients, *(t for t in verb.roles.recipients if t not in roles.recipients)]
    status = attack.status if attack.status in REAL else verb.status
    standing = attack.standing if attack.status in REAL else verb.standing
    if attack.head.dep_ == "nsubj" and attack.head.head == verb.head and verb.head not in standing.carriers:
        standing = replace(standing, carriers=(*standing.carriers, verb.head))  # "shelling killed four in …"
    return replace(
        attack,
        roles=replace(roles, actors=actors, recipients=[t for t in recipients if t not in actors]),
        standing=standing,
        status=status,
        outcomes=[*attack.outcomes, verb.site],
    )
