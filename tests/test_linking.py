"""Same event across reports: short reports in our own words are read, compared two by two and clustered."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest

import reportedly
from reportedly.linking.block import blocking_keys, candidates, partners, within
from reportedly.linking.cluster import Partition, Verdict, cluster, groups
from reportedly.linking.encoder import available, encode_spans
from reportedly.linking.facts import EventFacts, facts, from_plain, to_plain
from reportedly.linking.features import FEATURES
from reportedly.linking.judge import Edge, judge
from reportedly.linking.knowledge import knowledge

DAY = "2031-03-05"  # a Wednesday


def told(name: str, text: str, published: str | None = DAY) -> list[EventFacts]:
    """The events of one report, as linking sees them."""
    record = reportedly.read(text, published=published).to_dict()
    return facts(record, report=name, encode=encode_spans if available() else None)  # type: ignore[arg-type]


def edges(events: Iterable[EventFacts]) -> list[Edge]:
    """All pairs that share a key and lie within the window, judged."""
    by_id = {event.id: event for event in events}
    members: dict[str, list[str]] = {}
    for event in by_id.values():
        for key in blocking_keys(event):
            members.setdefault(key, []).append(event.id)
    pairs = [(by_id[a], by_id[b]) for a, b in candidates(members)]
    return [judge(a, b) for a, b in pairs if within(a, b)]


def incidents(*reports: list[EventFacts]) -> Partition:
    events = [event for report in reports for event in report]
    return cluster(edges(events), events=[event.id for event in events])


def together(left: str, right: str, **published: str) -> bool:
    """Whether the first events of two reports end up as one incident."""
    one = told("a", left, published.get("left", DAY))
    other = told("b", right, published.get("right", DAY))
    return any({one[0].id, other[0].id} <= set(members) for members in incidents(one, other))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("An air strike killed 14 people at a market in Nyala on Tuesday, medics said.",
         "Sudanese army planes bombed the market of Nyala on Tuesday and killed 14 civilians."),
        # a town and its region; a number and a range
        ("Shelling killed 22 people at a market in Nyala on Tuesday.",
         "More than 20 people were killed in Darfur on Tuesday when shells hit a market."),
        # counts that cannot both be right still tell of one strike: that is a contradiction, not another event
        ("An air strike killed 14 people in Nyala on Tuesday.", "An air strike killed 31 people in Nyala on Tuesday."),
        # a denial speaks of what it denies
        ("The Rapid Support Forces shelled the Abu Shouk camp near El Fasher on Monday.",
         "The Rapid Support Forces denied that they had shelled the Abu Shouk camp near El Fasher on Monday."),
        # arrested here, captured there
        ("Nigerian troops arrested 30 militants in Kano on Tuesday.",
         "Nigerian soldiers captured 30 militants near Kano on Tuesday."),
    ],
)  # fmt: skip
def test_one_happening_in_two_wordings(left: str, right: str) -> None:
    assert together(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # two towns on one day
        ("An air strike killed 14 people at a market in Nyala on Tuesday.",
         "An air strike killed 14 people at a market in Kutum on Tuesday."),
        # one town on two days
        ("Army planes bombed the airport of Nyala on Saturday.", "Army planes bombed the airport of Nyala on Tuesday."),
        # another deed, same place and day
        ("Police arrested 26 people in Kassala on Tuesday.", "Hundreds of people protested in Kassala on Tuesday."),
        # who did it and to whom change places
        ("Kenyan soldiers attacked al-Shabab fighters in Kismayo on Tuesday.",
         "Al-Shabab fighters attacked Kenyan soldiers in Kismayo on Tuesday."),
        # two men
        ("Police arrested the journalist Omar Tahir in Khartoum on Tuesday.",
         "Police arrested the journalist Salma Idris in Khartoum on Tuesday."),
        # two countries
        ("Gunmen killed five soldiers near Maiduguri on Tuesday.", "Gunmen killed five soldiers near Gao on Tuesday."),
    ],
)  # fmt: skip
def test_look_alikes_stay_apart(left: str, right: str) -> None:
    assert not together(left, right)


def test_a_veto_says_why_and_no_likeness_outweighs_it() -> None:
    nyala = told("a", "An air strike killed 14 people at a market in Nyala on Tuesday.")[0]
    kutum = told("b", "An air strike killed 14 people at a market in Kutum on Tuesday.")[0]
    edge = judge(nyala, kutum)
    assert (edge.judgement, edge.score) == ("different", 0.0)
    assert edge.veto is not None
    assert "Nyala and Kutum are" in edge.veto
    assert edge.explained()[0]["words"] == edge.veto


def test_a_plain_contradiction_leaves_a_pair_open_however_alike_the_words() -> None:
    one = told("a", "Gunmen killed a nun in Bukavu on Tuesday, witnesses said.")[0]
    other = told("b", "Gunmen killed two policemen in Bukavu on Tuesday, witnesses said.")[0]
    edge = judge(one, other)
    assert edge.judgement != "same"
    assert edge.score <= knowledge().capped
    assert [row["words"] for row in edge.explained() if row["name"] == "capped"] == [
        "recipients differ: nun | policemen"
    ]


def test_what_a_report_tells_before_sets_the_scene() -> None:
    """ "Bombed the market" without a town is the bombing of the town that the report is about, not of another."""
    nyala = told("a", "An air strike killed 14 people in Nyala on Tuesday. The army bombed the market before noon.")
    kutum = told("b", "An air strike killed 9 people in Kutum on Tuesday. The army bombed the market before noon.")
    assert nyala[1].site is None
    assert nyala[1].setting is not None
    assert nyala[1].setting.name == "Nyala"
    assert nyala[1].first is None
    assert nyala[1].day == nyala[0].first
    assert not any({nyala[1].id, kutum[1].id} <= set(members) for members in incidents(nyala, kutum))


def test_unknown_days_neither_part_nor_join() -> None:
    dated = told("a", "Rebels attacked the barracks in Goma on Tuesday.")[0]
    undated = told("b", "Rebels attacked the barracks in Goma.", published=None)[0]
    names = {feature.name for feature in judge(dated, undated).features}
    assert not names & {"day", "scene_day", "report_day"}
    assert judge(dated, undated).veto is None
    assert within(dated, undated)


def test_an_edge_explains_itself_and_is_the_same_from_both_ends() -> None:
    left = told("a", "An air strike killed 14 people in Nyala on Tuesday.")[0]
    right = told("b", "An air strike killed more than 10 people in Nyala on Tuesday.")[0]
    edge = judge(left, right)
    assert edge == judge(right, left)
    rows = {row["name"]: row for row in edge.explained()}
    assert rows["place"]["words"] == "both in Nyala"
    assert rows["amounts"]["words"] == "deaths: 14 and 10–"
    assert set(rows) <= set(FEATURES)
    assert edge.score > knowledge().same


def test_facts_survive_the_table_they_are_kept_in() -> None:
    for one in told("a", "Rebels shelled Goma on Tuesday, killing at least 12 people. The army may retaliate."):
        kept = None if one.vector is None else one.vector.tolist()
        again = from_plain(json.loads(json.dumps(to_plain(one))), kept)
        assert again == one
        assert blocking_keys(again) == blocking_keys(one)
        assert judge(again, one).score == judge(one, one).score


STORY = (
    ("a", "An air strike killed 14 people at a market in Nyala on Tuesday. Gunmen killed eight people in Kutum."),
    ("b", "Army planes bombed the market of Nyala on Tuesday and killed 20 people."),
    ("c", "The army denied that it had bombed a market in Nyala on Tuesday."),
    ("d", "Gunmen shot dead eight people in Kutum on Tuesday, a teacher said."),
    ("e", "Police arrested 26 people in Kassala on Tuesday."),
    ("f", "Police in Kassala on Tuesday arrested 26 people, the ministry said."),
)  # fmt: skip


@pytest.fixture(scope="module")
def story() -> list[EventFacts]:
    return [event for name, text in STORY for event in told(name, text)]


def test_the_order_of_reading_plays_no_part(story: Sequence[EventFacts]) -> None:
    whole = edges(story)
    expected = cluster(whole, events=[event.id for event in story])
    assert sorted(len(members) for members in expected if len(members) > 1) == [2, 2, 3]
    shuffled = random.Random(3).sample(whole, len(whole))
    turned = [Edge(e.right, e.left, e.judgement, e.score, e.features, e.veto) for e in shuffled]
    assert cluster(turned, events=[event.id for event in reversed(story)]) == expected


def test_linking_one_report_after_another_gives_what_linking_all_at_once_gives(story: Sequence[EventFacts]) -> None:
    members: dict[str, list[str]] = {}
    by_id = {event.id: event for event in story}
    found: list[Edge] = []
    incremental: dict[str, tuple[str, ...]] = {}
    for report in sorted({event.report for event in story}, reverse=True):
        new = [event for event in story if event.report == report]
        for event in new:
            for key in blocking_keys(event):
                members.setdefault(key, []).append(event.id)
        pairs = candidates(members, {event.id for event in new})
        found += [judge(by_id[a], by_id[b]) for a, b in pairs if within(by_id[a], by_id[b])]
        touched = {event.id for event in new}
        for group in groups(found):  # only groups that hold a new event are clustered again
            if touched & set(group):
                inside = set(group)
                for part in cluster([e for e in found if e.left in inside and e.right in inside], events=group):
                    incremental |= dict.fromkeys(part, part)
        incremental |= {id: (id,) for id in touched - set(incremental)}
    assert set(incremental.values()) == set(cluster(edges(story), events=by_id))


def test_a_readers_verdict_outweighs_the_score_and_can_be_taken_back(story: Sequence[EventFacts]) -> None:
    found = edges(story)
    before = cluster(found)
    nyala = next(members for members in before if len(members) == 3)
    kutum = next(members for members in before if members[0].startswith("a:v2"))
    parted = cluster(found, [Verdict(nyala[0], nyala[2], same=False)])
    assert not any({nyala[0], nyala[2]} <= set(members) for members in parted)
    joined = cluster(found, [Verdict(nyala[0], kutum[0], same=True)])  # though a veto parts the towns
    assert any({nyala[0], kutum[0]} <= set(members) for members in joined)
    assert cluster(found, [Verdict(nyala[0], kutum[0], same=True), Verdict(kutum[0], nyala[0], same=False)]) == before
    assert cluster(found) == before


def test_one_wrong_edge_does_not_chain_two_incidents() -> None:
    def edge(left: str, right: str, score: float) -> Edge:
        return Edge(left, right, "same" if score >= 0.5 else "different", score)

    left, right = ("a1", "a2", "a3"), ("b1", "b2", "b3")
    within_each = [edge(x, y, 0.9) for side in (left, right) for x, y in combinations(side, 2)]
    between = [edge(x, y, 0.99 if (x, y) == ("a1", "b1") else 0.05) for x in left for y in right]
    assert cluster([*within_each, *between])[0] != (*left, *right)
    never_compared = [edge("x", "y", 0.9), edge("y", "z", 0.8)]
    assert cluster(never_compared) == (("x", "y"), ("z",))


def test_common_keys_do_not_make_the_cost_grow_with_the_square() -> None:
    most = knowledge().most
    crowd = [f"{number:06d}:v1" for number in range(20 * most)]
    assert partners("w|blows|SDN|1", crowd) == ()
    assert list(partners("n|blows|@Nyala/SDN|1", crowd)) == crowd[:most]
    pairs = list(candidates({"n|blows|@Nyala/SDN|1": crowd, "w|blows|SDN|1": crowd}, {crowd[-1]}))
    assert len(pairs) == most
    assert all(crowd[-1] in pair for pair in pairs)


def test_days_apart_share_no_key_and_near_days_do() -> None:
    tuesday = told("a", "An air strike killed 14 people in Nyala on Tuesday.")[0]
    for day, near in (("2031-03-08", True), ("2031-03-20", False)):
        other = told("b", "An air strike killed 14 people in Nyala on Friday.", published=day)[0]
        assert bool(set(blocking_keys(tuesday)) & set(blocking_keys(other))) is near
