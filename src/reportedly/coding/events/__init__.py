"""What happened: events of the codebook's types, who did them to whom, where, when, and with what status."""

from reportedly.coding.events.pairs import Coding, code_pair
from reportedly.coding.events.stage import events
from reportedly.coding.events.voice import hear

__all__ = ["Coding", "code_pair", "events", "hear"]
