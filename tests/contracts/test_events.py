"""The published language only grows: what was said once can be read for ever."""

import copy
import json
from typing import Any

import pytest
from shared.bus import MAX_MESSAGE_BYTES, STREAMS
from shared.events.contacts import ContactHandled
from shared.events.envelope import Event, parse

from tests.contracts.samples import SAMPLES, SCHEMAS, events, frozen, sample, schema

every_event = pytest.mark.parametrize("event", events(), ids=lambda event: event.subject)


def breaks(frozen: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Return what in the schema of now a reader or a publisher of the frozen one cannot take.

    Only new optional fields are allowed, in the event and in its parts.
    """
    others = sorted({*frozen, *now} - {"properties", "$defs"})
    found = [f"{name} changed" for name in others if frozen.get(name) != now.get(name)]
    properties = frozen.get("properties", {})
    for name, was in properties.items():
        found += [] if now.get("properties", {}).get(name) == was else [f"{name} changed"]
    for name, part in frozen.get("$defs", {}).items():
        found += [f"{name}.{why}" for why in breaks(part, now.get("$defs", {}).get(name, {}))]
    return found


@every_event
def test_the_schema_is_the_frozen_one_but_for_new_optional_fields(event: type[Event]) -> None:
    why = "it must be a new version; a new event is frozen by python -m tests.contracts.freeze"
    assert breaks(frozen(SCHEMAS, event), schema(event)) == [], why


@every_event
def test_the_frozen_sample_says_the_same_as_ever(event: type[Event]) -> None:
    was = frozen(SAMPLES, event)
    now = json.loads(sample(event).model_dump_json(by_alias=True))
    assert {name: now[name] for name in was} == was


@every_event
def test_a_reader_ignores_what_it_does_not_know(event: type[Event]) -> None:
    later = frozen(SAMPLES, event) | {"addedLater": {"text": "x"}}
    sent = {
        "ce-type": event.type_name(), "ce-id": "6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a01",
        "ce-subject": "1", "ce-sequence": "1".zfill(20), "ce-time": "2016-01-01T00:00:00Z",
        "ce-addedlater": "x",
    }  # fmt: skip
    assert parse(event, sent, json.dumps(later).encode()).data == sample(event)


@every_event
def test_a_stream_keeps_the_event_and_its_names_agree(event: type[Event]) -> None:
    subjects = STREAMS[event.stream_name()]
    assert event.subject.startswith(subjects.removesuffix(">"))
    assert event.type_name() == f"nl.hulpopafstand.{event.subject.replace('_', '-')}"
    assert event.subject.rsplit(".v", 1)[1].isdecimal()
    assert len((SAMPLES / f"{event.subject}.json").read_bytes()) < MAX_MESSAGE_BYTES


@every_event
def test_there_is_no_free_text_about_a_help_seeker_on_the_bus(event: type[Event]) -> None:
    """Contacts and partners speak in closed vocabularies, ids, numbers and times only."""
    if event.stream_name() not in ("CONTACTS", "PARTNER_113ONLINE"):
        return
    for name, field in schema(event)["properties"].items():
        for given in field.get("anyOf", [field]):
            kind = given["items"] if given.get("type") == "array" else given
            is_text = kind.get("type") == "string"
            assert not is_text or {"enum", "const", "format"} & set(kind), name


def test_nothing_is_frozen_that_is_no_event_any_more() -> None:
    subjects = {event.subject for event in events()}
    for folder in (SCHEMAS, SAMPLES):
        assert {file.stem for file in folder.glob("*.json")} == subjects


@pytest.mark.parametrize(
    "change",
    ["remove", "rename", "retype", "narrow", "widen", "require", "optional becomes required"],
)
def test_a_breaking_change_is_refused(change: str) -> None:
    was = schema(ContactHandled)
    now = copy.deepcopy(was)
    properties = now["properties"]
    match change:
        case "remove":
            del properties["heavy"]
        case "rename":
            properties["burden"] = properties.pop("heavy")
        case "retype":
            properties["durationMinutes"]["type"] = "string"
        case "narrow":
            properties["channel"]["enum"].remove("chat")
        case "widen":
            properties["channel"]["enum"].append("video")
        case "require":
            properties["added"] = {"type": "integer"}
            now["required"].append("added")
        case _:
            now["required"].remove("heavy")
    assert breaks(was, now)


def test_a_new_optional_field_is_no_breaking_change() -> None:
    now = copy.deepcopy(schema(ContactHandled))
    now["properties"]["added"] = {"type": "integer", "default": 0}
    assert breaks(schema(ContactHandled), now) == []
