"""What the bus refuses: parked where the event is wrong, waited for in every other case."""

import logging
from typing import Any
from uuid import uuid4

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import MaxPayloadError
from nats.js.errors import NotFoundError
from shared.events.envelope import MAX_DATA_BYTES
from shared.events.partners import ReferralMadeFor113Online
from shared.outbox import OutboxRow, outbox_row
from shared.publishing import BrokerRefused, is_wrong_itself

from shared import outbox_reading, relay
from tests.shared.probe import Probe
from tests.shared.test_relay import NOW, all_sent, bus, on_stream, relaying, row, tell
from tests.waiting import eventually

__all__ = ["bus"]


@pytest.fixture(autouse=True)
def _short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "BROKER_SECONDS", 0.5)
    monkeypatch.setattr(relay, "PROBE_SECONDS", 0.5)
    monkeypatch.setattr(relay, "TELL_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(outbox_reading, "RETRY_SECONDS", (0.1,))


def copy_row() -> OutboxRow:
    """Return a row of another stream of the same service."""
    copy = ReferralMadeFor113Online(
        referral_id=uuid4(), mode="information", channel="chat", urgency="low", made_at=NOW
    )
    return outbox_row(copy, aggregate_id=copy.referral_id, version=1, now=NOW)


@pytest.mark.parametrize(
    ("subject", "data_bytes", "refused", "is_wrong"),
    [
        ("volunteers.x.v1", MAX_DATA_BYTES + 1, BrokerRefused(400, 10054), True),
        ("volunteers.x.v1", MAX_DATA_BYTES + 1, BrokerRefused(400, 10097), True),
        ("volunteers.x.v1", MAX_DATA_BYTES + 1, MaxPayloadError(), True),
        ("nobodys.x.v1", 2, BrokerRefused(400, 10060), True),
        # A stream that takes less than the code wants, or others' subjects, is the bus's fault.
        ("volunteers.x.v1", MAX_DATA_BYTES, BrokerRefused(400, 10054), False),
        ("volunteers.x.v1", MAX_DATA_BYTES, MaxPayloadError(), False),
        ("volunteers.x.v1", 2, BrokerRefused(400, 10060), False),
        *(
            ("volunteers.x.v1", MAX_DATA_BYTES + 1, BrokerRefused(code, err_code), False)
            for code, err_code in [
                (409, 10158),  # duplicate message id is in process
                (400, 10201),  # a duplicate in a batch
                (400, 10176),  # a batch that is incomplete
                (400, 10002),  # limits of the account
                (503, 10077),  # full
                (500, 10009),  # not the leader
                (503, 10008),  # JetStream is away for a moment
                (429, 10167),  # too many requests
                (400, 10109),  # sealed
                (400, 10174),  # atomic publishing is disabled
                (400, 10071),  # whatever else there may be
            ]
        ),
    ],
)
def test_only_what_is_wrong_with_the_event_itself_is_refused_for_good(
    subject: str, data_bytes: int, refused: Any, is_wrong: bool
) -> None:
    assert is_wrong_itself(subject, data_bytes, refused) is is_wrong


@pytest.fixture
async def misconfigured(request: pytest.FixtureRequest, bus: Client) -> Any:
    """Make the stream VOLUNTEERS other than the code wants it; return what makes it right again."""
    js = bus.jetstream()
    right = (await js.stream_info("VOLUNTEERS")).config
    wrong = (await js.stream_info("VOLUNTEERS")).config
    if request.param == "missing":
        await js.delete_stream("VOLUNTEERS")
    elif request.param == "another's subjects":
        await js.delete_stream("VOLUNTEERS")
        await js.add_stream(name="OTHERS", subjects=right.subjects, allow_atomic=True)
    else:
        setattr(wrong, *request.param)
        await js.update_stream(wrong)

    async def mend() -> None:
        if request.param == "another's subjects":
            await js.delete_stream("OTHERS")
        try:
            await js.update_stream(right)
        except NotFoundError:
            await js.add_stream(right)

    return mend


@pytest.mark.parametrize(
    "misconfigured",
    ["missing", "another's subjects", ("max_msg_size", 10), ("max_msgs", 1)],
    indirect=True,
    ids=str,
)
async def test_a_stream_that_is_wrong_parks_nothing_and_holds_up_no_other(
    probe: Probe, bus: Client, misconfigured: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_reading, "BATCH", 20)
    monkeypatch.setattr(relay, "BATCH", 20)
    names = [str(number) for number in range(50)]
    await tell(probe, *(row(name) for name in names), copy_row())
    heard: list[Msg] = []

    async def hear(message: Msg) -> None:
        heard.append(message)

    async def is_heard() -> bool:
        return bool(heard)

    await bus.subscribe("drained.probe", cb=hear)
    async with relaying(probe, bus):

        async def only_copies_are_sent() -> bool:
            waiting = await probe.rows("SELECT subject FROM outbox WHERE sent_at IS NULL")
            return [one["subject"] for one in waiting] == [row("any")[1]] * 50

        await tell(probe, copy_row())
        await eventually(only_copies_are_sent)
        assert len(await probe.platform.messages("PARTNER_113ONLINE")) == 2
        assert not await probe.rows("SELECT FROM outbox WHERE refused IS NOT NULL")
        assert not await is_heard()
        await misconfigured()
        await all_sent(probe)
        await eventually(is_heard)
    assert await on_stream(probe) == names
    assert not await probe.rows("SELECT FROM outbox WHERE refused IS NOT NULL")


async def test_one_too_large_among_others_is_parked_alone_and_told_without_its_content(
    probe: Probe, bus: Client, caplog: pytest.LogCaptureFixture
) -> None:
    event_id, subject, headers, _data = row("huge")
    huge = (event_id, subject, headers, '{"x": "' + "secret" * 12_000 + '"}')
    with caplog.at_level(logging.ERROR):
        await tell(probe, row("before"), huge, row("behind"))
        async with relaying(probe, bus):
            await all_sent(probe)
    assert await on_stream(probe) == ["before", "behind"]
    [parked] = await probe.rows("SELECT event_id, refused FROM outbox WHERE refused IS NOT NULL")
    assert (str(parked["event_id"]), parked["refused"]) == (event_id, "400/10054")
    assert "secret" not in caplog.text
