"""Events folded anew by reporting's rebuild, in one process and four, against raw batch fetch.

Of seven events six are contacts and one was answered by nobody; one contact in fifty is corrected.
First a swap fills the projections from the bare stream; each measured rebuild, which is the shipped
command, must then be identical with them to the byte.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from reporting.event_handlers import handlers
from reporting.rebuild.rebuild_projections import rebuild_and_swap
from shared.bus import consumer_config
from shared.database import Database
from shared.events.contacts import ContactCorrected, ContactHandled, ContactMissed
from shared.events.envelope import Event, headers

from benchmarks.bus import connect, provision, settings_of
from benchmarks.raw import Message, publish_atomically
from benchmarks.results import console, median_and_spread, show, verdict, write
from benchmarks.sides import shipped
from benchmarks.surroundings import surroundings

AIM = 0.6
YEAR = datetime(2016, 1, 1, tzinfo=UTC)
BATCH = 1_000
FETCH_SECONDS = 2
STREAM = "CONTACTS"
PROCESSES = (1, 4)
TOPICS = ("loneliness", "mental_health", "relationships", "family", "bereavement", "other")


def year(contacts: int) -> Iterator[Message]:
    """Yield the messages of a year, in the order of their registration."""
    chance = random.Random(2016)
    places = [_uuid(chance) for _ in range(25)]
    for number in range(contacts):
        at = YEAR + number * timedelta(days=365) / contacts
        contact = _handled(chance, places, at)
        yield _message(contact, contact.contact_id, 1, at)
        if number % 6 == 0:
            missed = _missed(chance, places, at)
            yield _message(missed, missed.attempt_id, 1, at)
        if number % 50 == 0:
            corrected = ContactCorrected(**vars(contact) | {"topics": ["other"]})
            yield _message(corrected, contact.contact_id, 2, at)


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def _handled(chance: random.Random, places: list[UUID], at: datetime) -> ContactHandled:
    return ContactHandled(
        contact_id=_uuid(chance), attempt_id=_uuid(chance),
        channel=chance.choices(("telephone", "chat", "email"), (80, 16, 4))[0],
        line="national", line_location_id=None, answered_at_location_id=chance.choice(places),
        volunteer_id=_uuid(chance), started_quarter=_quarter(at),
        duration_minutes=chance.randint(1, 60), wait_seconds=chance.randint(0, 90),
        kind="conversation", topics=chance.sample(TOPICS, chance.randint(1, 3)),
        outcome=chance.choice(("helped_by_talk", "thought_along", "referred")),
        diverted_from=None, heavy=False, duty_verified=True,
    )  # fmt: skip


def _missed(chance: random.Random, places: list[UUID], at: datetime) -> ContactMissed:
    return ContactMissed(
        attempt_id=_uuid(chance), channel="telephone", line="local",
        line_location_id=chance.choice(places), offered_quarter=_quarter(at),
        waited_seconds=chance.randint(5, 120), reason=chance.choice(("abandoned", "no_listener")),
    )  # fmt: skip


def _message(event: Event, aggregate_id: UUID, version: int, at: datetime) -> Message:
    attributes = headers(
        event, source="urn:nld:kvknr:00000000:systeem:contacts", aggregate_id=str(aggregate_id),
        version=version, time=at, traceparent=None,
    )  # fmt: skip
    return event.subject, event.model_dump_json(by_alias=True).encode(), attributes


async def publish(bus: Client, events: int) -> None:
    """Put so many events on the stream."""
    messages = islice(year(events), events)
    while batch := list(islice(messages, BATCH)):
        await publish_atomically(bus, batch)


async def fetch_raw(bus: Client, count: int) -> float:
    """Fetch the whole stream in batches, unacknowledged; return messages a second."""
    js = bus.jetstream()
    await js.add_consumer(STREAM, ConsumerConfig(durable_name="raw", ack_policy=AckPolicy.NONE))
    subscription = await js.pull_subscribe_bind("raw", STREAM)
    began, fetched = time.perf_counter(), 0
    while fetched < count:
        wanted = min(BATCH, count - fetched)
        fetched += len(await subscription.fetch(wanted, timeout=FETCH_SECONDS))
    seconds = time.perf_counter() - began
    await subscription.unsubscribe()
    await js.delete_consumer(STREAM, "raw")
    return count / seconds


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild says, and the most memory that its process held (MB)."""

    said: dict[str, Any]
    peak_megabytes: float

    @property
    def rate(self) -> float:
        """Events folded a second."""
        return float(self.said["events"] / self.said["fold_seconds"])


