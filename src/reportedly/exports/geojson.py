"""GeoJSON (RFC 7946): a feature for each incident, for QGIS and its like.

Every feature says how precise its point is: `place_kind`, and `precision_km`, how far from the point it may have been.
An incident known no finer than by country stands at the country's middle and is `coarse`; one without a place has no
geometry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly.casebook.queries import Filter
from reportedly.exports.lines import Exported, plain
from reportedly.exports.told import Happened, Row, Told, happened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["export_geojson", "feature"]

_COARSE = frozenset({"country", "continent", "sea", "region"})


def export_geojson(connection: DuckDBPyConnection, filter: Filter, path: Path) -> Exported:
    """Write the incidents to `path`."""
    done = Exported()
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for number, item in enumerate(_counted(happened(connection, filter), done)):
            made = json.dumps(plain(feature(item)), ensure_ascii=False, allow_nan=False)
            stream.write(f"{',' if number else ''}\n{made}")
        stream.write("\n]}\n")
    return done


def _counted(items: Iterator[Happened], done: Exported) -> Iterator[Happened]:
    for item in items:
        done.written["events"] += 1
        if item.incident["latitude"] is None:
            done.written["of them without a place on the map"] += 1
        yield item


def feature(item: Happened) -> dict[str, Any]:
    """An incident as a feature. Coordinates are longitude, latitude, as the RFC wants them."""
    incident = item.incident
    placed = incident["latitude"] is not None and incident["longitude"] is not None
    point = {"type": "Point", "coordinates": [incident["longitude"], incident["latitude"]]}
    properties = {name: value for name, value in incident.items() if name not in ("id", "latitude", "longitude")}
    return {
        "type": "Feature",
        "id": incident["id"],
        "geometry": point if placed else None,
        "properties": {**properties, **_precision(item), "told_by": [_told_by(telling) for telling in item.tellings]},
    }


def _precision(item: Happened) -> dict[str, Any]:
    incident = item.incident
    if incident["latitude"] is None:
        return {"place_kind": None, "precision_km": None, "coarse": None}
    events: list[Row] = [telling.event for telling in item.tellings]
    event = next((e for e in events if e["place"] == incident["place"]), {"place_kind": None, "place_radius_km": None})
    kind = event["place_kind"]
    return {
        "place_kind": kind,
        "precision_km": event["place_radius_km"],
        "coarse": kind in _COARSE,
    }


def _told_by(telling: Told) -> str:
    """Outlet and speakers: "The Daily: army"."""
    speakers = ", citing ".join(claim["speaker"] or "an unnamed source" for claim in telling.claims)
    outlet = telling.report["outlet"] or "an unnamed outlet"
    return f"{outlet}: {speakers}" if speakers else outlet
