"""The tables of a casebook, declared once: DDL, Parquet columns, JSON Schema and docs all come from here.

Ids: a report's id is the hash of its text. What was read from it is named `<report id>:<id in its record>`, so
`3f2a…:v1` is its first event. Offsets count code points of `reports.text`. Days are ISO dates without a time zone.
"""

from __future__ import annotations

from reportedly.casebook.columns import Table, always, column
from reportedly.casebook.linked import LINKED

__all__ = ["EVIDENCE", "TABLES", "VERSION", "table"]

VERSION = 2
"""The version of the tables. A casebook of another version is made anew from its parts (`reportedly migrate`)."""

_SPANS = "INTEGER[][]"


_ID = always("id", "VARCHAR", "Unique in the casebook.")
_REPORT = always("report", "VARCHAR", "The report it was read from.")
_PART = always("part", "VARCHAR", "The part that brought the row.")

EVIDENCE: tuple[Table, ...] = (
    Table(
        "imports", "evidence", "The parts taken in, each once.",
        (
            always("part", "VARCHAR", "The part's name: the file in `parts/`."),
            column("coder", "VARCHAR", "Version of `reportedly` that read the reports."),
            column("parser", "VARCHAR", "The spaCy pipeline, with its version."),
            column("knowledge", "VARCHAR", "Hash of the knowledge files, the user's own included."),
            always("reports", "INTEGER", "Readings in the part."),
            always("imported", "TIMESTAMP", "When it was taken in (UTC)."),
        ),
        key=("part",),
    ),
    Table(
        "reports", "evidence", "Reports, each text once, however often it came in.",
        (
            always("id", "VARCHAR", "SHA-256 of the text, 16 hex digits."),
            column("title", "VARCHAR", "The headline, where it was given or the page says it."),
            column("outlet", "VARCHAR", "Who published it, where it first came in."),
            column("url", "VARCHAR", "Where it was published."),
            column("published", "VARCHAR", "ISO 8601 date or datetime as given."),
            column("day", "DATE", "The day of `published`."),
            always("language", "VARCHAR", "ISO 639-1 code."),
            always("text", "VARCHAR", "What every offset refers to."),
            always("characters", "INTEGER", "Length of the text in code points."),
            _PART,
        ),
        key=("id",),
    ),
    Table(
        "appearances", "evidence", "Where and when each report came in: one text may appear at several outlets.",
        (
            _REPORT,
            always("source", "VARCHAR", "The file, record or address it came from."),
            always("digest", "VARCHAR", "Hash of the bytes as they came, by which they are known again."),
            column("key", "VARCHAR", "What stays when the text changes: an address or a path."),
            column("outlet", "VARCHAR", "Who published it there."),
            column("url", "VARCHAR", "Where it was published."),
            column("title", "VARCHAR", "The headline there."),
            column("published", "VARCHAR", "ISO 8601 date or datetime as given there."),
            always("seen", "TIMESTAMP", "When it came in (UTC)."),
            _PART,
        ),
        key=("digest",),
    ),
    Table(
        "skipped", "evidence", "Inputs that were left out, and why.",
        (
            always("source", "VARCHAR", "The file, record or address."),
            always("reason", "VARCHAR", "Why it was left out, and what to do."),
            column("digest", "VARCHAR", "Hash of the bytes as they came; null where there were none."),
            always("seen", "TIMESTAMP", "When it came in (UTC)."),
            _PART,
        ),
    ),
    Table(
        "entities", "evidence", "Those who act, are acted on, speak or are named, as read in one report.",
        (
            _ID, _REPORT,
            always("name", "VARCHAR", "The fullest name known."),
            always("kind", "VARCHAR", "person, organisation, country, group, outlet or unnamed."),
            column("country", "VARCHAR", "ISO 3166-1 alpha-3."),
            always("sectors", "VARCHAR[]", "PLOVER sector codes, the main one first."),
            always("mentions", _SPANS, "Every place where the text names it."),
        ),
        key=("id",),
    ),
    Table(
        "claims", "evidence", "Attributions: who says what, and how.",
        (
            _ID, _REPORT,
            column("parent", "VARCHAR", "The claim whose content holds this one."),
            column("speaker", "VARCHAR", "The speaker's name, or the words; null where none is named."),
            column("speaker_as_written", "VARCHAR", "The words for the speaker."),
            column("entity", "VARCHAR", "The speaker as an entity."),
            column("kind", "VARCHAR", "The kind of the speaker."),
            column("country", "VARCHAR", "The speaker's country, ISO 3166-1 alpha-3."),
            always("sectors", "VARCHAR[]", "The speaker's PLOVER sectors."),
            always("stance", "VARCHAR", "states, claims, denies, fears, …"),
            always("vouches", "BOOLEAN", "Whether the speaker puts the content forward."),
            always("cue", "VARCHAR", "The words that attribute."),
            always("content", "VARCHAR", "What is said, as the report gives it."),
            always("form", "VARCHAR", "direct, indirect or mixed."),
            always("confidence", "DOUBLE", "How sure the reading is, 0 to 1."),
            always("source_spans", _SPANS, "Offsets of the speaker."),
            always("cue_spans", _SPANS, "Offsets of the cue."),
            always("content_spans", _SPANS, "Offsets of the content."),
        ),
        key=("id",),
    ),
    Table(
        "events", "evidence", "Who did what to whom, where and when, as one report tells it.",
        (
            _ID, _REPORT,
            always("type", "VARCHAR", "Event type: PLOVER's, or one of the user's codebook."),
            column("plover", "VARCHAR", "The PLOVER type it counts as; null for a type of one's own that has none."),
            always("modes", "VARCHAR[]", "How it was done."),
            always("contexts", "VARCHAR[]", "What it was about."),
            always("quad", "VARCHAR", "Verbal or material, cooperation or conflict."),
            always("intensity", "DOUBLE", "PLOVER's conflict-cooperation score, -10 to 10."),
            always("status", "VARCHAR", "occurred, ongoing, historical, future, hypothetical or negated."),
            always("trigger", "VARCHAR", "The words that tell the event."),
            always("evidence", "VARCHAR", "The clause or sentence it was read from."),
            always("actors", "VARCHAR[]", "Names of those who did it."),
            always("recipients", "VARCHAR[]", "Names of those it was done to."),
            always("actor_countries", "VARCHAR[]", "Their countries, each once."),
            always("recipient_countries", "VARCHAR[]", "Their countries, each once."),
            column("place", "VARCHAR", "The gazetteer's name, or the words where it was not resolved."),
            column("place_kind", "VARCHAR", "country, region, admin1, town, sea, base, …"),
            column("geonameid", "BIGINT", "GeoNames id."),
            column("latitude", "DOUBLE", "Degrees north (WGS 84)."),
            column("longitude", "DOUBLE", "Degrees east (WGS 84)."),
            column("country", "VARCHAR", "Country of the place, ISO 3166-1 alpha-3."),
            column("place_radius_km", "DOUBLE", "How far from the point it may have been, in kilometres."),
            column("place_confidence", "DOUBLE", "How sure the place is, 0 to 1."),
            column("time", "VARCHAR", "TIMEX3 value of the time named."),
            column("first_day", "DATE", "The first day meant by the time named."),
            column("last_day", "DATE", "The last day meant."),
            column("granularity", "VARCHAR", "day, week, month, …: never finer than the words."),
            always("time_inferred", "BOOLEAN", "Whether the report's own date had to be inferred."),
            column("day", "DATE", "The day to count it by: `first_day`, else the report's for what is recent."),
            always("day_from", "VARCHAR", "Where `day` comes from: time, report or none."),
            column("deaths_low", "DOUBLE", "The least number of deaths told with it."),
            column("deaths_high", "DOUBLE", "The greatest."),
            column("injured_low", "DOUBLE", "The least number of injured told with it."),
            column("injured_high", "DOUBLE", "The greatest."),
            always("claims", "VARCHAR[]", "Claims it stands in, outermost first; empty: the report's own voice."),
            always("speakers", "VARCHAR[]", "Names of those who say so, outermost first."),
            always("confidence", "DOUBLE", "How sure the reading is, 0 to 1."),
            always("trigger_spans", _SPANS, "Offsets of the trigger."),
            always("evidence_spans", _SPANS, "Offsets of the clause or sentence."),
            always("place_spans", _SPANS, "Offsets of the place; empty where there is none."),
            always("time_spans", _SPANS, "Offsets of the time; empty where there is none."),
        ),
        key=("id",),
    ),
    Table(
        "parties", "evidence", "The actors and recipients of events, a row each.",
        (
            always("event", "VARCHAR", "The event."), _REPORT,
            always("role", "VARCHAR", "actor or recipient."),
            always("position", "INTEGER", "0 for the first named."),
            always("as_written", "VARCHAR", "The words."),
            column("entity", "VARCHAR", "The entity they stand for."),
            always("name", "VARCHAR", "The entity's name, or the words."),
            column("kind", "VARCHAR", "The entity's kind."),
            column("country", "VARCHAR", "The entity's country, ISO 3166-1 alpha-3."),
            always("sectors", "VARCHAR[]", "The entity's PLOVER sectors."),
            always("spans", _SPANS, "Offsets of the words."),
        ),
        key=("event", "role", "position"),
    ),
    Table(
        "quantities", "evidence", "Deaths, injured, displaced, troops, money, …: numbers, and whose they are.",
        (
            _ID, _REPORT,
            column("event", "VARCHAR", "The event it belongs to, or null."),
            always("kind", "VARCHAR", "deaths, injured, displaced, arrested, troops, money, …"),
            always("value", "DOUBLE", "The number named."),
            column("low", "DOUBLE", "The least it can mean; null marks an open end."),
            column("high", "DOUBLE", "The most it can mean; null marks an open end."),
            always("bound", "VARCHAR", "exact, about, under, over, at_least or at_most."),
            always("as_written", "VARCHAR", "The words."),
            always("claims", "VARCHAR[]", "Claims it stands in, outermost first."),
            always("spans", _SPANS, "Offsets of the words."),
        ),
        key=("id",),
    ),
    Table(
        "places", "evidence", "Every place named.",
        (
            _ID, _REPORT,
            always("name", "VARCHAR", "The gazetteer's name, or the words where it was not resolved."),
            column("kind", "VARCHAR", "country, region, admin1, town, …"),
            column("geonameid", "BIGINT", "GeoNames id."),
            column("latitude", "DOUBLE", "Degrees north (WGS 84)."),
            column("longitude", "DOUBLE", "Degrees east (WGS 84)."),
            column("country", "VARCHAR", "ISO 3166-1 alpha-3."),
            column("radius_km", "DOUBLE", "How far from the point what happens there may be, in kilometres."),
            always("confidence", "DOUBLE", "How sure the reading is, 0 to 1."),
            always("spans", _SPANS, "Offsets of the words."),
        ),
        key=("id",),
    ),
    Table(
        "times", "evidence", "Every time named.",
        (
            _ID, _REPORT,
            always("kind", "VARCHAR", "TIMEX3 type: DATE, TIME, DURATION or SET."),
            column("value", "VARCHAR", "TIMEX3 value."),
            column("first_day", "DATE", "The first day meant."),
            column("last_day", "DATE", "The last day meant."),
            column("granularity", "VARCHAR", "day, week, month, …"),
            always("inferred", "BOOLEAN", "Whether the report's own date had to be inferred."),
            always("as_written", "VARCHAR", "The words."),
            always("spans", _SPANS, "Offsets of the words."),
        ),
        key=("id",),
    ),
    Table(
        "explanations", "evidence", "What a report, or a source in it, gives as the cause of what.",
        (
            _ID, _REPORT,
            always("cause", "VARCHAR", "The words for the cause."),
            column("cause_event", "VARCHAR", "The event they tell."),
            always("effect", "VARCHAR", "The words for the effect."),
            column("effect_event", "VARCHAR", "The event they tell."),
            always("marker", "VARCHAR", "The words that join them."),
            always("status", "VARCHAR", "stated, hypothetical or negated."),
            always("claims", "VARCHAR[]", "Claims it stands in, outermost first."),
            always("confidence", "DOUBLE", "How sure the reading is, 0 to 1."),
            always("cause_spans", _SPANS, "Offsets of the cause."),
            always("effect_spans", _SPANS, "Offsets of the effect."),
            always("marker_spans", _SPANS, "Offsets of the marker."),
        ),
        key=("id",),
    ),
    Table(
        "verdicts", "evidence", "What people judged; the last word on a subject counts, and undoing is one more row.",
        (
            _ID,
            always("relation", "VARCHAR", "same_event, copy, same_entity, or field for a corrected value."),
            always("subject", "VARCHAR", "The event, report or entity judged."),
            column("other", "VARCHAR", "The other one of a pair."),
            always("judgement", "VARCHAR", "same, different, unsure, accepted, rejected, corrected or withdrawn."),
            column("field", "VARCHAR", "The corrected field."),
            column("value", "JSON", "Its corrected value."),
            column("who", "VARCHAR", "Who judged."),
            always("judged", "TIMESTAMP", "When (UTC)."),
        ),
        key=("id",),
    ),
)  # fmt: skip

TABLES: tuple[Table, ...] = EVIDENCE + LINKED


def table(name: str) -> Table:
    """The table of this name."""
    return next(t for t in TABLES if t.name == name)
