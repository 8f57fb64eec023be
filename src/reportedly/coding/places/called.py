"""Who else goes by the name of a place in a report: its people, and bodies that are no country's."""

from __future__ import annotations

import re

from reportedly.coding.places.standing import foremost
from reportedly.gazetteer import Gazetteer, fold
from reportedly.reading import Reading

__all__ = ["bodies", "people"]

_BODIES = {"NGO", "IGO"}  # PLOVER sectors


def people(reading: Reading) -> frozenset[str]:
    """Folded first and last names of the people that the report names in full."""
    known = Gazetteer.open(reading.knowledge.gazetteer).candidates
    full = [ent.text for ent in reading.parse.ents if ent.label_ == "PERSON" and " " in ent.text.strip()]
    persons = {ent.text for ent in reading.parse.ents if ent.label_ == "PERSON"}
    for entity in reading.entities:
        if entity.kind == "person" and " " in entity.name:
            # a list of people knows an Adama Barrow: here he is only where the report or its parser speaks of him
            said = entity.name in reading.report.text or any(part in persons for part in entity.name.split())
            full += [entity.name] if said else []
    parts = [fold(re.sub(r"['’]s?$", "", name)).split() for name in full if not foremost(known(name))]
    return frozenset(part for each in parts if each for part in (each[0], each[-1]))


def bodies(reading: Reading) -> frozenset[str]:
    """Folded names of the aid groups and international bodies in the report: there is a town called Red Cross."""
    named = (e.name for e in reading.entities if e.kind == "organisation" and _BODIES & set(e.sectors))
    return frozenset(fold(name.removeprefix("the ")) for name in named if " " in name)
