"""The codebook as it is used: the entries that come with the package, and the user's over them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportedly.codebook.entry import Entry
from reportedly.codebook.form import QUADS, STATUSES, TESTS, extended, load_classes, read_entry, type_of, with_further
from reportedly.codebook.source import Part, parse_source, read_source
from reportedly.errors import KnowledgeError
from reportedly.knowledge import BUILT_IN, DATA, Knowledge

__all__ = ["QUADS", "STATUSES", "TESTS", "load_classes", "load_codebook", "load_entry", "plover_type"]


@lru_cache(maxsize=8)
def load_codebook(knowledge: Knowledge = BUILT_IN) -> dict[str, Entry]:
    """Every entry by its type: the package's in the order of their names, then types that only the user has.

    Raises KnowledgeError with file and line.
    """
    if not knowledge.codebook:
        return _built_in()
    book = dict(_built_in())
    for file in knowledge.codebook:
        entry = _own_entry(parse_source(file.text(), str(file.path)), file.path.stem, book)
        book[entry.type] = entry
    _check_examples(book, {str(file.path) for file in knowledge.codebook})
    return book


def load_entry(path: Path) -> Entry:
    """One file of the package's codebook, checked. Raises KnowledgeError with file and line."""
    return read_entry(read_source(path))


def plover_type(type: str, knowledge: Knowledge = BUILT_IN) -> str | None:
    """The type of PLOVER that an event of this type is, or belongs to; None where it belongs to none."""
    entry = load_codebook(knowledge).get(type)
    return None if entry is None else entry.plover


@lru_cache(maxsize=1)
def _built_in() -> dict[str, Entry]:
    folder = DATA / "codebook"
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yaml")):
        entry = load_entry(path)
        if entry.type != path.stem:
            raise KnowledgeError(f"{path.name}:1: holds the type {entry.type}, which belongs in {entry.type}.yaml")
        found[entry.type] = entry
    if not found:
        raise KnowledgeError(f"{folder}: no codebook here; install the package again")
    for path in sorted((folder / "examples").glob("*.yaml")):
        whole = parse_source(path.read_text("utf-8"), f"examples/{path.name}")
        found[path.stem] = with_further(whole, _known(whole, path.stem, found))
    return found


def _known(whole: Part, name: str, book: dict[str, Entry]) -> Entry:
    if name not in book:
        raise whole.wrong(f"examples of a type {name}, which is not there; the codebook has {', '.join(book)}")
    return book[name]


def _own_entry(whole: Part, stem: str, book: dict[str, Entry]) -> Entry:
    if isinstance(whole.value, list):
        return with_further(whole, _known(whole, stem, book))
    name = type_of(whole)
    if name != stem:
        raise whole.wrong(f"holds the type {name}, which belongs in {name}.yaml")
    keys: dict[str, Part] = whole.table()
    if "extends" in keys and keys["extends"].flag():
        if name not in book:
            raise keys["extends"].wrong(f"there is no type {name} to extend; leave `extends` out to define it")
        return extended(whole, book[name])
    if "without" in keys:
        raise keys["without"].wrong("words are taken from an entry only where the file `extends` it")
    return read_entry(whole, tuple(_built_in()))


def _check_examples(book: dict[str, Entry], own: set[str]) -> None:
    """The types that examples of the user's expect must be there, for a slip would fail for ever."""
    for entry in book.values():
        for example in entry.examples:
            unknown = [t for event in example.events for t in event.type if t not in book]
            if unknown and example.file in own:
                raise KnowledgeError(
                    f"{example.file}:{example.line}: the example expects the type {unknown[0]}, which is not there; "
                    f"the codebook has {', '.join(book)}"
                )
