"""The codebook as text, for a reader at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from reportedly.codebook.entry import Conditions, Entry, Example, Frame
from reportedly.codebook.load import load_codebook
from reportedly.errors import KnowledgeError
from reportedly.knowledge import BUILT_IN, Knowledge

__all__ = ["describe"]

_WIDTH = 100


def describe(type: str | None = None, knowledge: Knowledge = BUILT_IN) -> str:
    """One entry in full, or, for None, a line on each type. Raises KnowledgeError for a type that does not exist."""
    book = load_codebook(knowledge)
    if type is None:
        width = max(10, *map(len, book))
        return "\n".join(_line(entry, width) for entry in book.values())
    entry = book.get(type.upper())
    if entry is None:
        raise KnowledgeError(f"no event type {type!r}; the codebook has {', '.join(book)}")
    return "\n".join(_entry(entry))


def _line(entry: Entry, width: int) -> str:
    first = entry.definition.split(". ")[0].rstrip(".")
    return (
        f"{entry.type:{width}} {entry.intensity:5.1f}  {entry.quad:20}  {textwrap.shorten(first, 90, placeholder=' …')}"
    )


def _entry(entry: Entry) -> Iterator[str]:
    required = "required" if entry.recipient_required else "optional"
    yield f"{entry.type}: {entry.quad}, intensity {entry.intensity:g}, recipient {required}"
    if entry.plover != entry.type:
        yield f"belongs to PLOVER's {entry.plover}" if entry.plover else "belongs to no type of PLOVER"
    yield ""
    yield textwrap.fill(" ".join(entry.definition.split()), _WIDTH)
    for title, items in (("Includes", entry.includes), ("Excludes", entry.excludes)):
        yield from _section(title, [f"- {item}" for item in items])
    yield from _section("Told apart from", [f"{name}: {text}" for name, text in entry.neighbours.items()])
    modes = [
        f"{m.name} ({entry.intensity if m.intensity is None else m.intensity:g}): {m.definition}"
        for m in entry.modes.values()
    ]
    yield from _section("Modes", modes)
    yield from _section("Words", [_frame(frame) for frame in entry.frames])
    yield from _section("Examples", [_example(example) for example in entry.examples])


def _section(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield ""
        yield title
        for item in items:
            yield textwrap.fill(" ".join(item.split()), _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _frame(frame: Frame) -> str:
    parts = [f"{frame.number}. {', '.join(frame.words)} ({frame.pos}{', ' + frame.mode if frame.mode else ''})"]
    parts += [f"actor: {' or '.join(frame.actor)}"] if frame.actor else []
    parts += [f"recipient: {' or '.join(frame.recipient)}"] if frame.recipient else []
    parts += [f"if {_conditions(frame.needs)}{' or nothing' if frame.alone else ''}"] if frame.needs else []
    parts += [f"unless {_conditions(frame.unless)}"] if frame.unless else []
    return "; ".join(parts)


def _conditions(conditions: Conditions) -> str:
    return " or ".join(f"{slot} is {', '.join(words)}" for slot, words in conditions.items())


def _example(example: Example) -> str:
    told = [
        f"{' or '.join(event.type)}{' ' + ' or '.join(event.mode) if event.mode else ''} ({' or '.join(event.status)}"
        + (f", {'; '.join(event.actor)}" if event.actor else "")
        + (f" → {'; '.join(event.recipient)}" if event.recipient else "")
        + ")"
        for event in example.events
    ]
    note = f" [{example.note}]" if example.note else ""
    missed = f" [not yet read so: {example.missed}]" if example.missed else ""
    return f"{example.text} ⇒ {', '.join(told) or 'no event'}{note}{missed}"
