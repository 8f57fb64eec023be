"""From a phrase to an entity."""

from __future__ import annotations

from reportedly.coding.entities.clusters import record_codes
from reportedly.coding.entities.resolve import resolve
from reportedly.reading import Entity, EntityKind, Mention, Reading, Why
from reportedly.report import Span

__all__ = ["new_entity"]

_KINDS: dict[str, EntityKind] = {
    "person": "person", "group": "group", "outlet": "outlet", "country": "country",
    "organ": "organisation", "seat": "organisation", "body": "organisation", "party": "organisation",
}  # fmt: skip


def new_entity(reading: Reading, span: Span, kind: EntityKind, id: str) -> Entity:
    """An entity with one mention, `span`; country and sectors as the words of the phrase give them."""
    published = reading.report.published
    found = resolve(reading.report.text, span.start, span.end, published[:10] if published else None)
    if found.named is not None and kind == "unnamed":
        kind = _KINDS.get(found.named.kind, kind)
    country, sectors = record_codes(found.country, found.sectors)
    why: tuple[Why, ...] = ()
    if country or sectors:
        said = " / ".join(part for part in (found.from_country, found.from_sectors) if part)
        why = (Why("sectors", "words", f"{country or ''} {' '.join(sectors)}: “{said}”".strip(), (span,)),)
    name = span.of(reading.report.text)
    form = Mention(span, "name" if found.named is not None and kind != "unnamed" else "nominal")
    return Entity(id, name, kind, country, sectors, (form,), why)
