"""The relay: from the outbox to the bus, in order, in atomic batches.

One relay leads for each database (an advisory lock of its connection); the others wait. A batch
is published, then marked: killed in between, it is published again with the same ids, which the
broker knows.
"""

import asyncio
import json
import logging
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby
from typing import TypeAlias
from uuid import uuid4

import asyncpg
import nats
import orjson
from nats.aio.client import Client
from nats.errors import MaxPayloadError

from shared.database import Connection, Database, is_away
from shared.events.envelope import stream_of
from shared.telemetry import OUTBOX, OUTBOX_PARKED, PARKED, PUBLISHED

log = logging.getLogger(__name__)

LEADER_LOCK = 0x5E4500  # one number for every service: each has a database of its own
BATCH = 500
# A commit of this process wakes the relay; it looks by itself for those of other processes,
# often while there is work and seldom while there is none.
POLL_SECONDS = 0.02
LONGEST_POLL_SECONDS = 0.16
GATHER_SECONDS = 0.01  # at least this long from batch to batch: under load they are larger ones
FOLLOWER_SECONDS = 1.0
BROKER_SECONDS = 5.0
# Errors of the broker that say nothing of the event: it is full, or too busy.
NOT_NOW = {10002, 10167, 10210}
TELL_EVERY_SECONDS = 0.25
COUNT_PARKED_EVERY_SECONDS = 15.0
FLUSH_SECONDS = 5.0
PARKED_ROWS = "SELECT count(*) FROM outbox WHERE refused IS NOT NULL"
WAITING = (
    "SELECT id, event_id, subject, headers, data FROM outbox"
    " WHERE sent_at IS NULL AND refused IS NULL"
)

Row: TypeAlias = "asyncpg.Record"


class BrokerRefused(Exception):
    """The broker answered a publication with an error; `code` is its HTTP-like code."""

    def __init__(self, code: int, err_code: int) -> None:
        super().__init__(f"{code}/{err_code}")
        self.code = code
        self.err_code = err_code


def drained_subject(service: str) -> str:
    """Return the subject on which a service says, again and again, until when it told all."""
    return f"drained.{service}"


async def run_relay(service: str, database: Database, bus: Client) -> None:
    """Relay for ever; whatever is away is waited for."""
    while True:
        try:
            connection = await database.connect()
            try:
                await _lead(service, database, connection, bus)
            finally:
                with suppress(Exception):
                    await connection.close(timeout=1)
        except Exception as error:
            if isinstance(error, (nats.errors.Error, BrokerRefused)):
                fields = {"error": type(error).__name__, "detail": str(error)}
                log.warning("the bus takes no events just now", extra={"fields": fields})
            elif not is_away(error):
                log.exception("the relay failed and begins again")
            await asyncio.sleep(0.5)


async def _lead(service: str, database: Database, connection: Connection, bus: Client) -> None:
    while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER_LOCK):
        # Whoever leads counts; what was counted here before is not so any more.
        OUTBOX.set(0)
        OUTBOX_PARKED.set(0)
        await asyncio.sleep(FOLLOWER_SECONDS)
    told, counted, began, poll = 0.0, 0.0, 0.0, POLL_SECONDS
    clock = asyncio.get_running_loop().time
    while True:
        await asyncio.sleep(began + GATHER_SECONDS - clock())
        began = clock()
        database.committed.clear()
        polled_at = datetime.now(UTC)
        count = await relay_batch(connection, bus) if bus.is_connected else 0
        if count == BATCH:
            continue
        poll = POLL_SECONDS if count else min(2 * poll, LONGEST_POLL_SECONDS)
        if clock() - told > TELL_EVERY_SECONDS:
            told = clock()
            waiting = await connection.fetchval(
                "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND refused IS NULL"
            )
            OUTBOX.set(waiting)
            if bus.is_connected and not waiting:
                # Everything committed before `polled_at` is on the bus: whoever has read all of
                # the stream after this knows all that this service knew then.
                await bus.publish(drained_subject(service), polled_at.isoformat().encode())
        if clock() - counted > COUNT_PARKED_EVERY_SECONDS:
            counted = clock()
            OUTBOX_PARKED.set(await connection.fetchval(PARKED_ROWS))
        with suppress(TimeoutError):
            # Not wait_for: in Python 3.11 it may swallow that this task is cancelled.
            async with asyncio.timeout(poll):
                await database.committed.wait()


