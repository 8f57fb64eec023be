"""The tables that linking makes from the evidence: all of them can be thrown away and made again."""

from __future__ import annotations

from reportedly.casebook.columns import Table, always, column

__all__ = ["LINKED"]


LINKED: tuple[Table, ...] = (
    Table(
        "versions", "derived", "Reports that a later text under the same key replaced.",
        (
            always("report", "VARCHAR", "The newer report."),
            always("replaces", "VARCHAR", "The older report."),
            always("key", "VARCHAR", "The address or path they share."),
        ),
        key=("report", "replaces"),
    ),
    Table(
        "signatures", "derived", "MinHash bands of every report's text, by which copies are found.",
        (
            always("report", "VARCHAR", "The report."),
            always("band", "INTEGER", "Number of the band."),
            always("hash", "UBIGINT", "What texts alike in this band share."),
        ),
    ),
    Table(
        "copies", "derived", "Pairs of reports of which one repeats the other's text.",
        (
            always("report", "VARCHAR", "The copy: the later one, or the one that names the other as its origin."),
            always("copy_of", "VARCHAR", "The report it repeats."),
            always("score", "DOUBLE", "Share of word sequences in common (Jaccard), 0 to 1."),
            always("judgement", "VARCHAR", "same, unsure or different."),
            always("features", "JSON", "What the judgement rests on: name, value, and words to show."),
        ),
        key=("report", "copy_of"),
    ),
    Table(
        "origins", "derived", "For every report: which text, and which outlet's voice, it goes back to.",
        (
            always("report", "VARCHAR", "The report."),
            always("root", "VARCHAR", "The first report of its group of copies; itself where it copies none."),
            column("outlet", "VARCHAR", "The outlet whose own work it is, where that can be known."),
            always("why", "VARCHAR", "own, copy, credited (the origin is named) or relayed (another reports it)."),
            column("words", "VARCHAR", "The words that name the origin."),
            always("spans", "INTEGER[][]", "Their offsets."),
        ),
        key=("report",),
    ),
    Table(
        "facts", "derived", "What linking knows of an event, as it compares it.",
        (
            always("event", "VARCHAR", "The event."),
            always("report", "VARCHAR", "Its report."),
            always("facts", "JSON", "`reportedly.linking.facts.EventFacts` as plain values."),
            column("vector", "FLOAT[]", "Sentence and trigger in context, encoded; null without the encoder."),
        ),
        key=("event",),
    ),
    Table(
        "keys", "derived", "Blocking keys: only events that share one are compared.",
        (
            always("key", "VARCHAR", "Such as a country and a span of days."),
            always("event", "VARCHAR", "The event."),
        ),
    ),
    Table(
        "links", "derived", "Pairs of events that were compared, and whether they are one incident told twice.",
        (
            always("event", "VARCHAR", "One event (the id that sorts first)."),
            always("other", "VARCHAR", "The other."),
            always("judgement", "VARCHAR", "same, unsure or different."),
            always("score", "DOUBLE", "How likely they are the same, 0 to 1."),
            always("features", "JSON", "Each feature with its value and its part in the score."),
        ),
        key=("event", "other"),
    ),
    Table(
        "incidents", "derived", "What happened: linked events, with how many witnesses there are.",
        (
            always("id", "VARCHAR", "The id of its first event."),
            always("type", "VARCHAR", "The type most of its events have."),
            always("status", "VARCHAR", "The status most reports give it; see `disputed`."),
            column("first_day", "DATE", "The first day told."),
            column("last_day", "DATE", "The last day told, by the most precise of its times."),
            column("place", "VARCHAR", "The most precise place told."),
            column("country", "VARCHAR", "Its country, ISO 3166-1 alpha-3."),
            column("latitude", "DOUBLE", "Degrees north (WGS 84)."),
            column("longitude", "DOUBLE", "Degrees east (WGS 84)."),
            always("actors", "VARCHAR[]", "Names of the actors, the most often named first."),
            always("recipients", "VARCHAR[]", "Names of the recipients, the most often named first."),
            column("deaths_low", "DOUBLE", "The least number of deaths told."),
            column("deaths_high", "DOUBLE", "The greatest."),
            always("events", "INTEGER", "Events linked."),
            always("reports", "INTEGER", "Reports that tell it (older versions left out)."),
            always("outlets", "INTEGER", "Outlets that tell it."),
            always("origins", "INTEGER", "Independent origins that say it was so; copies and relays count once."),
            always("denials", "INTEGER", "Independent origins that say it was not so."),
            always("disputed", "BOOLEAN", "Whether its reports contradict one another in any field."),
        ),
        key=("id",),
    ),
    Table(
        "tellings", "derived", "Which event belongs to which incident, and on whose word.",
        (
            always("event", "VARCHAR", "The event."),
            always("incident", "VARCHAR", "The incident."),
            always("report", "VARCHAR", "The report."),
            always("origin", "VARCHAR", "Whose word it is: outlet:…, source:… or report:…; equal ones count once."),
            always("why", "VARCHAR", "In words: why that is its origin."),
            always("outlets", "VARCHAR[]", "Where the report came out, by the names given there."),
            always("current", "BOOLEAN", "False where it does not count: a newer version of the report replaced it, or\
 a reader rejected the event."),
        ),
        key=("event",), lookups=("incident",),
    ),
    Table(
        "comparisons", "derived", "Field by field, how two tellings of an incident agree.",
        (
            always("incident", "VARCHAR", "The incident."),
            always("field", "VARCHAR", "deaths, injured, …, day, place, actor, recipient or status."),
            always("relation", "VARCHAR", "equal, compatible or contradicting."),
            always("event", "VARCHAR", "One event."),
            always("other", "VARCHAR", "The other."),
            always("value", "VARCHAR", "What the one says, in words."),
            always("other_value", "VARCHAR", "What the other says, in words."),
            always("quote", "VARCHAR", "The words of the one."),
            always("other_quote", "VARCHAR", "The words of the other."),
            always("spans", "INTEGER[][]", "Their offsets in its report."),
            always("other_spans", "INTEGER[][]", "Their offsets in its report."),
        ),
        key=("incident", "field", "event", "other"),
    ),
    Table(
        "actors", "derived", "Who, over all reports: entities that are one and the same.",
        (
            always("id", "VARCHAR", "Stable for the same name, kind and country."),
            always("name", "VARCHAR", "The name most reports use."),
            always("kind", "VARCHAR", "person, organisation, country, group or outlet."),
            column("country", "VARCHAR", "ISO 3166-1 alpha-3."),
            always("sectors", "VARCHAR[]", "PLOVER sector codes, the most often read first."),
            always("names", "VARCHAR[]", "All names it goes by."),
            always("reports", "INTEGER", "Reports that name it."),
            always("as_actor", "INTEGER", "Events it did."),
            always("as_recipient", "INTEGER", "Events done to it."),
            always("as_speaker", "INTEGER", "Claims it made."),
        ),
        key=("id",),
    ),
    Table(
        "identities", "derived", "Which entity of a report is which actor.",
        (
            always("entity", "VARCHAR", "The entity as read in one report."),
            always("actor", "VARCHAR", "The actor."),
            always("judgement", "VARCHAR", "same or unsure."),
            always("why", "VARCHAR", "In words: why they are one."),
        ),
        key=("entity",),
    ),
)  # fmt: skip
