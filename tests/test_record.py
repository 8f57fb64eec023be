"""The record follows the contract to the key, and every offset points into the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from handmade import handmade
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.reading import Reading
from reportedly.schema import schema

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
PLACE = {"spans", "name", "geonameid", "latitude", "longitude", "country", "kind", "confidence"}
TIME = {"spans", "kind", "value", "start", "end", "granularity", "inferred"}
MAGNITUDE = {"kind", "value", "low", "high", "bound", "spans"}
KEYS = {
    "report": {"id", "title", "outlet", "url", "published", "language", "text"},
    "entities": {"id", "name", "kind", "country", "sectors", "mentions"},
    "attributions": {"id", "parent", "source", "cue", "content", "form", "confidence"},
    "events": {
        "id", "type", "modes", "contexts", "quad", "intensity", "status", "trigger", "evidence", "actors", "recipients",
        "place", "time", "magnitudes", "attributed_to", "confidence",
    },
    "places": PLACE,
    "times": TIME,
    "quantities": MAGNITUDE | {"attributed_to"},
    "explanations": {"id", "cause", "effect", "marker", "status", "attributed_to", "confidence"},
}  # fmt: skip


def offsets(value: Any) -> Iterator[tuple[int, int]]:
    """Every [start, end] in a record."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from offsets(inner)
    elif isinstance(value, list):
        if len(value) == 2 and all(type(v) is int for v in value):
            yield (value[0], value[1])
        else:
            for inner in value:
                yield from offsets(inner)


def assert_sound(record: dict[str, Any]) -> None:
    """Valid by the schema, spans in the text, ids unique, references that lead somewhere."""
    jsonschema.Draft202012Validator(schema()).validate(record)
    text = record["report"]["text"]
    for start, end in offsets({k: v for k, v in record.items() if k != "report"}):
        assert 0 <= start < end <= len(text)
    tables = ("entities", "attributions", "events", "explanations")
    ids = [row["id"] for table in tables for row in record[table]]
    assert len(ids) == len(set(ids))
    attributions = {a["id"] for a in record["attributions"]}
    for row in (*record["events"], *record["quantities"], *record["explanations"]):
        assert set(row["attributed_to"]) <= attributions
    for event in record["events"]:
        known = {e["id"] for e in record["entities"]} | {None}
        assert {party["entity"] for party in (*event["actors"], *event["recipients"])} <= known


def test_the_keys_are_those_of_the_contract_and_no_others() -> None:
    record = handmade().to_dict()
    assert set(record) == set(KEYS)
    assert set(record["report"]) == KEYS["report"]
    for table in set(KEYS) - {"report"}:
        assert record[table], f"the hand-made reading fills {table}"
        for row in record[table]:
            assert set(row) == KEYS[table], table
    event = record["events"][0]
    assert set(event["place"]) == PLACE
    assert set(event["time"]) == TIME
    assert set(event["magnitudes"][0]) == MAGNITUDE
    assert set(record["attributions"][0]["source"]) == {"spans", "entity", "kind"}
    assert set(record["attributions"][0]["cue"]) == {"spans", "stance"}
    assert set(record["explanations"][0]["cause"]) == {"spans", "event"}


def test_a_record_is_plain_json_that_comes_back_the_same() -> None:
    record = handmade().to_dict()
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert record["events"][0]["magnitudes"][0]["value"] == 20
    assert record["events"][1]["attributed_to"] == ["a1", "a2"]
    assert_sound(record)


def test_the_same_text_has_the_same_id_and_another_text_another() -> None:
    assert handmade().report.id == handmade(outlet="Other").report.id
    assert handmade().report.id != handmade(text="Another text.").report.id


def test_the_schema_refuses_what_the_contract_does_not_hold() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    for wrong in (
        {"extra": 1},
        {"events": [handmade().to_dict()["events"][0] | {"status": "perhaps"}]},
        {"places": [handmade().to_dict()["places"][0] | {"latitude": 123.0}]},
        {"times": [handmade().to_dict()["times"][0] | {"spans": [[1, 2, 3]]}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            validator.validate(handmade().to_dict() | wrong)


def test_every_table_and_field_is_described() -> None:
    for name, table in schema()["$defs"].items():
        assert table["description"], name
        for field, value in table["properties"].items():
            assert value.get("description"), f"{name}.{field}"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_record_of_every_example_is_sound(path: Path, read_text: Callable[..., Reading]) -> None:
    text = path.read_text("utf-8")
    record = read_text(text).to_dict()
    assert record["report"]["text"] == text
    assert_sound(record)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["Rebels seized Áleppo on Monday, ", "“Cafe\u0301 talks failed,” ", "he said. ", "🕊️ ", "\r\n\r\n", "\0",
             "« ", "The UN fears ", "שלום ", "20 𝐩eople died ", "according to Reuters. ", "‘never ", "\u202e"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_offsets_hold_with_combining_and_astral_characters(
    read_text: Callable[..., Reading], pieces: list[str]
) -> None:
    record = read_text("".join(pieces), published="2016-03-17").to_dict()
    assert_sound(record)
