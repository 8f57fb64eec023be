"""From a phrase to an entity."""

from __future__ import annotations

from reportedly.coding.entities.acronyms import settled
from reportedly.coding.entities.cluster import record_codes
from reportedly.coding.entities.lexicon import lexicon
from reportedly.coding.entities.resolve import resolve
from reportedly.reading import Entity, EntityKind, Mention, Reading, Why
from reportedly.report import Span

__all__ = ["known_by", "new_entity"]

_KINDS: dict[str, EntityKind] = {
    "person": "person", "group": "group", "outlet": "outlet", "country": "country",
    "organ": "organisation", "seat": "organisation", "body": "organisation", "party": "organisation",
}  # fmt: skip


def new_entity(reading: Reading, span: Span, kind: EntityKind, id: str) -> Entity:
    """An entity with one mention, `span`; country and sectors as the words of the phrase give them."""
    published = reading.report.published
    known = settled(lexicon(reading.knowledge), reading.report.text)
    date = published[:10] if published else None
    found = resolve(reading.report.text, span.start, span.end, date, cased=True, known=known)
    if found.named is not None and kind == "unnamed":
        kind = _KINDS.get(found.named.kind, kind)
    country, sectors = record_codes(found.country, found.sectors)
    why: tuple[Why, ...] = ()
    if country or sectors:
        said = " / ".join(part for part in (found.from_country, found.from_sectors) if part)
        why = (Why("sectors", "words", f"{country or ''} {' '.join(sectors)}: “{said}”".strip(), (span,)),)
    if country is None and (owner := _owner(reading, span)) is not None and owner.country is not None:
        country = owner.country
        why = (*why, Why("country", "owner", f"{country}: theirs is {owner.name}", (span,)))
    name = span.of(reading.report.text)
    form = Mention(span, "name" if found.named is not None and kind != "unnamed" else "nominal")
    return Entity(id, name, kind, country, sectors, (form,), why)


def known_by(reading: Reading, span: Span) -> Entity | None:
    """The entity that has the very name of a phrase which no mention covers: "Paris" once more."""
    name = span.of(reading.report.text).removeprefix("the ").removeprefix("The ")
    if not name[:1].isupper():
        return None
    surname = f" {name}"
    people = [e for e in reading.entities if e.kind == "person" and e.name.endswith(surname)]
    if len(people) == 1:
        return people[0]
    return next((e for e in reading.entities if e.name == name and e.kind not in {"unnamed", "person"}), None)


def _owner(reading: Reading, span: Span) -> Entity | None:
    """Whom "his" stands for in "his office"."""
    from reportedly.coding.entities.lookup import entity_over

    words = None if reading.doc is None else reading.doc.char_span(span.start, span.end, alignment_mode="expand")
    if not words or words[0].pos_ != "PRON" or words[0].dep_ != "poss":
        return None
    return entity_over(reading, Span(words[0].idx, words[0].idx + len(words[0].text)))
