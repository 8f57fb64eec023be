"""What the network learns from: sentences as word pieces, with the words that tell events and name their parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from reportedly.codebook import Example
from reportedly.coding.events.voice import firsts, pieces, windows
from reportedly.parsing import load_parser

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Case", "Told", "cases", "under"]

_BARE = {"DET", "PUNCT", "SPACE", "CCONJ"}  # words that tell nothing within a phrase


@dataclass(frozen=True, slots=True)
class Told:
    """An event: its words and those of its parties, as places among a case's pieces; None where nothing is said of a
    role.
    """

    trigger: list[int]
    actor: list[int] | None
    recipient: list[int] | None


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence: ids and kinds of its pieces; the places at which words begin and the type of each, by number."""

    ids: list[int]
    kinds: list[int]
    places: list[int]
    types: list[int]
    told: list[Told]


def cases(examples: Sequence[Example], names: Sequence[str], tokenizer: Tokenizer) -> Iterator[list[Case]]:
    """The cases of each example: one, unless the parser takes it for several sentences. The last name is no event."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True
    for example, doc in zip(examples, load_parser().pipe(e.text for e in examples), strict=True):
        yield list(_cases(example, doc, names, tokenizer))


def _cases(example: Example, doc: Doc, names: Sequence[str], tokenizer: Tokenizer) -> Iterator[Case]:
    found = pieces(example.text, tokenizer)
    at = firsts(doc, found)
    types = [len(names) - 1] * len(doc)
    triggers = [under(doc, event.trigger or ()) for event in example.events]
    for event, tokens in zip(example.events, triggers, strict=True):
        for token in tokens:
            types[token.i] = names.index(event.type[0])
    begin, end = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    for words, low, high in windows(doc, at, len(found.ids)):
        place = {i: int(at[i]) - low + 1 for i in words}

        yield Case(
            [begin, *found.ids[low:high].tolist(), end],
            [0, *found.kinds[low:high].tolist(), 0],
            list(place.values()),
            [types[i] for i in place],
            list(_told(example, doc, triggers, place)),
        )


def _told(example: Example, doc: Doc, triggers: list[list[Token]], place: dict[int, int]) -> Iterator[Told]:
    def places(tokens: Iterable[Token]) -> list[int]:
        return [place[token.i] for token in tokens if token.i in place]

    for event, tokens in zip(example.events, triggers, strict=True):
        if places(tokens):
            parties = (None if told is None else places(under(doc, told)) for told in (event.actor, event.recipient))
            yield Told(places(tokens), *parties)


def under(doc: Doc, phrases: Iterable[str]) -> list[Token]:
    """The words of the phrases, wherever these stand, but articles and the like."""
    found = []
    for phrase in phrases:
        start = doc.text.find(phrase)
        if start >= 0:
            found += [t for t in doc if start <= t.idx < start + len(phrase) and t.pos_ not in _BARE]
    return found
