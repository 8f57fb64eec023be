"""How likely a telling is an event: what the frame's words speak for beside what the learned voice reads in them.

Two logistic functions, one for what a frame codes and one for what the voice alone proposes, fitted on sentences that
neither has seen (`training/events`); they lie beside the network. What is less likely than `KEPT` is not coded.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.codebook.entry import Entry
from reportedly.coding.events.clauses import root_of
from reportedly.coding.events.names import Names, inner
from reportedly.coding.events.site import Site
from reportedly.coding.events.voice import Voice

if TYPE_CHECKING:
    from spacy.tokens import Token

    from reportedly.coding.events.telling import Telling

__all__ = ["EVIDENCE", "KEPT", "SURE", "USUAL", "by_words", "evidence", "heard", "in_report", "kept", "likely", "sure"]

KEPT = {"frame": 0.33, "voice": 0.65}
"""The probability from which on a telling is coded. A frame's has rules behind it that were tried on much more than the
sentences on which probabilities are fitted; what the voice alone sees has none."""

SURE = 0.85
"""The probability from which on a noun is an event though nobody is named who does it ("after weeks of *protests*"),
and what the voice alone sees is one in a report that hardly tells any."""

USUAL = 0.15
"""Events that a sentence of a report tells, on the average of news of all kinds: such a report speaks neither for a
telling nor against it."""

_COMMON = ("own type", "no event", "noun", "no actor", "no recipient", "not told as done", "public party")
EVIDENCE = {"frame": ("one", "sureness of the words", *_COMMON), "voice": ("one", "words of a frame", *_COMMON)}
"""What speaks for a telling of a frame, and for one that the voice proposes, in the order of the weights."""

_AS_IF = 10  # sentences of the usual kind that a report counts as having beside its own
_FEW = 0.8 * USUAL  # fewer events a sentence than that: the report hardly tells any
_SLOPE = 3.0  # of the odds of a telling on how eventful the rest is, fitted on articles judged (models/events/CARD.md)
_TOLD = 0.01  # a change of the probability that is worth a word
_OPEN = {"hypothetical", "future", "negated"}
_PUBLIC = {"country", "organisation", "actor"}
_CARRIED = {"dobj", "nsubjpass", "pobj"}
_VERBS = {"VERB", "AUX"}
_EVEN = 0.5
_SUREST = 5.0  # log odds beyond which no figure is taken at its word


def by_words(telling: Telling, entry: Entry) -> float:
    """The frame's sureness, less where the roles are open or the status hangs on other words."""
    value = telling.site.frame.sure
    if not telling.roles.actors:
        value -= 0.1
    if telling.status in _OPEN or telling.convention is not None:
        value -= 0.05
    if entry.recipient_required and not telling.roles.recipients:
        value -= 0.1
    return round(min(0.99, max(0.05, value)), 2)


def evidence(telling: Telling, names: Names, voice: Voice) -> list[float]:
    """What speaks for it, in the order of `EVIDENCE`."""
    own, none = (_odds(share) for share in _shares(telling, voice))
    site, roles = telling.site, telling.roles
    parties = (*roles.actors, *roles.recipients)
    words = float(_known(site, names)) if site.proposed else _odds(by_words(telling, names.book[telling.type]))
    public = any(names.kind(t) in _PUBLIC or names.kind(inner(t) or t) in _PUBLIC for t in parties)
    facts = (site.nominal, not roles.actors, not roles.recipients, telling.status in _OPEN, public)
    return [1.0, words, own, none, *map(float, facts)]


def _known(site: Site, names: Names) -> bool:
    """Whether a frame of the type begins with one of the words, though nothing else that it asks for may be there."""
    starts = (s for t in site.tokens for key in {t.lower, t.lemma} for s in names.lexicon.starts.get(key, ()))
    return any(start.entry.type == site.entry.type for start in starts)


def likely(telling: Telling, names: Names, voice: Voice) -> float:
    """The probability that it is an event of its type."""
    weights: Sequence[float] = voice.weights["voice" if telling.site.proposed else "frame"]
    total = sum(w * x for w, x in zip(weights, evidence(telling, names, voice), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def kept(telling: Telling) -> bool:
    """Whether it is likely enough to be coded."""
    return telling.likely is None or telling.likely >= KEPT["voice" if telling.site.proposed else "frame"]


def sure(telling: Telling) -> bool:
    """Whether it is so likely that it need not be carried by a verb or a party."""
    return telling.likely is not None and telling.likely >= SURE


def in_report(tellings: Sequence[Telling], sentences: int) -> tuple[list[Telling], list[Telling]]:
    """The same, likelier where the other sentences of the report tell many events, less so where they hardly tell any:
    those that are likely enough even so, and the others.

    A lone "attack" in a theatre column is most often none; in a report of a war it is one. Of a short report little can
    be said: what it tells counts for as much as `_AS_IF` sentences of the usual kind.
    """
    told: dict[int, float] = defaultdict(float)
    for telling in tellings:
        told[root_of(telling.head).i] += _EVEN if telling.likely is None else telling.likely
    total = sum(told.values())
    found: list[Telling] = []
    lone: list[Telling] = []
    for telling in tellings:
        if telling.likely is not None:
            others = total - told[root_of(telling.head).i]
            rest = (others + _AS_IF * USUAL) / (max(sentences, 1) - 1 + _AS_IF)
            odds = _odds(telling.likely) + _SLOPE * math.log(rest / USUAL)
            now = 1 / (1 + math.exp(-odds))
            said = f"its other sentences tell {rest:.2f} events each: {telling.likely:.2f} becomes {now:.2f}"
            telling = replace(telling, likely=now, around=said if abs(now - telling.likely) >= _TOLD else "")
            quiet = telling.site.proposed and rest < _FEW
            (found if kept(telling) and not (quiet and now < SURE) else lone).append(telling)
        else:
            found.append(telling)
    return found, lone


def heard(telling: Telling, voice: Voice) -> str:
    """What the voice says of a telling, in words."""
    own, none = _shares(telling, voice)
    if telling.site.proposed:
        return f"the learned voice alone reads {telling.type} ({own:.2f}), too unsure"
    if own >= _EVEN:
        return f"the learned voice reads {telling.type} too ({own:.2f})"
    if none >= _EVEN:
        return f"the learned voice reads no event ({none:.2f})"
    other = voice.likeliest([token.i for token in telling.site.tokens])
    return f"the learned voice rather reads {other} ({own:.2f} for {telling.type})"


def _shares(telling: Telling, voice: Voice) -> tuple[float, float]:
    """The probabilities of its type and of no event, by its own words and those around that may tell it."""
    words = [*(t.i for t in telling.site.tokens), *(t.i for t in _around(telling))]
    return voice.share(telling.type, words), voice.nothing(words)


def _around(telling: Telling) -> Iterator[Token]:
    """The verb that carries a noun ("*slapped* a ban on"), the noun that a verb carries ("imposed a *ban*")."""
    head = telling.head
    yield from telling.standing.carriers
    if head.dep_ in _CARRIED and head.head.pos_ in _VERBS:
        yield head.head
    if head.pos_ in _VERBS:
        yield from (child for child in head.children if child.dep_ in _CARRIED or child.dep_ in {"prt", "xcomp"})


def _odds(share: float) -> float:
    share = min(1 - 1e-9, max(1e-9, share))
    return max(-_SUREST, min(_SUREST, math.log(share / (1 - share))))
