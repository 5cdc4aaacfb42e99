"""The relay: from the outbox to the bus, in order, in atomic batches.

One relay leads for each database (by a lease, lease.py); the others wait. A batch is published and
then marked. After a kill in between it is published again with the same ids, which the broker
drops. A stream that refuses everything does not block the others.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime

from nats.aio.client import Client

from shared import lease
from shared.database import Connection, Database, is_away
from shared.events.envelope import stream_of
from shared.outbox_reading import (
    BATCH,
    NOTHING_UNSENT,
    WAITING,
    Reading,
    first_of_lane,
    lane_of,
    next_rows,
    refresh,
)
from shared.publishing import Outcome, Row, publish
from shared.telemetry import PARKED, PUBLISHED

log = logging.getLogger(__name__)

# A commit of this process wakes the relay. It polls for commits of other processes, often while
# there is work and seldom while there is none.
POLL_SECONDS = 0.02
LONGEST_POLL_SECONDS = 0.16
GATHER_SECONDS = 0.01  # at least this long between batches: they are larger under load
FOLLOWER_SECONDS = 1.0
BROKER_SECONDS = 5.0
# A held lane is tried with one event and a short timeout, because the others wait meanwhile.
PROBE_SECONDS = 1.0
# The timeout of a statement of the relay; after it the connection is dropped, as when the
# database does not answer.
STATEMENT_SECONDS = 10.0
TELL_EVERY_SECONDS = 0.25
FLUSH_SECONDS = 5.0
SENT = "UPDATE outbox SET sent_at = clock_timestamp() WHERE id = ANY ($1) AND sent_at IS NULL"
PARK = "UPDATE outbox SET refused = $2 WHERE id = $1 AND sent_at IS NULL"


def drained_subject(service: str) -> str:
    """Return the subject on which a service reports until when all its events are on the bus."""
    return f"drained.{service}"


async def run_relay(service: str, database: Database, bus: Client) -> None:
    """Relay without end; retry while the database or the bus is down."""
    holder = lease.new_holder()
    while True:
        try:
            connection = await database.connect(command_timeout=STATEMENT_SECONDS)
            try:
                await _wait_for_the_lead(connection, bus, holder)
                try:
                    await _lead(service, database, connection, bus, holder)
                finally:
                    with suppress(Exception):
                        async with asyncio.timeout(1):
                            await lease.give_up(connection, holder)
            finally:
                connection.terminate()
        except Exception as error:
            if not is_away(error):
                log.exception("the relay failed and begins again")
            await asyncio.sleep(0.5)
        else:
            log.warning("the relay gives up its lead")
            await asyncio.sleep(2 * FOLLOWER_SECONDS)  # so that another comes first


async def _wait_for_the_lead(connection: Connection, bus: Client, holder: str) -> None:
    while not (bus.is_connected and await lease.take(connection, holder)):  # noqa: ASYNC110
        await asyncio.sleep(FOLLOWER_SECONDS)


async def _lead(
    service: str, database: Database, connection: Connection, bus: Client, holder: str
) -> None:
    """Relay until the lease is lost, or until the bus did not answer for as long as a lease."""
    reading, clock = Reading(), asyncio.get_running_loop().time
    renewed, told, began, poll = clock(), 0.0, 0.0, POLL_SECONDS
    while True:
        await asyncio.sleep(began + GATHER_SECONDS - clock())
        began = clock()
        database.committed.clear()
        if bus.is_connected and reading.answered and began - renewed > lease.RENEW_SECONDS:
            if not await lease.take(connection, holder):
                return
            renewed = began
        if began - renewed > lease.LEASE_SECONDS:
            return
        await refresh(connection, reading)
        count = await relay_batch(connection, bus, reading) if bus.is_connected else 0
        if count == BATCH:
            continue
        poll = POLL_SECONDS if count else min(2 * poll, LONGEST_POLL_SECONDS)
        if clock() - told > TELL_EVERY_SECONDS:
            told = clock()
            await _say_what_is_told(service, connection, bus, reading)
        with suppress(TimeoutError):
            # Not wait_for: in Python 3.11 it may swallow that this task is cancelled.
            async with asyncio.timeout(poll):
                await database.committed.wait()


async def _say_what_is_told(
    service: str, connection: Connection, bus: Client, reading: Reading
) -> None:
    """Publish until when everything is on the bus; nothing while an event waits or is parked.

    A reader of the whole stream after this knows all that this service knew then.
    """
    looked_at = datetime.now(UTC)
    if reading.held or not bus.is_connected:
        return
    if await connection.fetchval(NOTHING_UNSENT, reading.floor):
        async with asyncio.timeout(BROKER_SECONDS):
            await bus.publish(drained_subject(service), looked_at.isoformat().encode())


async def relay_batch(connection: Connection, bus: Client, reading: Reading | None = None) -> int:
    """Publish up to 500 waiting events and mark them; return how many there were.

    `reading` remembers how far the outbox is settled, and the lanes that are held.
    """
    reading = reading or Reading()
    tried = await _try_held(connection, bus, reading)
    rows = await next_rows(connection, reading)
    lanes: dict[str, list[Row]] = {}
    for row in rows:
        lanes.setdefault(lane_of(row["subject"]), []).append(row)
    for lane, group in lanes.items():
        outcome = await publish(bus, group, BROKER_SECONDS)
        await _mark(connection, group, outcome)
        if outcome.failure:
            _hold(reading, lane, reading.floor, outcome.failure)
        tried.append(outcome)
    reading.settle(rows)
    if tried:
        reading.answered = any(outcome.answered for outcome in tried)
    return len(rows)


async def _try_held(connection: Connection, bus: Client, reading: Reading) -> list[Outcome]:
    """Try held lanes, each when its time has come; a lane that accepts an event is released."""
    clock = asyncio.get_running_loop().time
    tried = []
    for lane, held in list(reading.held.items()):
        if held.again_at > clock():
            continue
        if rows := await first_of_lane(connection, lane, held):
            outcome = await publish(bus, rows, PROBE_SECONDS)
            await _mark(connection, rows, outcome)
            tried.append(outcome)
            if outcome.failure:
                _hold(reading, lane, held.floor, outcome.failure)
                continue
        reading.release(lane)
    return tried


def _hold(reading: Reading, lane: str, floor: int, failure: Exception) -> None:
    reading.hold(lane, floor, asyncio.get_running_loop().time())
    fields = {"lane": lane, "error": type(failure).__name__, "detail": str(failure)}
    log.warning("the bus takes no events just now", extra={"fields": fields})


async def _mark(connection: Connection, rows: list[Row], outcome: Outcome) -> None:
    """Mark what is on the bus, and park what it refused for good."""
    stream = stream_of(rows[0]["subject"])
    if outcome.sent:
        await connection.execute(SENT, outcome.sent)
        PUBLISHED.labels(stream).inc(len(outcome.sent))
    for row in rows:
        if code := outcome.refused.get(row["id"]):
            await connection.execute(PARK, row["id"], code)
            PARKED.labels(stream).inc()
            fields = {"eventId": str(row["event_id"]), "code": code}
            log.error(
                "the broker refuses an event for good: it is parked in the outbox",
                extra={"fields": fields},
            )


async def wait_until_told(database: Database, bus: Client, within: float = FLUSH_SECONDS) -> None:
    """Wait until the outbox is empty, or until the time is up.

    Called when a process ends, while its relay still runs (another may lead). An error does not
    stop the process from ending: the next leader publishes what is left.
    """
    with suppress(Exception):
        async with asyncio.timeout(within):
            while bus.is_connected:
                async with database.commit() as connection:
                    if not await connection.fetchval(f"SELECT EXISTS ({WAITING})"):
                        return
                await asyncio.sleep(POLL_SECONDS)
