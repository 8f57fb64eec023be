"""Who: people, organisations, governments, armed groups, outlets and unnamed groups of a report."""

from __future__ import annotations

from reportedly.coding.entities.actor import Actor, resolve_actor
from reportedly.coding.entities.lookup import ensure_entity, entities_within, entity_over
from reportedly.coding.entities.stage import entities

__all__ = ["Actor", "ensure_entity", "entities", "entities_within", "entity_over", "resolve_actor"]
