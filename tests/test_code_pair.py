"""The typing of a given pair, opened for measurement."""

from __future__ import annotations

import pytest

from reportedly.coding.events import Coding, code_pair


def pair(text: str, actor: str, recipient: str) -> Coding:
    def span(phrase: str) -> tuple[int, int]:
        return text.index(phrase), text.index(phrase) + len(phrase)

    return code_pair(text, span(actor), span(recipient))


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "type"),
    [
        ("Norway gave Malawi ten million dollars after Mali had condemned Togo.", "Norway", "Malawi", "AID"),
        ("Norway gave Malawi ten million dollars after Mali had condemned Togo.", "Mali", "Togo", "ACCUSE"),
        ("The Swedish premier will meet the Danish king.", "The Swedish premier", "the Danish king", "AGREE"),
        ("Ghana refused to meet Togo.", "Ghana", "Togo", "REJECT"),
        ("The junta threatened to bomb the capital.", "The junta", "the capital", "THREATEN"),
    ],
)
def test_the_event_is_that_of_the_pair(text: str, actor: str, recipient: str, type: str) -> None:
    coding = pair(text, actor, recipient)
    assert coding.type == type
    assert 0 < coding.confidence < 1


def test_a_sentence_without_known_words_is_answered_with_little_confidence() -> None:
    coding = pair("Alba looked at Beto for a while.", "Alba", "Beto")
    assert coding.type is not None
    assert coding.confidence < 0.5


@pytest.mark.parametrize("spans", [((0, 0), (0, 0)), ((-5, 900), (3, 2)), (None, None)])
def test_odd_spans_do_not_raise(spans: tuple[tuple[int, int] | None, tuple[int, int] | None]) -> None:
    assert isinstance(code_pair("Police arrested the editor.", *spans), Coding)
    assert code_pair("", *spans) == Coding(None, 0.0)
