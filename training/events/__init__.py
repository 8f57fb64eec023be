"""Trains the judge of events on the codebook's open examples."""
