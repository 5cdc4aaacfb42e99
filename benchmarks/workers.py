"""Do more workers of contacts get more done? One, two and four keep the same 4,000 events.

Every event takes a place in a shift for one of 200 volunteers, in an order that crosses: workers
that lock rows as the events come wait for each other in a circle. The events lie there before the
workers go on, so that nothing but their work is measured. The rounds take turns.
"""

import argparse
import asyncio
import random
import statistics
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import asyncpg
from nats.aio.client import Client
from shared.events.envelope import headers
from shared.events.volunteers import ShiftFilled

from benchmarks.bus import connect, provision
from benchmarks.child import child
from benchmarks.results import console, median_and_spread, show, write
from benchmarks.surroundings import Surroundings, surroundings

WORKERS = (1, 2, 4)
VOLUNTEERS, SHIFTS = 200, 200
STREAM, CONSUMER = "VOLUNTEERS", "contacts_volunteers"
NOW = datetime.now(UTC)
AT_ONCE = 500
LOOK_EVERY_SECONDS = 0.005
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def place(chance: random.Random) -> ShiftFilled:
    """Return the event that somebody took a place."""
    return ShiftFilled(
        shift_id=UUID(int=chance.randrange(SHIFTS)), location_id=UUID(int=1),
        channels=["telephone"], starts_at=NOW, ends_at=NOW + timedelta(hours=4), needed=20,
        filled=1, volunteer_id=UUID(int=chance.randrange(VOLUNTEERS)), role="listener",
        filled_at=NOW,
    )  # fmt: skip


async def tell(bus: Client, count: int, version: int) -> None:
    """Publish so many events, the later the higher in their aggregate's history."""
    chance, js = random.Random(version), bus.jetstream()
    for begin in range(0, count, AT_ONCE):
        await asyncio.gather(
            *(
                js.publish(
                    ShiftFilled.subject,
                    (event := place(chance)).model_dump_json(by_alias=True).encode(),
                    headers=headers(
                        event, source="urn:nld:kvknr:00000000:systeem:volunteers",
                        aggregate_id=str(event.shift_id), version=version + number, time=NOW,
                        traceparent=None,
                    ),
                )
                for number in range(begin, begin + AT_ONCE)
            )
        )  # fmt: skip


async def handled(bus: Client) -> None:
    """Wait until the consumer has nothing left."""
    js = bus.jetstream()
    while True:
        info = await js.consumer_info(STREAM, CONSUMER)
        if not info.num_pending and not info.num_ack_pending:
            return
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def one_round(here: Surroundings, bus: Client, workers: int, count: int) -> dict[str, float]:
    """Return the seconds that so many workers take, and their deadlocks."""
    database = await here.create_service_database("contacts")
    async with AsyncExitStack() as stack:
        processes = [
            await stack.enter_async_context(
                child("benchmarks.ours", "contacts", database, here.nats_url)
            )
            for _ in range(workers)
        ]
        for process in processes:
            process.stop()
        await tell(bus, count, version=1)
        began = time.monotonic()
        for process in processes:
            process.go_on()
        await handled(bus)
        seconds = time.monotonic() - began
    connection = await asyncpg.connect(database)
    deadlocks = await connection.fetchval(DEADLOCKS)
    await connection.close()
    return {"seconds": seconds, "deadlocks": deadlocks}


async def measure(count: int, rounds: int) -> dict[str, Any]:
    """Measure; return the result as it is written."""
    found: dict[int, list[dict[str, float]]] = {workers: [] for workers in WORKERS}
    async with surroundings() as here:
        await provision(here.nats_url, [import_module("contacts.event_handlers").handlers])
        bus = await connect(here.nats_url)
        for _ in range(rounds):
            for workers in WORKERS:
                found[workers].append(await one_round(here, bus, workers, count))
        await bus.close()
    alone = [one["seconds"] for one in found[1]]
    return {
        "events": count,
        "workers": {
            str(workers): {
                "events_a_second": round(count / statistics.median(one["seconds"] for one in each)),
                "times_one_worker": median_and_spread(
                    [first / one["seconds"] for first, one in zip(alone, each, strict=True)]
                ),
                "deadlocks": sum(one["deadlocks"] for one in each),
            }
            for workers, each in found.items()
        },
    }


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    result = asyncio.run(measure(given.events, given.rounds))
    rows = [
        [workers, one["events_a_second"], one["times_one_worker"]["median"], one["deadlocks"]]
        for workers, one in result["workers"].items()
    ]
    show("Workers of contacts", ["workers", "events/s", "times one worker", "deadlocks"], rows)
    console.print(f"written to {write('workers', result)}")


if __name__ == "__main__":
    main()
