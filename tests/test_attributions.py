"""Who says so: sources, cues, contents, stances and chains, in sentences of our own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.coding.attributions import attributions, chain, containing
from reportedly.coding.attributions.lexicon import lexicon
from reportedly.coding.entities import entities
from reportedly.coding.sentences import sentences
from reportedly.reading import Attribution, Coder, Quantity, Reading
from reportedly.report import Report, Span

if TYPE_CHECKING:
    from spacy.language import Language

Say = Callable[[str], Reading]


@pytest.fixture(scope="module")
def say(nlp: Language) -> Say:
    """The reading of a text up to its attributions."""

    def run(text: str) -> Reading:
        reading = Reading(Report(text), Coder("", "", ""), nlp(text))
        for stage in (sentences, entities, attributions):
            reading = stage(reading)
        return reading

    return run


def row(reading: Reading, attribution: Attribution) -> tuple[str, str, str]:
    parts = (attribution.source.spans, attribution.cue.spans, attribution.content)
    source, cue, content = (reading.text(part) for part in parts)
    return source, cue, content


def rows(reading: Reading) -> list[tuple[str, str, str]]:
    return [row(reading, attribution) for attribution in reading.attributions]


# text, then the one attribution in it
ONE = {
    "cue after": (
        "“Our positions hold,” Colonel Ivan Petrenko said.",
        ("Colonel Ivan Petrenko", "said", "“Our positions hold,”"),
    ),
    "cue before": (
        "She told reporters: “There is no water in the camp.”",
        ("She", "told", "“There is no water in the camp.”"),
    ),
    "cue inside": (
        "“We ran,” said Amina Yusuf, a teacher. “Nobody looked back.”",
        ("Amina Yusuf, a teacher", "said", "“We ran,” … “Nobody looked back.”"),
    ),
    "quotation at the end of a sentence": (
        "The truce is “a farce,” the envoy said.",
        ("the envoy", "said", "The truce is “a farce,”"),
    ),
    "that": (
        "The ministry said that two soldiers had been wounded near the river.",
        ("The ministry", "said", "that two soldiers had been wounded near the river"),
    ),
    "said in a statement that": (
        "The ministry said in a statement that 14 soldiers were killed.",
        ("The ministry", "said", "that 14 soldiers were killed"),
    ),
    "closing cue": (
        "Rebels shelled the village overnight, killing four people, the defence ministry said on Tuesday.",
        ("the defence ministry", "said", "Rebels shelled the village overnight, killing four people"),
    ),
    "parenthesis": (
        "The attack, witnesses said, lasted for an hour.",
        ("witnesses", "said", "The attack … lasted for an hour"),
    ),
    "according to": (
        "The rebels had left the city, according to the police.",
        ("the police", "according to", "The rebels had left the city"),
    ),
    "as": (
        "However, as the UN envoy put it, both sides are exhausted.",
        ("the UN envoy", "put", "both sides are exhausted"),
    ),
    "in the words of": (
        "In the words of one diplomat, the truce is dead.",
        ("one diplomat", "In the words of", "the truce is dead"),
    ),
    "nobody named": (
        "It is believed that the militants withdrew on Sunday.",
        ("", "is believed", "that the militants withdrew on Sunday"),
    ),
    "raised subject": (
        "Twelve civilians are reported to have died.",
        ("", "are reported", "Twelve civilians … to have died"),
    ),
    "noun": (
        "Russia's claim that the convoy carried weapons could not be checked.",
        ("Russia's", "claim", "that the convoy carried weapons"),
    ),
    "adjective": (
        "Residents are afraid that the fighting will return.",
        ("Residents", "are afraid", "that the fighting will return"),
    ),
    "quoted as saying": (
        "The general was quoted as saying that the bridge had fallen.",
        ("The general", "saying", "that the bridge had fallen"),
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_each_way_of_saying(say: Say, name: str) -> None:
    text, expected = ONE[name]
    assert rows(say(text)) == [expected]


def test_a_headline_names_its_source_before_a_colon(say: Say) -> None:
    reading = say("Kremlin: no plans for new offensive\n\nThe front was quiet on Monday. Nothing moved.")
    assert rows(reading) == [("Kremlin", ":", "no plans for new offensive")]


def test_a_quotation_goes_on_in_the_next_paragraph(say: Say) -> None:
    reading = say("“The road is mined.\n\n“We walk through the fields,” the farmer said.")
    assert rows(reading) == [("the farmer", "said", "“The road is mined. … “We walk through the fields,”")]


def test_a_participle_is_a_saying_of_the_same_source_beside_the_first(say: Say) -> None:
    reading = say(
        "The general stated that his troops will remain in the port, claiming that the threat is still great."
    )
    assert rows(reading) == [
        ("The general", "stated", "that his troops will remain in the port"),
        ("The general", "claiming", "that the threat is still great"),
    ]
    assert [a.parent for a in reading.attributions] == [None, None]


def test_the_outer_content_holds_the_whole_inner_attribution(say: Say) -> None:
    reading = say("Some analysts fear that “the army cannot hold the town for a week,” the Daily Courier reports.")
    inner, outer = reading.attributions
    assert row(reading, outer) == (
        "the Daily Courier",
        "reports",
        "Some analysts fear that “the army cannot hold the town for a week,”",
    )
    assert inner.parent == outer.id
    assert outer.parent is None
    assert inner.cue.stance == "fears"
    assert (inner.form, outer.form) == ("direct", "mixed")


def test_chains_are_given_outermost_first(say: Say) -> None:
    text = "According to the local paper, the mayor claims that the police shot two men."
    reading = say(text)
    at = text.index("shot")
    outer, inner = reading.attributions
    assert chain(reading, Span(at, at + 4)) == (outer.id, inner.id)
    assert inner.parent == outer.id
    cue = text.index("claims")
    assert chain(reading, Span(cue, cue + 6)) == (outer.id,)
    assert chain(reading, Span(0, 9)) == ()


def test_the_cited_are_passed_on_by_the_paper(say: Say) -> None:
    text = "Citing two officials, the newspaper reported that the commander had fled."
    reading = say(text)
    officials, paper = reading.attributions
    assert row(reading, officials) == ("two officials", "Citing", "that the commander had fled")
    assert row(reading, paper) == ("the newspaper", "reported", "that the commander had fled")
    assert officials.parent == paper.id
    at = text.index("fled")
    assert chain(reading, Span(at, at + 4)) == (paper.id, officials.id)


def test_one_quoted_as_saying_speaks_through_another(say: Say) -> None:
    reading = say("The agency quoted a witness as saying that the bridge had fallen.")
    agency, witness = reading.attributions
    assert row(reading, witness) == ("a witness", "saying", "that the bridge had fallen")
    assert witness.parent == agency.id


def test_who_opposes_an_act_does_not_vouch_for_it(say: Say) -> None:
    text = "Germany condemned the attack on the port."
    reading = say(text)
    assert [a.cue.stance for a in reading.attributions] == ["criticises"]
    at = text.index("attack")
    assert containing(reading, Span(at, at + 6)) == ()


def test_what_a_speaker_says_of_the_own_mind_is_told_and_i_think_is_not(say: Say) -> None:
    said, believes = say("The mayor said she believes the dam will hold.").attributions
    assert believes.parent == said.id
    assert believes.cue.stance == "believes"
    assert len(say("“I think the dam will hold,” the mayor said.").attributions) == 1


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army denied that it had used cluster bombs.", "denies"),
        ("Turkey has not confirmed that its jets crossed the border.", "withholds"),
        ("The envoy does not believe that the truce will hold.", "doubts"),
        ("The rebels warned that they would attack the port.", "warns"),
        ("The president promised to release the prisoners.", "promises"),
        ("Rights groups accused the militia of executing prisoners.", "accuses"),
    ],
)
def test_stances(say: Say, text: str, stance: str) -> None:
    assert [a.cue.stance for a in say(text).attributions] == [stance]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("“Nobody slept that night,” the mayor said.", "direct"),
        ("The mayor said that nobody slept that night.", "indirect"),
        ("The mayor said that nobody “slept a minute” that night.", "mixed"),
    ],
)
def test_forms(say: Say, text: str, form: str) -> None:
    assert [a.form for a in say(text).attributions] == [form]


def test_a_nickname_or_a_title_in_marks_is_nothing_said(say: Say) -> None:
    assert rows(say("Ali “the Tiger” Hassan drove a “technical” through the town.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Russia attacked the town with rockets.",
        "The rebels resisted the advance and defended the bridge.",
        "Explosions blasted the depot while troops fired back.",
        "Speculation that the general had fled spread through the city.",
    ],
)
def test_acts_of_war_and_rumours_of_nobody_attribute_nothing(say: Say, text: str) -> None:
    assert rows(say(text)) == []


def test_a_dateline_is_not_part_of_what_is_said(say: Say) -> None:
    text = "KYIV, March 3 (Reuters) — Rebels shelled the village overnight, the ministry said.\n\nFour people died."
    assert [content for *_, content in rows(say(text))] == ["Rebels shelled the village overnight"]


def test_letters_printed_one_a_line_are_each_their_senders(say: Say) -> None:
    text = (
        "Readers wrote to us from the valley.\n\n“The dam must stay shut until the spring.” ― Amina Yusuf\u00a0\n"
        "“Nobody asked those who fish.”― Pavel Horák.\n\nThe dam was closed on Monday."
    )
    assert rows(say(text)) == [
        ("Amina Yusuf", "―", "“The dam must stay shut until the spring.”"),
        ("Pavel Horák", "―", "“Nobody asked those who fish.”"),
    ]


def test_quantities_learn_on_whose_word_they_are_told(say: Say, nlp: Language) -> None:
    text = "The ministry said that 14 soldiers were killed."
    at = text.index("14")
    reading = Reading(
        Report(text), Coder("", "", ""), nlp(text),
        quantities=(Quantity("deaths", 14, 14, 14, "exact", (Span(at, at + 11),)),),
    )  # fmt: skip
    (quantity,) = attributions(sentences(reading)).quantities
    assert quantity.attributed_to == ("a1",)


def test_every_stance_is_defined_and_so_is_its_negation() -> None:
    words = lexicon()
    used = {
        stance
        for table in (words.verbs, words.nouns, words.adjectives)
        for f in table.values()
        for stance in f.values()
    }
    assert used <= set(words.stances)
    assert {stance.negated for stance in words.stances.values()} <= set(words.stances)


@pytest.mark.case
def test_the_acceptance_case(say: Say, cases: Path) -> None:
    """Every attribution of the case with its form and its parent, and none besides."""
    gold = json.loads((cases / "russia-leaves-syria.gold.json").read_text("utf-8"))["attributions"]
    reading = say((cases / "russia-leaves-syria.txt").read_text("utf-8"))
    assert len(reading.attributions) == len(gold)
    matches = {}
    for expected in gold:
        told = [a for a in reading.attributions if expected["cue"] == reading.text(a.cue.spans)]
        best = max(told, key=lambda a: _like(expected["content"], reading.text(a.content, " ")))
        assert _like(expected["content"], reading.text(best.content, " ")) > 0.6
        assert expected["source"] in reading.text(best.source.spans)
        assert best.form in expected.get("form", best.form)
        matches[expected["id"]] = best
    for expected in gold:
        parent = matches[expected["parent"]].id if "parent" in expected else None
        assert matches[expected["id"]].parent == parent


def _like(a: str, b: str) -> float:
    return len({*a.split()} & {*b.split()}) / len({*a.split()} | {*b.split()})


PIECES = st.sampled_from(
    [
        *("“", "”", '"', "'", "’", "‘", "«", "»", "''", "``", "„", ", ", ". ", ": ", "\n\n", " (", ")", "—"),
        *(" the envoy said", " he said that", " according to ", " as the BBC reports", " Rebels fled", " to ", " is"),
        *(" claiming that", " citing officials", " in the words of", "\x00", "\u202e", "\U0001f4a5"),
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_broken_texts_never_raise_and_every_span_lies_in_the_text(say: Say, text: str) -> None:
    reading = say(text)
    ids = {a.id for a in reading.attributions}
    assert len(ids) == len(reading.attributions)
    for a in reading.attributions:
        assert a.cue.spans
        assert a.content
        assert a.parent is None or a.parent in ids
        for span in (*a.source.spans, *a.cue.spans, *a.content):
            assert 0 <= span.start < span.end <= len(text)
