"""The parse: which weights, and that paragraphs stay apart."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reportedly.errors import ParserError
from reportedly.paragraphs import paragraphs
from reportedly.parsing import _bundled, load_parser

WEIGHTS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "ner/cfg": "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "senter/cfg": "2a4db4a729b6469da1f87d71cc7cd3ed2a73360cc85326821e850836c4671103",
    "senter/model": "b69e7174a0b6307739adec3c8053ac45fdbad7171c4d3d8bfcd9713ecbc01f8c",
    "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
}


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_weights_are_those_that_were_looked_at(name: str) -> None:
    assert hashlib.sha256((_bundled() / name).read_bytes()).hexdigest() == WEIGHTS[name]


def test_the_republished_package_holds_weights_and_one_loader_only() -> None:
    code = [p.name for p in Path(_bundled()).rglob("*") if p.suffix in {".py", ".so", ".pkl", ".pickle"}]
    assert code == []


def test_an_absent_parser_says_what_to_do() -> None:
    with pytest.raises(ParserError, match="install it"):
        load_parser("en_core_web_nowhere")


def test_no_sentence_crosses_a_paragraph(nlp) -> None:  # type: ignore[no-untyped-def]
    doc = nlp("Army pulls out of the north\n\nThe army left on Monday. It said so itself")
    assert [s.text.strip() for s in doc.sents] == [
        "Army pulls out of the north",
        "The army left on Monday.",
        "It said so itself",
    ]
    assert doc.text == "Army pulls out of the north\n\nThe army left on Monday. It said so itself"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n \n ", []),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("Headline\nFirst paragraph ends.\nSecond ends.", ["Headline", "First paragraph ends.", "Second ends."]),
        ("A line that is\nwrapped at a\ncolumn.", ["A line that is\nwrapped at a\ncolumn."]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in paragraphs(text)] == expected


@pytest.mark.parametrize("run", ['"' * 50_000, "(" * 20_000, "a" * 100_000, "".join(['"a' for _ in range(20_000)])])
def test_a_run_without_white_space_is_one_token(nlp, run: str) -> None:  # type: ignore[no-untyped-def]
    doc = nlp.make_doc(f"Rebels said {run} on Friday.")
    assert [token.text for token in doc if len(token) > 100] == [run]


def test_the_stop_of_a_rank_ends_no_sentence(nlp) -> None:  # type: ignore[no-untyped-def]
    doc = nlp("The town fell, said Sgt. Omar Diallo of the garrison. Capt. Lee agreed.")
    assert [s.text for s in doc.sents] == ["The town fell, said Sgt. Omar Diallo of the garrison.", "Capt. Lee agreed."]


def test_verbs_that_the_pipeline_leads_astray_have_their_lemma() -> None:
    doc = load_parser()("Workers staged a walkout, and the court fined the union that waged the campaign.")
    assert {"stage", "fine", "wage"} <= {token.lemma_ for token in doc if token.pos_ == "VERB"}
