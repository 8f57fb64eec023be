"""Readings shown to people: a table for the terminal, a page for the browser, an explanation of every decision."""
