"""The checker proves what stands in the reports, and finds whatever was tampered with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportedly.brief import Brief, Citation, Sentence
from reportedly.brief.check import Checked, check
from reportedly.casebook.book import Casebook


def only(brief: Brief, sentence: Sentence) -> Brief:
    return replace(brief, headline=sentence, sections=())


def find(brief: Brief, *words: str) -> Sentence:
    return next(s for s in brief.sentences() if all(word in s.text for word in words))


def test_every_sentence_of_the_week_is_proven(week_brief: Brief, week: Casebook) -> None:
    checked = check(week_brief, week)
    assert checked.unproven == ()
    assert checked.proven == checked.sentences > 100


def test_every_sentence_on_odd_attributions_is_proven(odd_brief: Brief, odd: Casebook) -> None:
    checked = check(odd_brief, odd)
    assert checked.unproven == ()
    assert checked.proven > 20


COMMITTEE = ("citing a committee of camp residents",)
NYALA = ("was reported by seven outlets",)
SURGEON = ("quoted Hanan Babikir",)

TAMPERED = [
    # what finds the sentence, what is put in, what for, and the kind of finding
    (COMMITTEE, "killed nine people", "killed 11 people", "number"),
    (COMMITTEE, "nine people", "nine villagers", "word"),
    (COMMITTEE, "The Rapid Support Forces shelled", "The Sudanese army shelled", "name"),
    (COMMITTEE, "on Monday 3 March", "on Tuesday 4 March", "date"),
    (COMMITTEE, "on Monday 3 March", "on Monday 10 March", "date"),
    (COMMITTEE, "Meridian News Agency", "The Halden Courier", "name"),
    (COMMITTEE, "carried by two outlets", "carried by six outlets", "number"),
    (COMMITTEE, "a committee of camp residents", "Doctors Without Borders", "name"),
    (("denied on Wednesday 5 March",), "denied on Wednesday", "said on Wednesday", "denial"),
    (NYALA, ", with a denial by the Sudanese Armed Forces", "", "denial"),
    (NYALA, "seven outlets", "nine outlets", "number"),
    (NYALA, "five independent origins", "seven independent origins", "number"),
    (NYALA, "14 to 31", "14 to 41", "number"),
    (SURGEON, "We have now counted 22 bodies", "We have now counted 23 bodies", "quotation"),
    (SURGEON, "more than 50 people", "more than 50 children", "quotation"),
    (SURGEON, "Hanan Babikir", "Salwa Idrisi", "name"),
    (SURGEON, "on Tuesday 4 March", "on Thursday 6 March", "date"),
    (("of a massacre", "reported"), "of a massacre", "of a robbery", "word"),
    (("killed 31 people",), ", The Halden Courier reported, citing Doctors Without Borders", "", "attribution"),
    (("is given as 14 to 31",), "14 by medics", "22 by medics", "number"),
    (("is given as 14 to 31",), "at least 20 by a trader", "at least 31 by a trader", "number"),
    (("Left unnamed", "in Nyala"), "Left unnamed", "Arrested", "form"),
    (("Gunmen attacked a World Food Program convoy",), "near El Obeid", "near El Fasher", "name"),
    (("under the headline", "condemned the attack"), "killing 12 citizens", "killing 120 citizens", "quotation"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "old", "new", "kind"), TAMPERED, ids=[f"{t[3]}-{t[2][:30]}" for t in TAMPERED])
def test_tampering_is_found(
    words: tuple[str, ...], old: str, new: str, kind: str, week_brief: Brief, week: Casebook
) -> None:
    true = find(week_brief, *words)
    assert old in true.text
    false = replace(true, text=true.text.replace(old, new, 1))
    assert check(only(week_brief, true), week).unproven == ()
    found = check(only(week_brief, false), week)
    assert found.proven == 0
    assert kind in {one.kind for one in found.unproven}


def test_sides_that_are_swapped_are_found(week_brief: Brief, week: Casebook) -> None:
    true = find(week_brief, "The Rapid Support Forces attacked the convoy", "citing the governor of North Kordofan")
    swapped = true.text.replace("The Rapid Support Forces", "…").replace(
        "the governor of North Kordofan, Yasin Abdelbagi", "the Rapid Support Forces"
    )
    swapped = swapped.replace("…", "The governor of North Kordofan, Yasin Abdelbagi,")
    assert check(only(week_brief, replace(true, text=swapped)), week).proven == 0


def test_doer_and_done_to_that_are_swapped_are_found(week_brief: Brief, week: Casebook) -> None:
    true = find(week_brief, "Tarig Elsadri, accused the Rapid Support Forces of killing civilians")
    name = "A spokesman for the Sudanese army, Brig. Gen. Tarig Elsadri,"
    swapped = true.text.replace(name, "The Rapid Support Forces").replace(
        "accused the Rapid Support Forces", f"accused {name[0].lower()}{name[1:]}"
    )
    found = check(only(week_brief, replace(true, text=swapped)), week)
    assert "order" in {one.kind for one in found.unproven}


def test_citations_must_be_there_and_hold_their_words(week_brief: Brief, week: Casebook) -> None:
    true = find(week_brief, "killed 31 people in Nyala")
    moved = Citation(true.citations[0].report, ((0, 20),), true.citations[0].words[:1])
    strange = Citation("0" * 16, ((0, 4),), ("none",))
    for citations in ((), (moved,), (strange,)):
        found: Checked = check(only(week_brief, replace(true, citations=citations)), week)
        assert found.proven == 0 or not citations
    uncited = replace(week_brief, sections=(replace(week_brief.sections[1], sentences=(replace(true, citations=()),)),))
    assert "citation" in {one.kind for one in check(uncited, week).unproven}


def test_the_same_words_from_another_report_prove_nothing(week_brief: Brief, week: Casebook) -> None:
    true = find(week_brief, "killed 31 people in Nyala")
    other = find(week_brief, "citing a committee of camp residents")
    found = check(only(week_brief, replace(true, citations=other.citations)), week)
    assert {"number", "name"} <= {one.kind for one in found.unproven}
