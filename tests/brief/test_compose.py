"""What a brief says of a casebook, and what it never says."""

from __future__ import annotations

import re
import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

import reportedly
from reportedly.brief import Brief, Section, Sentence, compose
from reportedly.brief.check import check
from reportedly.brief.wording import phrases
from reportedly.casebook.book import Casebook
from reportedly.casebook.layout import locate
from reportedly.casebook.queries import Filter
from reportedly.casebook.verdicts import judge

TITLES = phrases()["sections"]


def section(brief: Brief, name: str) -> Section:
    return next(s for s in brief.sections if s.title == TITLES[name])


def texts(brief: Brief, name: str) -> list[str]:
    return [sentence.text for sentence in section(brief, name).walk()]


def about(sentences: list[str], *words: str) -> list[str]:
    return [s for s in sentences if all(word in s for word in words)]


def test_every_sentence_cites_characters_that_stand_in_its_reports(week_brief: Brief, week: Casebook) -> None:
    stored = dict(week.connection.execute("SELECT id, text FROM reports").fetchall())
    sentences = list(week_brief.sentences())
    assert len(sentences) > 80
    for sentence in sentences:
        assert sentence.citations, sentence.text
        for citation in sentence.citations:
            assert citation.words == tuple(stored[citation.report][a:b] for a, b in citation.spans)
    assert {c.report for s in sentences for c in s.citations} == {source.report for source in week_brief.sources}


def test_a_brief_is_frozen(week_brief: Brief) -> None:
    with pytest.raises(FrozenInstanceError):
        week_brief.headline.text = "another"  # type: ignore[misc]


def test_the_headline_is_the_best_witnessed_event(week_brief: Brief) -> None:
    expected = "Sudan, 3 to 9 March 2031: air strike in Nyala reported on five independent origins, with a denial"
    assert week_brief.headline.text == expected


def test_days_stand_in_order_and_the_best_witnessed_opens_its_day(week_brief: Brief) -> None:
    days = section(week_brief, "happened").sections
    titles = [day.title for day in days]
    week = [f"{day} {3 + n} March 2031" for n, day in enumerate(phrases()["weekdays"])]
    assert [title for title in titles if title in week] == week
    tuesday = next(day for day in days if day.title == "Tuesday 4 March 2031")
    assert tuesday.sentences[0].text.startswith(
        "An air strike in Nyala on Tuesday 4 March was reported by seven outlets"
    )


def test_what_is_denied_is_denied_right_beside_it(week_brief: Brief) -> None:
    happened = texts(week_brief, "happened")
    at = next(n for n, text in enumerate(happened) if text.startswith("An air strike in Nyala"))
    assert "with a denial by the Sudanese Armed Forces" in happened[at]
    assert "denied" in happened[at + 2]
    assert "that they had bombed a market in Nyala" in happened[at + 2]


def test_counts_that_differ_are_a_range_with_those_who_give_each(week_brief: Brief) -> None:
    (lead,) = about(texts(week_brief, "happened"), "An air strike in Nyala", "independent origins")
    assert "range from 14 to 31" in lead
    (numbers,) = about(texts(week_brief, "numbers"), "killed", "in Nyala")
    assert "is given as 14 to 31" in numbers
    assert "at least 20 by a trader (Radio Blue Nile)" in numbers
    assert "31 by Doctors Without Borders (The Halden Courier)" in numbers


def test_numbers_that_words_leave_open_are_quoted_and_never_made_figures(week_brief: Brief) -> None:
    (protest,) = about(texts(week_brief, "numbers"), "took part in the protest")
    assert "“Thousands of people” by The Southbank Chronicle" in protest
    assert not re.search(r"\b2[,.]?000\b", protest)


def test_copies_count_once_and_are_named_as_copies(week_brief: Brief) -> None:
    (shelled,) = about(texts(week_brief, "happened"), "citing a committee of camp residents")
    assert shelled.endswith(", in a report carried by two outlets.")
    (agreeing,) = about(texts(week_brief, "who"), "The shelling at Abu Shouk camp", "is affirmed by")
    assert "a committee of camp residents (Meridian News Agency, copied by Sudan Watcher)" in agreeing


def test_a_copy_with_an_older_number_does_not_carry_the_new_one(week_brief: Brief) -> None:
    for text in about(texts(week_brief, "happened"), "22"):
        assert "carried by" not in text or "accused" in text


def test_unnamed_sources_are_said_to_be_so(week_brief: Brief) -> None:
    assert about(texts(week_brief, "who"), "Left unnamed", "in Nyala", "medics at the city's main hospital")


def test_what_is_contested_names_both_sides(week_brief: Brief) -> None:
    (day,) = about(texts(week_brief, "contested"), "The day of the attack near El Obeid")
    assert "Tuesday 4 March according to" in day
    assert "Wednesday 5 March according to" in day
    (actor,) = about(texts(week_brief, "contested"), "shelling at Abu Shouk camp", "different actors")
    assert "the Rapid Support Forces according to a committee of camp residents" in actor


