"""Sentences, and the lines that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportedly.coding.sentences import sentences
from reportedly.reading import Coder, Reading
from reportedly.report import Report

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def cut(nlp: Language):  # type: ignore[no-untyped-def]
    def run(text: str) -> list[tuple[str, str, int]]:
        reading = Reading(Report(text), Coder("", "", ""), nlp(text))
        return [(s.span.of(text), s.kind, s.paragraph) for s in sentences(reading).sentences]

    return run


def test_headline_byline_and_dateline_are_told_from_sentences(cut) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Two dead as shells hit market\n\nBy Jane Roe and Karl Doe\n\n"
        "GOMA, Congo (Reuters) — Shells hit a market on Friday. Two people died.\n"
    )
    assert cut(text) == [
        ("Two dead as shells hit market", "headline", 0),
        ("By Jane Roe and Karl Doe", "byline", 1),
        ("GOMA, Congo (Reuters)", "dateline", 2),
        ("Shells hit a market on Friday.", "sentence", 2),
        ("Two people died.", "sentence", 2),
    ]


def test_a_dash_in_a_sentence_makes_no_dateline(cut) -> None:  # type: ignore[no-untyped-def]
    assert [kind for _, kind, _ in cut("The army - or what is left of it - retreated. It left tanks.")] == [
        "sentence"
    ] * 2


def test_a_single_line_is_a_sentence_even_without_its_stop(cut) -> None:  # type: ignore[no-untyped-def]
    assert cut("Rebels shelled the town") == [("Rebels shelled the town", "sentence", 0)]


def test_no_sentence_crosses_a_paragraph(cut) -> None:  # type: ignore[no-untyped-def]
    pieces = cut("The talks ended late and\n\nthe envoys left for home at dawn.\n\nNobody spoke to them.")
    assert all("\n\n" not in words for words, _, _ in pieces)


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00", "…", "\u202eمرحبا\u202c", "— — —", "\U0001f4a5\n\n\U0001f4a5"])
def test_odd_texts_are_read_without_an_error(cut, text: str) -> None:  # type: ignore[no-untyped-def]
    for words, _, _ in cut(text):
        assert words == words.strip()
        assert words
