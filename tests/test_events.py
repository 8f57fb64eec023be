"""Events: who did what to whom, with what status, where and when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.reading import Event, Reading

Read = Callable[..., Reading]


def only(reading: Reading) -> Event:
    (event,) = reading.events
    return event


def actors(reading: Reading, event: Event) -> list[str]:
    return [reading.text(party.spans) for party in event.actors]


def recipients(reading: Reading, event: Event) -> list[str]:
    return [reading.text(party.spans) for party in event.recipients]


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Rebels shelled the airport.", ["Rebels"], ["the airport"]),
        ("On Monday the airport was shelled by rebels.", ["rebels"], ["the airport"]),
        ("Rebels and deserters shelled the airport.", ["Rebels", "deserters"], ["the airport"]),
        ("The rebels who shelled the airport fled.", ["The rebels"], ["the airport"]),
        ("The general condemned Syrian airstrikes on Idlib.", ["Syrian"], ["Idlib"]),
    ],
)
def test_roles_through_voice_coordination_and_clauses(
    read_text: Read, text: str, actor: list[str], recipient: list[str]
) -> None:
    reading = read_text(text)
    event = next(e for e in reading.events if e.type in {"ASSAULT", "THREATEN"})
    assert (actors(reading, event), recipients(reading, event)) == (actor, recipient)


def test_everyone_who_talks_is_an_actor(read_text: Read) -> None:
    reading = read_text("Kenya's president met the Somali prime minister on Sunday.")
    event = only(reading)
    assert event.type == "CONSULT"
    assert actors(reading, event) == ["Kenya's president", "the Somali prime minister"]
    assert event.recipients == ()


@pytest.mark.parametrize(
    ("text", "type", "status"),
    [
        ("Police arrested the editor.", "COERCE", "occurred"),
        ("Police are arresting dozens of activists.", "COERCE", "ongoing"),
        ("Police had arrested the editor in the spring.", "COERCE", "historical"),
        ("Police may have arrested the editor.", "COERCE", "hypothetical"),
        ("If police arrested the editor, the paper would close.", "COERCE", "hypothetical"),
        ("Police did not arrest the editor.", "COERCE", "negated"),
        ("The minister denied that police had arrested the editor.", "COERCE", "negated"),
        ("Police feared that gunmen had shelled the harbour.", "ASSAULT", "hypothetical"),
        ("Police arrested the editor in 1998.", "COERCE", "historical"),
        ("France will meet Chad next week.", "AGREE", "future"),
        ("Uganda said it would withdraw its troops from Congo.", "CONCEDE", "future"),
    ],
)
def test_status_and_the_conventions_that_follow_it(read_text: Read, text: str, type: str, status: str) -> None:
    reading = read_text(text, published="2025-06-04")
    assert (type, status) in [(e.type, e.status) for e in reading.events], reading.rejected


@pytest.mark.parametrize(
    "text",
    [
        "The minister said on Monday that he would not comment.",
        "Spokesmen did not comment on the report.",
        "The team was founded to defend the title.",
        "The attack came up in the debate.",
        "She wants to visit Peru.",
        "",
        "…",
    ],
)
def test_speech_wishes_and_bare_mentions_are_no_events(read_text: Read, text: str) -> None:
    assert read_text(text).events == ()


def test_what_is_asked_for_is_not_told_as_done(read_text: Read) -> None:
    reading = read_text("Ghana urged Togo to withdraw its soldiers.")
    assert only(reading).type == "REQUEST"
    said = {r.reason for r in reading.rejected if r.candidate.startswith("RETREAT frame 1 ")}
    assert any("content of REQUEST" in reason or "learned voice" in reason for reason in said), said


def test_a_noun_that_takes_up_an_event_is_not_counted_again(read_text: Read) -> None:
    reading = read_text("Italy withdrew its troops from Niger on Monday. The Italian withdrawal pleased the junta.")
    assert only(reading).type == "RETREAT"
    assert any("told before" in r.reason for r in reading.rejected)


def test_place_and_time_are_those_of_the_clause(read_text: Read) -> None:
    reading = read_text(
        "Gunmen from Chad attacked a convoy in Niger on 3 May, said a colonel who had served in Mali in 1999.",
        published="2024-05-07",
    )
    event = next(e for e in reading.events if e.type == "ASSAULT")
    assert event.place is not None
    assert event.place.country == "NER"
    assert event.time is not None
    assert event.time.start == "2024-05-03"


def test_what_came_of_an_act_belongs_to_it_with_its_numbers(read_text: Read) -> None:
    reading = read_text(
        "Israel carried out airstrikes on Rafah, killing 15 people, and 40 others were arrested by police."
    )
    attack = reading.events[0]
    assert (attack.type, attack.modes) == ("ASSAULT", ("aerial",))
    assert recipients(reading, attack) == ["Rafah", "15 people"]
    assert [(m.kind, m.value) for m in attack.magnitudes] == [("deaths", 15)]
    assert [e.type for e in reading.events] == ["ASSAULT", "COERCE"]


def test_a_date_of_another_act_is_not_taken(read_text: Read) -> None:
    reading = read_text("Rebels freed a reporter whom they had kidnapped last week.", published="2025-06-04")
    freed = next(e for e in reading.events if e.type == "RETREAT")
    assert freed.time is None


def test_contexts_come_from_the_words_of_the_sentence(read_text: Read) -> None:
    event = only(read_text("The foreign minister met the ambassador to talk about asylum."))
    assert {"diplomatic", "asylum"} <= set(event.contexts)


def test_a_very_long_list_of_actors_is_read(read_text: Read) -> None:
    names = ", ".join(f"General Omar{i}" for i in range(400))
    assert isinstance(read_text(f"{names} and Bob attacked Kabul."), Reading)


def test_the_actors_own_country_is_no_place(read_text: Read) -> None:
    event = only(read_text("Peru condemned the coup."))
    assert event.place is None


def test_every_field_says_why(read_text: Read) -> None:
    reading = read_text("Mali expelled the French ambassador on Monday.", published="2022-02-01")
    event = only(reading)
    fields = {why.field: why for why in event.why}
    assert {"type", "status", "actors", "recipients"} <= set(fields)
    assert fields["type"].rule.startswith("SANCTION frame") or fields["type"].rule.startswith("COERCE frame")
    assert "expelled" in fields["type"].detail
    assert 0 < event.confidence < 1


def test_the_fight_of_two_sides_has_two_actors(read_text: Read) -> None:
    reading = read_text("Clashes between the army and Tuareg rebels erupted in Kidal.")
    event = only(reading)
    assert actors(reading, event) == ["the army", "Tuareg rebels"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["Russia", "attacked", "“", "”", "the", "town", "of", "withdrawal",
             "\u202e", "😀", "\x00", "\n\n", ".", "will",
             "not", "troops", "by", "ceasefire", "and", "urged", "to", "who", "talks", "between", "Syria's", ","]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_any_text_is_read_and_every_offset_lies_in_it(read_text: Read, words: list[str]) -> None:
    text = " ".join(words)
    reading = read_text(text)
    for event in reading.events:
        spans = [*event.trigger, *event.evidence, *(s for w in event.why for s in w.spans)]
        spans += [s for party in (*event.actors, *event.recipients) for s in party.spans]
        assert event.trigger
        assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.case
def test_the_acceptance_case_has_its_events_and_no_other(read_text: Read, cases: Path) -> None:
    import json

    gold = json.loads((cases / "russia-leaves-syria.gold.json").read_text("utf-8"))
    with (cases / "russia-leaves-syria.txt").open(encoding="utf-8", newline="") as file:
        reading = read_text(file.read(), published="2016-03-17")
    assert len(reading.events) == len(gold["events"])
    wanted = sorted((tuple(g["type"]) for g in gold["events"]), key=str)
    assert all(any(event.type in types for types in wanted) for event in reading.events)


def test_a_part_and_its_whole_are_one_number(read_text: Callable[..., Reading]) -> None:
    (event,) = read_text("Rebels burned three of the 14 buses in Herat.").events
    assert [(quantity.kind, quantity.value) for quantity in event.magnitudes] == [("vehicles", 3)]


def test_a_headline_whose_subject_is_the_deed_is_its_evidence(read_text: Callable[..., Reading]) -> None:
    reading = read_text("Shelling kills nine in camp near Goma, committee says\n\nThe road to the camp is closed.")
    assert reading.text(reading.events[0].evidence) == "Shelling kills nine in camp near Goma"
