"""On whose word each telling of an incident rests, so that independent origins can be counted.

The rules understate: what may well be one witness is counted as one.

- Who says so is the innermost named source of the chain; a chain that names only an outlet rests on that outlet, and
  on whatever the outlet's own reports of the incident rest on, where they are there.
- A report, with all its copies, gives an incident at most one origin on each side (it was so; it was not so): the first
  source that it cites for it; its own voice counts only where it cites nobody.
- A state's organ and those who speak for it are one source, with or without a name. So are a group and those who speak
  for it, and all bodies of the United Nations.
- A source without a name is the one that its report names elsewhere in the same words ("a trader", "the trader, Mariam
  Dafalla"). Else it may be any other of its kind without a name, in any report.
- What is done by saying it (an accusation, a demand) rests on the word of who said it, however many outlets heard it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from reportedly.knowledge import DATA, load_yaml
from reportedly.linking.knowledge import knowledge
from reportedly.linking.names import body_key
from reportedly.linking.outlets import Outlets, refers_back
from reportedly.linking.tellings import Speaker, Telling
from reportedly.linking.words import content

__all__ = ["Side", "Witness", "side", "witnesses"]

Side = Literal["for", "against"]

_AS_FACT = frozenset({"occurred", "ongoing", "historical"})


@dataclass(frozen=True, slots=True)
class Witness:
    """An origin as in the table `tellings`, and why it is that one, in words."""

    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class _Source:
    """Who says so. `key` is its origin; `vague` marks one that may be another source of its kind.

    `speaks` marks who speaks for a body; `near` are bodies that do what it tells: most likely its own.
    """

    key: str
    name: str
    country: str | None
    sectors: tuple[str, ...]
    vague: bool
    outlet: str | None = None
    speaks: bool = False
    near: tuple[str, ...] = ()


def side(telling: Telling) -> Side | None:
    """Whether a telling says that it was so, that it was not, or (a plan, a condition, a doubt) neither."""
    if telling.speakers and telling.speakers[-1].stance in _knowledge()["silent"]:
        return None
    if telling.facts.status == "negated":
        return "against"
    return "for" if telling.facts.status in _AS_FACT else None


def witnesses(told: Sequence[Telling], known: Outlets) -> dict[str, Witness]:
    """The origin of every telling of one incident, under the event's id."""
    pools: defaultdict[tuple[str, Side | None], list[Telling]] = defaultdict(list)
    for telling in sorted(told, key=lambda t: (not t.current, t.report != t.root, t.age, t.at, t.event)):
        pools[telling.root, side(telling)].append(telling)
    found: dict[tuple[str, Side | None], _Source] = {}
    for key in sorted(pools, key=lambda k: (k[0], k[1] or "")):
        found[key] = _of_pool(pools[key], known)
    found = _settled(_relayed(found, pools))
    return {
        telling.event: Witness(found[key].key, _why(telling, found[key]))
        for key, pool in pools.items()
        for telling in pool
    }


def _of_pool(pool: Sequence[Telling], known: Outlets) -> _Source:
    """The one origin of a report and its copies: the first source it cites, named as it names it anywhere."""
    cited = [source for telling in pool if (source := _cited(telling, known) or _speaks(telling)) is not None]
    if not cited:
        return _voice(pool)
    first = cited[0]
    if first.vague:
        first = next((other for other in cited[1:] if not other.vague and _may_be(first, other)), first)
    return first


def _speaks(telling: Telling) -> _Source | None:
    """Who did the deed, where it was done by saying it."""
    if telling.facts.type not in _knowledge()["spoken"]:
        return None
    for party in telling.facts.actors:
        if party.kind not in (None, "unnamed"):
            return _named(Speaker(party.name, party.text, "states", party.kind, party.country, party.sectors), telling)
    return None


def _voice(pool: Sequence[Telling]) -> _Source:
    first = pool[0]
    if first.voice is not None:
        outlet = first.voice if first.why in ("credited", "relayed") else None
        return _Source(f"outlet:{first.voice}", first.voice, None, (), False, outlet)
    if first.why == "credited":
        return _Source("outlet:unnamed agencies", "unnamed agencies", None, (), True)
    return _Source(f"report:{first.root}", "the report itself", None, (), False)


def _cited(telling: Telling, known: Outlets) -> _Source | None:
    """The innermost named source; else the outlet that is relayed; else the innermost of those without a name."""
    unnamed, relayed = None, None
    for speaker in reversed(telling.speakers):
        outlet = known.named(speaker.name) or known.named(speaker.written)
        if outlet is not None:
            relayed = relayed or _relay(outlet, telling)
        elif refers_back(speaker.written):
            relayed = relayed or (_relay(telling.voice, telling) if telling.why == "relayed" else None)
        elif speaker.kind in (None, "unnamed"):
            unnamed = unnamed or _nameless(speaker, telling)
        else:
            return _named(speaker, telling)
    return relayed or unnamed


def _relay(outlet: str | None, telling: Telling) -> _Source | None:
    """Another outlet's word; an outlet that names itself speaks in its own voice."""
    if outlet is None or (outlet == telling.voice and telling.why != "relayed"):
        return None
    return _Source(f"outlet:{outlet}", outlet, None, (), False, outlet)


def _nameless(speaker: Speaker, telling: Telling) -> _Source:
    return _named_elsewhere(speaker, telling) or _body(speaker, telling) or _unnamed(speaker, telling)


def _named_elsewhere(speaker: Speaker, telling: Telling) -> _Source | None:
    """The source that the report names elsewhere, and describes in the words that stand here without a name."""
    words = content(speaker.name or "") - knowledge().anyone
    for named in telling.named if words else ():
        if words <= content(named.written or ""):
            return _named(named, telling)
    return None


