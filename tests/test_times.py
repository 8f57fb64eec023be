"""Times: what the words of a report mean on the calendar, seen from its own date (a Thursday, 17 March 2016)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.coding.sentences import sentences
from reportedly.coding.times import time_in, times
from reportedly.reading import Coder, Reading, Time
from reportedly.report import Report, Span

if TYPE_CHECKING:
    from spacy.language import Language

THURSDAY = "2016-03-17"
Tag = Callable[..., Reading]


@pytest.fixture(scope="session")
def tag(nlp: Language) -> Tag:
    """The times of a text; `published` is the report's date."""

    def run(text: str, published: str | None = THURSDAY) -> Reading:
        return times(sentences(Reading(Report(text, published=published), Coder("", "", ""), nlp(text))))

    return run


def only(reading: Reading) -> Time:
    assert len(reading.times) == 1, [reading.text(t.spans) for t in reading.times]
    return reading.times[0]


DAYS = [
    # text, the words that are the time, first and last day, granularity
    ("The rebels left the town on Monday.", "Monday", "2016-03-14", "2016-03-14", "day"),
    ("The rebels will leave the town on Monday.", "Monday", "2016-03-21", "2016-03-21", "day"),
    ("The envoys agreed to meet on Monday.", "Monday", "2016-03-21", "2016-03-21", "day"),
    ("The march was scheduled for Saturday.", "Saturday", "2016-03-19", "2016-03-19", "day"),
    ("A mine killed two farmers on Thursday.", "Thursday", "2016-03-17", "2016-03-17", "day"),
    ("He flew home last Friday.", "last Friday", "2016-03-11", "2016-03-11", "day"),
    ("The convoy leaves next Tuesday.", "next Tuesday", "2016-03-22", "2016-03-22", "day"),
    ("They met on Wednesday last week.", "Wednesday last week", "2016-03-09", "2016-03-09", "day"),
    ("The minister resigned yesterday.", "yesterday", "2016-03-16", "2016-03-16", "day"),
    ("The council votes tomorrow.", "tomorrow", "2016-03-18", "2016-03-18", "day"),
    ("It came the day before yesterday.", "the day before yesterday", "2016-03-15", "2016-03-15", "day"),
    ("The pact was signed on February 9, 2015.", "February 9, 2015", "2015-02-09", "2015-02-09", "day"),
    ("The pact was signed on 9 February 2015.", "9 February 2015", "2015-02-09", "2015-02-09", "day"),
    ("The pact was signed on Sept. 2, 2014.", "Sept. 2, 2014", "2014-09-02", "2014-09-02", "day"),
    ("Troops crossed the river on March 14.", "March 14", "2016-03-14", "2016-03-14", "day"),
    ("Troops crossed the river on 5 May.", "5 May", "2015-05-05", "2015-05-05", "day"),
    ("The mandate ends on 31 December.", "31 December", "2016-12-31", "2016-12-31", "day"),
    ("The truce will begin on the 9th of May.", "the 9th of May", "2016-05-09", "2016-05-09", "day"),
    ("The talks were extended until April 3.", "April 3", None, "2016-04-03", "day"),
    ("The log is dated 2016-02-27.", "2016-02-27", "2016-02-27", "2016-02-27", "day"),
    ("The log is dated 25/12/2015.", "25/12/2015", "2015-12-25", "2015-12-25", "day"),
    ("The log is dated 12/25/2015.", "12/25/2015", "2015-12-25", "2015-12-25", "day"),
    ("Three days ago shells fell.", "Three days ago", "2016-03-14", "2016-03-14", "day"),
    ("The army came in September 2015.", "September 2015", "2015-09-01", "2015-09-30", "month"),
    ("The army came in late October.", "late October", "2015-10-01", "2015-10-31", "month"),
    ("The vote will be held in October.", "October", "2016-10-01", "2016-10-31", "month"),
    ("Five months ago the siege began.", "Five months ago", "2015-10-01", "2015-10-31", "month"),
    ("Prices rose last month.", "last month", "2016-02-01", "2016-02-29", "month"),
    ("Both sides met earlier this week.", "earlier this week", "2016-03-14", "2016-03-20", "week"),
    ("The city fell last weekend.", "last weekend", "2016-03-12", "2016-03-13", "week"),
    ("It closed in the first quarter of 2015.", "the first quarter of 2015", "2015-01-01", "2015-03-31", "quarter"),
    ("They fled in the winter of 2014.", "the winter of 2014", "2014-12-01", "2015-02-28", "season"),
    ("They fled last summer.", "last summer", "2015-06-01", "2015-08-31", "season"),
    ("The war of 1967 changed it.", "1967", "1967-01-01", "1967-12-31", "year"),
    ("The wall was built two years ago.", "two years ago", "2014-01-01", "2014-12-31", "year"),
    ("The base was shut in the late 1990s.", "the late 1990s", "1990-01-01", "1999-12-31", "decade"),
    ("It was the worst war of the 20th century.", "the 20th century", "1900-01-01", "1999-12-31", "century"),
    ("Fighting lasted from 3 to 5 May 2015.", "3 to 5 May 2015", "2015-05-03", "2015-05-05", "day"),
    ("Clashes went on March 2-5.", "March 2-5", "2016-03-02", "2016-03-05", "day"),
    ("It held between March and June 2015.", "March and June 2015", "2015-03-01", "2015-06-30", "month"),
    ("The 2014–2015 campaign failed.", "2014–2015", "2014-01-01", "2015-12-31", "year"),
    ("They have fought there since 2014.", "2014", "2014-01-01", None, "year"),
    ("The talks will run until Friday.", "Friday", None, "2016-03-18", "day"),
    ("In the past three days the road was cut.", "the past three days", "2016-03-14", "2016-03-17", "day"),
    ("The town was hit at 10 p.m. on Saturday.", "10 p.m. on Saturday", "2016-03-12", "2016-03-12", "time"),
    ("Last night a bridge was blown up.", "Last night", "2016-03-16", "2016-03-16", "time"),
    ("Overnight, drones hit the depot.", "Overnight", "2016-03-16", "2016-03-17", "time"),
]


