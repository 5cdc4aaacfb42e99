"""How far the live projection is behind: 50 contacts a second, from published to visible, in ms.

Each event is published as contacts' relay does, and its moment is taken before that. It is visible
from PostgreSQL's commit time of its row on; broker, database and publisher have one clock.
"""

import argparse
import asyncio
import time
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

import asyncpg

from benchmarks.bus import connect, provision
from benchmarks.child import child
from benchmarks.latency import A_SECOND, COMMITTED, percentiles
from benchmarks.raw import Message
from benchmarks.rebuild import STREAM, year
from benchmarks.results import console, show, write
from benchmarks.sides import shipped
from benchmarks.surroundings import surroundings

WARM_UP = 200
HANDLED = "contacts.contact_handled.v1"


async def measure(seconds: int) -> dict[str, Any]:
    """Measure; return the result as it is written."""
    wanted = WARM_UP + A_SECOND * seconds
    messages = [message for message in year(wanted) if message[0] == HANDLED]
    async with surroundings() as here:
        side = await shipped(here)
        await provision(here.nats_url, [import_module("reporting.event_handlers").handlers])
        bus = await connect(here.nats_url)
        async with child(*side.reporting):
            published = await _publish(bus.jetstream(), messages)
            await side.passed(bus, len(messages))
        await bus.close()
        reporting = await asyncpg.connect(side.counted[1][0])
        visible = {row["contact_id"]: row["at"] for row in await reporting.fetch(COMMITTED)}
        await reporting.close()
    lags = [(visible[key] - at).total_seconds() * 1e3 for key, at in published][WARM_UP:]
    return {"contacts_a_second": A_SECOND, "contacts": len(lags), "lag_ms": percentiles(lags)}


async def _publish(js: Any, messages: list[Message]) -> list[tuple[UUID, datetime]]:
    """Publish at an even pace; return each contact and when it was published."""
    found = []
    for subject, data, headers in messages:
        began, at = time.monotonic(), datetime.now(UTC)
        await js.publish(subject, data, headers=headers, stream=STREAM)
        found.append((UUID(headers["ce-subject"]), at))
        await asyncio.sleep(max(0.0, began + 1 / A_SECOND - time.monotonic()))
    return found


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    result = asyncio.run(measure(parser.parse_args().seconds))
    show(f"The live projection at {A_SECOND} contacts a second",
         ["", "p50", "p99", "worst"], [["lag (ms)", *result["lag_ms"].values()]])  # fmt: skip
    console.print(f"written to {write('lag', result)}")


if __name__ == "__main__":
    main()
