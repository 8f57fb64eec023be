"""The set of nested attributions holds together, and its scorer counts as its README says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
import yaml
from benchmarks.chains.score import FOLDER, Comparison, Passage, PassageError, held_out, load, passage, table, words

from reportedly.knowledge import DATA, load_yaml
from reportedly.report import Spans

PASSAGES = load()
"""Loading raises PassageError where a string is not found in its text."""


def inside(p: Passage, inner: Spans, outer: Spans) -> bool:
    return words(p.text, inner) <= words(p.text, outer)


def test_ids_are_unique_and_parents_exist() -> None:
    assert max(Counter(p.id for p in PASSAGES).values()) == 1
    for p in PASSAGES:
        assert len(p.by_id) == len(p.attributions), p.id
        assert all(a.parent is None or a.parent in p.by_id for a in p.attributions), p.id
        assert p.depth <= 3, p.id  # also ends: no parent is its own child


def test_outer_contents_hold_the_inner_ones() -> None:
    for p in PASSAGES:
        for a in p.attributions:
            assert not any(s.overlaps(c) for s in a.source + a.cue for c in a.content), (p.id, a.id)
            if a.parent:
                outer = p.by_id[a.parent].content
                assert inside(p, a.content, outer), (p.id, a.id)
                whole = inside(p, a.source, outer) and inside(p, a.cue, outer)
                assert whole or a.content == outer, f"{p.id} {a.id}: only a cited source may stand outside"


def test_what_lies_inside_hangs_there() -> None:
    for p in PASSAGES:
        for a in p.attributions:
            for b in p.attributions:
                if a != b and all(inside(p, s, b.content) for s in (a.source, a.cue, a.content)):
                    assert b in p.chain(a) or a in p.chain(b), (p.id, a.id, b.id)


def test_stances_and_forms_are_those_of_the_record() -> None:
    known = set(load_yaml(DATA / "cues" / "stances.yaml"))
    for p in PASSAGES:
        for a in p.attributions:
            assert a.stances, (p.id, a.id)
            assert a.stances <= known, (p.id, a.id)
            assert a.form in {"direct", "indirect", "mixed"}
            assert a.form != "indirect" or not set('“”"') & set("".join(s.of(p.text) for s in a.content)), (p.id, a.id)


def test_strings_that_occur_more_than_once_are_told_apart_by_number_alone() -> None:
    for file in FOLDER.glob("*.yaml"):
        for row in yaml.safe_load(file.read_text("utf-8")):
            p = passage(row, file.stem)
            assert len({(a.source, a.cue, a.content) for a in p.attributions}) == len(p.attributions), p.id


def test_the_set_is_large_and_varied_enough() -> None:
    depths = Counter(p.depth for p in PASSAGES)
    n = len(PASSAGES)
    assert n >= 320
    assert (depths[2] + depths[3]) / n >= 0.6
    assert depths[3] >= 30
    assert depths[1] / n >= 0.12
    assert depths[0] / n >= 0.08


def test_a_third_is_held_out() -> None:
    held = [p for p in PASSAGES if held_out(p.id)]
    assert len(held) >= 100
    assert 0.25 < len(held) / len(PASSAGES) < 0.4
    assert {p.depth for p in held} == {0, 1, 2, 3}


def test_a_string_that_is_not_there_is_named() -> None:
    row = {"source": "nobody", "cue": "said", "content": "rain", "stance": "states", "form": "indirect", "id": "a"}
    with pytest.raises(PassageError, match="c999: 'nobody'"):
        passage({"id": "c999", "text": "She said rain.", "attributions": [row]}, "before")


def test_the_gold_read_as_it_is_scores_full_marks() -> None:
    every = [Comparison(p, list(p.attributions)) for p in PASSAGES]
    assert all(c.entirely_right for c in every)
    assert "F1 100.0" in table(every)
    for c in every:
        assert all(c.stance_right(a) and c.form_right(a) for a in c.right)


def test_without_optional_ones_the_rest_is_still_right() -> None:
    for p in PASSAGES:
        gone = {a.id: a.parent for a in p.attributions if a.optional}
        kept = [replace(a, parent=gone.get(a.parent, a.parent)) for a in p.attributions if not a.optional]  # type: ignore[arg-type]
        assert Comparison(p, kept).entirely_right, p.id


def test_a_lost_parent_and_an_invented_attribution_break_a_chain() -> None:
    p = next(p for p in PASSAGES if p.depth == 2 and len(p.attributions) == 2)
    flat = Comparison(p, [replace(a, parent=None) for a in p.attributions])
    assert len(flat.right) == 2
    assert not flat.entirely_right
    more = Comparison(p, [*p.attributions, replace(p.attributions[0], id="z", content=p.attributions[0].cue)])
    assert [a.id for a in more.extra] == ["z"]
    assert not more.entirely_right
    assert len(Comparison(p, []).missing) == 2