@pytest.mark.parametrize(("text", "words", "start", "end", "granularity"), DAYS)
def test_days(tag: Tag, text: str, words: str, start: str | None, end: str | None, granularity: str) -> None:
    reading = tag(text)
    time = only(reading)
    assert reading.text(time.spans) == words
    assert (time.start, time.end, time.granularity) == (start, end, granularity)
    assert not time.inferred


VALUES = [
    ("The siege lasted three weeks.", "DURATION", "P3W"),
    ("It was a two-year war.", "DURATION", "P2Y"),
    ("They waited two and a half hours.", "DURATION", "PT2H30M"),
    ("They waited 2 1/2 years.", "DURATION", "P2Y6M"),
    ("The aid will come within weeks.", "DURATION", "PXW"),
    ("Snipers fire every Friday.", "SET", "XXXX-WXX-5"),
    ("The court sits on Mondays.", "SET", "XXXX-WXX-1"),
    ("Each year hundreds drown.", "SET", "P1Y"),
    ("The army is now in control.", "DATE", "PRESENT_REF"),
    ("Shelling has recently grown.", "DATE", "PAST_REF"),
    ("The talks may soon resume.", "DATE", "FUTURE_REF"),
    ("Several years ago it was quiet.", "DATE", "PAST_REF"),
    ("The guns fell silent at noon on Tuesday.", "TIME", "2016-03-15T12:00"),
    ("They left on Friday night.", "TIME", "2016-03-11TNI"),
]


@pytest.mark.parametrize(("text", "kind", "value"), VALUES)
def test_values(tag: Tag, text: str, kind: str, value: str) -> None:
    time = only(tag(text))
    assert (time.kind, time.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "The council may march on the palace.",
        "Prices fall and tempers spring up.",
        "The fall of the city shook the camp.",
        "A 34-year-old teacher, 12 years old, was hurt.",
        "Resolution 2254 was passed by 15 votes.",
        "They counted 2,015 tents and 1900 soldiers.",
        "Three-quarters of the flats burnt down; a second strike hit them.",
        "Theresa May spoke.",
        "",
    ],
)
def test_no_time(tag: Tag, text: str) -> None:
    assert tag(text).times == ()


