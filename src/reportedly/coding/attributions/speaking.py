"""Who "I" is: in a quotation, the one person whose words it holds."""

from __future__ import annotations

from dataclasses import replace

from reportedly.coding.attributions.page import Page
from reportedly.reading import Attribution, Mention, Reading
from reportedly.report import Span

__all__ = ["link_speakers"]

_I = {"i", "me", "my", "mine", "myself"}


def link_speakers(reading: Reading, page: Page) -> Reading:
    """Make each "I" and "my" of a quotation a mention of its speaker, where that is a person.

    What stands in a quotation within a quotation is left alone.
    """
    nested = [q.inner for n, q in enumerate(reading.quotations) if n not in set(page.numbers)]
    people = {entity.id for entity in reading.entities if entity.kind == "person"}
    more: dict[str, list[Mention]] = {}
    for i, token in enumerate(page.doc):
        if page.inside[i] < 0 or token.lower_ not in _I or token.pos_ != "PRON":
            continue
        here = Span(token.idx, token.idx + len(token.text))
        speaker = None if any(q.contains(here) for q in nested) else _speaker(reading.attributions, here)
        if speaker in people:
            more.setdefault(str(speaker), []).append(Mention(here, "pronoun"))
    if not more:
        return reading
    told = tuple(
        replace(e, mentions=tuple(sorted({*e.mentions, *more[e.id]}, key=lambda m: m.span))) if e.id in more else e
        for e in reading.entities
    )
    return replace(reading, entities=told)


def _speaker(attributions: tuple[Attribution, ...], here: Span) -> str | None:
    """The entity of the source with the smallest quoted content that holds these characters."""
    holding = [a for a in attributions if a.form != "indirect" and any(s.contains(here) for s in a.content)]
    nearest = min(holding, key=lambda a: sum(s.end - s.start for s in a.content), default=None)
    return None if nearest is None or any(here.overlaps(s) for s in nearest.source.spans) else nearest.source.entity
