"""PolNeAR as windows of labelled word pieces."""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from reportedly.report import Span
from reportedly.tagger.decode import ROLES
from reportedly.tagger.windows import LONGEST, Piece, Window, pack, pieces

__all__ = ["FIRST", "INSIDE", "NEXT", "OTHER", "OUT", "Article", "Example", "Gold", "articles", "examples"]

OTHER = 0  # the label of what is outside all spans
NEXT, INSIDE, FIRST, OUT = range(4)
"""How a piece follows the one before: as another word, within a word, as first of its paragraph; or it is no piece."""

LENGTHS = (128, 192, LONGEST, LONGEST)  # how long windows are, by the dice

_LINE = re.compile(r"[TE]\d+\t")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A text, its word pieces and where its paragraphs begin among them, and each annotator's attributions."""

    name: str
    text: str
    pieces: list[Piece]
    starts: list[int]
    annotations: tuple[tuple[Gold, ...], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A window: ids, kinds and labels of its pieces, how each follows the one before, and its pairs.

    A pair is the places of a cue, of its sources and of its contents. `sources` and `contents` of the window are the
    places of all.
    """

    ids: list[int]
    kinds: list[int]
    labels: list[int]
    follows: list[int]
    pairs: list[tuple[list[int], list[int], list[int]]]


def articles(folder: Path, tokenizer: Tokenizer) -> list[Article]:
    """The articles of a split: NAME.txt with NAME_xxxx.ann, one an annotator."""
    made = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        annotated = [_gold(p) for p in sorted(folder.glob(f"{path.stem}_????.ann"))]
        made.append(Article(path.stem, text, *pieces(text, tokenizer), tuple(annotated)))
    return made


def _gold(path: Path) -> tuple[Gold, ...]:
    marks: dict[str, list[Span]] = {}
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file.read().split("\n") if _LINE.match(line)]
    for line in lines:
        name, rest = line.split("\t", 1)
        if name[0] == "T":
            where = rest.split("\t", 1)[0].partition(" ")[2]
            marks[name] = [Span(int(s.split()[0]), int(s.split()[1])) for s in where.split(";")]
            continue
        roles: dict[str, list[Span]] = {role: [] for role in ROLES}
        parts = [part.split(":", 1) for part in rest.split()]
        if not parts or not parts[0][0].startswith("Attribution"):
            continue
        for role, mark in parts[1:]:
            held = roles.get(re.sub(r"\d+$", "", role).lower())
            if held is not None:
                held += marks.get(mark, [])
        if roles["cue"] and roles["content"]:
            found.append(Gold(*(tuple(sorted(roles[role])) for role in ROLES)))
    return tuple(found)


def examples(article: Article, tokenizer: Tokenizer, epoch: int, dice: random.Random) -> Iterator[Example]:
    """The windows of an article as one of its annotators, another each epoch, labelled them.

    How long windows are and where they are cut is for the dice to say, so that they are cut elsewhere each epoch.
    """
    found, starts = article.pieces, article.starts
    gold = article.annotations[epoch % len(article.annotations)]
    labels, roles = label(found, gold)
    begin, end = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    for window in _shifted(found, starts, dice):
        held = range(window.start, window.end)
        pairs = []
        for cue, source, content in roles:
            here = [[i - window.start + 1 for i in role if i in held] for role in (cue, source, content)]
            if here[0]:
                pairs.append((here[0], here[1], here[2]))
        some = found[window.start : window.end]
        follows = [INSIDE if p.inside else FIRST if p.first else NEXT for p in some]
        follows[0] = FIRST
        yield Example(
            [begin, *(p.id for p in some), end],
            [0, *(p.kind for p in some), 0],
            [OTHER, *whole(labels[window.start : window.end], follows), OTHER],
            [OUT, *follows, OUT],
            pairs,
        )


def _shifted(found: Sequence[Piece], starts: Sequence[int], dice: random.Random) -> list[Window]:
    longest = dice.choice(LENGTHS)
    if len(starts) < 2:
        return pack(found, starts, longest)
    first = dice.choice([0, *starts[1:4]])
    head = pack(found[:first], [s for s in starts if s < first], longest) if first else []
    tail = pack(found[first:], [s - first for s in starts if s >= first], longest)
    return [*head, *(Window(w.start + first, w.end + first) for w in tail)]


def label(
    found: Sequence[Piece], gold: Sequence[Gold]
) -> tuple[list[int], list[tuple[list[int], list[int], list[int]]]]:
    """The label of each piece, and for each attribution the numbers of its cue's, sources' and contents' pieces."""
    labels = [OTHER] * len(found)
    roles = []
    order = [piece.span.start for piece in found]
    for attribution in gold:
        places: dict[str, list[int]] = {role: [] for role in ROLES}
        for role in ROLES:
            for span in getattr(attribution, role):
                under = _under(order, span)
                places[role] += under
                for number, piece in enumerate(under):
                    labels[piece] = 1 + 2 * ROLES.index(role) + (number > 0)
        roles.append((places["cue"], places["source"], places["content"]))
    return labels, roles


def whole(labels: Sequence[int], follows: Sequence[int]) -> list[int]:
    """The labels with what the decoder never says put right: each paragraph begins anew, a word is of one label."""
    right: list[int] = []
    before = OTHER
    for now, step in zip(labels, follows, strict=True):
        begun = before + before % 2  # how a span that has begun goes on
        if step == INSIDE:
            now = begun
        elif now and now % 2 == 0 and (step == FIRST or begun != now):
            now -= 1
        right.append(now)
        before = now
    return right


def _under(order: Sequence[int], span: Span) -> list[int]:
    low = bisect_left(order, span.start)
    high = bisect_left(order, span.end, low)
    return list(range(low, high))
