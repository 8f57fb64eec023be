"""What readers corrected: a telling whose words they found misread no longer vouches for the field they corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.exports.told import Happened, Told

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["as_judged", "corrected_fields"]

_CORRECTED = """SELECT subject, field FROM (SELECT subject, field, judgement FROM verdicts
WHERE other IS NULL AND relation = 'field' QUALIFY row_number() OVER (
PARTITION BY subject, field ORDER BY judged DESC, id DESC) = 1) WHERE judgement IN ('corrected', 'rejected')
AND field IS NOT NULL"""
_PLACE = {"place", "place_kind", "country", "latitude", "longitude", "geonameid"}
_TIME = {"first_day", "last_day", "granularity", "day", "day_from"}
_COUNTS = {"deaths": {"deaths_low", "deaths_high"}, "injured": {"injured_low", "injured_high"}}


def corrected_fields(connection: DuckDBPyConnection) -> dict[str, set[str]]:
    """Ids of events to the columns in which a reader put another value."""
    found: dict[str, set[str]] = defaultdict(set)
    for subject, field in connection.execute(_CORRECTED).fetchall():
        found[subject].add(field)
    return dict(found)


def as_judged(incident: Happened, corrected: Mapping[str, set[str]]) -> Happened:
    """The incident, its tellings without the words that were misread; what readers put in their place has no words."""
    if not any(told.event["id"] in corrected for told in incident.tellings):
        return incident
    return Happened(
        incident.incident, [_without(told, corrected.get(told.event["id"], set())) for told in incident.tellings]
    )


def _without(told: Told, fields: set[str]) -> Told:
    event = dict(told.event)
    if fields & _PLACE:
        event["place_spans"] = []
    if fields & _TIME:
        event |= {"time_spans": [], "granularity": None, "day_from": "none"}
    misread = {kind for kind, columns in _COUNTS.items() if fields & columns}
    return replace(told, event=event, quantities=_others(told, misread))


def _others(told: Told, kinds: set[str]) -> Sequence[Mapping[str, object]]:
    return [quantity for quantity in told.quantities if quantity["kind"] not in kinds]