async def wait_until_told(database: Database, bus: Client, within: float = FLUSH_SECONDS) -> None:
    """Wait until nothing is left in the outbox; what is left when time is up is told later.

    Called when a process leaves, while its relay still runs (another may lead). Whatever fails
    meanwhile keeps nothing from leaving: the outbox is told by whoever leads next.
    """
    with suppress(Exception):
        async with asyncio.timeout(within):
            while bus.is_connected:
                async with database.commit() as connection:
                    if not await connection.fetchval(f"SELECT EXISTS ({WAITING})"):
                        return
                await asyncio.sleep(POLL_SECONDS)


async def relay_batch(connection: Connection, bus: Client) -> int:
    """Publish up to 500 waiting events and mark them; return how many there were."""
    rows = await connection.fetch(f"{WAITING} ORDER BY id LIMIT $1", BATCH)
    for stream, group in groupby(rows, key=lambda row: stream_of(row["subject"])):
        await _publish_group(connection, bus, stream, list(group))
    return len(rows)


async def _publish_group(connection: Connection, bus: Client, stream: str, rows: list[Row]) -> None:
    sent = rows
    if len(rows) == 1:
        sent = [row for row in rows if await _publish_one(connection, bus, stream, row)]
    else:
        try:
            await _publish_atomically(bus, stream, rows)
        except (BrokerRefused, MaxPayloadError) as refused:
            # One of them is known already or can never be taken: find out which.
            if not _is_for_good(refused):
                raise
            sent = [row for row in rows if await _publish_one(connection, bus, stream, row)]
    await connection.execute(
        "UPDATE outbox SET sent_at = clock_timestamp() WHERE id = ANY($1::bigint[])",
        [row["id"] for row in sent],
    )
    PUBLISHED.labels(stream).inc(len(sent))


async def _publish_atomically(bus: Client, stream: str, rows: list[Row]) -> None:
    """Publish rows of one stream so that all or none of them are taken (NATS ADR-50)."""
    batch_id = uuid4().hex
    last = len(rows)
    for place, row in enumerate(rows, start=1):
        headers = orjson.loads(row["headers"])
        headers["Nats-Batch-Id"] = batch_id
        headers["Nats-Batch-Sequence"] = str(place)
        data = row["data"].encode()
        if place == last:
            headers["Nats-Batch-Commit"] = "1"
        if place in (1, last):
            await _ask(bus, stream, row["subject"], data, headers)
        else:
            await bus.publish(row["subject"], data, headers=headers)


async def _publish_one(connection: Connection, bus: Client, stream: str, row: Row) -> bool:
    """Publish one row; a row that the broker refuses for good is parked, counted and told."""
    try:
        await _ask(bus, stream, row["subject"], row["data"].encode(), orjson.loads(row["headers"]))
    except (BrokerRefused, MaxPayloadError) as refused:
        if not _is_for_good(refused):
            raise
        await connection.execute(
            "UPDATE outbox SET refused = $2 WHERE id = $1", row["id"], str(refused)
        )
        PARKED.labels(stream).inc()
        log.error(
            "the broker refuses an event for good: it is parked in the outbox",
            extra={"fields": {"eventId": str(row["event_id"]), "code": str(refused)}},
        )
        return False
    return True


def _is_for_good(refused: BrokerRefused | MaxPayloadError) -> bool:
    """Say whether the refusal is of the event itself, and not of all events just now."""
    if isinstance(refused, MaxPayloadError):
        return True
    return refused.code < 500 and refused.err_code not in NOT_NOW  # noqa: PLR2004


async def _ask(
    bus: Client, stream: str, subject: str, data: bytes, headers: dict[str, str]
) -> None:
    headers["Nats-Expected-Stream"] = stream
    answer = await bus.request(subject, data, timeout=BROKER_SECONDS, headers=headers)
    if answer.data:
        error = json.loads(answer.data).get("error")
        if error:
            raise BrokerRefused(error["code"], error["err_code"])
