"""Who is in a report: mentions, who is the same, country and sectors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.coding.entities import ensure_entity, entities, entity_over
from reportedly.reading import Coder, Entity, Reading
from reportedly.report import Report, Span

if TYPE_CHECKING:
    from spacy.language import Language

Find = Callable[[str, str], Entity | None]


@pytest.fixture(scope="session")
def who(nlp: Language) -> Callable[..., Reading]:
    def read(text: str, published: str | None = None) -> Reading:
        return entities(Reading(Report(text, published=published), Coder("0", "test", "test"), nlp(text)))

    return read


def over(reading: Reading, words: str, nth: int = 0) -> Entity | None:
    text, at = reading.report.text, -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return entity_over(reading, Span(at, at + len(words)))


def test_titles_surnames_and_pronouns_are_one_person(who: Callable[..., Reading]) -> None:
    reading = who("Kenyan President William Ruto met union leaders. Ruto said he would sign the deal.", "2024-03-01")
    ruto = over(reading, "Kenyan President William Ruto")
    assert ruto is not None
    assert (ruto.name, ruto.kind, ruto.country, ruto.sectors) == ("William Ruto", "person", "KEN", ("GOV",))
    assert over(reading, "Ruto", 1) == ruto
    assert over(reading, "he ") == ruto


def test_they_are_the_speakers_of_the_sentence_before(who: Callable[..., Reading]) -> None:
    reading = who("Many Nordic economists warn that prices will rise. They argued that banks were slow.")
    speakers = over(reading, "They")
    assert speakers is not None
    assert speakers.name == "Nordic economists"


def test_two_men_leave_he_open(who: Callable[..., Reading]) -> None:
    reading = who("Petrov and Ivanov met Sokolov. The weather was bad. He left early.")
    assert over(reading, "He") is None


def test_the_opposition_is_that_of_the_side_beside_it(who: Callable[..., Reading]) -> None:
    reading = who("Talks between the Zambian government and the opposition began in Geneva.")
    government, opposition = over(reading, "the Zambian government"), over(reading, "the opposition")
    assert government is not None
    assert opposition is not None
    assert (government.country, government.sectors) == ("ZMB", ("GOV",))
    assert (opposition.country, opposition.sectors) == ("ZMB", ("OPP",))


def test_an_office_shared_out_among_countries(who: Callable[..., Reading]) -> None:
    reading = who("The plan was drawn up with leaders of Spain, Portugal, and Italy.")
    found = [over(reading, name) for name in ("leaders of Spain", "Portugal", "Italy")]
    assert [(e.country, e.sectors) for e in found if e] == [("ESP", ("GOV",)), ("PRT", ("GOV",)), ("ITA", ("GOV",))]


def test_international_bodies_have_no_country(who: Callable[..., Reading]) -> None:
    reading = who("The World Health Organization (WHO) praised Ghana. The WHO said the outbreak was over.")
    body = over(reading, "The World Health Organization")
    assert body is not None
    assert body.country is None
    assert body.sectors[0] == "IGO"
    assert over(reading, "The WHO") == body


def test_an_acronym_means_what_the_report_says(who: Callable[..., Reading]) -> None:
    reading = who("The Institute for Rural Studies (IRS) said hunger spread. The IRS blamed the drought.")
    body = over(reading, "The Institute for Rural Studies")
    assert body is not None
    assert body.country is None
    assert over(reading, "The IRS") == body


def test_the_minister_is_the_one_named_before(who: Callable[..., Reading]) -> None:
    text = "Turkey's foreign minister, Mevlut Cavusoglu, objected. The minister said Ankara would respond."
    reading = who(text, "2017-03-01")
    minister = over(reading, "The minister")
    assert minister is not None
    assert minister.name == "Mevlut Cavusoglu"


def test_capitals_act_but_are_also_places(who: Callable[..., Reading]) -> None:
    reading = who("Ankara rejected the offer. The minister spoke in Ankara.")
    assert (ankara := over(reading, "Ankara")) is not None
    assert (ankara.country, ankara.sectors) == ("TUR", ("GOV",))
    assert over(reading, "Ankara", 1) is None


def test_things_are_no_entities(who: Callable[..., Reading]) -> None:
    reading = who("The report lay on the table near the window.")
    assert reading.entities == ()


def test_outlets_and_unnamed_speakers(who: Callable[..., Reading]) -> None:
    reading = who("According to the Kyiv Post, two officials resigned. Some fear a new crisis.")
    post, some = over(reading, "the Kyiv Post"), over(reading, "Some")
    assert post is not None
    assert some is not None
    assert (post.kind, post.country, some.kind) == ("outlet", "UKR", "unnamed")


def test_a_namesake_is_not_the_one_on_the_list(who: Callable[..., Reading]) -> None:
    reading = who("The painter Deborah Macron opened a show. Macron said it took years.", "2019-01-01")
    painter = over(reading, "Macron", 1)
    assert painter is not None
    assert painter.name == "Deborah Macron"
    assert painter.country is None


def test_a_new_entity_is_added_once(who: Callable[..., Reading]) -> None:
    reading = who("The convoy of Malian trucks reached the border.")
    span = Span(4, 10)
    more, added = ensure_entity(reading, span)
    assert added.id == f"e{len(reading.entities) + 1}"
    again, same = ensure_entity(more, span)
    assert again is more
    assert same is added


def test_ids_follow_the_text(who: Callable[..., Reading]) -> None:
    reading = who("France and Chad signed a pact. Reuters reported it. French soldiers left.")
    starts = [entity.mentions[0].span.start for entity in reading.entities]
    assert starts == sorted(starts)
    assert [entity.id for entity in reading.entities] == [f"e{n}" for n in range(1, len(starts) + 1)]


ODD = (
    "Putin", "“", "the U.S.’s", "said\u00a0he", "𝒜ssad", "\u202bمصر", "\x00", "leaders of", "Iraq,", "and", "\n\n",
    "WHO", "their troops.", "(BBC)", "former", "-backed", "of", "officials",
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ODD)))
def test_offsets_lie_in_the_text(who: Callable[..., Reading], words: list[str]) -> None:
    text = " ".join(words)
    for entity in who(text).entities:
        assert entity.mentions
        for mention in entity.mentions:
            assert 0 <= mention.span.start < mention.span.end <= len(text)
