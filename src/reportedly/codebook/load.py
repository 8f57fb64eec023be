"""Reads the codebook's files and refuses what does not follow their format, naming file and line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import cast

from reportedly.codebook.entry import Conditions, Entry, Example, Expected, Frame, Mode, PartOfSpeech
from reportedly.codebook.source import Part, read_source
from reportedly.errors import KnowledgeError
from reportedly.knowledge import DATA

__all__ = ["QUADS", "STATUSES", "load_codebook", "load_entry"]

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
STATUSES = ("occurred", "ongoing", "historical", "future", "hypothetical", "negated")
SLOTS = {
    "subject", "object", "indirect", "complement", "that", "not", "when", "possessive", "modifier", "of", "governor",
}  # fmt: skip
# Tests that the entities and the parse answer, not a list of words.
TESTS = {"country", "person", "organisation", "actor", "place", "number", "obligation", "anything"}

_ENTRY = {
    "type", "quad", "intensity", "recipient", "definition", "includes", "excludes", "neighbours", "modes", "frames",
    "examples",
}  # fmt: skip
_FRAME = {"words", "pos", "mode", "actor", "recipient", "if", "unless", "alone", "mutual", "sure", "note"}
_EXAMPLE = {"text", "events", "note", "also"}
_EXPECTED = {"trigger", "type", "mode", "status", "actor", "recipient", "place", "time"}
_DEFAULT_ROLES = {
    "verb": (("subject",), ("object",)),
    "noun": (("by", "possessive", "modifier"), ("on", "against", "of")),
    "adjective": (("subject",), ()),
}
_DEFAULT_SURE = 0.8


@lru_cache(maxsize=4)
def load_codebook(folder: Path = DATA / "codebook") -> dict[str, Entry]:
    """Every entry of the folder by its type, in the order of the file names. Raises KnowledgeError."""
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yaml")):
        entry = load_entry(path)
        if entry.type != path.stem:
            raise KnowledgeError(f"{path.name}:1: holds the type {entry.type}, which belongs in {entry.type}.yaml")
        found[entry.type] = entry
    if not found:
        raise KnowledgeError(f"{folder}: no codebook here, expected one YAML file an event type")
    return found


def load_entry(path: Path) -> Entry:
    """One file of the codebook, checked. Raises KnowledgeError with file and line."""
    whole = read_source(path)
    keys = whole.table(_ENTRY)
    for needed in ("type", "quad", "intensity", "definition", "frames", "examples"):
        if needed not in keys:
            raise whole.wrong(f"the key {needed!r} is missing")
    nothing = Part(path.name, whole.line, None)
    modes = _modes(keys.get("modes", nothing))
    name = keys["type"].text()
    return Entry(
        type=name,
        quad=_one_of(keys["quad"], QUADS),
        intensity=keys["intensity"].number(),
        recipient_required="recipient" in keys and _one_of(keys["recipient"], ("optional", "required")) == "required",
        definition=keys["definition"].text(),
        includes=keys.get("includes", nothing).texts(),
        excludes=keys.get("excludes", nothing).texts(),
        neighbours=_texts(keys.get("neighbours", nothing)),
        modes=modes,
        frames=tuple(_frame(part, number, modes) for number, part in enumerate(keys["frames"].parts(), 1)),
        examples=tuple(_example(part, name) for part in keys["examples"].parts()),
    )


def _modes(part: Part) -> dict[str, Mode]:
    modes = {}
    for name, fields in (part.table() if part.value is not None else {}).items():
        keys = fields.table({"intensity", "definition"}) if fields.value is not None else {}
        score = keys["intensity"].number() if "intensity" in keys else None
        modes[name] = Mode(name, score, keys["definition"].text() if "definition" in keys else "")
    return modes


def _texts(part: Part) -> dict[str, str]:
    return {} if part.value is None else {name: text.text() for name, text in part.table().items()}


def _frame(part: Part, number: int, modes: dict[str, Mode]) -> Frame:
    keys = part.table(_FRAME)
    if "words" not in keys or "pos" not in keys:
        raise part.wrong("a frame needs `words` and `pos`")
    pos = cast("PartOfSpeech", _one_of(keys["pos"], ("verb", "noun", "adjective")))
    mode = keys["mode"].text() if "mode" in keys else None
    if mode is not None and mode not in modes:
        raise keys["mode"].wrong(f"unknown mode {mode!r}; this type has {', '.join(modes) or 'none'}")
    sure = keys["sure"].number() if "sure" in keys else _DEFAULT_SURE
    if not 0 <= sure <= 1:
        raise keys["sure"].wrong(f"`sure` lies between 0 and 1, found {sure}")
    actor, recipient = _DEFAULT_ROLES[pos]
    return Frame(
        number=number,
        words=keys["words"].texts(),
        pos=pos,
        mode=mode,
        actor=_slots(keys["actor"]) if "actor" in keys else actor,
        recipient=_slots(keys["recipient"]) if "recipient" in keys else recipient,
        needs=_conditions(keys["if"]) if "if" in keys else {},
        unless=_conditions(keys["unless"]) if "unless" in keys else {},
        alone="alone" in keys and keys["alone"].flag(),
        mutual="mutual" in keys and keys["mutual"].flag(),
        sure=sure,
        line=part.line,
    )


def _slots(part: Part) -> tuple[str, ...]:
    for slot in part.parts():
        _slot(slot, slot.text())
    return part.texts()


def _slot(part: Part, name: str) -> None:
    if name not in SLOTS and name not in _prepositions():
        raise part.wrong(f"unknown slot {name!r}; known are {', '.join(sorted(SLOTS))} and the prepositions")


def _conditions(part: Part) -> Conditions:
    conditions = {}
    for slot, words in part.table().items():
        _slot(words, slot)
        for word in words.parts():
            name = word.text()
            if name.startswith("@") and name[1:] not in TESTS and name[1:] not in load_classes():
                raise word.wrong(f"unknown class {name!r}; classes stand in classes.yaml")
        conditions[slot] = tuple(text.lower() for text in words.texts())
    return conditions


@lru_cache(maxsize=1)
def load_classes() -> dict[str, frozenset[str]]:
    """The classes of words that conditions name as @class: lemmas in lower case."""
    table = read_source(DATA / "classes.yaml").table()
    return {name: frozenset(word.lower() for word in part.texts()) for name, part in table.items()}


@lru_cache(maxsize=1)
def _prepositions() -> frozenset[str]:
    return frozenset(read_source(DATA / "slots.yaml").table()["preposition"].texts())


def _example(part: Part, type_: str) -> Example:
    keys = part.table(_EXAMPLE)
    if "text" not in keys or "events" not in keys:
        raise part.wrong("an example needs `text` and `events` ([] for none)")
    return Example(
        text=keys["text"].text(),
        events=tuple(_expected(event, type_) for event in keys["events"].parts()),
        note=keys["note"].text() if "note" in keys else "",
        also=keys["also"].texts() if "also" in keys else (),
        line=part.line,
    )


def _expected(part: Part, type_: str) -> Expected:
    keys = part.table(_EXPECTED)
    party = {role: keys[role].texts() if role in keys else None for role in ("actor", "recipient")}
    field = {name: keys[name].text() if name in keys else None for name in ("place", "time")}
    return Expected(
        trigger=keys["trigger"].texts() if "trigger" in keys else None,
        type=keys["type"].texts() if "type" in keys else (type_,),
        mode=keys["mode"].texts() if "mode" in keys else None,
        status=tuple(_one_of(part, STATUSES) for part in keys["status"].parts()) if "status" in keys else ("occurred",),
        actor=party["actor"],
        recipient=party["recipient"],
        place=field["place"],
        time=field["time"],
    )


def _one_of(part: Part, allowed: tuple[str, ...]) -> str:
    if part.text() not in allowed:
        raise part.wrong(f"expected one of {', '.join(allowed)}, found {part.text()!r}")
    return part.text()
