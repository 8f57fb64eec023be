"""What plain grammar says of the parties that the learned voice names: it is followed where the voice is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.roles import Roles
from reportedly.coding.events.site import Site
from reportedly.coding.events.slots import fill
from reportedly.coding.events.verbs import passive
from reportedly.coding.events.words import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["by_grammar"]

_DONE_TO = {"for", "against", "to"}


def by_grammar(site: Site, parsed: Roles, voiced: Roles) -> Roles:
    """The voice's roles, but who suffers what a passive tells or stands behind a preposition of the recipient does not
    act ("the mayor *was subpoenaed*", "support *for the king*"), one to whom a complaint is made is not the one blamed
    ("complained *to a reporter* that …"), and a weapon is nobody.
    """
    swapped = [t for t in parsed.recipients if t in voiced.actors and _surely_recipient(site, parsed)]
    if swapped:
        recipients = sorted({*voiced.recipients, *swapped}, key=lambda t: t.i)
        actors = [t for t in voiced.actors if t not in swapped]
        voiced = replace(voiced, actors=actors, recipients=recipients, recipient_from=parsed.recipient_from)
    audience = _audience(site, parsed)
    kept = [t for t in voiced.recipients if t not in audience and not _is_arm_of(t, voiced.actors)]
    if kept or len(kept) == len(voiced.recipients):
        return replace(voiced, recipients=kept)
    return replace(voiced, recipients=parsed.recipients, recipient_from=parsed.recipient_from)


def _surely_recipient(site: Site, parsed: Roles) -> bool:
    if parsed.recipient_from == "object":
        return site.frame.pos == "verb" and passive(site.head)
    return not site.proposed and parsed.recipient_from in _DONE_TO


def _is_arm_of(thing: Token, actors: list[Token]) -> bool:
    """ "*Russian* missiles were installed": the weapon of the one who acts."""
    return lemma_of(thing) in load_classes()["instrument"] and any(t.head == thing for t in actors)


def _audience(site: Site, parsed: Roles) -> set[Token]:
    """Those to whom somebody complains of another, or that something is so."""
    if site.entry.plover != "ACCUSE" or site.proposed or "to" in site.frame.recipient:
        return set()
    if not parsed.recipients and not fill(site, "that"):
        return set()
    told = (c for c in site.head.children if c.dep_ == "prep" and c.lower_ == "to")
    return {t for to in told for t in to.subtree} - {*parsed.recipients}
