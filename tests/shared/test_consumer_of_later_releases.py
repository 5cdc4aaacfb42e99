"""A consumer beside a later release, and on a stream that was made anew."""

from dataclasses import replace

import pytest
from sensoor.bus import dead_letter_stream
from shared.database import Connection
from shared.events.envelope import Envelope
from shared.events.volunteers import VolunteerAdmitted
from shared.handlers import when

from shared import consumer
from tests.contacts.given import admission
from tests.shared.probe import STREAM, Probe
from tests.shared.test_consumer import TellingTooMuch
from tests.waiting import eventually


@pytest.fixture(autouse=True)
def _short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer, "DELAYS_SECONDS", (0.05, 0.1, 0.15, 0.2))


async def test_what_a_later_release_knows_goes_back_and_is_handled_by_it(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provisioning of an upgrade widens the filter while this release runs."""
    monkeypatch.setattr(consumer, "UNKNOWN_AGAIN_SECONDS", 0.1)
    config = (await probe.info()).config
    config.filter_subjects = [*config.filter_subjects, VolunteerAdmitted.subject]
    connection = await probe.platform.connect()
    await connection.jetstream().add_consumer(STREAM, config)
    await connection.close()
    async with probe.running():
        await probe.platform.publish(admission(), aggregate_id=1)
        await probe.tell("behind")

        async def went_back_twice() -> bool:
            return (await probe.info()).delivered.consumer_seq > 3

        await eventually(went_back_twice)
        assert await probe.effects() == ["behind"]
    keeps: list[str] = []

    async def keep(_connection: Connection, events: list[Envelope[VolunteerAdmitted]]) -> None:
        keeps.extend(event.data.role for event in events)

    later = [*probe.handlers.table, when(VolunteerAdmitted, do=keep)]
    probe.handlers = replace(probe.handlers, table=later)
    async with probe.running():
        await probe.settled()
    assert keeps == ["listener"]
    assert not await probe.letters()


async def test_a_letter_finds_its_event_in_a_stream_that_was_made_anew(probe: Probe) -> None:
    probe.broken["bad"] = TellingTooMuch("no")
    event_id = await probe.tell("bad")
    async with probe.running():

        async def set_aside() -> bool:
            return bool(await probe.letters())

        await eventually(set_aside)
    probe.broken.clear()
    (letter,) = await probe.letters()
    connection = await probe.platform.connect()
    await connection.jetstream().delete_stream(STREAM)
    await probe.platform.provision(probe=probe.handlers)
    await probe.tell("another")
    await probe.tell("bad", event_id=event_id)
    async with probe.running():
        await probe.settled()
        assert await probe.replay(letter.stream_sequence, event_id) == "EventMoved"
        found = await dead_letter_stream.original(connection, letter)
        assert found is not None
        assert (found.sequence, found.headers["ce-id"]) == (2, event_id)
        assert await probe.replay(found.sequence, event_id) == "handled"
    await connection.close()
    assert await probe.effects() == ["another", "bad"]
