"""Who says so: sources, cues and contents, and the chains that they make."""

from __future__ import annotations

from reportedly.coding.attributions.chain import chain, containing
from reportedly.coding.attributions.stage import attributions

__all__ = ["attributions", "chain", "containing"]
