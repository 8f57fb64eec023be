"""Where: the place names of a report, each put on the map."""

from reportedly.coding.places.lookup import country_of_name, place_in
from reportedly.coding.places.stage import places

__all__ = ["country_of_name", "place_in", "places"]
