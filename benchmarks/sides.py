"""What is compared: the shipped services, the same by hand, and raw JetStream."""

import asyncio
import time
from dataclasses import dataclass
from importlib import import_module

import asyncpg
from nats.aio.client import Client
from nats.js.api import ConsumerConfig, StreamConfig

from benchmarks import raw
from benchmarks.bus import connect, provision
from benchmarks.by_hand import prepare as by_hand
from benchmarks.child import child
from benchmarks.surroundings import Surroundings

PATIENCE_SECONDS = 120
LOOK_EVERY_SECONDS = 0.005


@dataclass(frozen=True)
class Side:
    """One way of a contact: what its two processes are, and where the way ends.

    `registering` is the first process without its relay.
    """

    name: str
    contacts: list[str]
    registering: list[str]
    reporting: list[str]
    stream: str
    durable: str
    # Where the numbers of contacts registered and projected are counted: (database, table).
    counted: list[tuple[str, str]]

    async def passed(self, bus: Client, place: int) -> float:
        """Wait until everything up to a place of the stream is acknowledged; return when."""
        js, began = bus.jetstream(), time.monotonic()
        while time.monotonic() - began < PATIENCE_SECONDS:
            info = await js.consumer_info(self.stream, self.durable)
            if info.ack_floor and info.ack_floor.stream_seq >= place:
                return time.monotonic()
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        raise TimeoutError(f"{self.name}: {place} events were not all projected")

    async def last_place(self, bus: Client) -> int:
        """Return the place of the stream's newest message."""
        return int((await bus.jetstream().stream_info(self.stream)).state.last_seq)

    async def counts(self) -> list[int]:
        """Return how many contacts were registered, and how many were projected."""
        return [await _count(url, table) for url, table in self.counted]


async def shipped(here: Surroundings) -> Side:
    """Prepare the shipped services: migrated databases, streams, volunteers on duty."""
    services = [import_module(f"{name}.event_handlers").handlers for name in TWO]
    await provision(here.nats_url, services)
    contacts, reporting = [await here.create_service_database(name) for name in TWO]
    connection = await asyncpg.connect(contacts)
    await by_hand.put_on_duty(connection)
    await connection.close()
    module = "benchmarks.ours"
    return Side(
        name="ours",
        contacts=[module, "contacts", contacts, here.nats_url],
        registering=[module, "registering", contacts, here.nats_url],
        reporting=[module, "reporting", reporting, here.nats_url],
        stream="CONTACTS",
        durable="reporting_contacts",
        counted=[(contacts, "contact"), (reporting, "contact")],
    )


TWO = ("contacts", "reporting")


async def written_by_hand(here: Surroundings) -> Side:
    """Prepare the path by hand: its tables, its stream, volunteers on duty."""
    database, module = await here.create_database("by_hand"), "benchmarks.by_hand"
    async with child(module, "prepare", database, here.nats_url):
        pass
    return Side(
        name="by hand",
        contacts=[module, "contacts", database, here.nats_url],
        registering=[module, "registering", database, here.nats_url],
        reporting=[module, "reporting", database, here.nats_url],
        stream=by_hand.STREAM,
        durable=by_hand.DURABLE,
        counted=[(database, "contact"), (database, "projection")],
    )


async def raw_jetstream(here: Surroundings) -> Side:
    """Prepare a stream and a consumer like those of the others."""
    bus = await connect(here.nats_url)
    js = bus.jetstream()
    await js.add_stream(
        StreamConfig(
            name=raw.STREAM, subjects=["raw.>"], duplicate_window=86_400, allow_atomic=True,
            allow_direct=True,
        )
    )  # fmt: skip
    await js.add_consumer(
        raw.STREAM, ConsumerConfig(durable_name=raw.DURABLE, ack_wait=10, max_ack_pending=5_000)
    )
    await bus.close()
    publish = ["benchmarks.raw", "publish", here.nats_url]
    return Side(
        name="raw",
        contacts=publish,
        registering=publish,
        reporting=["benchmarks.raw", "fetch", here.nats_url],
        stream=raw.STREAM,
        durable=raw.DURABLE,
        counted=[],
    )


async def _count(url: str, table: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        # The table's name is one of ours.
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))
    finally:
        await connection.close()
