"""The published language only grows: what was said once can be read for ever."""

import json

import pytest
from shared.bus import MAX_MESSAGE_BYTES
from shared.events.catalogue import stream_subjects
from shared.events.envelope import Event, parse

from tests.contracts.samples import SAMPLES, SCHEMAS, events, frozen, sample, schema

every_event = pytest.mark.parametrize("event", events(), ids=lambda event: event.subject)


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
    kept = stream_subjects()[event.stream_name()]
    assert any(
        event.subject == subject
        or (subject.endswith(".>") and event.subject.startswith(subject.removesuffix(">")))
        for subject in kept
    )
    assert event.type_name() == f"nl.hulpopafstand.{event.subject.replace('_', '-')}"
    assert event.subject.rsplit(".v", 1)[1].isdecimal()
    assert len((SAMPLES / f"{event.subject}.json").read_bytes()) < MAX_MESSAGE_BYTES


@every_event
def test_there_is_no_free_text_about_a_help_seeker_on_the_bus(event: type[Event]) -> None:
    """Contacts and partners speak in closed vocabularies, ids, numbers and times only."""
    if event.subject.split(".")[0] not in ("contacts", "partners"):
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
