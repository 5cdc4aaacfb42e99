"""A process that is asked to leave, in the middle of its work, finishes what it has in hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import psutil
from nats.js.api import ConsumerInfo
from shared.events.envelope import headers
from shared.events.volunteers import LocationOpened
from shared.pull import BATCH

from tests import issuing
from tests.contacts.given import NOW
from tests.journeys.planting import BODIES
from tests.operations.conftest import Begin
from tests.operations.replicas import Replica, asking, counted
from tests.platform import Platform
from tests.waiting import eventually

EVENTS = 2_000
REQUESTS = 50
ESTABLISHED = "01"  # in /proc/net/tcp
ROWS = 3_000
MISSED = BODIES["contacts", "post", "/v1/missed-attempts"]
# Rows of the outbox as a service writes them, more than a relay publishes at once.
FILL = """
INSERT INTO outbox (event_id, subject, headers, data)
SELECT id, 'contacts.contact_missed.v1', json_build_object('Nats-Msg-Id', id), '{}'
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1)) made
"""


async def test_a_worker_acknowledges_all_that_it_has_in_hand_and_takes_no_more(
    platform: Platform, begin: Begin
) -> None:
    first = await begin("contacts", "worker")
    async with written_by_nobody(platform, "inbox"):
        await publish_locations(platform, EVENTS)
        await eventually(lambda: has_in_hand(platform))
        first.ask_to_leave()
        first.ask_to_leave()
        await eventually(lambda: finishes(first))
    assert await first.left() == 0

    async with (await platform.database("contacts")).commit() as connection:
        done: int = await connection.fetchval("SELECT count(*) FROM inbox")
    assert 0 < done < EVENTS
    reading = await consumer(platform)
    assert (reading.num_ack_pending, reading.num_pending) == (0, EVENTS - done)
    assert deliveries(reading) == done

    second = await begin("contacts", "worker")
    await platform.handled("contacts", EVENTS)
    assert await counted(second, "events_duplicate_total") == 0
    assert await counted(second, "events_handled_total") == EVENTS - done
    assert deliveries(await consumer(platform)) == EVENTS


async def test_a_worker_tells_all_that_is_in_the_outbox_before_it_leaves(
    platform: Platform, begin: Begin
) -> None:
    worker = await begin("contacts", "worker")
    async with (await platform.database("contacts")).commit() as connection:
        await connection.execute(FILL, ROWS)
    worker.ask_to_leave()
    assert await worker.left() == 0

    async with (await platform.database("contacts")).commit() as connection:
        waiting = await connection.fetchval("SELECT count(*) FROM outbox WHERE sent_at IS NULL")
    assert waiting == 0
    assert len(await platform.messages("CONTACTS")) == ROWS


async def test_an_api_answers_all_requests_that_it_has_in_hand(
    platform: Platform, begin: Begin
) -> None:
    api = await begin("contacts", "api")
    async with asking(**issuing.header_for()) as client:
        assert (await post_missed(client, api, [])).status_code == 201
        async with written_by_nobody(platform, "outbox"):
            sent: list[str] = []
            posting = [asyncio.create_task(post_missed(client, api, sent)) for _ in range(REQUESTS)]
            await eventually(lambda: all_read(api, sent))
            api.ask_to_leave()
            api.ask_to_leave()
            await eventually(lambda: takes_no_more(api))
            assert not any(post.done() for post in posting)
        answers = await asyncio.gather(*posting)

    assert [answer.status_code for answer in answers] == [201] * REQUESTS
    assert await api.left() == 0
    await begin("contacts", "worker")
    await eventually(lambda: told(platform, REQUESTS + 1))


@asynccontextmanager
async def written_by_nobody(platform: Platform, table: str) -> AsyncIterator[None]:
    """Let nothing be written to a table of contacts, so that what is begun stays in hand."""
    holding = await asyncpg.connect(await platform.database_url("contacts"))
    async with holding.transaction():
        await holding.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield
    await holding.close()


async def post_missed(client: httpx.AsyncClient, api: Replica, sent: list[str]) -> httpx.Response:
    """Register an attempt; note when all of the request is sent."""

    async def note(event: str, _: object) -> None:
        if event == "http11.send_request_body.complete":
            sent.append(event)

    return await client.post(
        f"{api.address}/v1/missed-attempts", json=MISSED, extensions={"trace": note},
        headers={"Idempotency-Key": str(uuid4())},
    )  # fmt: skip


async def all_read(api: Replica, sent: list[str]) -> bool:
    """Say whether the process has read all the requests, each on a connection of its own."""
    return len(sent) == REQUESTS and unread(api.port) == [0] * REQUESTS


def unread(port: int) -> list[int]:
    """Return how many bytes wait in the kernel (Linux) on each connection at a port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [
        int(queues.rpartition(":")[2], 16)
        for _, local, _, state, queues, *_ in rows
        if state == ESTABLISHED and int(local.rpartition(":")[2], 16) == port
    ]


async def takes_no_more(replica: Replica) -> bool:
    mine = psutil.Process(replica.running.pid).net_connections("tcp")
    return psutil.CONN_LISTEN not in [
        one.status for one in mine if one.laddr.port == replica.port
    ]  # its metrics go on being measured


async def finishes(replica: Replica) -> bool:
    """Say whether its requests are answered, so that it looks at what else is in hand."""
    return "Waiting for application shutdown" in replica.log.read_text()


async def has_in_hand(platform: Platform) -> bool:
    return bool((await consumer(platform)).num_ack_pending)


async def told(platform: Platform, count: int) -> list[object]:
    found = list(await platform.messages("CONTACTS"))
    return found if len(found) == count else []


async def publish_locations(platform: Platform, count: int) -> None:
    """Publish so many new locations at once, as volunteers would."""
    connection = await platform.connect()
    js = connection.jetstream()
    for _ in range(count // BATCH):
        events = [
            LocationOpened(location_id=uuid4(), name="Zutphen", region="Gelderland")
            for _ in range(BATCH)
        ]
        await asyncio.gather(
            *(
                js.publish(
                    event.subject,
                    event.model_dump_json(by_alias=True).encode(),
                    headers=headers(
                        event, source="urn:nld:kvknr:00000000:systeem:volunteers",
                        aggregate_id=str(event.location_id), version=1, time=NOW, traceparent=None,
                    ),
                )
                for event in events
            )
        )  # fmt: skip
    await connection.close()


async def consumer(platform: Platform) -> ConsumerInfo:
    connection = await platform.connect()
    found: ConsumerInfo = await connection.jetstream().consumer_info(
        "VOLUNTEERS", "contacts_volunteers"
    )
    await connection.close()
    return found


def deliveries(reading: ConsumerInfo) -> int:
    """Return how often a message was delivered, be it again."""
    assert reading.delivered is not None
    return reading.delivered.consumer_seq
