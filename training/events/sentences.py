"""Sentences for training beside the codebook's examples: `training/sentences/TYPE.yaml`, in the examples' own form.

    python -m training.events.sentences [TYPE ...]      checks the files and counts what they hold

An event of a sentence names its `trigger`, `actor` and `recipient` always; `[]` says that the sentence names nobody.
Every event of the sentence is listed. A fifth is set aside, by the text's SHA-256, to measure on: nothing may be
trained on it.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reportedly.codebook import Example, load_codebook
from reportedly.codebook.entry import Expected
from reportedly.codebook.form import read_example
from reportedly.codebook.source import Part, read_source

__all__ = ["FOLDER", "held_out", "near", "parts", "sentences"]

FOLDER = Path(__file__).parents[1] / "sentences"
_NEAR = 0.5  # share of words in common from which two sentences are one told twice
_PLAIN = re.compile("NEWS-.+|[A-Z]+-[35]")  # files of news as it is printed, and of agency copy
_BOOK = 4  # the codebook's own examples count for so many: they are the definitions
_WORD = re.compile(r"\w+")


def sentences(types: Iterable[str] = ()) -> list[Example]:
    """All sentences, or those of some types' files. Raises KnowledgeError for a file that is not in the form."""
    wanted = set(types)
    return [
        _checked(read_example(part, path.stem.partition("-")[0]), part)
        for path in sorted(FOLDER.glob("*.yaml"))
        if not wanted or path.stem.partition("-")[0] in wanted
        for part in read_source(path).parts()
    ]


def parts() -> tuple[list[Example], list[Example]]:
    """What is trained on, and what is set aside to fit the weights: of that only plain sentences and those of news,
    since rare wordings are rare. Sentences too near to an example of the codebook are in neither.
    """
    book = [example for entry in load_codebook().values() for example in entry.examples]
    every = sentences()
    twice = {id(example) for example in near(every, book)}
    own = [example for example in every if id(example) not in twice]
    train = [e for e in book if not e.held_out] * _BOOK + [e for e in own if not held_out(e)]
    return train, [e for e in own if held_out(e) and _PLAIN.fullmatch(Path(e.file).stem)]


def held_out(example: Example) -> bool:
    """Whether its SHA-256, taken as a number, is divisible by five."""
    return int(hashlib.sha256(example.text.encode()).hexdigest(), 16) % 5 == 0


def near(examples: Iterable[Example], known: Iterable[Example]) -> Iterator[Example]:
    """Those of the examples that share half of their words with a known one or with an earlier one."""
    seen: dict[str, list[int]] = {}
    sets: list[set[str]] = []

    def add(words: set[str]) -> None:
        for word in words:
            seen.setdefault(word, []).append(len(sets))
        sets.append(words)

    for example in known:
        add(_words(example))
    for example in examples:
        words = _words(example)
        rarest = sorted(words, key=lambda word: len(seen.get(word, ())))[: len(words) // 2 + 1]
        common = {number for word in rarest for number in seen.get(word, ())}
        if any(len(words & sets[number]) / len(words | sets[number]) >= _NEAR for number in common):
            yield example
        add(words)


def _words(example: Example) -> set[str]:
    return set(_WORD.findall(example.text.lower()))


def _checked(example: Example, part: Part) -> Example:
    for event in example.events:
        for role in ("trigger", "actor", "recipient"):
            phrases = getattr(event, role)
            if phrases is None or (role == "trigger" and not phrases):
                raise part.wrong(f"an event names its {role}" + ("" if role == "trigger" else " ([] for nobody)"))
            for phrase in phrases:
                if phrase not in example.text:
                    raise part.wrong(f"{phrase!r} does not stand in the sentence")
        unknown = set(event.type) - set(load_codebook())
        if unknown:
            raise part.wrong(f"unknown type {unknown.pop()}")
    return replace(example, events=tuple(map(_mutual, example.events)))


def _mutual(event: Expected) -> Expected:
    """All who talk are actors, as in the codebook; only a visit has a host."""
    if event.type != ("CONSULT",) or not event.recipient or set(event.mode or ()) & {"visit", "third-party"}:
        return event
    return replace(event, actor=(*(event.actor or ()), *event.recipient), recipient=())


def main() -> None:
    """Count the sentences and events of each file, and show those that are told twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("types", nargs="*", metavar="TYPE")
    found = sentences(parser.parse_args().types)
    book = [example for entry in load_codebook().values() for example in entry.examples]
    for example in near(found, book):
        print(f"{example.file}:{example.line}: too near to another: {example.text}")
    for file in sorted({example.file for example in found}):
        here = [example for example in found if example.file == file]
        told = Counter(event.type[0] for example in here for event in example.events)
        empty = sum(not example.events for example in here)
        print(f"{Path(file).name}: {len(here)} sentences, {empty} without event; {dict(told.most_common())}")


if __name__ == "__main__":
    main()
