"""From a contact's commit to its projection, at 50 contacts a second, in milliseconds.

Both moments are PostgreSQL's own commit times of the rows (one server, one clock), so that
nothing is measured into the path. Beside it, before and after in the same run: a raw JetStream
round trip, a message of the same size published, acknowledged by the broker after its sync, and
received by a subscriber.
"""

import argparse
import asyncio
import time
from typing import Any

import asyncpg
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import DeliverPolicy

from benchmarks import raw
from benchmarks.bus import connect
from benchmarks.child import child
from benchmarks.results import console, show, write
from benchmarks.sides import raw_jetstream, shipped
from benchmarks.surroundings import surroundings
from benchmarks.traces import collected_traces

WARM_UP = 200
A_SECOND = 50
COMMITTED = "SELECT contact_id, pg_xact_commit_timestamp(xmin) AS at FROM contact"


async def round_trips(bus: Client, count: int) -> list[float]:
    """Publish at the same pace; return each message's milliseconds until acknowledged and there."""
    js, arrived = bus.jetstream(), asyncio.Event()

    async def receive(_message: Msg) -> None:
        arrived.set()

    subscription = await js.subscribe(
        raw.SUBJECT, stream=raw.STREAM, ordered_consumer=True, cb=receive,
        deliver_policy=DeliverPolicy.NEW,
    )  # fmt: skip
    found = []
    for seed in range(count):
        subject, data, headers = raw.message(seed)
        arrived.clear()
        began = time.monotonic()
        await js.publish(subject, data, headers=headers)
        await arrived.wait()
        found.append((time.monotonic() - began) * 1e3)
        await asyncio.sleep(max(0.0, began + 1 / A_SECOND - time.monotonic()))
    await subscription.unsubscribe()
    return found


async def delays(contacts_url: str, reporting_url: str) -> list[float]:
    """Return each contact's milliseconds from commit to projection; warming up is left out."""
    contacts, reporting = await asyncpg.connect(contacts_url), await asyncpg.connect(reporting_url)
    committed = await contacts.fetch(f"{COMMITTED} ORDER BY position OFFSET $1", WARM_UP)
    projected = {row["contact_id"]: row["at"] for row in await reporting.fetch(COMMITTED)}
    await contacts.close()
    await reporting.close()
    return [
        (projected[row["contact_id"]] - row["at"]).total_seconds() * 1e3 for row in committed
    ]  # fmt: skip


async def measure(seconds: int) -> dict[str, Any]:
    """Measure; return the result as it is written."""
    count = A_SECOND * seconds
    async with surroundings() as here:
        bus = await connect(here.nats_url)
        side = await shipped(here)
        await raw_jetstream(here)
        trips = await round_trips(bus, count // 4)
        with collected_traces():
            async with child(*side.contacts) as contacts, child(*side.reporting):
                await contacts.do(register=WARM_UP)
                await side.passed(bus, WARM_UP)
                await contacts.do(steadily=count, a_second=A_SECOND)
                await side.passed(bus, WARM_UP + count)
        trips += await round_trips(bus, count // 4)
        found = await delays(side.counted[0][0], side.counted[1][0])
        await bus.close()
    assert len(found) == count
    ours, trip = percentiles(found), percentiles(trips)
    return {
        "contacts_a_second": A_SECOND,
        "contacts": count,
        "commit_to_projection_ms": ours,
        "raw_round_trip_ms": trip,
        "times_a_round_trip": {p: round(ours[p] / trip[p], 2) for p in ("p50", "p99")},
    }


def percentiles(values: list[float]) -> dict[str, float]:
    """Return the middle, the one of a hundred, and the worst."""
    ordered = sorted(values)
    return {
        "p50": round(ordered[len(ordered) // 2], 2),
        "p99": round(ordered[len(ordered) * 99 // 100], 2),
        "worst": round(ordered[-1], 2),
    }


def tell(result: dict[str, Any]) -> None:
    """Print the delays and their ratio."""
    names = {"commit_to_projection_ms": "ours (ms)", "raw_round_trip_ms": "raw round trip (ms)"}
    rows = [[title, *result[name].values()] for name, title in names.items()]
    rows.append(["ours, in round trips", *result["times_a_round_trip"].values(), ""])
    show(f"From commit to projection at {A_SECOND} contacts a second",
         ["", "p50", "p99", "worst"], rows)  # fmt: skip


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    result = asyncio.run(measure(parser.parse_args().seconds))
    tell(result)
    console.print(f"written to {write('latency', result)}")


if __name__ == "__main__":
    main()
