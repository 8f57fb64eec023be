"""Many reports: order, bad items as values, and the same reading however it was made."""

from __future__ import annotations

import pickle
from itertools import count, islice

import pytest

import reportedly
from reportedly import Reading, Report, Skipped

GOOD = [
    Report("Turkey withdrew its troops from Syria on Monday.", published="2019-10-16"),
    Report("Police in Nairobi arrested 20 protesters, officials said.", published="2024-06-26"),
    Report("The army shelled the town on Friday.", published="2024-03-02"),
]


def test_bad_items_keep_their_place() -> None:
    items = [GOOD[0], Skipped("empty.txt", "it is empty"), GOOD[1]]
    out = list(reportedly.read_many(items))
    assert [type(item) for item in out] == [Reading, Skipped, Reading]
    assert out[1] == items[1]


def test_processes_give_the_same_readings_in_the_same_order() -> None:
    reports = GOOD * 7
    alone = [r.to_dict() for r in reportedly.read_many(reports) if isinstance(r, Reading)]
    beside = [r.to_dict() for r in reportedly.read_many(reports, processes=2) if isinstance(r, Reading)]
    assert beside == alone
    assert len(alone) == len(reports)


def test_an_endless_source_is_read_as_it_comes() -> None:
    endless = (GOOD[n % 3] for n in count())
    assert len(list(islice(reportedly.read_many(endless), 5))) == 5


def test_a_defect_in_one_report_is_shown_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportedly import pipeline

    def broken(reading: Reading) -> Reading:
        raise IndexError("a defect")

    monkeypatch.setattr(pipeline, "stages", lambda: (broken,))
    (only,) = pipeline.read_many([GOOD[0]])
    assert isinstance(only, Skipped)
    assert "IndexError" in only.reason


def test_a_reading_is_the_same_for_the_same_text_and_crosses_processes() -> None:
    first, second = reportedly.read(GOOD[0]), reportedly.read(GOOD[0])
    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first
    assert first.report.id == Report(GOOD[0].text).id


def test_a_reading_names_its_coder() -> None:
    coder = reportedly.read(GOOD[0]).coder
    assert coder.version == reportedly.__version__
    assert coder.parser.startswith("en_core_web_sm ")
    assert len(coder.knowledge) == 16
