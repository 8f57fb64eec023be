"""The checker: whether the sentences of a brief stand in what they cite. It knows nothing of how they were made."""

from __future__ import annotations

from reportedly.brief.check.checker import Checked, Unproven, check

__all__ = ["Checked", "Unproven", "check"]
