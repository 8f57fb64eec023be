"""A user's lists of actors as entries of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportedly.coding.entities.lexicon import SMALL, Entry, Kind
from reportedly.coding.entities.words import plurals, split
from reportedly.errors import KnowledgeError
from reportedly.knowledge import Knowledge
from reportedly.knowledge.actors import Listed, read_actors
from reportedly.knowledge.cameo import bodies

__all__ = ["own_forms"]

_KINDS: dict[str, Kind] = {
    "person": "person", "group": "group", "party": "party", "outlet": "outlet", "country": "country", "role": "role",
}  # fmt: skip


def own_forms(knowledge: Knowledge) -> Iterator[tuple[str, Entry]]:
    """Every form under which the user's lists know someone, and the entry: the first list's first."""
    for file in knowledge.actors:
        for listed in read_actors(file):
            note = f"one listed in {file.path.name}, line {listed.line}"
            entry = replace(_entry(listed), note=note)
            for form in _forms(listed, entry):
                if not all(word.joined for word in split(form)[1:]):
                    at = f"{file.path}:{listed.line}"
                    raise KnowledgeError(f"{at}: {form!r} is never found as one name; leave commas and brackets out")
                yield form, entry


def _entry(listed: Listed) -> Entry:
    sectors = listed.sectors or (("JRN",) if listed.kind == "outlet" else ())
    kind = _KINDS.get(listed.kind, "body" if listed.country in bodies() else "organ")
    name = listed.forms[0] if listed.cased else listed.forms[0].title()
    strength = "strong" if kind == "role" else ""
    return Entry(kind, name, listed.country, sectors, listed.start, listed.end, strength, own=True)


def _forms(listed: Listed, entry: Entry) -> Iterator[str]:
    """The forms as the lexicon takes them: of names all in capitals, only the first letter must be one in the text.

    After a particle ("al-Qaeda") it is the last word that must have one.
    """
    for form in listed.forms:
        if entry.kind == "role":
            yield from (form.lower(),) if not listed.cased else (form, *plurals(form))
        else:
            yield form if listed.cased else _lowered(form)


def _lowered(form: str) -> str:
    first = split(form)[0]
    return form.title().replace(form[: first.end].title(), first.key, 1) if first.key in SMALL else form.capitalize()
