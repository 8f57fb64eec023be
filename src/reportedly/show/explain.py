"""Why a report was coded so: for each event the words, the codebook's entry, the rules, and what was turned down."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from reportedly.codebook import load_codebook
from reportedly.reading import Attribution, Event, Party, Reading, Why
from reportedly.report import Span
from reportedly.show.words import OWN_VOICE, clean, party, place, says, what, when, who_says, words

__all__ = ["explain", "explained"]

_WIDTH = 100
_ROLES = ("actors", "recipients", "roles")
_SHOWN = {*_ROLES, "type", "judge", "mode", "modes", "context", "contexts", "status", "place", "time", "attributed_to"}


def explain(reading: Reading) -> str:
    """The explanation as plain text, for `reportedly explain FILE`."""
    blocks = [_event(reading, event) for event in reading.events] or ["No event was coded."]
    if reading.rejected:
        blocks.append("\n".join(_rejected(reading)))
    blocks.append("\n".join(_how(reading)))
    return "\n\n".join(blocks)


def explained(reading: Reading) -> dict[str, Any]:
    """The explanation as plain values, for `reportedly explain FILE --format json`; offsets as in the record."""
    return {
        "report": reading.report.id,
        "coder": {
            "version": reading.coder.version,
            "parser": reading.coder.parser,
            "knowledge": reading.coder.knowledge,
        },
        "events": [
            {
                "id": event.id,
                "type": event.type,
                "modes": list(event.modes),
                "status": event.status,
                "words": reading.text(event.evidence),
                "evidence": _offsets(event.evidence),
                "trigger": _offsets(event.trigger),
                "confidence": event.confidence,
                "codebook": _definition(reading, event.type),
                "why": [_reason(why) for why in _reasons(reading, event)],
                "attributed_to": [
                    {"id": a.id, "says": says(reading, a), "why": [_reason(why) for why in a.why]}
                    for a in _chain(reading, event.attributed_to)
                ],
            }
            for event in reading.events
        ],
        "rejected": [
            {
                "words": reading.text(r.spans),
                "spans": _offsets(r.spans),
                "candidate": r.candidate,
                "reason": r.reason,
            }
            for r in reading.rejected
        ],
    }


def _offsets(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _reason(why: Why) -> dict[str, Any]:
    return {"field": why.field, "rule": why.rule, "detail": why.detail, "spans": _offsets(why.spans)}


def _definition(reading: Reading, type_: str) -> str | None:
    entry = load_codebook(reading.knowledge).get(type_)
    return None if entry is None else " ".join(entry.definition.split())


def _chain(reading: Reading, ids: Iterable[str]) -> list[Attribution]:
    return [found for id in ids if (found := reading.attribution(id))]


def _reasons(reading: Reading, event: Event) -> list[Why]:
    """The steps behind the event itself, then those behind its place, its time and its parties."""
    parties = [reading.entity(p.entity) for p in (*event.actors, *event.recipients)]
    beyond = [event.place, event.time, *dict.fromkeys(e for e in parties if e is not None)]
    return [*event.why, *(why for thing in beyond if thing is not None for why in thing.why)]


def _event(reading: Reading, event: Event) -> str:
    lines = [f"{event.id}  {what(event)}, {event.status}  (confidence {event.confidence:.2f})"]
    lines += _fold("words", f"“{words(reading, event.evidence)}”")
    lines += _fold("told by", f"“{words(reading, event.trigger)}”")
    lines += _fold("codebook", f"{event.type}: {_definition(reading, event.type) or 'no entry'}")
    lines += _because(reading, "type", event.type, event.why, ("type",))
    for why in event.why:
        if why.field == "judge":
            lines += _fold("judge", clean(why.detail))
    if event.modes:
        lines += _because(reading, "mode", ", ".join(event.modes), event.why, ("mode", "modes"))
    if event.contexts:
        lines += _because(reading, "context", ", ".join(event.contexts), event.why, ("context", "contexts"))
    lines += _because(reading, "status", event.status, event.why, ("status",))
    lines += _parties(reading, "who", event, event.actors, "actors")
    lines += _parties(reading, "to whom", event, event.recipients, "recipients")
    lines += _place_and_time(reading, event)
    lines += _says(reading, event)
    for why in event.why:
        if why.field not in _SHOWN:
            lines += _fold(why.field, _sentence(reading, why))
    return "\n".join(lines)


def _parties(reading: Reading, label: str, event: Event, who: tuple[Party, ...], field: str) -> Iterator[str]:
    named = "; ".join(party(reading, p) for p in who) or "nobody named"
    yield from _because(reading, label, named, event.why, (field, field.rstrip("s"), "roles"))
    for one in who:
        entity = reading.entity(one.entity)
        if entity is not None:
            code = ", ".join(filter(None, (entity.country, *entity.sectors))) or "no code"
            yield from _because(reading, "", f"{clean(entity.name)}: {code}", entity.why, None)


def _place_and_time(reading: Reading, event: Event) -> Iterator[str]:
    if event.place is None:
        yield from _because(reading, "where", "not said", event.why, ("place",))
    else:
        whys = (*event.why, *event.place.why)
        fields = ("place", *(why.field for why in event.place.why))
        yield from _because(reading, "where", place(event.place), whys, fields)
    if event.time is None:
        yield from _because(reading, "when", "not said", event.why, ("time",))
    else:
        told = f"{when(event.time)} (“{words(reading, event.time.spans)}”)"
        whys = (*event.why, *event.time.why)
        yield from _because(reading, "when", told, whys, ("time", *(why.field for why in event.time.why)))


def _says(reading: Reading, event: Event) -> Iterator[str]:
    chain = _chain(reading, event.attributed_to)
    if not chain:
        why = "no source is given for these words"
        yield from _fold("who says so", f"{OWN_VOICE}: {why}")
        return
    yield from _fold("who says so", who_says(reading, event.attributed_to))
    for attribution in chain:
        cue = words(reading, attribution.cue.spans) or "no word of speech"
        speaker = words(reading, attribution.source.spans) or "nobody named"
        step = f"“{speaker}” … “{cue}” ({attribution.form} speech, confidence {attribution.confidence:.2f})"
        yield from _because(reading, "", step, attribution.why, None)


def _because(
    reading: Reading, label: str, value: str, whys: Iterable[Why], fields: tuple[str, ...] | None
) -> Iterator[str]:
    """The value, then each step of the reasoning behind it on a line of its own."""
    yield from _fold(label, value)
    for why in dict.fromkeys(whys):
        if fields is None or why.field in fields:
            yield from _fold("", f"- {_sentence(reading, why)}")


def _sentence(reading: Reading, why: Why) -> str:
    rests = f": “{words(reading, why.spans)}”" if why.spans else ""
    return clean(f"{why.detail} [{why.rule}]") + rests


def _fold(label: str, text: str) -> Iterator[str]:
    lines = textwrap.wrap(text, _WIDTH - 16) or [""]
    for i, line in enumerate(lines):
        yield f"  {label if i == 0 else '':12}  {line}"


def _rejected(reading: Reading) -> Iterator[str]:
    yield "Considered and not coded"
    for rejected in reading.rejected:
        told = f"“{words(reading, rejected.spans)}” as {rejected.candidate}: {rejected.reason}"
        yield from (
            ("  " if i == 0 else "    ") + line for i, line in enumerate(textwrap.wrap(clean(told), _WIDTH - 4))
        )


def _how(reading: Reading) -> Iterator[str]:
    coder = reading.coder
    yield f"Read by reportedly {coder.version} with {coder.parser}; knowledge files {coder.knowledge}."
    yield "`reportedly codebook TYPE` prints the whole entry of an event type."
