"""The tables that linking makes from the evidence: all of them can be thrown away and made again."""

from __future__ import annotations

from reportedly.casebook.columns import Column, Table

__all__ = ["LINKED"]


def _column(name: str, type: str, meaning: str) -> Column:
    return Column(name, type, meaning)


def _always(name: str, type: str, meaning: str) -> Column:
    return Column(name, type, meaning, optional=False)


LINKED: tuple[Table, ...] = (
    Table(
        "versions", "derived", "Reports that a later text under the same key replaced.",
        (
            _always("report", "VARCHAR", "The newer report."),
            _always("replaces", "VARCHAR", "The older report."),
            _always("key", "VARCHAR", "The address or path they share."),
        ),
        key=("report", "replaces"),
    ),
    Table(
        "signatures", "derived", "MinHash bands of every report's text, by which copies are found.",
        (
            _always("report", "VARCHAR", "The report."),
            _always("band", "INTEGER", "Number of the band."),
            _always("hash", "UBIGINT", "What texts alike in this band share."),
        ),
    ),
    Table(
        "copies", "derived", "Pairs of reports of which one repeats the other's text.",
        (
            _always("report", "VARCHAR", "The copy: the later one, or the one that names the other as its origin."),
            _always("copy_of", "VARCHAR", "The report it repeats."),
            _always("score", "DOUBLE", "Share of word sequences in common (Jaccard), 0 to 1."),
            _always("judgement", "VARCHAR", "same, unsure or different."),
            _always("features", "JSON", "What the judgement rests on: name, value, and words to show."),
        ),
        key=("report", "copy_of"),
    ),
    Table(
        "origins", "derived", "For every report: which text, and which outlet's voice, it goes back to.",
        (
            _always("report", "VARCHAR", "The report."),
            _always("root", "VARCHAR", "The first report of its group of copies; itself where it copies none."),
            _column("outlet", "VARCHAR", "The outlet whose own work it is, where that can be known."),
            _always("why", "VARCHAR", "own, copy, credited (the origin is named) or relayed (another reports it)."),
            _column("words", "VARCHAR", "The words that name the origin."),
            _always("spans", "INTEGER[][]", "Their offsets."),
        ),
        key=("report",),
    ),
    Table(
        "facts", "derived", "What linking knows of an event, as it compares it.",
        (
            _always("event", "VARCHAR", "The event."),
            _always("report", "VARCHAR", "Its report."),
            _always("facts", "JSON", "`reportedly.linking.facts.EventFacts` as plain values."),
            _column("vector", "FLOAT[]", "Sentence and trigger in context, encoded; null without the encoder."),
        ),
        key=("event",),
    ),
    Table(
        "keys", "derived", "Blocking keys: only events that share one are compared.",
        (
            _always("key", "VARCHAR", "Such as a country and a span of days."),
            _always("event", "VARCHAR", "The event."),
        ),
    ),
    Table(
        "links", "derived", "Pairs of events that were compared, and whether they are one incident told twice.",
        (
            _always("event", "VARCHAR", "One event (the id that sorts first)."),
            _always("other", "VARCHAR", "The other."),
            _always("judgement", "VARCHAR", "same, unsure or different."),
            _always("score", "DOUBLE", "How likely they are the same, 0 to 1."),
            _always("features", "JSON", "Each feature with its value and its part in the score."),
        ),
        key=("event", "other"),
    ),
    Table(
        "incidents", "derived", "What happened: linked events, with how many witnesses there are.",
        (
            _always("id", "VARCHAR", "The id of its first event."),
            _always("type", "VARCHAR", "The type most of its events have."),
            _always("status", "VARCHAR", "The status most reports give it; see `disputed`."),
            _column("first_day", "DATE", "The first day told."),
            _column("last_day", "DATE", "The last day told, by the most precise of its times."),
            _column("place", "VARCHAR", "The most precise place told."),
            _column("country", "VARCHAR", "Its country, ISO 3166-1 alpha-3."),
            _column("latitude", "DOUBLE", "Degrees north (WGS 84)."),
            _column("longitude", "DOUBLE", "Degrees east (WGS 84)."),
            _always("actors", "VARCHAR[]", "Names of the actors, the most often named first."),
            _always("recipients", "VARCHAR[]", "Names of the recipients, the most often named first."),
            _column("deaths_low", "DOUBLE", "The least number of deaths told."),
            _column("deaths_high", "DOUBLE", "The greatest."),
            _always("events", "INTEGER", "Events linked."),
            _always("reports", "INTEGER", "Reports that tell it (older versions left out)."),
            _always("outlets", "INTEGER", "Outlets that tell it."),
            _always("origins", "INTEGER", "Independent origins that say it was so; copies and relays count once."),
            _always("denials", "INTEGER", "Independent origins that say it was not so."),
            _always("disputed", "BOOLEAN", "Whether its reports contradict one another in any field."),
        ),
        key=("id",),
    ),
    Table(
        "tellings", "derived", "Which event belongs to which incident, and on whose word.",
        (
            _always("event", "VARCHAR", "The event."),
            _always("incident", "VARCHAR", "The incident."),
            _always("report", "VARCHAR", "The report."),
            _always("origin", "VARCHAR", "Whose word it is: outlet:…, source:… or report:…; equal ones count once."),
            _always("why", "VARCHAR", "In words: why that is its origin."),
            _always("outlets", "VARCHAR[]", "Where the report came out, by the names given there."),
            _always("current", "BOOLEAN", "False where it does not count: a newer version of the report replaced it, or\
 a reader rejected the event."),
        ),
        key=("event",), lookups=("incident",),
    ),
    Table(
        "comparisons", "derived", "Field by field, how two tellings of an incident agree.",
        (
            _always("incident", "VARCHAR", "The incident."),
            _always("field", "VARCHAR", "deaths, injured, …, day, place, actor, recipient or status."),
            _always("relation", "VARCHAR", "equal, compatible or contradicting."),
            _always("event", "VARCHAR", "One event."),
            _always("other", "VARCHAR", "The other."),
            _always("value", "VARCHAR", "What the one says, in words."),
            _always("other_value", "VARCHAR", "What the other says, in words."),
            _always("quote", "VARCHAR", "The words of the one."),
            _always("other_quote", "VARCHAR", "The words of the other."),
            _always("spans", "INTEGER[][]", "Their offsets in its report."),
            _always("other_spans", "INTEGER[][]", "Their offsets in its report."),
        ),
        key=("incident", "field", "event", "other"),
    ),
    Table(
        "actors", "derived", "Who, over all reports: entities that are one and the same.",
        (
            _always("id", "VARCHAR", "Stable for the same name, kind and country."),
            _always("name", "VARCHAR", "The name most reports use."),
            _always("kind", "VARCHAR", "person, organisation, country, group or outlet."),
            _column("country", "VARCHAR", "ISO 3166-1 alpha-3."),
            _always("sectors", "VARCHAR[]", "PLOVER sector codes, the most often read first."),
            _always("names", "VARCHAR[]", "All names it goes by."),
            _always("reports", "INTEGER", "Reports that name it."),
            _always("as_actor", "INTEGER", "Events it did."),
            _always("as_recipient", "INTEGER", "Events done to it."),
            _always("as_speaker", "INTEGER", "Claims it made."),
        ),
        key=("id",),
    ),
    Table(
        "identities", "derived", "Which entity of a report is which actor.",
        (
            _always("entity", "VARCHAR", "The entity as read in one report."),
            _always("actor", "VARCHAR", "The actor."),
            _always("judgement", "VARCHAR", "same or unsure."),
            _always("why", "VARCHAR", "In words: why they are one."),
        ),
        key=("entity",),
    ),
)  # fmt: skip
