"""The form of a codebook's file: what it may say, checked key by key, and refused with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import cast

from reportedly.codebook.entry import Conditions, Entry, Example, Expected, Frame, Mode, PartOfSpeech
from reportedly.codebook.source import Part, read_source
from reportedly.knowledge import DATA

__all__ = [
    "QUADS",
    "STATUSES",
    "TESTS",
    "extended",
    "load_classes",
    "read_entry",
    "read_example",
    "type_of",
    "with_further",
]

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
STATUSES = ("occurred", "ongoing", "historical", "future", "hypothetical", "negated")
SLOTS = {
    "subject", "object", "indirect", "complement", "that", "not", "when", "possessive", "modifier", "of", "governor",
}  # fmt: skip
# Tests that the entities and the parse answer, not a list of words.
TESTS = {"country", "person", "organisation", "actor", "place", "number", "obligation", "anything", "combatant", "own"}

_NAME = re.compile(r"[A-Z][A-Z0-9_]{1,39}")
_ENTRY = {
    "type", "quad", "intensity", "recipient", "definition", "includes", "excludes", "neighbours", "modes", "frames",
    "examples",
}  # fmt: skip
_NEEDED = ("quad", "intensity", "definition", "frames", "examples")
_OWN, _MORE = {"plover", "extends"}, {"without"}
_FRAME = {"words", "pos", "mode", "actor", "recipient", "if", "unless", "alone", "mutual", "sure", "note"}
_EXAMPLE = {"text", "events", "note", "also", "missed"}
_EXPECTED = {"trigger", "type", "mode", "status", "actor", "recipient", "place", "time", "contexts"}
_DEFAULT_ROLES = {
    "verb": (("subject",), ("object",)),
    "noun": (("by", "possessive", "modifier"), ("on", "against", "of")),
    "adjective": (("subject",), ()),
}
_DEFAULT_SURE = 0.8


def type_of(whole: Part) -> str:
    """The event type that a file is on."""
    keys = whole.table(_ENTRY | _OWN | _MORE)
    if "type" not in keys:
        raise whole.wrong("the key 'type' is missing")
    name = keys["type"].text()
    if not _NAME.fullmatch(name):
        raise keys["type"].wrong(f"a type is named in capitals, digits and _ (2 to 40 of them), found {name!r}")
    return name


def read_entry(whole: Part, plover: Iterable[str] | None = None) -> Entry:
    """A whole entry. `plover` are the types of PLOVER in a user's file; None: the file is one of PLOVER's own."""
    name, own = type_of(whole), plover is not None
    keys = whole.table(_ENTRY | (_OWN if own else set()))
    for needed in _NEEDED:
        if needed not in keys:
            raise whole.wrong(f"the key {needed!r} is missing")
    types = tuple(plover) if plover is not None else (name,)
    nothing = Part(whole.file, whole.line, None)
    modes = _modes(keys.get("modes", nothing))
    return Entry(
        type=name,
        plover=_plover(keys["plover"], name, types) if "plover" in keys else name if name in types else None,
        quad=_one_of(keys["quad"], QUADS),
        intensity=_score(keys["intensity"]),
        recipient_required="recipient" in keys and _required(keys["recipient"]),
        definition=keys["definition"].text(),
        includes=keys.get("includes", nothing).texts(),
        excludes=keys.get("excludes", nothing).texts(),
        neighbours=_texts(keys.get("neighbours", nothing)),
        modes=modes,
        frames=tuple(_frame(part, number, modes, own) for number, part in enumerate(keys["frames"].parts(), 1)),
        examples=tuple(read_example(part, name) for part in keys["examples"].parts()),
    )


def extended(whole: Part, base: Entry) -> Entry:
    """`base` with what a user's file adds to it, changes in it, and takes from it (`without`)."""
    keys = whole.table(_ENTRY | _OWN | _MORE)
    nothing = Part(whole.file, whole.line, None)
    if "plover" in keys and keys["plover"].text() != base.plover:
        raise keys["plover"].wrong(f"{base.type} belongs to {base.plover or 'no type of PLOVER'}; leave `plover` out")
    modes = {**base.modes, **_modes(keys.get("modes", nothing))}
    first = max((frame.number for frame in base.frames), default=0) + 1
    frames = (
        _frame(part, number, modes, True) for number, part in enumerate(keys.get("frames", nothing).parts(), first)
    )
    return replace(
        base,
        quad=_one_of(keys["quad"], QUADS) if "quad" in keys else base.quad,
        intensity=_score(keys["intensity"]) if "intensity" in keys else base.intensity,
        recipient_required=_required(keys["recipient"]) if "recipient" in keys else base.recipient_required,
        definition=keys["definition"].text() if "definition" in keys else base.definition,
        includes=(*base.includes, *keys.get("includes", nothing).texts()),
        excludes=(*base.excludes, *keys.get("excludes", nothing).texts()),
        neighbours={**base.neighbours, **_texts(keys.get("neighbours", nothing))},
        modes=modes,
        frames=(*_without(keys.get("without", nothing), base), *frames),
        examples=(*base.examples, *(read_example(part, base.type) for part in keys.get("examples", nothing).parts())),
    )


