"""A second voice beside the frames: a learned judge that reads an event's words in their sentence and knows no frame.

For each event that the frames propose it takes the vectors of the trigger, of the actor and of the recipient, each in
context, and of the sentence (`reportedly.linking.encoder`), and a small head trained on the codebook's open examples
gives the probabilities of the types and of "no event". Where it is as good as certain that there is no event, the event
goes to the rejected; where it leans to one side, the event's confidence moves by what such verdicts were worth in
cross-validation; else it abstains. It proposes and corrects nothing, since in cross-validation both did harm: the
figures are in models/events/CARD.md.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from reportedly.codebook.examples import NONE
from reportedly.errors import ModelError
from reportedly.linking.encoder import Matrix, encode_spans
from reportedly.reading import Event, Party, Reading, Rejected, Why
from reportedly.report import Span, Spans

__all__ = ["FOLDER", "Head", "Verdict", "Words", "head", "judge", "probabilities", "vectors", "words_of"]

FOLDER = Path(__file__).parents[2] / "models" / "events"
_REMEDY = "run `pip install --force-reinstall reportedly`, or in a checkout `python -m training.events`"

Voice = Literal["agrees", "abstains", "doubts", "rejects"]


class Words(NamedTuple):
    """What is judged of an event: the words that tell it, and its first actor's and first recipient's."""

    trigger: Spans
    actor: Spans = ()
    recipient: Spans = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The trained part: a row of `weights` for each feature and a last one for the bias, a column for each of `names`.

    `agrees`: the least probability of the event's own type; `doubts`, `rejects`: of no event at all. `factors`: by
    voice, what it does to an event's confidence.
    """

    names: tuple[str, ...]
    weights: Matrix
    agrees: float
    doubts: float
    rejects: float
    factors: dict[str, float]

    def voice(self, own: float, none: float) -> Voice:
        """What these probabilities of the event's own type and of no event amount to."""
        if none >= self.rejects:
            return "rejects"
        if none >= self.doubts:
            return "doubts"
        return "agrees" if own >= self.agrees else "abstains"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of an event: `own` and `none` are the probabilities of its type and of no event."""

    voice: Voice
    likely: str
    own: float
    none: float


def judge(reading: Reading) -> Reading:
    """A stage after the events: gives each the judge's voice, and takes out those that it rejects.

    Types that the judge was not trained on, such as a user's own, stay as they are. Raises ModelError.
    """
    known = [event for event in reading.events if event.type in head().names]
    if not known:
        return reading
    found = probabilities(head().weights, vectors(reading, [words_of(event) for event in known]))
    verdicts = {event.id: _verdict(event, row) for event, row in zip(known, found, strict=True)}
    rejected = {id for id, verdict in verdicts.items() if verdict.voice == "rejects"}
    kept = (event for event in reading.events if event.id not in rejected)
    return replace(
        reading,
        events=tuple(_voiced(e, verdicts[e.id]) if e.id in verdicts else e for e in kept),
        rejected=(
            *reading.rejected,
            *(_rejected(e, verdicts[e.id]) for e in known if e.id in rejected),
        ),
    )


def words_of(event: Event) -> Words:
    """The words of an event that are judged."""
    return Words(event.trigger, _first(event.actors), _first(event.recipients))


def vectors(reading: Reading, items: Sequence[Words]) -> Matrix:
    """The features of each item: vectors of its trigger, actor, recipient and sentence, end to end (n × 1536).

    All sentences of the reading that hold an item go through the encoder together, each once. What does not stand in
    the trigger's own sentence gets zeros.
    """
    bounds = sorted({sentence.span for sentence in reading.sentences}, key=lambda span: span.start)
    starts = [span.start for span in bounds]
    homes = [max(0, bisect_right(starts, item.trigger[0].start) - 1) for item in items]
    places = {home: number for number, home in enumerate(dict.fromkeys(homes))}
    asked: list[list[Span]] = [[] for _ in places]
    where: list[list[list[int]]] = []
    for item, home in zip(items, homes, strict=True):
        sentence, mine = bounds[home], asked[places[home]]
        where.append([])
        for spans in item:
            inside = [s for s in spans if sentence.start <= s.start and s.end <= sentence.end]
            where[-1].append(list(range(len(mine), len(mine) + len(inside))))
            mine += [Span(s.start - sentence.start, s.end - sentence.start) for s in inside]
    texts = [bounds[home].of(reading.report.text) for home in places]
    encoded = encode_spans(texts, asked)
    rows = []
    for home, parts in zip(homes, where, strict=True):
        at = places[home]
        rows.append(np.concatenate([*(_mean(encoded.spans[at][part]) for part in parts), encoded.texts[at]]))
    return np.stack(rows)


def probabilities(weights: Matrix, features: Matrix) -> Matrix:
    """For each row of features the probabilities of the weights' columns, which add up to 1."""
    scores = features @ weights[:-1] + weights[-1]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Matrix = scores / scores.sum(axis=1, keepdims=True)
    return shares


@lru_cache(maxsize=1)
def head() -> Head:
    """The head that lies with the package. Raises ModelError where it is missing or not what its config.json says."""
    try:
        config = json.loads((FOLDER / "config.json").read_bytes())
        if hashlib.sha256((FOLDER / "weights.npy").read_bytes()).hexdigest() != config["weights"]:
            raise ModelError(f"{FOLDER / 'weights.npy'} is damaged or of another build than its config.json: {_REMEDY}")
        weights = np.load(FOLDER / "weights.npy", allow_pickle=False).astype(np.float32)
        agrees, doubts, rejects = (float(config[name]) for name in ("agrees", "doubts", "rejects"))
        return Head(tuple(config["names"]), weights, agrees, doubts, rejects, dict(config["factors"]))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(f"the judge of events in {FOLDER} cannot be used ({error!r}): {_REMEDY}") from error


def _mean(rows: Matrix) -> Matrix:
    mean: Matrix = rows.sum(axis=0)
    length = float(np.linalg.norm(mean))
    return mean / length if length > 0 else mean


def _first(parties: tuple[Party, ...]) -> Spans:
    return parties[0].spans if parties else ()


def _verdict(event: Event, shares: Matrix) -> Verdict:
    names = head().names
    own, none = float(shares[names.index(event.type)]), float(shares[names.index(NONE)])
    return Verdict(head().voice(own, none), names[int(shares.argmax())], own, none)


def _voiced(event: Event, verdict: Verdict) -> Event:
    told = {
        "agrees": f"the learned judge reads {event.type} too ({verdict.own:.2f})",
        "doubts": f"the learned judge rather reads no event ({verdict.none:.2f})",
    }
    detail = told.get(verdict.voice, f"the learned judge abstains (likeliest: {verdict.likely})")
    confidence = min(0.99, max(0.05, event.confidence * head().factors.get(verdict.voice, 1.0)))
    why = Why("judge", verdict.voice, detail, event.trigger)
    return replace(event, confidence=round(confidence, 2), why=(*event.why, why))


def _rejected(event: Event, verdict: Verdict) -> Rejected:
    rule = next((why.rule for why in event.why if why.field == "type"), event.type)
    return Rejected(event.trigger, rule, f"the learned judge reads no event ({verdict.none:.2f})")
