"""Which labels of the sentences the trained network contradicts: where to look for wrong ones.

    python -m training.events.doubts [FILE ...]     files of training/sentences, without .yaml; all, if none is named

A line for each: what the network is sure of and the label is not ("has", with words and probability), or what the label
says and the network holds for most unlikely ("lacks"). Most of what it contradicts in sentences that it was trained on
is labelled against the codebook, or hard.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.codebook import Example
from reportedly.coding.events.voice import voice
from reportedly.parsing import load_parser
from training.events.cases import under
from training.events.sentences import sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["doubts"]

_SURE, _UNLIKELY = 0.8, 0.05


def doubts(examples: Iterable[Example]) -> Iterator[tuple[Example, str]]:
    """The examples whose labels the network contradicts, and how; a label is contradicted once for each event."""
    examples = list(examples)
    for example, doc in zip(examples, load_parser().pipe(e.text for e in examples), strict=True):
        for doubt in _of(example, doc):
            yield example, doubt


def _of(example: Example, doc: Doc) -> Iterator[str]:
    heard = voice(doc)
    told = [(event, [t.i for t in under(doc, event.trigger or ())]) for event in example.events]
    for event, words in told:
        share = max((heard.share(type, words) for type in event.type), default=0.0) if words else 1.0
        if share < _UNLIKELY:
            yield f"lacks {'/'.join(event.type)} “{' … '.join(event.trigger or ())}” ({share:.2f})"
    labelled = {i for _, words in told for i in words}
    for token in doc:
        type = heard.likeliest([token.i])
        share = heard.share(type, [token.i])
        if share >= _SURE and token.i not in labelled:
            yield f"has {type} “{token.text}” ({share:.2f})"


def main() -> None:
    """Print the doubts of the files that are named."""
    wanted = set(sys.argv[1:])
    for example, doubt in doubts(e for e in sentences() if not wanted or Path(e.file).stem in wanted):
        print(f"{Path(example.file).name}:{example.line}: {doubt}: {example.text}")


if __name__ == "__main__":
    main()
