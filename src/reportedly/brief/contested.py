"""What is contested: the casebook's contradictions, field by field, with whose word stands against whose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportedly.brief.days import Calendar
from reportedly.brief.gather import Material
from reportedly.brief.happened import Teller
from reportedly.brief.labels import Called, called, told_day
from reportedly.brief.phrase import Phrase, cite, fill, listed, plain, quotation, sentence
from reportedly.brief.relay import relay
from reportedly.brief.speakers import lower_first, named, proper
from reportedly.brief.tree import Section, Sentence
from reportedly.brief.values import each, given, numbers
from reportedly.brief.witnesses import affirming, denying, witnesses
from reportedly.brief.wording import phrases
from reportedly.exports.told import Happened, Row, Told

__all__ = ["contested"]


def contested(material: Material, calendar: Calendar, teller: Teller) -> Section:
    """Where accounts contradict each other, and denials of what no report in the brief asserts."""
    found: list[Sentence] = []
    for incident in material.groups["happened"]:
        name = called(material, calendar, incident)
        if not name.sure:
            continue
        facts = [t.event["id"] for t in incident.tellings]
        for phrase in _contradicted(material, calendar, incident, name):
            found.append(sentence(phrase, material.texts, facts))
    found += teller.denied()
    return Section(phrases()["sections"]["contested"], tuple(found), (), material.left_out["denied"])


def _contradicted(material: Material, calendar: Calendar, incident: Happened, name: Called) -> Iterator[Phrase]:
    rows = material.contradictions.get(incident.incident["id"], ())
    by_field: dict[str, list[Row]] = {}
    for row in rows:
        by_field.setdefault(row["field"], []).append(row)
    words = phrases()["contested"]
    tellings = affirming(incident.tellings)
    for field, several in by_field.items():
        label = name.the()
        if field == "status":
            yield from _denied(material, calendar, incident, label)
        elif field in phrases()["numbers"]["counted"]:
            values = numbers(field, tellings)
            if len(values) > 1:
                said = listed([g.words for g in values])
                yield fill(words["number"], counted=phrases()["numbers"]["counted"][field], label=label, values=said)
        elif field in ("day", "place", "actor", "recipient"):
            label = name.the(day=field != "day", place=field != "place")
            yield from _valued(material, calendar, field, several, tellings, label)


def _denied(material: Material, calendar: Calendar, incident: Happened, label: Phrase) -> Iterator[Phrase]:
    """Every denial with its own words."""
    for witness in witnesses(material, denying(incident.tellings)):
        told = max(witness.tellings, key=lambda t: relay(material, calendar, t).rank)
        passage = material.text(told.report["id"]).at(told.event["trigger_spans"][0][0])
        words = told.report["text"][passage.start : passage.end]
        cited = cite(told.report["id"], [(passage.start, passage.end)])
        quote = Phrase(quotation(words), cited)
        yield fill(phrases()["contested"]["status"], label=label, deniers=witness.phrase, quote=quote)


def _valued(
    material: Material, calendar: Calendar, field: str, rows: Sequence[Row], tellings: Sequence[Told], label: Phrase
) -> Iterator[Phrase]:
    words = phrases()["contested"]
    asked = {row[end] for row in rows for end in ("event", "other")}
    within = list(tellings) if field == "day" else [t for t in tellings if t.event["id"] in asked]

    def value(told: Told) -> Phrase | None:
        return _value(material, calendar, field, told)

    values = given(within, value)
    if len(values) > 1:
        said = each(material, values, words["each"])
        yield fill(words[field], label=label, values=_semicolons(said))


def _semicolons(parts: Sequence[Phrase]) -> Phrase:
    said = "; ".join(p.text for p in parts[:-1]) + f"; and {parts[-1].text}"
    return Phrase(said, tuple(c for p in parts for c in p.cited))


def _value(material: Material, calendar: Calendar, field: str, told: Told) -> Phrase | None:
    """What a telling says in a field, in words that stand in its report; None where it says nothing of it."""
    event, report = told.event, told.report["id"]
    if material.text(report).at(event["trigger_spans"][0][0]).line:
        return None
    if field == "day":
        day = told_day(told)
        return Phrase(calendar.day(day), cite(report, event["time_spans"])) if day else None
    if field == "place":
        spans = event["place_spans"]
        return Phrase(plain(told.words(spans)), cite(report, spans)) if spans else None
    parties = told.actors if field == "actor" else told.recipients
    said = [_party(material, told, party) for party in parties if party["spans"]]
    return listed(said) if said else None


def _party(material: Material, told: Told, party: Row) -> Phrase:
    written = plain(told.words(party["spans"]))
    text = told.report["text"]
    if not proper(written):
        fuller = named(material, told.report["id"], party["entity"], party["name"], party["spans"][0][0])
        if fuller is not None and proper(fuller.text):
            return Phrase(fuller.text, fuller.cited + cite(told.report["id"], party["spans"]))
    return Phrase(lower_first(written, text, party["kind"]), cite(told.report["id"], party["spans"]))
