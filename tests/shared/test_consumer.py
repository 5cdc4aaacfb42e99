"""An event has one effect, and one that cannot be handled holds up nobody."""

import re
from uuid import uuid4

import nats
import pytest
from shared.consumer import ATTEMPTS
from shared.events.volunteers import ShiftOpened
from shared.refusals import Refusal

from shared import consumer
from tests.shared.probe import STREAM, Probe, shift
from tests.waiting import eventually


class TellingTooMuch(Refusal):
    """A refusal whose text quotes what came in."""


@pytest.fixture(autouse=True)
def _short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer, "DELAYS_SECONDS", (0.05, 0.1, 0.15, 0.2))
    monkeypatch.setattr(consumer, "LOOK_EVERY_SECONDS", 0.05)


async def test_an_event_delivered_twice_has_one_effect(probe: Probe) -> None:
    shift_id = uuid4()
    async with probe.running():
        for _ in range(2):
            await probe.platform.publish(
                shift(shift_id), aggregate_id=1, event_id="22222222-2222-4222-8222-222222222222"
            )
            await probe.tell("told", event_id="33333333-3333-4333-8333-333333333333")
            await probe.settled()
    assert sorted(await probe.effects()) == sorted([str(shift_id), "told"])


async def test_the_same_event_twice_in_one_batch_has_one_effect(probe: Probe) -> None:
    for _ in range(2):
        await probe.tell("told", event_id="33333333-3333-4333-8333-333333333333")
    async with probe.running():
        await probe.settled()
    assert await probe.effects() == ["told"]
    assert not await probe.letters()


async def test_what_waits_is_handled_in_batches_and_in_order(probe: Probe) -> None:
    names = [f"told {number}" for number in range(40)]
    shifts = [uuid4() for _ in range(20)]
    for name in names:
        await probe.tell(name)
    for shift_id in shifts:
        await probe.platform.publish(shift(shift_id), aggregate_id=shift_id)
    async with probe.running():
        await probe.settled()
    effects = await probe.effects()
    assert [name for name in effects if name in names] == names
    assert [name for name in effects if name not in names] == [str(one) for one in shifts]
    assert len(probe.batches) < len(shifts)


async def test_what_was_delivered_is_handled_though_the_bus_goes_away(probe: Probe) -> None:
    names = [f"told {number}" for number in range(6)]
    async with probe.running():
        async with probe.database.commit() as holding:
            await holding.execute("LOCK TABLE effect IN ACCESS EXCLUSIVE MODE")
            # The first is in hand and waits for the lock; the others wait behind it.
            for told, name in enumerate(names, start=1):
                await probe.tell(name)

                async def is_delivered(told: int = told) -> bool:
                    return bool((await probe.info()).num_ack_pending == told)

                await eventually(is_delivered)
            probe.platform.broker.kill()

        async def all_handled() -> bool:
            return len(await probe.effects()) == len(names)

        await eventually(all_handled)
        await probe.platform.broker.start()
    assert await probe.effects() == names


@pytest.mark.parametrize(
    ("data", "attributes", "code"),
    [
        (b"no json {", {}, "data_not_json"),
        (b"", {}, "data_not_json"),
        (b"\xff\xfe", {}, "data_not_json"),
        (b'{"name": 5}', {}, "data_invalid"),
        (b"[]", {}, "data_invalid"),
        (b"{}", {"ce-type": "nl.hulpopafstand.volunteers.location-opened.v9"},
         "unknown_type_or_version"),
        (b"{}", {"ce-id": "no uuid"}, "attribute_invalid"),
    ],
)  # fmt: skip
async def test_a_malformed_message_is_set_aside_and_the_others_flow(
    probe: Probe, data: bytes, attributes: dict[str, str], code: str
) -> None:
    await probe.tell("before")
    await probe.tell_malformed(data, **attributes)
    await probe.tell("behind")
    async with probe.running():

        async def one_letter() -> bool:
            return len(await probe.letters()) == 1

        await eventually(one_letter)
        await probe.settled()
        letter = (await probe.letters())[0]
        assert await probe.replay(letter.stream_sequence) == code
    assert await probe.effects() == ["before", "behind"]
    assert (letter.stream, letter.stream_sequence, letter.code, letter.attempts) == (
        STREAM, 2, code, 1,
    )  # fmt: skip


async def test_a_letter_carries_nothing_of_the_message(probe: Probe) -> None:
    await probe.tell_malformed(b'{"name": "0612345678 marker"}')
    probe.broken["0612345678 marker"] = TellingTooMuch("0612345678 marker")
    await probe.tell("0612345678 marker")
    async with probe.running():

        async def two_letters() -> bool:
            return len(await probe.letters()) == 2

        await eventually(two_letters)
    for message in await probe.platform.messages("DEAD_LETTERS"):
        everything = f"{message.data!r} {message.headers}"
        assert not re.search("marker|0612345678", everything)


