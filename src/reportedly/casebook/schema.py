"""The tables of a casebook, declared once: DDL, Parquet columns, JSON Schema and docs all come from here.

Ids: a report's id is the hash of its text. What was read from it is named `<report id>:<id in its record>`, so
`3f2a…:v1` is its first event. Offsets count code points of `reports.text`. Days are ISO dates without a time zone.
"""

from __future__ import annotations

from reportedly.casebook.columns import Column, Table
from reportedly.casebook.linked import LINKED

__all__ = ["EVIDENCE", "TABLES", "VERSION", "table"]

VERSION = 1
"""The version of the tables. A casebook of another version is made anew from its parts (`reportedly migrate`)."""

_SPANS = "INTEGER[][]"


def _column(name: str, type: str, meaning: str) -> Column:
    return Column(name, type, meaning)


def _always(name: str, type: str, meaning: str) -> Column:
    return Column(name, type, meaning, optional=False)


_ID = _always("id", "VARCHAR", "Unique in the casebook.")
_REPORT = _always("report", "VARCHAR", "The report it was read from.")
_PART = _always("part", "VARCHAR", "The part that brought the row.")

EVIDENCE: tuple[Table, ...] = (
    Table(
        "imports", "evidence", "The parts taken in, each once.",
        (
            _always("part", "VARCHAR", "The part's name: the file in `parts/`."),
            _column("coder", "VARCHAR", "Version of `reportedly` that read the reports."),
            _column("parser", "VARCHAR", "The spaCy pipeline, with its version."),
            _column("knowledge", "VARCHAR", "Hash of the knowledge files, the user's own included."),
            _always("reports", "INTEGER", "Readings in the part."),
            _always("imported", "TIMESTAMP", "When it was taken in (UTC)."),
        ),
        key=("part",),
    ),
    Table(
        "reports", "evidence", "Reports, each text once, however often it came in.",
        (
            _always("id", "VARCHAR", "SHA-256 of the text, 16 hex digits."),
            _column("title", "VARCHAR", "The headline, where it was given or the page says it."),
            _column("outlet", "VARCHAR", "Who published it, where it first came in."),
            _column("url", "VARCHAR", "Where it was published."),
            _column("published", "VARCHAR", "ISO 8601 date or datetime as given."),
            _column("day", "DATE", "The day of `published`."),
            _always("language", "VARCHAR", "ISO 639-1 code."),
            _always("text", "VARCHAR", "What every offset refers to."),
            _always("characters", "INTEGER", "Length of the text in code points."),
            _PART,
        ),
        key=("id",),
    ),
    Table(
        "appearances", "evidence", "Where and when each report came in: one text may appear at several outlets.",
        (
            _REPORT,
            _always("source", "VARCHAR", "The file, record or address it came from."),
            _always("digest", "VARCHAR", "Hash of the bytes as they came, by which they are known again."),
            _column("key", "VARCHAR", "What stays when the text changes: an address or a path."),
            _column("outlet", "VARCHAR", "Who published it there."),
            _column("url", "VARCHAR", "Where it was published."),
            _column("title", "VARCHAR", "The headline there."),
            _column("published", "VARCHAR", "ISO 8601 date or datetime as given there."),
            _always("seen", "TIMESTAMP", "When it came in (UTC)."),
            _PART,
        ),
        key=("digest",),
    ),
    Table(
        "skipped", "evidence", "Inputs that were left out, and why.",
        (
            _always("source", "VARCHAR", "The file, record or address."),
            _always("reason", "VARCHAR", "Why it was left out, and what to do."),
            _column("digest", "VARCHAR", "Hash of the bytes as they came; null where there were none."),
            _always("seen", "TIMESTAMP", "When it came in (UTC)."),
            _PART,
        ),
    ),
    Table(
        "entities", "evidence", "Those who act, are acted on, speak or are named, as read in one report.",
        (
            _ID, _REPORT,
            _always("name", "VARCHAR", "The fullest name known."),
            _always("kind", "VARCHAR", "person, organisation, country, group, outlet or unnamed."),
            _column("country", "VARCHAR", "ISO 3166-1 alpha-3."),
            _always("sectors", "VARCHAR[]", "PLOVER sector codes, the main one first."),
            _always("mentions", _SPANS, "Every place where the text names it."),
        ),
        key=("id",),
    ),
    Table(
        "claims", "evidence", "Attributions: who says what, and how.",
        (
            _ID, _REPORT,
            _column("parent", "VARCHAR", "The claim whose content holds this one."),
            _column("speaker", "VARCHAR", "The speaker's name, or the words; null where none is named."),
            _column("speaker_as_written", "VARCHAR", "The words for the speaker."),
            _column("entity", "VARCHAR", "The speaker as an entity."),
            _column("kind", "VARCHAR", "The kind of the speaker."),
            _column("country", "VARCHAR", "The speaker's country, ISO 3166-1 alpha-3."),
            _always("sectors", "VARCHAR[]", "The speaker's PLOVER sectors."),
            _always("stance", "VARCHAR", "states, claims, denies, fears, …"),
            _always("vouches", "BOOLEAN", "Whether the speaker puts the content forward."),
            _always("cue", "VARCHAR", "The words that attribute."),
            _always("content", "VARCHAR", "What is said, as the report gives it."),
            _always("form", "VARCHAR", "direct, indirect or mixed."),
            _always("confidence", "DOUBLE", "How sure the reading is, 0 to 1."),
            _always("source_spans", _SPANS, "Offsets of the speaker."),
            _always("cue_spans", _SPANS, "Offsets of the cue."),
            _always("content_spans", _SPANS, "Offsets of the content."),
        ),
        key=("id",),
    ),
    Table(
        "events", "evidence", "Who did what to whom, where and when, as one report tells it.",
        (
            _ID, _REPORT,
            _always("type", "VARCHAR", "Event type: PLOVER's, or one of the user's codebook."),
            _column("plover", "VARCHAR", "The PLOVER type it counts as; null for a type of one's own that has none."),
            _always("modes", "VARCHAR[]", "How it was done."),
            _always("contexts", "VARCHAR[]", "What it was about."),
            _always("quad", "VARCHAR", "Verbal or material, cooperation or conflict."),
            _always("intensity", "DOUBLE", "PLOVER's conflict-cooperation score, -10 to 10."),
            _always("status", "VARCHAR", "occurred, ongoing, historical, future, hypothetical or negated."),
            _always("trigger", "VARCHAR", "The words that tell the event."),
            _always("evidence", "VARCHAR", "The clause or sentence it was read from."),
            _always("actors", "VARCHAR[]", "Names of those who did it."),
            _always("recipients", "VARCHAR[]", "Names of those it was done to."),
            _always("actor_countries", "VARCHAR[]", "Their countries, each once."),
            _always("recipient_countries", "VARCHAR[]", "Their countries, each once."),
            _column("place", "VARCHAR", "The gazetteer's name, or the words where it was not resolved."),
            _column("place_kind", "VARCHAR", "country, region, admin1, town, sea, base, …"),
            _column("geonameid", "BIGINT", "GeoNames id."),
            _column("latitude", "DOUBLE", "Degrees north (WGS 84)."),
            _column("longitude", "DOUBLE", "Degrees east (WGS 84)."),
            _column("country", "VARCHAR", "Country of the place, ISO 3166-1 alpha-3."),
            _column("place_confidence", "DOUBLE", "How sure the place is, 0 to 1."),
            _column("time", "VARCHAR", "TIMEX3 value of the time named."),
            _column("first_day", "DATE", "The first day meant by the time named."),
            _column("last_day", "DATE", "The last day meant."),
            _column("granularity", "VARCHAR", "day, week, month, …: never finer than the words."),
            _always("time_inferred", "BOOLEAN", "Whether the report's own date had to be inferred."),
            _column("day", "DATE", "The day to count it by: `first_day`, else the report's for what is recent."),
            _always("day_from", "VARCHAR", "Where `day` comes from: time, report or none."),
            _column("deaths_low", "DOUBLE", "The least number of deaths told with it."),
            _column("deaths_high", "DOUBLE", "The greatest."),
            _column("injured_low", "DOUBLE", "The least number of injured told with it."),
            _column("injured_high", "DOUBLE", "The greatest."),
            _always("claims", "VARCHAR[]", "Claims it stands in, outermost first; empty: the report's own voice."),
            _always("speakers", "VARCHAR[]", "Names of those who say so, outermost first."),
            _always("confidence", "DOUBLE", "How sure the reading is, 0 to 1."),
            _always("trigger_spans", _SPANS, "Offsets of the trigger."),
            _always("evidence_spans", _SPANS, "Offsets of the clause or sentence."),
            _always("place_spans", _SPANS, "Offsets of the place; empty where there is none."),
            _always("time_spans", _SPANS, "Offsets of the time; empty where there is none."),
        ),
        key=("id",),
    ),
    Table(
        "parties", "evidence", "The actors and recipients of events, a row each.",
        (
            _always("event", "VARCHAR", "The event."), _REPORT,
            _always("role", "VARCHAR", "actor or recipient."),
            _always("position", "INTEGER", "0 for the first named."),
            _always("as_written", "VARCHAR", "The words."),
            _column("entity", "VARCHAR", "The entity they stand for."),
            _always("name", "VARCHAR", "The entity's name, or the words."),
            _column("kind", "VARCHAR", "The entity's kind."),
            _column("country", "VARCHAR", "The entity's country, ISO 3166-1 alpha-3."),
            _always("sectors", "VARCHAR[]", "The entity's PLOVER sectors."),
            _always("spans", _SPANS, "Offsets of the words."),
        ),
        key=("event", "role", "position"),
    ),
    Table(
        "quantities", "evidence", "Deaths, injured, displaced, troops, money, …: numbers, and whose they are.",
        (
            _ID, _REPORT,
            _column("event", "VARCHAR", "The event it belongs to, or null."),
            _always("kind", "VARCHAR", "deaths, injured, displaced, arrested, troops, money, …"),
            _always("value", "DOUBLE", "The number named."),
            _column("low", "DOUBLE", "The least it can mean; null marks an open end."),
            _column("high", "DOUBLE", "The most it can mean; null marks an open end."),
            _always("bound", "VARCHAR", "exact, about, under, over, at_least or at_most."),
            _always("as_written", "VARCHAR", "The words."),
            _always("claims", "VARCHAR[]", "Claims it stands in, outermost first."),
            _always("spans", _SPANS, "Offsets of the words."),
        ),
        key=("id",),
    ),
    Table(
        "places", "evidence", "Every place named.",
        (
            _ID, _REPORT,
            _always("name", "VARCHAR", "The gazetteer's name, or the words where it was not resolved."),
            _column("kind", "VARCHAR", "country, region, admin1, town, …"),
            _column("geonameid", "BIGINT", "GeoNames id."),
            _column("latitude", "DOUBLE", "Degrees north (WGS 84)."),
            _column("longitude", "DOUBLE", "Degrees east (WGS 84)."),
            _column("country", "VARCHAR", "ISO 3166-1 alpha-3."),
            _always("confidence", "DOUBLE", "How sure the reading is, 0 to 1."),
            _always("spans", _SPANS, "Offsets of the words."),
        ),
        key=("id",),
    ),
    Table(
        "times", "evidence", "Every time named.",
        (
            _ID, _REPORT,
            _always("kind", "VARCHAR", "TIMEX3 type: DATE, TIME, DURATION or SET."),
            _column("value", "VARCHAR", "TIMEX3 value."),
            _column("first_day", "DATE", "The first day meant."),
            _column("last_day", "DATE", "The last day meant."),
            _column("granularity", "VARCHAR", "day, week, month, …"),
            _always("inferred", "BOOLEAN", "Whether the report's own date had to be inferred."),
            _always("as_written", "VARCHAR", "The words."),
            _always("spans", _SPANS, "Offsets of the words."),
        ),
        key=("id",),
    ),
    Table(
        "explanations", "evidence", "What a report, or a source in it, gives as the cause of what.",
        (
            _ID, _REPORT,
            _always("cause", "VARCHAR", "The words for the cause."),
            _column("cause_event", "VARCHAR", "The event they tell."),
            _always("effect", "VARCHAR", "The words for the effect."),
            _column("effect_event", "VARCHAR", "The event they tell."),
            _always("marker", "VARCHAR", "The words that join them."),
            _always("status", "VARCHAR", "stated, hypothetical or negated."),
            _always("claims", "VARCHAR[]", "Claims it stands in, outermost first."),
            _always("confidence", "DOUBLE", "How sure the reading is, 0 to 1."),
            _always("cause_spans", _SPANS, "Offsets of the cause."),
            _always("effect_spans", _SPANS, "Offsets of the effect."),
            _always("marker_spans", _SPANS, "Offsets of the marker."),
        ),
        key=("id",),
    ),
    Table(
        "verdicts", "evidence", "What people judged; the last word on a subject counts, and undoing is one more row.",
        (
            _ID,
            _always("relation", "VARCHAR", "same_event, copy, same_entity, or field for a corrected value."),
            _always("subject", "VARCHAR", "The event, report or entity judged."),
            _column("other", "VARCHAR", "The other one of a pair."),
            _always("judgement", "VARCHAR", "same, different, unsure, accepted, rejected, corrected or withdrawn."),
            _column("field", "VARCHAR", "The corrected field."),
            _column("value", "JSON", "Its corrected value."),
            _column("who", "VARCHAR", "Who judged."),
            _always("judged", "TIMESTAMP", "When (UTC)."),
        ),
        key=("id",),
    ),
)  # fmt: skip

TABLES: tuple[Table, ...] = EVIDENCE + LINKED


def table(name: str) -> Table:
    """The table of this name."""
    return next(t for t in TABLES if t.name == name)
