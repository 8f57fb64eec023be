"""Larger networks teach the one that the package runs: on an accelerator, with torch alone.

    python -m training.events --bank FILE                                        here, where the parser is
    python -m training.events.teach teacher FILE --fold K --large model.safetensors --out FOLDER       for each fold
    python -m training.events.teach student FILE --begin-with NETWORK --out FOLDER
    python -m training.events.teach again FILE --begin-with NETWORK [--beside NETWORK] --out FOLDER
    python -m training.events --go-on FOLDER/network.pt                          here: writes it, fits the weights

Labels by many hands differ. So a teacher is trained on four fifths of the sentences and says what it takes the last
fifth for, which it has not seen; the student learns from the labels and from that, half and half; of the codebook's
examples, which define the types, from the labels alone. `again` trains a student on, as sentences are added: what it
said of types before, and what another says, stands in for the teachers; parties are learned from the labels. The large
encoder is all-mpnet-base-v2 (Apache-2.0): nothing of it is shipped.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.encoder import LARGE, from_large, from_original
from training.events.bank import FOLDS, Bank
from training.events.fit import SETTINGS, fit, parties, read
from training.events.network import Network
from training.loop import Settings

__all__ = ["main"]

_TEACHER = Settings(batch=128, parts=1, workers=1, encoder_rate=6e-5, head_rate=5e-4, drop=0.1, mean=0.99, every=10**6)
_STUDENT = replace(SETTINGS, batch=128, parts=1, workers=1, encoder_rate=5e-4, head_rate=2e-3, drop=0.1, every=10**6)

_AGAIN = 1.6e-4  # the rate at which a student is trained on
_UNKNOWN = -1.0  # of a party of which nothing is said


def main() -> None:
    """Train one teacher, or the student."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("who", choices=["teacher", "student", "again"])
    parser.add_argument("bank", type=Path, metavar="FILE")
    parser.add_argument("--fold", type=int, choices=range(FOLDS))
    parser.add_argument("--large", type=Path, metavar="MODEL", help="all-mpnet-base-v2's model.safetensors")
    parser.add_argument("--begin-with", type=Path, metavar="NETWORK", help="or the original wheel")
    parser.add_argument("--beside", type=Path, metavar="NETWORK", help="another student, to train on again")
    parser.add_argument("--some", type=int, help="train again on so many sentences beside the codebook's examples")
    parser.add_argument("--alone", action="store_true", help="no teacher: labels alone")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    train, aside = (Bank.load(Path(f"{args.bank}.{name}")).to(device) for name in ("train", "aside"))
    types = int(train.types.max()) + 1
    run = {"teacher": _teacher, "student": _student, "again": _again}[args.who]
    network, settings, bank, rows = run(args, train, types)
    fit(network, bank, rows, replace(settings, epochs=args.epochs, minutes=args.minutes), args.out)
    print(args.out, _agreement(network, aside))
    if args.who == "teacher":
        torch.save(_says(network, train, sorted(set(range(len(train))) - set(rows))), args.out / f"says-{args.fold}.pt")
        (args.out / "network.pt").unlink()


Run = tuple[Network, Settings, Bank, list[int]]


def _teacher(args: argparse.Namespace, train: Bank, types: int) -> Run:
    network = Network(types, LARGE)
    from_large(network, args.large)
    rows = [row for row, fold in enumerate(train.fold.tolist()) if fold != args.fold]
    return network.to(train.ids.device), _TEACHER, train, rows


def _student(args: argparse.Namespace, train: Bank, types: int) -> Run:
    if not args.alone:
        says = [torch.load(path) for path in sorted(args.out.glob("says-*.pt"))]
        if not says:
            raise SystemExit(f"no says-*.pt in {args.out}: train the teachers into it first, or give --alone")
        train = _taught(train, types, says)
    return _load(types, args.begin_with, train), _STUDENT, train, list(range(len(train)))


def _again(args: argparse.Namespace, train: Bank, types: int) -> Run:
    rows = _some(train, args.some)
    says = [_says(_load(types, file, train), train, rows) for file in (args.begin_with, args.beside) if file]
    train = _taught(train, types, says, 1 / len(says))
    train = train.taught(train.shares, torch.where(train.known[:, :, None], train.parties.half(), _UNKNOWN))
    settings = replace(SETTINGS, encoder_rate=_AGAIN, head_rate=4 * _AGAIN, drop=_STUDENT.drop)
    return _load(types, args.begin_with, train), settings, train, rows


