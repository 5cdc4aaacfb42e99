"""A year of contacts folded anew by reporting's rebuild, against raw batch fetch of the stream.

300,000 contacts, one in six more that nobody answered, one in fifty corrected. They are
projected live first, so that the rebuild has something to be identical with.
"""

import argparse
import asyncio
import random
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig
from reporting.rebuild.rebuild_projections import RebuildResult, rebuild_projections
from shared.database import Database
from shared.events.contacts import ContactCorrected, ContactHandled, ContactMissed
from shared.events.envelope import Event, headers

from benchmarks.bus import connect, provision, settings_of
from benchmarks.child import child
from benchmarks.raw import Message, publish_atomically
from benchmarks.results import console, median_and_spread, show, verdict, write
from benchmarks.sides import shipped
from benchmarks.surroundings import surroundings

AIM = 0.5
YEAR = datetime(2016, 1, 1, tzinfo=UTC)
BATCH = 1_000
FETCH_SECONDS = 2
STREAM = "CONTACTS"
TOPICS = ("loneliness", "mental_health", "relationships", "family", "bereavement", "other")


def year(contacts: int) -> list[Message]:
    """Return the messages of a year, in the order of their registration."""
    chance = random.Random(2016)
    places = [_uuid(chance) for _ in range(25)]
    messages = []
    for number in range(contacts):
        at = YEAR + number * timedelta(days=365) / contacts
        contact = _handled(chance, places, at)
        messages.append(_message(contact, contact.contact_id, 1, at))
        if number % 6 == 0:
            missed = _missed(chance, places, at)
            messages.append(_message(missed, missed.attempt_id, 1, at))
        if number % 50 == 0:
            corrected = ContactCorrected(**vars(contact) | {"topics": ["other"]})
            messages.append(_message(corrected, contact.contact_id, 2, at))
    return messages


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


async def publish(bus: Client, messages: list[Message]) -> None:
    """Put the year on the stream."""
    for first in range(0, len(messages), BATCH):
        await publish_atomically(bus, messages[first : first + BATCH])


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


async def fold(database_url: str, nats_url: str) -> RebuildResult:
    """Rebuild once."""
    database = Database(database_url)
    try:
        return await rebuild_projections(
            database, settings_of("reporting", nats_url, database_url), lambda _line: None
        )
    finally:
        await database.close()


async def measure(contacts: int, rounds: int) -> dict[str, Any]:
    """Measure, raw and rebuild in turn; return the result as it is written."""
    async with surroundings() as here:
        side = await shipped(here)
        await provision(here.nats_url, [import_module("reporting.event_handlers").handlers])
        bus = await connect(here.nats_url)
        messages = year(contacts)
        began = time.monotonic()
        async with child(*side.reporting):
            await publish(bus, messages)
            live = len(messages) / (await side.passed(bus, len(messages)) - began)
        console.print(f"{len(messages):,} events published and projected: {live:,.0f} a second")
        raw_rates, rebuilds = [], []
        for _ in range(rounds):
            raw_rates.append(await fetch_raw(bus, len(messages)))
            rebuilds.append(await fold(side.counted[1][0], here.nats_url))
        await bus.close()
    rates = [one.events / one.fold_seconds for one in rebuilds]
    return {
        "contacts": contacts,
        "events": len(messages),
        "rebuild_events_a_second": median_and_spread(rates),
        "raw_fetch_events_a_second": median_and_spread(raw_rates),
        "rebuild_to_raw_fetch": median_and_spread(
            [ours / bare for ours, bare in zip(rates, raw_rates, strict=True)]
        ),
        "aim": AIM,
        "identical": all(one.identical for one in rebuilds),
        "whole_rebuild_seconds": median_and_spread([one.seconds for one in rebuilds]),
        "published_and_projected_live_a_second": round(live),
    }


def tell(result: dict[str, Any]) -> None:
    """Print the rates and their ratio."""
    titles = {
        "rebuild_events_a_second": "rebuild", "raw_fetch_events_a_second": "raw batch fetch"
    }  # fmt: skip
    rows = [
        [title, *(f"{result[name][which]:,.0f}" for which in ("median", "lowest", "highest"))]
        for name, title in titles.items()
    ]
    show(f"{result['events']:,} events", ["events/s", "median", "lowest", "highest"], rows)
    console.print(f"rebuild to raw fetch: {verdict(result['rebuild_to_raw_fetch']['median'], AIM)}")
    console.print(f"identical with the live projections: {result['identical']}")


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=300_000, help="contacts in the year")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    result = asyncio.run(measure(given.events, given.rounds))
    tell(result)
    console.print(f"written to {write('rebuild', result)}")


if __name__ == "__main__":
    main()
