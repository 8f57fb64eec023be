"""What each site tells: its status, its roles, and the type that PLOVER's conventions give it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from reportedly.coding.events.claims import owned_up
from reportedly.coding.events.conditions import unmet
from reportedly.coding.events.conventions import Convention, convention_for
from reportedly.coding.events.grammar import by_grammar
from reportedly.coding.events.names import Names
from reportedly.coding.events.proposals import proposals
from reportedly.coding.events.roles import Roles, roles_of
from reportedly.coding.events.site import Site
from reportedly.coding.events.status import Standing, standing
from reportedly.coding.events.status.words import status_words
from reportedly.coding.events.triggers import longest_of, sites
from reportedly.coding.events.voiced import reads, with_voice
from reportedly.coding.events.weighing import heard, kept, likely
from reportedly.coding.events.words import slot_words
from reportedly.reading import REAL

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from reportedly.coding.events.voice import Voice
    from reportedly.reading import Status

__all__ = ["Refused", "Telling", "tell", "tellings"]

_OF_REFUSAL = {"REJECT", "SANCTION"}


@dataclass(frozen=True, slots=True)
class Telling:
    """A site with all that its clause says of it. `type`, `mode` and `status` are those after the conventions.

    `outcomes` are further words of the same act, which say what came of it (", killing five"). Where the learned
    voice was heard, `likely` is the probability that it is an event of its type, `heard` what the voice
    said, and `around` what the rest of the report speaks for.
    """

    site: Site
    standing: Standing
    roles: Roles
    convention: Convention | None
    type: str
    mode: str | None
    status: Status
    outcomes: list[Site] = field(default_factory=list)
    likely: float | None = None
    heard: str = ""
    around: str = ""

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
    """A site that is no event, and why; `excluded` where the codebook says so expressly."""

    site: Site
    reason: str
    excluded: bool = False


def tellings(doc: Doc, names: Names, voice: Voice | None = None) -> tuple[list[Telling], list[Refused]]:
    """Every site whose conditions hold, in the order of the text, and those that were refused.

    With a voice, also what it alone sees.
    """
    told: list[Telling] = []
    refused: list[Refused] = []
    found = [(site, unmet(site, names)) for site in sites(doc, names.lexicon)]
    longest = longest_of([site for site, why in found if why is None])
    for site, why in found:
        if why is not None:
            refused.append(Refused(site, *why))
        elif longest(site):
            told.append(tell(site, names))
    if voice is not None:
        told = _weighed(told, refused, names, voice)
        more = [_proposed(site, names) for site in proposals(doc, names, voice, _taken(doc, names, told, refused))]
        told = sorted([*told, *_weighed(more, refused, names, voice)], key=lambda telling: telling.head.i)
    return told, refused


def _taken(doc: Doc, names: Names, told: list[Telling], refused: list[Refused]) -> set[tuple[str, int]]:
    """The words, with the type, that are not the voice's to propose: what a frame tells already, and the words by which
    it is denied or announced; and what the codebook says expressly is none of this type.
    """
    taken = {("", token.i) for token in doc if names.denies(token)}
    for telling in told:
        words = [token.i for token in telling.site.tokens]
        governor = telling.standing.governor
        if governor is not None and (telling.status == "negated" or telling.convention is not None):
            words.append(governor.i)
        taken |= {("", i) for i in words}
    for item in refused:
        if item.excluded:
            taken |= {(item.site.entry.type, token.i) for token in item.site.tokens}
    return taken


def _weighed(told: list[Telling], refused: list[Refused], names: Names, voice: Voice) -> list[Telling]:
    """Those of them that are likely enough; types that the voice was not trained on stand as they are."""
    stand, doubtful = [], []
    for telling in told:
        if telling.type not in voice.names or telling.site.frame.own or _not_told_as_done(telling):
            stand.append(telling)
            continue
        plain = telling
        telling = replace(telling, likely=likely(telling, names, voice))
        if kept(telling) or reads(telling.site, voice, telling.type):  # to ask for parties costs time
            voiced = with_voice(telling.site, telling.roles, voice, telling.type, names)
            telling = replace(telling, roles=by_grammar(telling.site, telling.roles, voiced))
            telling = replace(telling, likely=likely(telling, names, voice))
        if kept(telling):
            stand.append(replace(telling, heard="" if telling.site.proposed else heard(telling, voice)))
        elif _of_an_attack(plain):
            doubtful.append((plain, telling))
        else:
            refused.append(Refused(telling.site, heard(telling, voice)))
    attacked = any(telling.plover == "ASSAULT" and telling.status in REAL for telling in stand)
    stand += [plain for plain, _ in doubtful if attacked]
    refused += [Refused(telling.site, heard(telling, voice)) for _, telling in doubtful if not attacked]
    return sorted(stand, key=lambda telling: telling.head.i)


def _of_an_attack(telling: Telling) -> bool:
    """ "40 people *were wounded*": a sentence alone does not say whether by an attack; the report may tell one."""
    outcome = telling.head.lemma_.lower() in slot_words()["outcome"]
    return not telling.site.proposed and telling.plover == "ASSAULT" and outcome and not telling.roles.actors


def _not_told_as_done(telling: Telling) -> bool:
    """What a frame tells as denied or feared. "The army *denied* bombing the market": the voice hears the denial alone,
    and who says that it was done is contradicted by the deed denied. "Some *fear* an escalation": it hears no deed.
    """
    governor = telling.standing.governor
    if telling.site.proposed or governor is None:
        return False
    above = (governor, *governor.ancestors)
    return telling.status == "negated" or any(t.lemma_.lower() in status_words().fearing for t in above)


def _proposed(site: Site, names: Names) -> Telling:
    """What the voice calls a refusal, or help given up, did occur: the negation is what it consists of."""
    found = tell(site, names)
    by_refusal = found.standing.refusing is not None or found.standing.governor is not None
    refused = found.status == "negated" and found.type in _OF_REFUSAL and by_refusal
    status: Status = "occurred" if refused else found.status
    return replace(found, status=status)


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
