"""The sentence encoder: as good as the original, the same vector in any company, and no text that upsets it."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import ModelError
from reportedly.linking.encoder import available, encode, encode_spans, fingerprint
from reportedly.models.load import MODEL, load
from reportedly.report import Span

# A report, the same thing in other words, a neighbour that shares its words; the cosines of the original in float32.
THREES = [
    (
        "Rebels shelled the village overnight, killing two nurses.",
        "Shells fired by rebel fighters hit the village in the night; two nurses died.",
        "Rebels laid down their arms and released two nurses.",
        (0.8123, 0.6609),
    ),
    (
        "A car bomb went off outside the police station in the capital.",
        "An explosives-laden vehicle blew up near police headquarters in the capital.",
        "The police station in the capital got a new car.",
        (0.7631, 0.6253),
    ),
    (
        "Thousands marched through the city to demand the president's resignation.",
        "A huge crowd took to the streets calling on the president to step down.",
        "The president marched his guests through the city's museum.",
        (0.5631, 0.4966),
    ),
    (
        "The army denied that its planes had bombed the hospital.",
        "The military said its aircraft did not strike the hospital.",
        "The army planned to open a hospital for pilots.",
        (0.7853, 0.5884),
    ),
]
ODD = ["", " \n\t", "\0", "\ud800", "a\0b \udc00 c", "é" * 5, "𝔘😀\u202e\u200b", "[CLS] [SEP] [MASK]", "x" * 100_000]


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(("text", "same", "neighbour", "original"), THREES)
def test_a_paraphrase_is_nearer_than_a_neighbour_and_both_as_near_as_for_the_original(
    text: str, same: str, neighbour: str, original: tuple[float, float]
) -> None:
    vectors = encode([text, same, neighbour])
    cosines = vectors[0] @ vectors[1:].T
    assert cosines[0] > cosines[1] + 0.05
    assert cosines == pytest.approx(original, abs=0.01)


def test_a_vector_is_the_same_in_any_company_and_in_another_process() -> None:
    texts = [text for three in THREES for text in three[:3]] * 3 + ODD
    together = encode(texts)
    order = np.random.default_rng(3).permutation(len(texts))
    assert np.array_equal(encode([texts[i] for i in order]), together[order])
    assert np.array_equal(np.concatenate([encode([text]) for text in texts]), together)
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        assert np.array_equal(pool.submit(encode, texts[:4]).result(timeout=120), together[:4])


def test_odd_texts_have_unit_length_or_say_nothing() -> None:
    lengths = np.linalg.norm(encode(ODD), axis=1)
    assert lengths == pytest.approx([0, 0, 0, 0, 1, 1, 1, 1, 1], abs=1e-5)
    assert encode([]).shape == (0, 384)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_text_and_span_are_encoded(text: str, start: int, length: int) -> None:
    vectors = encode_spans([text], [[Span(start, start + length)]])
    for row in (*vectors.texts, *vectors.spans[0]):
        assert float(np.linalg.norm(row)) == pytest.approx(1, abs=1e-5) or not row.any()


def test_words_for_the_network_in_a_text_are_only_words() -> None:
    vectors = encode(["The convoy stopped. [SEP] [MASK]", "The convoy stopped. sep mask", "The convoy stopped."])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert load().tokenizer.encode("[SEP]", add_special_tokens=False).tokens == ["[", "sep", "]"]


def test_a_span_is_read_in_its_context() -> None:
    texts = [
        "Troops fired on the demonstrators in the square.",
        "The company fired two hundred workers in the spring.",
        "Soldiers shot at protesters in the square.",
        "The firm dismissed two hundred staff in the spring.",
    ]
    spans = [[_span(text, word)] for text, word in zip(texts, ["fired", "fired", "shot", "dismissed"], strict=True)]
    vectors = encode_spans(texts, spans)
    assert np.array_equal(vectors.texts, encode(texts))
    fired_on, sacked, shot, dismissed = (rows[0] for rows in vectors.spans)
    assert fired_on @ shot > sacked @ shot + 0.1
    assert sacked @ dismissed > fired_on @ dismissed + 0.05


def test_offsets_hold_behind_characters_that_the_tokenizer_drops_or_takes_apart() -> None:
    plain, odd = "Rebels attacked the convoy.", "\0\ud83d😀\u200b é Rebels attacked the convoy."
    near = encode_spans([plain, odd], [[_span(plain, "attacked")], [_span(odd, "attacked"), _span(odd, "convoy")]])
    same, other = near.spans[1] @ near.spans[0][0]
    assert same > other + 0.2


def test_a_span_far_into_a_long_text_still_counts_and_the_text_is_read_from_its_beginning() -> None:
    before, told = "Officials met on Tuesday. " * 2_500, "Then rebels attacked the convoy near the river."
    long = before + told  # 10,000 words
    attack = _span(long, "attacked")
    vectors = encode_spans(
        [long, told, before], [[attack, Span(0, 9), Span(len(long), len(long) + 5)], [_span(told, "attacked")], []]
    )
    assert np.array_equal(vectors.texts[0], vectors.texts[2])
    far, official, nothing = vectors.spans[0] @ vectors.spans[1][0]
    assert far > 0.7 > 0.4 > official
    assert nothing == 0
    assert vectors.spans[2].shape == (0, 384)


def test_a_model_that_is_missing_damaged_or_of_another_build_says_what_to_do(tmp_path: Path) -> None:
    assert available()
    with pytest.raises(ModelError, match="missing: run `pip install"):
        load(tmp_path)
    shutil.copytree(MODEL, tmp_path / "minilm")
    assert fingerprint(tmp_path / "minilm") == fingerprint()
    with (tmp_path / "minilm" / "model.onnx").open("r+b") as file:
        file.truncate(1_000_000)
    with pytest.raises(ModelError, match=r"damaged or of another build.*pip install"):
        load(tmp_path / "minilm")
    (tmp_path / "minilm" / "model.onnx").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        load(tmp_path / "minilm")
    (tmp_path / "minilm" / "config.json").write_text('{"width": 384}')
    with pytest.raises(ModelError, match="not of this version"):
        fingerprint(tmp_path / "minilm")
