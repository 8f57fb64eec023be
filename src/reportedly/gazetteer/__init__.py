"""The gazetteer: what a name may mean, from one SQLite file made while the package is built, and from a user's own."""

from reportedly.gazetteer.names import fold
from reportedly.gazetteer.store import Entry, Gazetteer, OwnGazetteer

__all__ = ["Entry", "Gazetteer", "OwnGazetteer", "fold"]