def _load(types: int, file: Path, beside: Bank) -> Network:
    network = Network(types)
    if file.suffix == ".whl":
        from_original(network, file)
    else:
        network.load_state_dict(torch.load(file, map_location="cpu"))
    return network.to(beside.ids.device)


def _says(network: Network, bank: Bank, rows: list[int]) -> dict[str, Tensor]:
    """Of each row the shares of its types; of each event of these the probabilities of its parties."""
    found: dict[str, list[Tensor]] = {"rows": [], "shares": [], "events": [], "ties": []}
    longest = bank.ids.shape[1]

    def padded(values: Tensor, dim: int) -> Tensor:
        shape = list(values.shape)
        shape[dim] = longest - shape[dim]
        return torch.cat([values, values.new_zeros(shape)], dim).half().cpu()

    for some, (scores, _) in read(network, bank, rows):
        with torch.no_grad():
            events, _, told = parties(network, bank, some)
        found["rows"].append(torch.tensor(some))
        found["shares"].append(padded(scores.softmax(-1), 1))
        found["events"].append(events.cpu())
        if len(events):
            found["ties"].append(padded(told.sigmoid(), 2))
    return {name: torch.cat(parts, 1 if name == "ties" else 0) for name, parts in found.items()}


def _some(bank: Bank, count: int | None) -> list[int]:
    """The rows of the codebook's examples, and so many others."""
    folds = bank.fold.tolist()
    others = [row for row, fold in enumerate(folds) if fold >= 0]
    random.Random(SETTINGS.seed).shuffle(others)
    return [*(row for row, fold in enumerate(folds) if fold < 0), *others[:count]]


def _taught(bank: Bank, types: int, says: list[dict[str, Tensor]], share: float = 1.0) -> Bank:
    """The bank with what all teachers say, each with its share; where they say nothing the labels stand."""
    shares = torch.zeros(*bank.ids.shape, types, dtype=torch.half)
    told = torch.zeros(bank.parties.shape, dtype=torch.half)
    heard = torch.zeros(len(bank), dtype=torch.bool)
    for said in says:
        heard[said["rows"]] = True
        shares[said["rows"]] += share * said["shares"]
        told[:, said["events"]] += share * said["ties"]
    firm = (bank.fold.cpu() < 0) | ~heard
    shares[firm] = functional.one_hot(bank.types.cpu()[firm].long().clamp(min=0), types).half()
    events = bank.events.cpu()[firm]
    numbers = events[events >= 0].long()
    known, parties = bank.known.cpu()[:, numbers], bank.parties.cpu()[:, numbers]
    told[:, numbers] = torch.where(known[:, :, None], parties.half(), _UNKNOWN)
    return bank.taught(shares.to(bank.ids.device), told.to(bank.ids.device))


def _agreement(network: Network, bank: Bank) -> str:
    """How far the network agrees with the labels of sentences set aside: words of types, and words of parties."""
    right = said = labelled = 0
    party = [0, 0, 0]
    for rows, (scores, _) in read(network, bank, range(len(bank))):
        at = torch.tensor(rows, device=bank.ids.device)
        wanted = bank.types[at, : scores.shape[1]].long()
        none, found = scores.shape[-1] - 1, scores.argmax(-1)
        word = wanted >= 0
        right += int((word & (found == wanted) & (wanted != none)).sum())
        said += int((word & (found != none)).sum())
        labelled += int((word & (wanted != none)).sum())
        with torch.no_grad():
            events, home, told = parties(network, bank, rows)
        if not len(events):
            continue
        scored, longest = told > 0, told.shape[2]
        counted = bank.known[:, events][:, :, None] & word[home, :longest][None]
        truth = bank.parties[:, events, :longest]
        for number, some in enumerate((scored & truth, scored, truth)):
            party[number] += int((some & counted).sum())
    return (
        f"types: {right / max(said, 1):.3f} of what it says, {right / labelled:.3f} of what is labelled; "
        f"parties: {party[0] / max(party[1], 1):.3f}, {party[0] / party[2]:.3f}"
    )


if __name__ == "__main__":
    main()
