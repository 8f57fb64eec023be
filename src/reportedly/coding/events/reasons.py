"""Why: one reason for each field of an event, in words that can be checked against the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.events.telling import Telling
from reportedly.coding.events.voiced import LEARNED
from reportedly.coding.syntax import phrase_span, token_span
from reportedly.reading import Place, Time, Why
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["reasons"]


def reasons(
    telling: Telling, text: str, place: tuple[Place | None, str], time: tuple[Time | None, str]
) -> tuple[Why, ...]:
    """The reasons for type, mode, status, actors, recipients, place and time, in this order."""
    return tuple(_reasons(telling, text, place, time))


def _reasons(
    telling: Telling, text: str, place: tuple[Place | None, str], time: tuple[Time | None, str]
) -> Iterator[Why]:
    site, roles = telling.site, telling.roles
    words = tuple(token_span(t) for t in site.tokens)
    shown = " ".join(t.text for t in site.tokens)
    if site.proposed:
        detail = f"the learned voice reads {site.entry.type} in “{shown}” ({site.frame.sure:.2f}); no frame does"
        yield Why("type", LEARNED, detail, words)
    else:
        yield Why("type", site.name, f"“{shown}” tells {site.entry.type}", words)
    if telling.heard:
        yield Why("confidence", LEARNED, telling.heard, words)
    if telling.around:
        yield Why("confidence", "the report", telling.around, words)
    if telling.convention is not None:
        detail = f"{site.entry.type}, {telling.standing.status}, is coded as {telling.type}: {telling.convention.name}"
        yield Why("type", "PLOVER convention", detail, words)
    if telling.mode:
        yield Why("mode", site.name, f"“{shown}” gives the mode {telling.mode}", words)
    word = telling.standing.word
    given = (token_span(word),) if word is not None else ()
    yield Why("status", telling.standing.status, telling.standing.reason, given)
    parties = (
        ("actors", roles.actors, roles.actor_from),
        ("recipients", roles.recipients, roles.recipient_from),
    )
    for field, heads, slot in parties:
        if heads:
            yield Why(
                field, f"slot {slot}" if slot else "slot", _who(heads, text), tuple(phrase_span(t) for t in heads)
            )
    if place[0] is not None:
        yield Why("place", "nearest place", f"{place[0].name}: {place[1]}", _spans(place[0]))
    if time[0] is not None:
        yield Why("time", "nearest time", f"{time[0].value}: {time[1]}", _spans(time[0]))


def _who(heads: list[Token], text: str) -> str:
    return ", ".join(f"“{phrase_span(t).of(text)}”" for t in heads)


def _spans(thing: Place | Time) -> tuple[Span, ...]:
    return thing.spans
