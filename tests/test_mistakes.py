"""Mistakes that a reader found, each kept as a file in tests/mistakes, so that none is made twice.

A file holds one mistake:

    {"text": "a report in our own words", "published": "2024-05-06",  (or null)
     "says": "what was wrong, in a sentence",
     "expect": {"attributions": [{"source": "the army", "cue": "said", "content": "it had left"}], …}}

Under `expect` a layer lists patterns; for each of them at least one thing found must fit. A layer's name with `no_` in
front lists patterns that nothing found may fit. A pattern names only what matters; what each layer can be asked:

    attributions  source, cue, content (the words exactly), holds, lacks (words in the content), speaker (the entity's
                  name, or null), stance, form, parent (the cue of the attribution round it, or null)
    entities      name, kind, country, sectors, mentions (all of them are this entity's), not_mentions (none of them is)
    events        trigger, type, mode, context, status, actor, recipient (an entity's name or the words), actors,
                  recipients (all of them, as words), place, time (value), attributed (speakers' names, outermost first)
    places        text, name, country, kind, geonameid
    times         text, kind, value, start, end, granularity
    quantities    text, kind, value, low, high, bound, unit, attributed
    explanations  cause, effect, marker, status
    quotations    text (with its marks)
    sentences     text, kind

A pattern that is a mere string stands for the layer's first word: `"no_events": ["captured"]`. `attributions` may also
be asked for their number: `"counts": {"attributions": 1}`, any layer likewise.

A mistake that is made again says why (`"again": "…"`): its test must fail, and the mark goes once it is mended.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from reportedly.reading import Attribution, Entity, Event, Party, Quantity, Reading
from reportedly.report import Span

FILES = sorted((Path(__file__).parent / "mistakes").glob("*.json"))
PLAIN = {
    "entities": "name", "attributions": "cue", "events": "trigger", "places": "text", "times": "text",
    "quantities": "text", "quotations": "text", "sentences": "text", "explanations": "marker",
}  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_stays_mended(file: Path, read_text: Callable[..., Reading], request: pytest.FixtureRequest) -> None:
    mistake = json.loads(file.read_text("utf-8"))
    assert mistake["says"].strip()
    assert not set(mistake) - {"text", "published", "says", "again", "expect"}
    if "again" in mistake:
        request.applymarker(pytest.mark.xfail(reason=mistake["again"], strict=True))
    reading = read_text(mistake["text"], published=mistake.get("published"))
    for layer, patterns in mistake["expect"].items():
        if layer == "counts":
            assert {name: len(getattr(reading, name)) for name in patterns} == patterns, mistake["says"]
            continue
        name = layer.removeprefix("no_")
        found = [_seen(reading, name, item) for item in getattr(reading, name)]
        for pattern in patterns:
            wanted = {PLAIN[name]: pattern} if isinstance(pattern, str) else pattern
            fits = any(_fits(wanted, each) for each in found)
            assert fits != layer.startswith("no_"), f"{mistake['says']}\n{layer}: {wanted}\nfound: {_listed(found)}"


def _listed(found: Iterable[dict[str, Any]]) -> str:
    return "".join(f"\n  {each}" for each in found)


def _fits(wanted: dict[str, Any], seen: dict[str, Any]) -> bool:
    for key, value in wanted.items():
        if key == "holds":
            right = value in seen["content"]
        elif key == "lacks":
            right = value not in seen["content"]
        elif key == "mentions":
            right = set(value) <= set(seen["mentions"])
        elif key == "not_mentions":
            right = not set(value) & set(seen["mentions"])
        elif key in {"mode", "context", "actor", "recipient"}:
            right = value in seen[key] if value is not None else not seen[key]
        else:
            right = seen[key] == value  # a word the layer does not know is a KeyError: the file is wrong
        if not right:
            return False
    return True


def _seen(reading: Reading, layer: str, item: Any) -> dict[str, Any]:
    if layer == "attributions":
        return _attribution(reading, item)
    if layer == "entities":
        return _entity(reading, item)
    if layer == "events":
        return _event(reading, item)
    if layer == "quantities":
        return _quantity(reading, item)
    if layer == "explanations":
        sides = {side: reading.text(getattr(item, side).spans) for side in ("cause", "effect")}
        return {**sides, "marker": reading.text(item.marker), "status": item.status}
    spans: tuple[Span, ...] = item.spans if hasattr(item, "spans") else (item.span,)
    names = {"name", "country", "kind", "geonameid", "value", "start", "end", "granularity"}
    return {"text": reading.text(spans), **{name: getattr(item, name) for name in names if hasattr(item, name)}}


def _attribution(reading: Reading, item: Attribution) -> dict[str, Any]:
    parent = reading.attribution(item.parent)
    return {
        "source": reading.text(item.source.spans), "cue": reading.text(item.cue.spans),
        "content": reading.text(item.content), "speaker": _name(reading, item.source.entity),
        "stance": item.cue.stance, "form": item.form, "parent": reading.text(parent.cue.spans) if parent else None,
    }  # fmt: skip


def _name(reading: Reading, id: str | None) -> str | None:
    entity = reading.entity(id)
    return entity.name if entity else None


def _entity(reading: Reading, item: Entity) -> dict[str, Any]:
    mentions = [mention.span.of(reading.report.text) for mention in item.mentions]
    return {"name": item.name, "kind": item.kind, "country": item.country, "sectors": list(item.sectors),
            "mentions": mentions}  # fmt: skip


def _event(reading: Reading, item: Event) -> dict[str, Any]:
    def parties(side: Iterable[Party]) -> list[str | None]:
        return [name for party in side for name in (_name(reading, party.entity), reading.text(party.spans))]

    return {
        "trigger": reading.text(item.trigger), "type": item.type, "mode": item.modes, "context": item.contexts,
        "status": item.status, "actor": parties(item.actors), "recipient": parties(item.recipients),
        "actors": [reading.text(party.spans) for party in item.actors],
        "recipients": [reading.text(party.spans) for party in item.recipients],
        "place": item.place.name if item.place else None, "time": item.time.value if item.time else None,
        "attributed": _speakers(reading, item.attributed_to),
    }  # fmt: skip


def _speakers(reading: Reading, ids: Iterable[str]) -> list[str | None]:
    told = [reading.attribution(id) for id in ids]
    return [_name(reading, each.source.entity) for each in told if each is not None]


def _quantity(reading: Reading, item: Quantity) -> dict[str, Any]:
    return {
        "text": reading.text(item.spans), "kind": item.kind, "value": item.value, "low": item.low, "high": item.high,
        "bound": item.bound, "unit": item.unit, "attributed": _speakers(reading, item.attributed_to),
    }  # fmt: skip