async def test_an_event_that_always_fails_is_tried_five_times_and_those_behind_it_flow(
    probe: Probe,
) -> None:
    probe.broken["bad"] = TellingTooMuch("no")
    await probe.tell("bad")
    await probe.tell("behind")
    async with probe.running():

        async def behind() -> bool:
            return await probe.effects() == ["behind"]

        await eventually(behind)
        tried_when_behind_was_done = probe.tries.count("bad")

        async def set_aside() -> bool:
            return bool(await probe.letters())

        await eventually(set_aside)
        letter = (await probe.letters())[0]
        assert (letter.code, letter.attempts) == ("telling-too-much", ATTEMPTS)
        # once in the batch, where it is not counted, and five times alone
        assert probe.tries.count("bad") == 1 + ATTEMPTS
        assert tried_when_behind_was_done < ATTEMPTS
        await probe.settled()
        assert await probe.replay(letter.stream_sequence) == "telling-too-much"
        del probe.broken["bad"]
        assert await probe.replay(letter.stream_sequence) == "handled"
        assert await probe.replay(letter.stream_sequence) == "handled"
    assert await probe.effects() == ["behind", "bad"]
    assert len(await probe.letters()) == 1
    assert not await probe.rows("SELECT FROM handling_failure")


async def test_an_event_whose_cause_is_mended_in_time_is_handled(probe: Probe) -> None:
    probe.broken["bad"] = KeyError("no")
    await probe.tell("bad")
    async with probe.running():

        async def failed_twice() -> bool:
            return probe.tries.count("bad") >= 2

        await eventually(failed_twice)
        probe.broken.clear()
        await probe.settled()
    assert await probe.effects() == ["bad"]
    assert not await probe.letters()
    assert not await probe.rows("SELECT FROM handling_failure")


@pytest.mark.parametrize(
    "error", [FileNotFoundError("no"), PermissionError("no"), TimeoutError("no")]
)
async def test_a_fault_of_the_handler_is_not_taken_for_an_absent_database(
    probe: Probe, error: Exception
) -> None:
    probe.broken["bad"] = error
    await probe.tell("bad")
    await probe.tell("behind")
    async with probe.running():

        async def set_aside() -> bool:
            return [letter.code for letter in await probe.letters()] == [type(error).__name__]

        await eventually(set_aside)
        await probe.settled()
    assert await probe.effects() == ["behind"]


async def test_a_letter_is_written_once_though_the_message_comes_again(probe: Probe) -> None:
    """As after a kill between the letter's commit and the acknowledgement."""
    reader = consumer.Consumer(probe.handlers, STREAM, probe.database)
    await probe.tell_malformed(b"no json")
    connection = await probe.platform.connect()
    subscription = await connection.jetstream().pull_subscribe_bind(
        durable="probe_volunteers", stream=STREAM
    )
    (message,) = await subscription.fetch(1)
    await connection.close()
    for _ in range(2):
        # The connection is closed: the letter is committed, the acknowledgement fails.
        with pytest.raises(nats.errors.Error):
            await reader.handle([message])
    assert len(await probe.rows("SELECT FROM outbox")) == 1


async def test_a_replay_of_what_is_not_there_says_so(probe: Probe) -> None:
    async with probe.running():
        await probe.tell("told")
        await probe.settled()
        assert await probe.replay(99) == "NotFoundError"


async def test_a_service_that_starts_before_its_stream_handles_once_it_is_there(
    probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    connection = await probe.platform.connect()
    await connection.jetstream().delete_stream(STREAM)
    await connection.close()
    async with probe.running():

        async def waits() -> bool:
            return "the bus delivers nothing just now" in caplog.text

        await eventually(waits)
        await probe.platform.provision(probe=probe.handlers)
        for number in range(5):
            await probe.tell(f"told {number}")
        await probe.settled()
    assert await probe.effects() == [f"told {number}" for number in range(5)]


async def test_events_out_of_order_are_all_handled(probe: Probe) -> None:
    async with probe.running():
        for version in (3, 1, 2):
            event = shift(uuid4())
            await probe.platform.publish(event, aggregate_id="one", version=version)
        await probe.settled()
    published = await probe.platform.published(ShiftOpened)
    assert await probe.effects() == [str(one.data.shift_id) for one in published]
    assert published[0].sequence > published[2].sequence > published[1].sequence


async def test_an_hour_without_the_database_counts_for_no_event(probe: Probe) -> None:
    """An hour of redeliveries, in seconds: the messages come again all the time."""
    js_config = (await probe.info()).config
    js_config.ack_wait = 0.2
    connection = await probe.platform.connect()
    await connection.jetstream().add_consumer(STREAM, js_config)
    name = probe.database.url.rsplit("/", 1)[1]
    admin = probe.platform.run
    await probe.tell("warm")
    async with probe.running():
        await probe.settled()
        await admin(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await admin(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname='{name}'"
        )
        for number in range(3):
            await probe.tell(f"told {number}")

        async def waiting() -> bool:
            return bool((await probe.info()).num_ack_pending)

        await eventually(waiting)
    # Six processes more begin with the database away, and end.
    for _ in range(6):
        async with probe.running():
            before = (await probe.info()).delivered.consumer_seq

            async def delivered_again(before: int = before) -> bool:
                return bool((await probe.info()).delivered.consumer_seq > before)

            await eventually(delivered_again)
    await admin(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    async with probe.running():
        await probe.settled()
    assert (await probe.info()).delivered.consumer_seq > 6
    assert sorted(await probe.effects()) == ["told 0", "told 1", "told 2", "warm"]
    assert not await probe.letters()
    assert not await probe.rows("SELECT FROM handling_failure")
    await connection.close()