def test_times_go_on_from_one_another(tag: Tag) -> None:
    text = "On 3 May 2015 rebels took the dam. Two days later the army came. That month 40 died. The next year it fell."
    reading = tag(text)
    assert [time.value for time in reading.times] == ["2015-05-03", "2015-05-05", "2015-05", "2016"]


def test_a_headline_in_the_present_tense_looks_back(tag: Tag) -> None:
    reading = tag("Troops Storm Border Town on Monday\n\nTroops stormed the town of Arslan, officials said.\n")
    assert only(reading).start == "2016-03-14"


def test_why_says_how_it_was_read(tag: Tag) -> None:
    why = only(tag("The rebels left on Monday.")).why[0]
    assert why.detail == "read relative to the report of 2016-03-17, a Thursday: the Monday before"
    assert why.field == "time"


def test_a_dateline_stands_in_for_the_reports_date(tag: Tag) -> None:
    reading = tag("BEIRUT, Jan. 5, 2016 — Gunmen attacked a mosque on Monday. Talks will resume on Friday.", None)
    dateline, monday, friday = reading.times
    assert (dateline.inferred, monday.inferred, friday.inferred) == (False, True, True)
    assert (monday.start, friday.start) == ("2016-01-04", "2016-01-08")


def test_without_any_date_relative_times_keep_their_words_only(tag: Tag) -> None:
    reading = tag("The army left yesterday. On Monday it had won. In March it had come. Last week it rained.", None)
    assert [reading.text(time.spans) for time in reading.times] == ["yesterday", "Monday", "March", "Last week"]
    assert {(time.value, time.start, time.end) for time in reading.times} == {(None, None, None)}


def test_a_month_with_its_year_lies_before_one_without(tag: Tag) -> None:
    reading = tag("The troops left on March 14. They had come in September 2015.", None)
    assert [(time.start, time.inferred) for time in reading.times] == [("2016-03-14", True), ("2015-09-01", False)]


@pytest.mark.parametrize("published", ["", "yesterday", "9999-99-99", "0000-00-00", "2016-13-01", "٢٠١٦", "\x00"])
def test_a_malformed_date_is_no_date(tag: Tag, published: str) -> None:
    assert only(tag("The rebels left on Monday.", published)).start is None


FORMS = ["2016-03-17", "2016-03-17T23:10:00Z", "20160317", "Thu, 17 Mar 2016 10:00:00 GMT"]


@pytest.mark.parametrize("published", FORMS)
def test_forms_of_the_reports_date(tag: Tag, published: str) -> None:
    assert only(tag("The rebels left on Monday.", published)).start == "2016-03-14"


def test_time_in(tag: Tag) -> None:
    reading = tag("The rebels left on Monday and came back yesterday.")
    monday, yesterday = reading.times
    assert time_in(reading, Span(0, 25)) == (monday,)
    assert time_in(reading, Span(0, 100)) == (monday, yesterday)
    assert time_in(reading, Span(0, 3)) == ()


PIECES = st.sampled_from(
    ["on Monday", "March 14", "2016", "last", "two", "years", "ago", "-", "–", ".", "the", "third", "quarter", "of",
     "at", "10 p.m.", "noon", "from", "3 to 5 May", "until", "since", "'90s", "half", "a", "1/2", "early", "31", "Feb",
     "\n\n", "to", "𝔐", "\x00", "\u202e", "“", "12/13/14", "99999999999999999999", "overnight", "every", "week",
     "later"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=25).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.none() | st.just(THURSDAY) | st.text(max_size=12))
def test_any_text(tag: Tag, text: str, published: str | None) -> None:
    reading = tag(text, published)
    places = [time.spans[0] for time in reading.times]
    assert places == sorted(places)
    assert all(not one.overlaps(other) for one, other in pairwise(places))
    for time in reading.times:
        words = reading.text(time.spans)
        assert words == words.strip()
        assert words
        days = [date.fromisoformat(day) for day in (time.start, time.end) if day]
        assert days == sorted(days)
        assert not (time.inferred and published == THURSDAY)