def with_further(whole: Part, base: Entry) -> Entry:
    """`base` with the further examples of a file that holds nothing else: a list."""
    if not isinstance(whole.value, list):
        raise whole.wrong("expected a list of examples, each with `text` and `events`")
    return replace(base, examples=(*base.examples, *(read_example(part, base.type, True) for part in whole.parts())))


def _without(part: Part, base: Entry) -> tuple[Frame, ...]:
    """The frames of `base` less the words that are taken away; a frame that loses all its words is gone."""
    gone = set()
    for item in part.parts():
        word = item.text().lower()
        if not any(word == known.lower() for frame in base.frames for known in frame.words):
            raise item.wrong(
                f"no frame of {base.type} has the word {item.text()!r}; `reportedly codebook {base.type}` lists them"
            )
        gone.add(word)
    left = (replace(f, words=tuple(word for word in f.words if word.lower() not in gone)) for f in base.frames)
    return tuple(frame for frame in left if frame.words)


def _plover(part: Part, name: str, types: tuple[str, ...]) -> str:
    if part.text() not in types:
        raise part.wrong(f"expected one of PLOVER's types ({', '.join(types)}), found {part.text()!r}")
    if name in types and part.text() != name:
        raise part.wrong(f"{name} is a type of PLOVER itself; leave `plover` out, or give your type another name")
    return part.text()


def _score(part: Part) -> float:
    score = part.number()
    if not -10 <= score <= 10:
        raise part.wrong(f"an intensity lies between -10 and 10, found {score:g}")
    return score


def _required(part: Part) -> bool:
    return _one_of(part, ("optional", "required")) == "required"


def _modes(part: Part) -> dict[str, Mode]:
    modes = {}
    for name, fields in (part.table() if part.value is not None else {}).items():
        keys = fields.table({"intensity", "definition"}) if fields.value is not None else {}
        score = _score(keys["intensity"]) if "intensity" in keys else None
        modes[name] = Mode(name, score, keys["definition"].text() if "definition" in keys else "")
    return modes


def _texts(part: Part) -> dict[str, str]:
    return {} if part.value is None else {name: text.text() for name, text in part.table().items()}


def _frame(part: Part, number: int, modes: Mapping[str, Mode], own: bool) -> Frame:
    keys = part.table(_FRAME)
    if "words" not in keys or "pos" not in keys:
        raise part.wrong("a frame needs `words` and `pos`")
    words = keys["words"].texts()
    if not words or not all(any(c.isalnum() for c in word) for word in words):
        raise keys["words"].wrong("`words` needs at least one word, and each word a letter")
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
        words=words,
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
        own=own,
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


@lru_cache(maxsize=1)
def _contexts() -> tuple[str, ...]:
    """The contexts of contexts.yaml."""
    return tuple(name for name in read_source(DATA / "contexts.yaml").table() if name != "none")


def read_example(part: Part, type_: str, further: bool = False) -> Example:
    """One example, of the type whose file it stands in. Raises KnowledgeError where it is not in the form."""
    keys = part.table(_EXAMPLE)
    if "text" not in keys or "events" not in keys:
        raise part.wrong("an example needs `text` and `events` ([] for none)")
    return Example(
        type=type_,
        text=keys["text"].text(),
        events=tuple(_expected(event, type_) for event in keys["events"].parts()),
        note=keys["note"].text() if "note" in keys else "",
        also=keys["also"].texts() if "also" in keys else (),
        missed=keys["missed"].text() if "missed" in keys else "",
        further=further,
        line=part.line,
        file=part.file,
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
        contexts=tuple(_one_of(part, _contexts()) for part in keys["contexts"].parts()) if "contexts" in keys else (),
    )


def _one_of(part: Part, allowed: tuple[str, ...]) -> str:
    if part.text() not in allowed:
        raise part.wrong(f"expected one of {', '.join(allowed)}, found {part.text()!r}")
    return part.text()
