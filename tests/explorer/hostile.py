"""A casebook whose every text is an attack on whoever shows it."""

from __future__ import annotations

from pathlib import Path

from tests.casebooks import entry, make

from reportedly.casebook.bulk import insert
from reportedly.casebook.database import connect
from reportedly.casebook.imports import transaction
from reportedly.casebook.layout import Layout

SCRIPT = "<script>window.struck = 1; alert(1)</script>"
HANDLER = "<img src=x onerror='window.struck = 2'><svg onload=window.struck=3><a href='javascript:struck=4'>x</a>"
TURNED = "‮txet siht‬ ⁦⁧"
BREAKOUT = "\"'></textarea></title></style><iframe src=//evil.example/></iframe>{{7*7}}${7*7}<!--"
WORD = "w" * 10_000_000
"""A word of ten million letters."""

LEAD = "Rebels shelled the city of Goma on Tuesday, killing at least 12 civilians, the army said."
ATTACKS = (SCRIPT, HANDLER, TURNED, BREAKOUT)


def hostile_casebook(folder: Path) -> Layout:
    """Reports that hold attacks in text, headline, outlet, address and names, an incident of all, and a huge one."""
    reports = [
        entry(f"{LEAD} {attack}", outlet=attack, url=f'https://x.example/?{number}"><script>', published="2024-03-06")
        for number, attack in enumerate(ATTACKS)
    ]
    layout, _ = make(folder, reports)
    with connect(layout, write=True) as connection, transaction(connection):
        for number, attack in enumerate(ATTACKS):
            connection.execute("UPDATE reports SET title = ? WHERE outlet = ?", [f"{attack} headline {number}", attack])
            connection.execute(
                "UPDATE events SET actors = [?], recipients = [?], place = ?, trigger = ? WHERE report IN "
                "(SELECT id FROM reports WHERE outlet = ?)",
                [attack, attack, attack, attack, attack],
            )
        huge = {"id": "f" * 16, "title": WORD[:5_000], "outlet": WORD[:2_000], "day": "2024-03-06", "language": "en"}
        huge |= {"published": "2024-03-06", "text": WORD, "characters": len(WORD), "part": "huge"}
        insert(connection, "reports", [huge])
        events = connection.execute("SELECT id, report FROM events WHERE type = 'ASSAULT' ORDER BY id").fetchall()
        told = [
            {"event": e, "report": r, "incident": events[0][0], "origin": f"o{i}", "why": SCRIPT, "outlets": [HANDLER]}
            | {"current": True}
            for i, (e, r) in enumerate(events)
        ]
        insert(connection, "tellings", told)
        incident = {"id": events[0][0], "type": "ASSAULT", "status": "occurred", "first_day": "2024-03-05"}
        incident |= {"last_day": "2024-03-05", "place": HANDLER, "country": "COD"}
        incident |= {"latitude": -1.67, "longitude": 29.22}
        incident |= {"actors": list(ATTACKS), "recipients": [WORD[:100_000]], "events": len(told), "reports": len(told)}
        incident |= {"outlets": 4, "origins": 4, "denials": 0, "disputed": True, "deaths_low": 12, "deaths_high": 12}
        insert(connection, "incidents", [incident])
        differ = {"incident": events[0][0], "field": "deaths", "relation": "contradicting", "value": SCRIPT}
        differ |= {"event": events[0][0], "other": events[1][0], "other_value": HANDLER}
        differ |= {"quote": SCRIPT, "spans": [[0, 5]]}
        insert(connection, "comparisons", [differ | {"other_quote": BREAKOUT, "other_spans": [[0, 5]]}])
    return layout
