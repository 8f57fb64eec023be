"""The stage: from the tellings of a report to its events, with the reasons for every field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from reportedly.codebook.entry import Entry
from reportedly.coding.entities import ensure_entity, entity_over
from reportedly.coding.events.choose import choose
from reportedly.coding.events.clauses import clause_span
from reportedly.coding.events.contexts import contexts_in
from reportedly.coding.events.names import Names
from reportedly.coding.events.parties import party_span
from reportedly.coding.events.private import private_crime
from reportedly.coding.events.reasons import reasons
from reportedly.coding.events.said import only_said
from reportedly.coding.events.settings import Anchored, Starts, magnitudes_of, place_of, time_of
from reportedly.coding.events.status.words import status_words
from reportedly.coding.events.telling import Refused, Telling, tellings
from reportedly.coding.events.verbs import subject_beside
from reportedly.coding.events.weighing import by_words, in_report
from reportedly.coding.syntax import token_span
from reportedly.reading import Attribution, Event, Party, Place, Quantity, Reading, Rejected, Status, Time
from reportedly.report import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["events", "trigger_spans"]

_NEUTER = {"it", "itself"}
_ASKING = {"who", "what", "when", "where", "why", "how", "which", "whose", "whether"}


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the earlier stages found, by the words it stands on."""

    places: Anchored[Place]
    times: Anchored[Time]
    quantities: Anchored[Quantity]
    heads: dict[int, int]


def events(reading: Reading) -> Reading:
    """Fills `events` and adds to `rejected`: who did what to whom, where and when, with what status."""
    doc = reading.parse
    if not len(doc):
        return reading
    names = Names(doc, reading, reading.knowledge)
    told, refused = tellings(doc, names, reading.voice)
    kept, dropped = choose(told, names)
    kept, lone = _in_report(kept, len(reading.sentences))
    kept, said = only_said(kept, names)
    kept, private = private_crime(kept, doc, names, reading.entities)
    starts = Starts(doc)
    setting = _Setting(
        Anchored(reading.places, [p.spans for p in reading.places], starts),
        Anchored(reading.times, [t.spans for t in reading.times], starts),
        Anchored(reading.quantities, [q.spans for q in reading.quantities], starts),
        {t.i: telling.head.i for telling in kept for t in _words(telling)},
    )
    found: list[Event] = []
    for telling in kept:
        if _long_past(reading, time_of(telling, setting.times, setting.heads)[0]):
            dropped.append(Refused(telling.site, "history: it lies too long before the report"))
            continue
        reading, event = _event(reading, telling, setting, names.book, f"v{len(found) + 1}")
        found.append(event)
    rejected = tuple(_rejected(item) for item in (*refused, *dropped, *lone, *said, *private))
    return replace(reading, events=tuple(found), rejected=(*reading.rejected, *rejected))


def _in_report(tellings: list[Telling], sentences: int) -> tuple[list[Telling], list[Refused]]:
    """The tellings that are likely enough in a report such as this, and the others."""
    found, lone = in_report(tellings, sentences)
    return found, [Refused(t.site, f"the report hardly tells any event: {t.around}") for t in lone]


def _long_past(reading: Reading, time: Time | None) -> bool:
    """Whether the act lies so many years back that only books of history tell it."""
    published, end = _day(reading.report.published), _day(time.end) if time is not None else None
    return published is not None and end is not None and (published - end).days > 365 * status_words().book_years


def _words(telling: Telling) -> Iterator[Token]:
    """Every word that tells the event: its trigger, what carries it, and what came of it."""
    yield from telling.site.tokens
    yield from telling.standing.carriers
    for site in telling.outcomes:
        yield from site.tokens


def _rejected(item: Refused) -> Rejected:
    return Rejected(trigger_spans(item.site.tokens), item.site.name, item.reason)


def trigger_spans(tokens: tuple[Token, ...]) -> Spans:
    """The words of a trigger; those that stand side by side are one span."""
    spans: list[Span] = []
    last = -2
    for token in sorted(tokens, key=lambda t: t.i):
        span = token_span(token)
        if token.i == last + 1 and spans:
            span = Span(spans.pop().start, span.end)
        spans.append(span)
        last = token.i
    return tuple(spans)


