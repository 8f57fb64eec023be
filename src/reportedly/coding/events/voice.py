"""What a small network reads in each sentence: which words tell an event of which type, and who has a part in it.

It knows no frame: it was trained on sentences (`training/events`), and reads a sentence's word pieces with the case of
each. `voice` gives its numbers for the tokens of a parse; `proposals` and `weighing` say what follows from them. The
model's figures and limits are in models/events/CARD.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly import beside
from reportedly.models.load import Model, companion, load

if TYPE_CHECKING:
    from concurrent.futures import Future

    from spacy.tokens import Doc
    from tokenizers import Tokenizer

    from reportedly.reading import Reading

__all__ = [
    "FOLDER",
    "KINDS",
    "LONGEST",
    "Matrix",
    "Pieces",
    "Voice",
    "begin",
    "firsts",
    "hear",
    "pieces",
    "voice",
    "windows",
]

FOLDER = Path(__file__).parents[2] / "models" / "events"

KINDS = 3
"""Kinds of word piece, which the uncased vocabulary cannot tell: of a word in lower case, Capital, CAPITALS. As many
again are those of words that tell the event whose parties are asked for."""

LONGEST = 128
"""Word pieces read at once, the marks of beginning and end included: a sentence of some 100 words."""

Matrix = NDArray[np.float32]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Pieces(NamedTuple):
    """The word pieces of a text: ids, kinds, and where each begins in it (characters)."""

    ids: NDArray[np.int64]
    kinds: NDArray[np.int64]
    starts: NDArray[np.int64]


class Window(NamedTuple):
    """What went through the network together: its pieces between the marks, and the place of each token among them."""

    ids: NDArray[np.int64]
    kinds: NDArray[np.int64]
    places: dict[int, int]


@dataclass(frozen=True, slots=True)
class Voice:
    """The network's numbers for each token of a text: `types`, the probabilities of `names` (the last is that of no
    event); `weights` say what follows (`weighing`). A token without any piece tells no event. The `windows` are kept
    since the network reads a sentence again, with the event's words marked, when it is asked for the parties.
    """

    names: tuple[str, ...]
    types: Matrix
    weights: Mapping[str, Sequence[float]]
    windows: Sequence[Window]
    asked: dict[tuple[int, ...], dict[int, Matrix]] = field(default_factory=dict, repr=False, compare=False)

    def share(self, type: str, tokens: Sequence[int]) -> float:
        """The probability that these tokens tell an event of the type: that of the likeliest one."""
        return float(self.types[list(tokens), self.names.index(type)].max())

    def nothing(self, tokens: Sequence[int]) -> float:
        """The probability that none of these tokens tells an event: that of the likeliest one."""
        return float(self.types[list(tokens), -1].min())

    def likeliest(self, tokens: Sequence[int]) -> str:
        """The name that one of these tokens speaks for most, "no event" left out."""
        return self.names[int(self.types[list(tokens), :-1].max(axis=0).argmax())]

    def parties(self, trigger: Sequence[int], among: Sequence[int]) -> Matrix:
        """For each token of `among` the probabilities that it names an actor, a recipient of the event told by
        `trigger` (n × 2); all are of one sentence.
        """
        key = tuple(trigger)
        if key not in self.asked:
            self.asked[key] = {}
            for window in self.windows:
                if not window.places.keys().isdisjoint(key):
                    self.asked[key] |= _parties(window, key)
        found, nobody = self.asked[key], np.zeros(2, np.float32)
        return np.array([found.get(i, nobody) for i in among], np.float32).reshape(-1, 2)


def hear(reading: Reading) -> Reading:
    """A stage before the events: fills `voice`. Raises ModelError where the model is missing or of another build."""
    heard = voice(reading.parse) if reading.hearing is None else reading.hearing.result()
    return replace(reading, voice=heard, hearing=None)


def begin(doc: Doc) -> Future[Voice] | None:
    """Begin to hear a parse beside the stages before `hear`; None where no core is free for it."""
    return beside.begin(partial(voice, doc))


def voice(doc: Doc) -> Voice:
    """What the network reads in each sentence of a parse; a sentence's numbers depend on it alone."""
    model = load(FOLDER)
    found = pieces(doc.text, model.tokenizer)
    at = firsts(doc, found)
    names = _names(model)
    types = np.zeros((len(doc), len(names)), np.float32)
    types[:, -1] = 1
    seen: list[Window] = []
    begin, end = model.marks
    for tokens, low, high in windows(doc, at, len(found.ids)):
        ids = np.array([[begin, *found.ids[low:high], end]], np.int64)
        kinds = np.array([[0, *found.kinds[low:high], 0]], np.int64)
        (scores,) = model.session.run(["types"], {"ids": ids, "kinds": kinds})
        places = at[tokens] - low + 1
        types[tokens] = _shares(scores[0, places])
        seen.append(Window(ids, kinds, dict(zip(tokens, places.tolist(), strict=True))))
    return Voice(names, types, _weights(FOLDER), seen)


def _parties(window: Window, trigger: Sequence[int]) -> dict[int, Matrix]:
    """For each token of the window the probabilities that it names an actor, a recipient of the event."""
    kinds = window.kinds.copy()
    kinds[0, [window.places[i] for i in trigger if i in window.places]] += KINDS
    (scores,) = load(FOLDER).session.run(["parties"], {"ids": window.ids, "kinds": kinds})
    shares = 1 / (1 + np.exp(-scores[0]))
    return {token: shares[place] for token, place in window.places.items()}


@lru_cache(maxsize=1)
def _weights(folder: Path) -> dict[str, list[float]]:
    return dict(json.loads(companion(folder, "weights.json")))


def _names(model: Model) -> tuple[str, ...]:
    return tuple(json.loads(model.session.get_modelmeta().custom_metadata_map["types"]))


def _shares(scores: Matrix) -> Matrix:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    total: Matrix = shares / shares.sum(axis=1, keepdims=True)
    return total


def pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """The word pieces of a text with the case of the words that they are of."""
    encoding = tokenizer.encode(_LONE_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    kinds: list[int] = []
    for (start, end), token in zip(encoding.offsets, encoding.tokens, strict=True):
        letters = text[start:end]
        case = 0 if not letters[:1].isupper() else 2 if len(letters) > 1 and letters.isupper() else 1
        kinds.append(kinds[-1] if token.startswith("##") and kinds else case)
    starts = [start for start, _ in encoding.offsets]
    return Pieces(*(np.array(values, np.int64) for values in (encoding.ids, kinds, starts)))


def firsts(doc: Doc, found: Pieces) -> NDArray[np.int64]:
    """For each token of a parse the piece that it begins with; -1 where none begins in it."""
    low = np.searchsorted(found.starts, [token.idx for token in doc])
    high = np.searchsorted(found.starts, [token.idx + len(token) for token in doc])
    return np.where(low < high, low, -1)


def windows(doc: Doc, at: NDArray[np.int64], count: int) -> Iterator[tuple[list[int], int, int]]:
    """What goes through the network together: a sentence, a long one in parts. Tokens, the first of their pieces and
    that behind the last; `at` and `count` are where tokens begin among so many pieces.
    """
    for sentence in doc.sents:
        after = next((int(at[i]) for i in range(sentence.end, len(doc)) if at[i] >= 0), count)
        tokens = [i for i in range(sentence.start, sentence.end) if at[i] >= 0]
        while tokens:
            low = int(at[tokens[0]])
            here = [i for i in tokens if at[i] < low + LONGEST - 2]
            tokens = tokens[len(here) :]
            high = int(at[tokens[0]]) if tokens else after
            yield here, low, min(high, low + LONGEST - 2)
