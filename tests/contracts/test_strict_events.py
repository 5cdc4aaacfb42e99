"""What a reader takes of an event is what its schema says: nothing is read as what it is not."""

import json

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared.events.envelope import Event, MalformedEvent, parse

from tests.contracts.samples import SAMPLES, events, frozen

LAX = [0, 1, -1, 1457381071, 1.0, 1.5, True, False, None, "", "0", "1457381071", "true", "2016",
       "2016-01-01", [], {}, [0], {"0": 0}]  # fmt: skip
HEADERS = {
    "ce-id": "6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a01", "ce-subject": "1",
    "ce-sequence": "1".zfill(20), "ce-time": "2016-01-01T00:00:00Z",
}  # fmt: skip


@pytest.mark.parametrize("event", events(), ids=lambda event: event.subject)
@given(value=st.sampled_from(LAX) | st.integers() | st.floats(allow_nan=False) | st.text())
@settings(max_examples=60, deadline=None)
def test_what_a_reader_takes_is_what_the_schema_says(event: type[Event], value: object) -> None:
    schema = jsonschema_rs.validator_for(event.model_json_schema(), validate_formats=True)
    sent = frozen(SAMPLES, event)
    headers = HEADERS | {"ce-type": event.type_name()}
    for name in sent:
        changed = sent | {name: value}
        try:
            parse(event, headers, json.dumps(changed).encode())
        except MalformedEvent:
            continue
        # JSON Schema calls 1.0 an integer; an event does not.
        assert schema.is_valid(changed), name
        assert type(value) is not float or type(sent[name]) is not int, name


@pytest.mark.parametrize("event", events(), ids=lambda event: event.subject)
def test_a_whole_number_is_not_read_from_a_float(event: type[Event]) -> None:
    sent, headers = frozen(SAMPLES, event), HEADERS | {"ce-type": event.type_name()}
    for name in [name for name, value in sent.items() if type(value) is int]:
        with pytest.raises(MalformedEvent, match="data_invalid"):
            parse(event, headers, json.dumps(sent | {name: float(sent[name])}).encode())


@pytest.mark.parametrize("event", events(), ids=lambda event: event.subject)
def test_seconds_since_1970_are_no_moment_and_no_day(event: type[Event]) -> None:
    sent, headers = frozen(SAMPLES, event), HEADERS | {"ce-type": event.type_name()}
    described = event.model_json_schema()["properties"]
    for name in sent:
        if described[name].get("format") in ("date", "date-time"):
            for lax in (0, "0", 1457381071, "1457381071", 1.5, "1.5"):
                with pytest.raises(MalformedEvent, match="data_invalid"):
                    parse(event, headers, json.dumps(sent | {name: lax}).encode())
