"""Verdicts of careful readers on the events coded in articles; the articles themselves are not here."""
