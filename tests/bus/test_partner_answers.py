"""What a partner sends: how much of it is taken, and how its stream is emptied when it is full."""

import asyncio
import json
from pathlib import Path

import pytest
from nats.aio.client import Client
from sensoor.bus import streams
from sensoor.bus.connection import Bus
from sensoor.bus.streams import FROM_PARTNER_BYTES
from sensoor.partners import access, answers
from sensoor.partners.access import PartnerRefused
from shared.bus import API
from shared.events.catalogue import PARTNERS, stream_subjects

from tests.bus.test_commands import surroundings, typed
from tests.bus.visiting import Visitor, tell, visiting
from tests.platform import Platform, handlers_of

US = PARTNERS[0]
STREAM, READER = f"FROM_{US.upper()}", f"contacts_from_{US}"
ANSWER = f"partners.{US}.handover_answered.v1"
LARGE = bytes(60_000)
SERVICES = [handlers_of("contacts")]


@pytest.fixture
async def there(platform: Platform) -> Bus:
    """A bus with the partner let in, and contacts' reader of what it sends."""
    await platform.provision("contacts")
    await access.add(platform.bus, US, platform.bus.url)
    return platform.bus


async def sent(visitor: Visitor, count: int, data: bytes = LARGE) -> None:
    """Send messages as answers, whatever the broker thinks of them."""
    for _ in range(count):
        await visitor.client.publish(ANSWER, data)
    await visitor.reach()


async def refusal(client: Client, data: bytes = LARGE, **headers: str) -> str:
    """Return why the broker does not take a message; nothing when it does."""
    answer = await client.request(ANSWER, data, timeout=10, headers=headers or None)
    return str(json.loads(answer.data).get("error", {}).get("description", ""))


async def handled(there: Bus, count: int) -> None:
    """Acknowledge as contacts does, having handled them."""
    async with visiting(there, "contacts") as contacts:
        js = contacts.client.jetstream(prefix=API)
        inbox = await js.pull_subscribe_bind(READER, STREAM)
        while count:
            messages = await inbox.fetch(min(count, 50), timeout=5)
            for message in messages:
                await message.ack_sync(timeout=5)
            count -= len(messages)


def on_disk(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_only_what_partners_send_cannot_come_in_batches() -> None:
    for stream in stream_subjects():
        taken = streams.stream_config(stream).allow_atomic
        assert taken is not stream.startswith("FROM_")


async def test_an_open_batch_of_a_partner_takes_no_room(there: Bus, platform: Platform) -> None:
    """An open batch counts for no limit: ever more of them went past the stream's bound."""
    before = on_disk(platform.broker.folder)
    async with visiting(there, US) as partner:
        first = {"Nats-Batch-Id": "first", "Nats-Batch-Sequence": "1"}
        assert await refusal(partner.client, **first) == "atomic publish is disabled"
        for place in range(1, 2_001):
            batch, at = divmod(place, 200)
            headers = {"Nats-Batch-Id": f"batch {batch}", "Nats-Batch-Sequence": str(at + 1)}
            await partner.client.publish(ANSWER, LARGE, headers=headers)
        await partner.reach()
    assert (await answers.held(there, US, SERVICES)).messages == 0
    assert on_disk(platform.broker.folder) - before < FROM_PARTNER_BYTES


async def test_a_full_stream_is_emptied_of_what_was_handled(there: Bus, platform: Platform) -> None:
    async with visiting(there, US) as partner:
        await sent(partner, FROM_PARTNER_BYTES // len(LARGE) + 10)
        assert await refusal(partner.client) == "maximum bytes exceeded"
        full = await answers.held(there, US, SERVICES)
        assert full.messages == full.unread > 1_000

        same = await answers.empty(there, US, SERVICES)
        assert same == full
        await handled(there, 300)
        left = await answers.empty(there, US, SERVICES)
        assert (left.messages, left.unread) == (full.messages - 300, full.messages - 300)
        assert await refusal(partner.client) == ""


async def test_what_nobody_handled_is_removed_only_when_that_is_said(there: Bus) -> None:
    async with visiting(there, US) as partner:
        await sent(partner, 5, b"{}")
        await handled(there, 2)
        assert (await answers.empty(there, US, SERVICES)).unread == 3
        left = await answers.empty(there, US, SERVICES, unread=True)
        assert (left.messages, left.unread) == (0, 0)
        assert await tell(partner, ANSWER)
        assert (await answers.held(there, US, SERVICES)).unread == 1


async def test_nobody_elses_stream_is_emptied(there: Bus) -> None:
    with pytest.raises(PartnerRefused, match="the partners are 113online, veiligthuis"):
        await answers.empty(there, "contacts", SERVICES, unread=True)


async def test_the_command_says_what_there_is_and_asks_first(
    there: Bus, platform: Platform
) -> None:
    environment = surroundings(platform, there.keys)

    async def told(*more: str) -> tuple[int, str]:
        return await asyncio.to_thread(typed, "partners", "empty", US, *more, **environment)

    async with visiting(there, US) as partner:
        await sent(partner, 3)
    await handled(there, 2)
    held = f"{STREAM}: 3 messages, 0.2 of 64 MB; 1 not handled yet"
    code, said = await told()
    assert code == 1
    assert held in said
    assert (await answers.held(there, US, SERVICES)).messages == 3
    code, said = await told("--yes")
    assert (code, said.splitlines()[-1].endswith("1 left")) == (0, True), said
    assert "0 left" in (await told("--yes", "--unread"))[1]
