"""On whose word each telling of an incident rests, so that independent origins can be counted.

The rules understate: what may be one witness is counted as one.

- Who says so is the innermost named source of the chain; a chain that names only an outlet rests on that outlet, and
  on whatever the outlet's own reports of the incident rest on, where they are there.
- A report, with all its copies, gives an incident at most one origin on each side (it was so; it was not so): the first
  source that it cites for it; its own voice counts only where it cites nobody.
- A state's organ, those who speak for it, and people without a name from it are one source. So are a group and those
  who speak for it, and all of the United Nations.
- A source without a name may be any source of its kind: it counts on its own only where the incident has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from reportedly.knowledge import DATA, load_yaml
from reportedly.linking.outlets import Outlets, refers_back
from reportedly.linking.tellings import Speaker, Telling

__all__ = ["Side", "Witness", "side", "witnesses"]

Side = Literal["for", "against"]

_AS_FACT = frozenset({"occurred", "ongoing", "historical"})
_ONE_SOURCE = frozenset({"UNO"})  # bodies of one family of organisations


@dataclass(frozen=True, slots=True)
class Witness:
    """An origin as in the table `tellings`, and why it is that one, in words."""

    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class _Source:
    """Who says so. `key` is its origin; `vague` marks one that may be another source of its kind."""

    key: str
    name: str
    country: str | None
    sectors: tuple[str, ...]
    vague: bool
    outlet: str | None = None


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
    cited = [source for telling in pool if (source := _cited(telling, known)) is not None]
    if not cited:
        return _voice(pool)
    first = cited[0]
    if first.vague:
        first = next((other for other in cited[1:] if not other.vague and _may_be(first, other)), first)
    return first


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
            unnamed = unnamed or _unnamed(speaker)
        else:
            return _named(speaker, telling)
    return relayed or unnamed


def _relay(outlet: str | None, telling: Telling) -> _Source | None:
    """Another outlet's word; an outlet that names itself speaks in its own voice."""
    if outlet is None or (outlet == telling.voice and telling.why != "relayed"):
        return None
    return _Source(f"outlet:{outlet}", outlet, None, (), False, outlet)


def _unnamed(speaker: Speaker) -> _Source:
    what = " ".join(word for word in (speaker.country, *speaker.sectors[:1]) if word) or "somebody"
    return _Source(f"source:unnamed {what}", speaker.name or "somebody", speaker.country, speaker.sectors, True)


def _named(speaker: Speaker, telling: Telling) -> _Source:
    name = " ".join((speaker.name or speaker.written or "").split())
    sectors, country = speaker.sectors, speaker.country
    if speaker.kind == "country":
        sectors = sectors or ("GOV",)
    main = next(iter(sectors), "")
    speaks_for = main in _knowledge()["spokesmen"]
    if country is None and speaks_for and speaker.kind == "organisation" and _family(main) != "armed":
        country = next(iter(telling.facts.countries), None)  # "the Energy Ministry" is that of the country spoken of
    if country in _ONE_SOURCE or (main == "IGO" and (speaker.actor or "").startswith("body:UNO:")):
        return _Source("source:UNO", name, "UNO", sectors, False)
    if country and speaks_for and (_family(main) in ("rule", "police") or main == "MIL"):
        return _Source(f"source:{country} {main}", name, country, sectors, False)
    return _Source(f"source:{speaker.actor or name}", name, country, sectors, speaks_for and speaker.kind == "person")


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
            pool = [*firm, *(other for other in vague if into.get(other) == other)]
            into[source] = next((other for other in pool if _may_be(source, other)), source)
        settled |= {key: into.get(source, source) for key, source in mine.items()}
    return settled


def _may_be(vague: _Source, other: _Source) -> bool:
    """Whether a source that is not told exactly may be this one."""
    if other.key.startswith(("outlet:", "report:")):
        return vague.key == "outlet:unnamed agencies" and other.key.startswith("outlet:")
    if vague.country and other.country and vague.country != other.country:
        return False
    if not vague.sectors or not other.sectors:
        return True
    if vague.country and other.country:
        return bool(set(vague.sectors) & set(other.sectors))
    return bool({_family(s) for s in vague.sectors} & {_family(s) for s in other.sectors})


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
        "spokesmen": frozenset(raw["spokesmen"]),
        "silent": frozenset(raw["silent"]),
    }
