"""CloudEvents on the wire: what goes out comes in again, and what is no event of ours is not."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.events.contacts import ContactMissed
from shared.events.envelope import MalformedEvent, grid, headers, parse, sequence
from shared.events.partners import ReferralMadeFor113Online
from shared.events.volunteers import LocationOpened

TIMES = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]),
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)


def told(name: str = "Zutphen") -> LocationOpened:
    return LocationOpened(location_id=uuid4(), name=name, region="Fryslân")


def attributes(event: LocationOpened, version: int = 1, time: datetime | None = None):  # type: ignore[no-untyped-def]
    return headers(
        event,
        source="urn:nld:kvknr:00000000:systeem:volunteers",
        aggregate_id=str(event.location_id),
        version=version,
        time=time or datetime.now(UTC),
        traceparent=None,
    )


@given(NAMES, st.integers(1, 10**18), TIMES)
def test_what_goes_out_comes_in_again(name: str, version: int, time: datetime) -> None:
    event = told(name)
    sent = attributes(event, version, time)
    data = event.model_dump_json(by_alias=True).encode()
    came = parse(LocationOpened, sent, data)
    assert came.data == event
    assert (came.aggregate_id, came.time) == (str(event.location_id), time)
    assert came.sequence == sequence(version)
    assert sent["Nats-Msg-Id"] == sent["ce-id"] == str(came.id)
    assert came.id.version == 4


@given(st.integers(0, 10**19), st.integers(0, 10**19))
def test_sequences_are_ordered_as_their_versions(one: int, other: int) -> None:
    assert (sequence(one) < sequence(other)) == (one < other)


@given(TIMES, st.sampled_from([60, 900]))
def test_a_time_is_cut_to_its_grid_and_never_moves_forward(time: datetime, seconds: int) -> None:
    cut = grid(time, seconds)
    assert timedelta(0) <= time - cut < timedelta(seconds=seconds)
    assert int(cut.timestamp()) % seconds == 0
    assert cut.microsecond == 0
    assert grid(cut, seconds) == cut


def test_the_envelope_tells_no_more_of_the_time_than_the_event_does() -> None:
    time = datetime(2016, 3, 1, 12, 34, 56, 789, tzinfo=UTC)
    missed = ContactMissed(
        attempt_id=uuid4(), channel="chat", line="national", line_location_id=None,
        offered_quarter=grid(time, 900), waited_seconds=3, reason="abandoned",
    )  # fmt: skip
    copy = ReferralMadeFor113Online(
        referral_id=uuid4(), mode="information", channel="chat", urgency="low", made_at=time
    )
    for event, shown in ((missed, "12:30:00Z"), (copy, "12:30:00Z"), (told(), "12:34:56.000789Z")):
        sent = headers(
            event, source="urn:x", aggregate_id="1", version=1, time=time, traceparent=None
        )
        assert sent["ce-time"] == f"2016-03-01T{shown}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ce-type": "nl.hulpopafstand.volunteers.location-opened.v2"}, "unknown_type_or_version"),
        ({"ce-type": None}, "attribute_missing"),
        ({"ce-id": None}, "attribute_missing"),
        ({"ce-subject": None}, "attribute_missing"),
        ({"ce-sequence": None}, "attribute_missing"),
        ({"ce-time": None}, "attribute_missing"),
        ({"ce-id": "marker"}, "attribute_invalid"),
        ({"ce-time": "marker"}, "attribute_invalid"),
        ({"ce-time": "2016-01-01T00:00:00"}, "attribute_invalid"),
        ({"ce-sequence": "marker"}, "attribute_invalid"),
        ({"ce-sequence": "7"}, "attribute_invalid"),
        ({"ce-sequence": "٠" * 20}, "attribute_invalid"),
    ],
)
def test_an_attribute_that_is_missing_or_invalid_is_named_by_a_code(
    change: dict[str, str | None], code: str
) -> None:
    event = told()
    sent = {
        name: value for name, value in (attributes(event) | change).items() if value is not None
    }
    with pytest.raises(MalformedEvent) as raised:
        parse(LocationOpened, sent, event.model_dump_json(by_alias=True).encode())
    assert raised.value.code == code
    assert raised.value.args == (code,)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@given(st.binary(max_size=200) | NAMES.map(str.encode))
def test_no_data_whatever_gets_through_or_is_repeated(data: bytes) -> None:
    with pytest.raises(MalformedEvent) as raised:
        parse(LocationOpened, attributes(told()), data)
    assert raised.value.code in ("data_not_json", "data_invalid")


def test_a_consumer_ignores_what_it_does_not_know() -> None:
    event = told()
    data = event.model_dump(mode="json", by_alias=True) | {"later": {"added": [1]}}
    sent = attributes(event) | {"ce-later": "added"}
    assert parse(LocationOpened, sent, json.dumps(data).encode()).data == event
    assert isinstance(event.location_id, UUID)
