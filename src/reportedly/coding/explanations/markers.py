"""The markers of explanation in a parse: which words, of which shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from reportedly.errors import KnowledgeError
from reportedly.knowledge import DATA, load_yaml

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["VERBAL", "Found", "Knowledge", "Marker", "find", "knowledge"]

Shape = Literal["preposition", "clause", "forward", "backward", "blame"]
VERBAL = ("forward", "backward", "blame")
_SHAPES = ("preposition", "clause", *VERBAL)


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: its words, how its sides stand, how sure it is, and which sides must tell a happening."""

    words: tuple[str, ...]
    shape: Shape
    sure: float
    needs: Literal["", "cause", "both"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What `data/explanations.yaml` says; the markers by their first word, the longest first."""

    markers: dict[str, tuple[Marker, ...]]
    happenings: frozenset[str]
    hypothetical: frozenset[str]
    only: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A marker in the text."""

    marker: Marker
    tokens: tuple[Token, ...]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Raises KnowledgeError where the file names an unknown shape."""
    raw = load_yaml(DATA / "explanations.yaml")
    by_first: dict[str, list[Marker]] = {}
    for row in raw["markers"]:
        if row["shape"] not in _SHAPES:
            raise KnowledgeError(f"explanations.yaml: unknown shape {row['shape']!r}; use one of {', '.join(_SHAPES)}")
        for words in row["words"]:
            marker = Marker(tuple(words.split()), row["shape"], float(row["sure"]), row.get("needs", ""))
            by_first.setdefault(marker.words[0], []).append(marker)
    ordered = {first: tuple(sorted(ms, key=lambda m: -len(m.words))) for first, ms in by_first.items()}
    return Knowledge(ordered, frozenset(raw["happenings"]), frozenset(raw["hypothetical"]), frozenset(raw["only"]))


def find(doc: Doc) -> Iterator[Found]:
    """Every marker in the order of the text; where several begin at one word, the longest."""
    markers = knowledge().markers
    taken = -1
    for token in doc:
        if token.i <= taken:
            continue
        for marker in markers.get(token.lemma_.lower(), ()) or markers.get(token.lower_, ()):
            tokens = _match(token, marker)
            if tokens:
                taken = taken if marker.shape in VERBAL else tokens[-1].i
                yield Found(marker, tokens)
                break


def _match(first: Token, marker: Marker) -> tuple[Token, ...] | None:
    if marker.shape in VERBAL:
        return _match_verb(first, marker)
    doc, end = first.doc, first.i + len(marker.words)
    if end > len(doc) or any(doc[first.i + n].lower_ != word for n, word in enumerate(marker.words)):
        return None
    if marker.words == ("because",) and end < len(doc) and doc[end].lower_ == "of":
        return None
    return tuple(doc[first.i : end])


def _match_verb(verb: Token, marker: Marker) -> tuple[Token, ...] | None:
    """A verb whose further words are its own: "led directly to"; in the order of the text."""
    if verb.pos_ not in {"VERB", "AUX"} and verb.tag_ not in {"VBN", "VBD", "VBG"}:
        return None
    tokens, last = [verb], verb
    for word in marker.words[1:]:
        near = next((t for t in last.rights if t.lower_ == word and t.i - verb.i < 8), None)
        near = near or next((t for t in _reach(verb) if t.lower_ == word and t.i - verb.i < 10), None)
        if near is None:
            return None
        tokens.append(near)
        last = near
    return tuple(tokens)


def _reach(verb: Token) -> Iterator[Token]:
    """The verb's words to the right, and those that the parser hung on its object ("blamed the fall on …")."""
    for child in verb.rights:
        yield child
        if child.dep_ == "dobj":
            yield from (token for token in child.subtree if token.i > child.i)
