"""Who says so, in words: "Ukrinform, citing Stepan Poltorak (claims)"; as `reportedly.show.words` puts it."""

from __future__ import annotations

__all__ = ["OWN_VOICE", "SAYS"]

OWN_VOICE = "'the report itself'"
"""What stands where nobody is cited, as SQL."""

SAYS = """SELECT u.event, string_agg(coalesce(c.speaker, 'an unnamed source')
  || CASE WHEN c.stance IN ('states', 'reports') THEN '' ELSE ' (' || c.stance || ')' END,
  ', citing ' ORDER BY u.n) AS says
FROM (SELECT id AS event, unnest(claims) AS claim, generate_subscripts(claims, 1) AS n FROM {events}) u
JOIN {claims} c ON c.id = u.claim GROUP BY u.event"""
"""Event to the chain of its speakers, outermost first, each with its stance; no row where the report itself says so."""
