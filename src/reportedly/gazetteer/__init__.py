"""The gazetteer: what a name may mean, from one SQLite file made while the package is built."""

from reportedly.gazetteer.names import fold
from reportedly.gazetteer.store import Entry, Gazetteer

__all__ = ["Entry", "Gazetteer", "fold"]
