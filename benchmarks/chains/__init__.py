"""Nested attributions ("X claims …, Y reports"): an open development set, and its scorer."""
