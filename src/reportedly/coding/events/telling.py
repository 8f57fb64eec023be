"""What each site tells: its status, its roles, and the type that PLOVER's conventions give it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from reportedly.coding.events.claims import owned_up
from reportedly.coding.events.conditions import unmet
from reportedly.coding.events.conventions import Convention, convention_for
from reportedly.coding.events.names import Names
from reportedly.coding.events.roles import Roles, roles_of
from reportedly.coding.events.site import Site
from reportedly.coding.events.status import Standing, standing
from reportedly.coding.events.triggers import longest_of, sites

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from reportedly.reading import Status

__all__ = ["Refused", "Telling", "tell", "tellings"]


@dataclass(frozen=True, slots=True)
class Telling:
    """A site with all that its clause says of it. `type`, `mode` and `status` are those after the conventions.

    `outcomes` are further words of the same act, which say what came of it (", killing five").
    """

    site: Site
    standing: Standing
    roles: Roles
    convention: Convention | None
    type: str
    mode: str | None
    status: Status
    outcomes: list[Site] = field(default_factory=list)

    @property
    def head(self) -> Token:
        """The word that tells it."""
        return self.site.head

    @property
    def plover(self) -> str | None:
        """The type of PLOVER whose rules of roles, places and numbers hold; None for a type that belongs to none."""
        return self.site.entry.plover if self.convention is None else self.type

    def kin(self, other: Telling) -> bool:
        """Whether both are of one type, or of types that belong to one."""
        return self.type == other.type or (self.plover is not None and self.plover == other.plover)


@dataclass(frozen=True, slots=True)
class Refused:
    """A site that is no event, and why."""

    site: Site
    reason: str


def tellings(doc: Doc, names: Names) -> tuple[list[Telling], list[Refused]]:
    """Every site whose conditions hold, in the order of the text, and those that were refused."""
    told: list[Telling] = []
    refused: list[Refused] = []
    found = [(site, unmet(site, names)) for site in sites(doc, names.lexicon)]
    longest = longest_of([site for site, reason in found if reason is None])
    for site, reason in found:
        if reason is not None:
            refused.append(Refused(site, reason))
        elif longest(site):
            told.append(tell(site, names))
    return told, refused


def tell(site: Site, names: Names) -> Telling:
    """What a site tells, whether or not its frame's conditions hold."""
    found = owned_up(site, standing(site))
    entry, mode = site.entry, site.frame.mode
    roles = roles_of(site, names, found)
    if found.refusing is not None and not any(names.kind(t) is not None or t.pos_ == "PRON" for t in roles.actors):
        found = replace(found, refusing=None)  # "the rains will not help"
    rule = convention_for(entry.type, mode, found)
    if rule is None or rule.type not in names.book:
        return Telling(site, found, roles, None, entry.type, mode, found.status)
    if rule.type == "REJECT":
        roles = _one_sided(roles, site)
    kept = mode if mode in names.book[rule.type].modes else None
    status = cast("Status", rule.status or found.status)
    return Telling(site, found, roles, rule, rule.type, rule.mode or kept, status)


def _one_sided(roles: Roles, site: Site) -> Roles:
    """Of talks that are refused, only those before the verb refuse: "Kyiv will not meet Moscow"."""
    first = [t for t in roles.actors if t.i < site.head.i]
    if roles.recipients or site.nominal or not first or len(first) == len(roles.actors):
        return roles
    return replace(roles, actors=first, recipients=[t for t in roles.actors if t not in first])
