"""Quantities: how many people, things or how much money, and how exact the number is."""

from __future__ import annotations

from reportedly.coding.quantities.tag import quantities

__all__ = ["quantities"]