def rebuild(settings: Any, processes: int) -> Rebuilt:
    """Run the command; raises RuntimeError when the outcome is not identical."""
    environment = {
        **os.environ, "DATABASE_URL": settings.database_url, "NATS_URL": settings.nats_url,
        "NATS_CREDENTIALS": str(settings.nats_credentials), "OIDC_ISSUER": settings.oidc_issuer,
    }  # fmt: skip
    command = [sys.executable, "-m", "reporting", "rebuild", f"--processes={processes}"]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    told = running.stdout.read().splitlines()
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise RuntimeError(f"the rebuild ended with {running.returncode}: {told[-1:]}")
    return Rebuilt(json.loads(told[-1]), used.ru_maxrss / 1024)


async def fill(settings: Any) -> dict[str, Any]:
    """Fill the projections by a swap; return what it says."""
    database = Database(settings.database_url)
    try:
        return vars(await rebuild_and_swap(database, settings, lambda _line: None, 0.1))
    finally:
        await database.close()


async def begin_at_the_end(bus: Client) -> None:
    """Let the live consumer have nothing to handle, so that no rebuild waits for it."""
    js, durable = bus.jetstream(), handlers.durable(STREAM)
    config = consumer_config(handlers, STREAM)
    config.deliver_policy = DeliverPolicy.NEW
    await js.delete_consumer(STREAM, durable)
    await js.add_consumer(STREAM, config)


async def measure(events: int, rounds: int) -> dict[str, Any]:
    """Measure, raw and rebuilds in turn; return the result as it is written."""
    async with surroundings() as here:
        side = await shipped(here)
        await provision(here.nats_url, [handlers])
        bus = await connect(here.nats_url)
        await publish(bus, events)
        settings = settings_of("reporting", here.nats_url, side.counted[1][0])
        swapped = await fill(settings)
        await begin_at_the_end(bus)
        console.print(f"{swapped['untold']:,} events swapped in")
        raw_rates: list[float] = []
        rebuilds: dict[int, list[Rebuilt]] = {processes: [] for processes in PROCESSES}
        for _ in range(rounds):
            raw_rates.append(await fetch_raw(bus, events))
            for processes, found in rebuilds.items():
                found.append(await asyncio.to_thread(rebuild, settings, processes))
        await bus.close()
    return {
        "events": events,
        "raw_fetch_events_a_second": median_and_spread(raw_rates),
        "rebuild_to_raw_fetch": _ratio(rebuilds[1], raw_rates),
        "aim": AIM,
        "swap": swapped,
        "processes": {
            str(processes): {
                "events_a_second": median_and_spread([one.rate for one in found]),
                "to_raw_fetch": _ratio(found, raw_rates),
                "whole_seconds": median_and_spread([one.said["seconds"] for one in found]),
                "peak_megabytes": round(max(one.peak_megabytes for one in found)),
            }
            for processes, found in rebuilds.items()
        },
    }


def _ratio(found: list[Rebuilt], raw_rates: list[float]) -> dict[str, Any]:
    return median_and_spread([one.rate / bare for one, bare in zip(found, raw_rates, strict=True)])


def tell(result: dict[str, Any]) -> None:
    """Print the rates, their ratios and the memory."""
    bare = result["raw_fetch_events_a_second"]["median"]
    rows = [["raw batch fetch", f"{bare:,.0f}", "1.00", ""]]
    for processes, found in result["processes"].items():
        rate, ratio = found["events_a_second"]["median"], found["to_raw_fetch"]["median"]
        name = f"rebuild, processes: {processes}"
        rows.append([name, f"{rate:,.0f}", f"{ratio:.2f}", str(found["peak_megabytes"])])
    show(f"{result['events']:,} events", ["", "events/s", "to raw", "peak MB"], rows)
    console.print(f"rebuild to raw fetch: {verdict(result['rebuild_to_raw_fetch']['median'], AIM)}")
    console.print("each was identical with the live projections")


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    result = asyncio.run(measure(given.events, given.rounds))
    tell(result)
    console.print(f"written to {write('rebuild', result)}")


if __name__ == "__main__":
    main()
