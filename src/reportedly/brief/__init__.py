"""Briefs: what a casebook tells, written as an attributed text whose every sentence can be traced to its characters."""

from __future__ import annotations

from reportedly.brief.compose import compose
from reportedly.brief.tree import Brief, Citation, Section, Sentence, Source

__all__ = ["Brief", "Citation", "Section", "Sentence", "Source", "compose"]
