"""A stream is read in batches, however slowly the broker sends them."""

import asyncio
import json
from typing import Any

import pytest
from nats.aio.msg import Msg
from reporting.rebuild import streams
from reporting.rebuild.streams import StreamUnreadable, stored

from tests.platform import Platform

# Who may do everything may answer for the broker there.
SLOWLY, STREAM = "slowly", "CONTACTS"
SILENT_SECONDS = 0.5


def told(sequence: int) -> dict[str, Any]:
    return {"Nats-Sequence": str(sequence), "Nats-Subject": "contacts.contact_missed"}


async def answers(platform: Platform, pauses: list[float], *, ends: bool) -> Any:
    """Let a broker answer with a message after each pause, and then with the batch's end."""
    await platform.provision("reporting")
    bus = await platform.connect()

    async def answer(request: Msg) -> None:
        first = json.loads(request.data)["seq"]
        if first == 1:
            for place, pause in enumerate(pauses):
                await asyncio.sleep(pause)
                await bus.publish(request.reply, b"{}", headers=told(first + place))
        if ends:
            await bus.publish(request.reply, headers={"Status": "204" if first == 1 else "404"})

    await bus.subscribe(f"{SLOWLY}.DIRECT.GET.{STREAM}", cb=answer)
    await bus.flush()
    return bus


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "API", SLOWLY)
    monkeypatch.setattr(streams, "SILENT_SECONDS", SILENT_SECONDS)


async def test_a_batch_may_take_long_while_messages_come(platform: Platform) -> None:
    # given a broker of which each message comes in time, and the batch does not
    bus = await answers(platform, [SILENT_SECONDS / 4] * 8, ends=True)
    reading = await platform.connect()
    # then all are read
    read = [one.sequence async for batch in stored(reading, STREAM, 1, 8) for one in batch]
    assert read == list(range(1, 9))
    await bus.close()
    await reading.close()


async def test_a_broker_that_falls_silent_is_told_of(platform: Platform) -> None:
    # given a broker that stops in the middle of a batch
    bus = await answers(platform, [0, 0], ends=False)
    reading = await platform.connect()
    # then nothing of the batch is taken for the whole
    with pytest.raises(StreamUnreadable, match="CONTACTS: the broker sent nothing"):
        async for _ in stored(reading, STREAM, 1, 8):
            pass
    await bus.close()
    await reading.close()