def _event(
    reading: Reading, telling: Telling, setting: _Setting, book: Mapping[str, Entry], id: str
) -> tuple[Reading, Event]:
    reading, actors = _parties(reading, telling.roles.actors)
    reading, recipients = _parties(reading, telling.roles.recipients)
    actors, recipients = _apart(actors, recipients, telling)
    place, place_why = place_of(telling, setting.places, setting.heads)
    time, time_why = time_of(telling, setting.times, setting.heads)
    telling = _aged(reading, telling, time)
    entry = book[telling.type]
    mode = entry.modes.get(telling.mode) if telling.mode else None
    span = token_span(telling.head)
    tokens = (*telling.site.tokens, *telling.standing.carriers)
    event = Event(
        id=id,
        type=telling.type,
        modes=(mode.name,) if mode else (),
        contexts=contexts_in(telling.head),
        quad=entry.quad,
        intensity=entry.intensity if mode is None or mode.intensity is None else mode.intensity,
        status=telling.status,
        trigger=trigger_spans(telling.site.tokens if telling.site.frame.pos != "noun" else tokens),
        evidence=(clause_span(telling.head, reading.report.text),),
        actors=actors,
        recipients=recipients,
        place=place,
        time=time,
        magnitudes=tuple(magnitudes_of(telling, setting.quantities, setting.heads)),
        attributed_to=_chain(reading, span),
        confidence=_confidence(telling, entry),
        why=reasons(telling, reading.report.text, (place, place_why), (time, time_why)),
    )
    return reading, event


def _parties(reading: Reading, heads: list[Token]) -> tuple[Reading, tuple[Party, ...]]:
    """The phrases of these heads with their entities; a group that has no entity yet is given one."""
    parties = []
    for head in heads:
        span = party_span(head)
        entity = entity_over(reading, span)
        if entity is None and head.lower_ in _NEUTER:
            beside = subject_beside(head)
            entity = entity_over(reading, party_span(beside)) if beside is not None else None
            if entity is None:
                continue  # nobody is known by it: it may be a drone
        if entity is None and _acting(head):
            reading, entity = ensure_entity(reading, span)
        parties.append(Party((span,), entity.id if entity else None))
    return reading, tuple(parties)


def _apart(actors: tuple[Party, ...], recipients: tuple[Party, ...], telling: Telling) -> tuple[tuple[Party, ...], ...]:
    """The same; but a pronoun that would be the other party too ("he called *him*") stands for nobody known."""

    def unlike(parties: tuple[Party, ...], heads: list[Token], others: set[str]) -> tuple[Party, ...]:
        pronouns = {token_span(t) for t in heads if t.pos_ == "PRON" and not t.lower_.endswith(("self", "selves"))}
        return tuple(replace(p, entity=None) if p.entity in others and p.spans[0] in pronouns else p for p in parties)

    known = [p.entity for p in actors if p.entity]
    twice = {entity for entity in known if known.count(entity) > 1}
    return unlike(actors, telling.roles.actors, twice), unlike(recipients, telling.roles.recipients, {*known})


def _acting(head: Token) -> bool:
    from reportedly.codebook.load import load_classes

    return head.lemma_.lower() in load_classes()["agent"] or head.ent_type_ in {"GPE", "NORP", "PERSON", "ORG"}


def _aged(reading: Reading, telling: Telling, time: Time | None) -> Telling:
    """An event long before the report is background: historical; one told in the past perfect days before it is not."""
    published = _day(reading.report.published)
    start, end = (_day(time.start), _day(time.end)) if time is not None else (None, None)
    if published is None or start is None or end is None:
        return telling
    word = telling.standing.word
    if telling.status == "occurred" and (published - end).days > 365 * status_words().years:
        return _as(telling, "historical", f"it lies long before the report ({end})")
    perfect = telling.status == "historical" and word is not None and word.lower_ == "had"
    if perfect and (published - start).days <= status_words().days:
        return _as(telling, "occurred", f"past perfect, but only days before the report ({end})")
    return telling


def _as(telling: Telling, status: Status, reason: str) -> Telling:
    return replace(telling, status=status, standing=replace(telling.standing, status=status, reason=reason))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _confidence(telling: Telling, entry: Entry) -> float:
    """How likely it is where the learned voice was heard, else how sure its words are."""
    if telling.likely is None:
        return by_words(telling, entry)
    return round(min(0.99, telling.likely), 2)


def _chain(reading: Reading, span: Span) -> tuple[str, ...]:
    """On whose word the event is told; whoever only leaves open who did it ("did not say who …") tells none."""
    from reportedly.coding.attributions.chain import containing

    return tuple(a.id for a in containing(reading, span) if not _leaves_open(reading, a))


def _leaves_open(reading: Reading, item: Attribution) -> bool:
    first = reading.text(item.content).split(" ", 1)[0].lower()
    return item.cue.stance in {"withholds", "ignores"} and first in _ASKING