def test_what_only_one_side_says_is_never_said_flatly(week_brief: Brief) -> None:
    outlets = {name for source in week_brief.sources for name in source.outlets}
    for sentence in week_brief.sentences():
        told = any(outlet in sentence.text for outlet in outlets)
        counted = re.search(r"outlets|origins|the reports give", sentence.text)
        assert told or counted, sentence.text


@pytest.mark.parametrize("name", ["week_brief", "odd_brief"])
def test_an_editor_would_find_no_slip(name: str, request: pytest.FixtureRequest) -> None:
    brief: Brief = request.getfixturevalue(name)
    for sentence in brief.sentences():
        text = sentence.text
        assert text[0].isupper() or text[0].isdigit() or text[0] == "“", text
        assert sentence is brief.headline or re.search(r"[.!?”]$", text), text
        unquoted = re.sub(r"“[^”]*”", "“”", text)
        assert not re.search(r"\b([A-Z]\w+(?: [A-Z]\w+)+),? \1\b", unquoted), f"a name twice: {text}"
        assert not re.search(r"\b(the|a|an|by|in|on|that|and) \1\b", unquoted), f"a word twice: {text}"
        assert not re.search(r" [,.;:]|\.\.|,,|\( | \)|  ", unquoted), f"a blank or stop astray: {text}"
        assert not re.search(r"\ba [aeio]", unquoted), f"a for an: {text}"
        assert text.count("“") == text.count("”"), text
        assert not re.search(r"\b(said|reported), [A-Z][^,]* (said|told)\b", unquoted), text


def test_nothing_is_told_twice(week_brief: Brief) -> None:
    said = [sentence.text for sentence in week_brief.sentences()]
    assert len(said) == len(set(said))


def test_direct_speech_stays_quoted_with_its_speaker(odd_brief: Brief) -> None:
    (warning,) = about(texts(odd_brief, "expected"), "500 more soldiers")
    assert warning.startswith(
        "The Plateau Post quoted Angolan Foreign Minister Artur Bengo as saying on Thursday 9 May 2024"
    )
    assert "“We will send 500 more soldiers to the border”" in warning


def test_fears_promises_and_plans_stand_among_what_is_expected(odd_brief: Brief) -> None:
    expected = texts(odd_brief, "expected")
    assert about(expected, "Western diplomats fear that the fighting around Aleppo will resume")
    assert about(expected, "The presidents of Congo and Rwanda will meet in Luanda on Saturday 11 May 2024")
    assert about(expected, "promised to arrest the organizers by Monday 6 May 2024")


def test_earlier_times_are_background(odd_brief: Brief) -> None:
    assert about(texts(odd_brief, "background"), "In 2013, rebels captured an air base")


def test_a_quotation_in_a_report_is_never_relayed_as_its_own_words(odd_brief: Brief) -> None:
    for text in (s.text for s in odd_brief.sentences() if "necessary" in s.text):
        assert "‘a *necessary* step’" in text
        assert "Kivu Tribune reported on Saturday 4 May 2024" in text


def test_a_filter_that_leaves_nothing_gives_a_brief_that_says_so(week: Casebook) -> None:
    brief = compose(week.connection, Filter(since="1990-01-01", until="1990-12-31"))
    assert brief.headline.text == "Nothing was found"
    assert not brief.sections
    assert not brief.sources
    assert brief.notes == (phrases()["nothing"],)


def test_a_filter_narrows_what_is_told(week: Casebook) -> None:
    brief = compose(week.connection, Filter(place="Kutum"))
    assert "Kutum" in brief.headline.text
    assert [mark.name for mark in brief.marks] == ["Kutum"]
    assert all("Nyala" not in sentence.text for sentence in brief.sentences())


def test_a_limit_leaves_out_the_least_witnessed_and_counts_them(week: Casebook, week_brief: Brief) -> None:
    brief = compose(week.connection, Filter(), 3)
    happened = section(brief, "happened")
    assert happened.left_out > 40
    leads = [s.text for s in happened.walk() if "independent origins" in s.text]
    assert len(leads) == 3
    assert section(week_brief, "happened").left_out == 0


def test_what_readers_rejected_or_corrected_is_not_told(week: Casebook, tmp_path: Path) -> None:
    folder = tmp_path / "judged"
    shutil.copytree(week.layout.folder, folder)
    rows = week.connection.execute("SELECT id, deaths_low FROM events WHERE deaths_low IN (12, 31)").fetchall()
    layout = locate(folder)
    for event, deaths in rows:
        if deaths == 31:
            judge(layout, "field", event, "corrected", field="deaths_high", value=13)
        else:
            judge(layout, "field", event, "rejected")
    with reportedly.open(folder) as book:
        brief = compose(book.connection, Filter(), None)
        assert check(brief, book).unproven == ()
    (numbers,) = about(texts(brief, "numbers"), "killed", "in Nyala")
    assert "is given as 14 to 22" in numbers
    assert not about(texts(brief, "numbers"), "12 by the Sudanese Armed Forces")


def test_facts_lead_back_to_the_events_told(week_brief: Brief, week: Casebook) -> None:
    known = {id for (id,) in week.connection.execute("SELECT id FROM events").fetchall()}
    told: list[Sentence] = list(section(week_brief, "happened").walk())
    assert all(s.facts and set(s.facts) <= known for s in told)
