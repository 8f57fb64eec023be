"""Whether it happened: occurred, ongoing, historical, future, hypothetical or negated. A stage of its own."""

from reportedly.coding.events.status.decide import Standing, standing

__all__ = ["Standing", "standing"]
