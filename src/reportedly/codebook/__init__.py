"""The codebook: what each event type is, which words tell it, and examples that are run as tests."""

from reportedly.codebook.describe import describe
from reportedly.codebook.entry import Entry, Example, Expected, Frame, Mode
from reportedly.codebook.load import load_codebook, plover_type

__all__ = ["Entry", "Example", "Expected", "Frame", "Mode", "describe", "load_codebook", "plover_type"]
