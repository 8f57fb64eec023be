"""What `reportedly` knows: the data files that come with it, and what a user adds to them."""

from reportedly.knowledge.data import DATA, load_csv, load_yaml
from reportedly.knowledge.own import BUILT_IN, Knowledge, OwnFile, fingerprint

__all__ = ["BUILT_IN", "DATA", "Knowledge", "OwnFile", "fingerprint", "load_csv", "load_yaml"]