def _body(speaker: Speaker, telling: Telling) -> _Source | None:
    """The body that the event names as its actor, where the speaker is "the group" and no more."""
    if " ".join((speaker.written or "").casefold().split()) not in _knowledge()["bodies"]:
        return None
    for party in telling.facts.actors:
        if party.kind in ("group", "organisation"):
            return _named(Speaker(party.name, party.text, "states", party.kind, party.country, party.sectors), telling)
    return None


def _unnamed(speaker: Speaker, telling: Telling) -> _Source:
    what = " ".join(word for word in (speaker.country, *speaker.sectors[:1]) if word) or "somebody"
    words = {word.casefold() for word in (speaker.written or "").split()}
    speaks = bool({form for word in words for form in (word, word.removesuffix("s"))} & _knowledge()["voices"])
    return _Source(
        f"source:unnamed {what}",
        speaker.name or "somebody",
        speaker.country,
        speaker.sectors,
        vague=True,
        speaks=speaks and set(speaker.sectors[:1]) <= _knowledge()["spokesmen"],
        near=_actors(telling),
    )


def _actors(telling: Telling) -> tuple[str, ...]:
    return tuple(f"source:{party.key}" for party in telling.facts.actors if party.key is not None)


def _named(speaker: Speaker, telling: Telling) -> _Source:
    name = " ".join((speaker.name or speaker.written or "").split())
    sectors, country = speaker.sectors, speaker.country
    if speaker.kind == "country":
        sectors = sectors or ("GOV",)
    main = next(iter(sectors), "")
    speaks_for = main in _knowledge()["spokesmen"]
    if country is None and speaks_for and speaker.kind == "organisation" and main not in ("PRM", "REB", "UAF", "IGO"):
        country = next(iter(telling.facts.countries), None)  # "the Energy Ministry" is that of the country spoken of
    body = speaker.actor or body_key(name, speaker.kind or "", country, main) or name
    if country and speaks_for and (_family(main) in ("rule", "police") or main == "MIL"):
        return _Source(f"source:{country} {main}", name, country, sectors, False)
    if body.startswith("body:UNO:"):
        return _Source("source:UNO", name, "UNO", sectors, False)
    speaks = speaks_for and speaker.kind == "person"
    return _Source(f"source:{body}", name, country, sectors, vague=speaks, speaks=speaks, near=_actors(telling))


def _relayed(
    found: Mapping[tuple[str, Side | None], _Source], pools: Mapping[tuple[str, Side | None], Sequence[Telling]]
) -> dict[tuple[str, Side | None], _Source]:
    """A relay rests on what the relayed outlet's own reports rest on, where the incident has any."""
    own: dict[tuple[str, Side | None], _Source] = {}
    for key in sorted(pools, key=lambda k: (k[0], k[1] or "")):
        first = pools[key][0]
        if first.voice is not None and first.why == "own" and found[key].outlet is None:
            own.setdefault((first.voice, key[1]), found[key])
    return {key: own.get((source.outlet or "", key[1]), source) for key, source in found.items()}


def _settled(found: Mapping[tuple[str, Side | None], _Source]) -> dict[tuple[str, Side | None], _Source]:
    """Sources that may be others of their kind become those; what is left of one kind becomes one."""
    settled = dict(found)
    for side_ in ("for", "against", None):
        mine = {key: source for key, source in found.items() if key[1] == side_}
        firm = sorted({s for s in mine.values() if not s.vague}, key=lambda s: s.key)
        vague = sorted({s for s in mine.values() if s.vague}, key=lambda s: (s.country is None, not s.sectors, s.key))
        into: dict[_Source, _Source] = {}
        for source in vague:
            pool = sorted(firm, key=lambda other: (other.key not in source.near, other.key))
            pool += [other for other in vague if into.get(other) == other]
            into[source] = next((other for other in pool if _may_be(source, other)), source)
        settled |= {key: into.get(source, source) for key, source in mine.items()}
    return settled


def _may_be(vague: _Source, other: _Source) -> bool:
    """Whether a source that is not told exactly may be this one.

    Those who speak for something may be it, or one another; others without a name may be others without a name.
    """
    if other.key.startswith(("outlet:", "report:")):
        return vague.key == "outlet:unnamed agencies" and other.key.startswith("outlet:")
    if vague.country and other.country and vague.country != other.country:
        return False
    if not vague.sectors:
        return True
    if not other.sectors or (not other.vague and not vague.speaks):
        return False
    if vague.country and other.country and not other.vague:
        return bool(set(vague.sectors) & set(other.sectors))
    return _family(vague.sectors[0]) == _family(other.sectors[0])


def _why(telling: Telling, source: _Source) -> str:
    if source.key.startswith(("outlet:", "report:")):
        said = "the report's own voice" if telling.why == "own" else f"{telling.why} from {source.name}"
    elif telling.speakers:
        said = f"{source.name} says so"
    else:
        said = f"the report cites {source.name}"
    return f"a copy; {said}" if telling.why == "copy" else said


def _family(sector: str) -> str:
    family: str = _knowledge()["families"].get(sector, sector)
    return family


@lru_cache(maxsize=1)
def _knowledge() -> dict[str, Any]:
    raw = load_yaml(DATA / "origins.yaml")
    return {
        "families": {sector: family for family, sectors in raw["families"].items() for sector in sectors},
        **{name: frozenset(raw[name]) for name in ("spokesmen", "voices", "bodies", "spoken", "silent")},
    }
