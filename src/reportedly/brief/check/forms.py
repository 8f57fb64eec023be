"""The forms that sentences of a brief may have: those of `phrases.yaml`, their slots open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reportedly.brief.wording import lexicon, phrases, told_lexicon

__all__ = ["form", "own_words"]

_SLOT = re.compile(r"\{([a-z_]+)\}")
_GROUPS = ("headline", "tell", "lead", "who", "numbers", "contested")
_OPTIONAL = ("dated", "context", "carried", "denied", "toll")
_PARTS = {
    "headline": ("denied", "nothing"), "lead": ("denied", "toll"), "who": ("witness", "copied", "relayed"),
    "numbers": ("range", "next", "each", "bound", "counted"), "contested": ("each",), "tell": (),
}  # fmt: skip


def form(text: str, outlets: Iterable[str]) -> str | None:
    """Which group of forms a sentence has, its outlets being these; None where it has none of them."""
    papers = "|".join(sorted((re.escape(name) for name in outlets), key=len, reverse=True)) or "(?!)"
    unknown = re.escape(str(phrases()["unknown_outlet"]))
    for group, pattern in _forms():
        if re.fullmatch(pattern.replace("<outlet>", f"(?:{papers}|{unknown}|{unknown.capitalize()})"), text, re.S):
            return group
    return None


def own_words(group: str | None) -> frozenset[str]:
    """The words that a sentence of the group may have of its own."""
    return told_lexicon() if group == "tell" else lexicon()


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, str], ...]:
    found = []
    for group in ("tell", *(g for g in _GROUPS if g != "tell")):
        for name, template in phrases()[group].items():
            if name not in _PARTS[group] and isinstance(template, str):
                found += [(group, pattern) for pattern in _patterns(group, template)]
    return tuple(found)


def _patterns(group: str, template: str) -> Iterator[str]:
    whole = [template, template.replace("{range}: ", "")] if group == "numbers" else [template]
    if group == "headline":
        denied = str(phrases()["headline"]["denied"])
        whole = [
            f"{one}{end}"
            for said in (template, template.removeprefix("{scope}: "))
            for one in [said]
            for end in ("", denied)
        ]
    for one in dict.fromkeys(whole):
        pieces = _SLOT.split(one)
        fixed = [re.escape(piece) if n % 2 == 0 else _slot(group, piece) for n, piece in enumerate(pieces)]
        yield "".join(fixed)


def _slot(group: str, name: str) -> str:
    if name == "verb":
        return re.escape(str(phrases()["verb"]))
    if name == "outlet" and group == "tell":
        return "<outlet>"
    return ".*?" if name in _OPTIONAL else ".+?"
