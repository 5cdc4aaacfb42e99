"""What `sensoor doctor` looks at in a platform that is up."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import asyncpg
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from shared.migrations import migrations_of, newest_version

from sensoor import dead_letters, services, status
from sensoor.bus_reading import broker
from shared import bus

STUCK_AFTER_SECONDS = 30
# What was looked at, what is wrong with it (nothing: ""), and the command that mends it.
Check = tuple[str, str, str]


async def checks(folder: Path, addresses: dict[str, Any]) -> AsyncIterator[Check]:
    """Parts, migrations, outboxes, streams and consumers, dead letters."""
    states = {state.name: state for state in await status.states(folder, addresses)}
    for name, state in states.items():
        yield name, state.said, f"sensoor logs {name}"
    if not (states["nats"].ready and states["postgres"].ready):
        return
    for service in services.PORTS:
        async for check in _database(service, addresses["databases"][service]):
            yield check
    async with broker(addresses["nats"]) as connection:
        async for check in _bus(connection, addresses):
            yield check


async def _bus(connection: Client, addresses: dict[str, Any]) -> AsyncIterator[Check]:
    mend = f"NATS_URL={addresses['nats']} python -m sensoor.preparing"
    yield "streams and consumers", "; ".join(await _off_catalogue(connection.jetstream())), mend
    found = await dead_letters.letters(connection, addresses["databases"])
    waiting = sum(not letter.handled_since for letter in found)
    yield "dead letters", f"{waiting} wait" if waiting else "", "sensoor dead-letters list"


async def _database(service: str, url: str) -> AsyncIterator[Check]:
    connection = await asyncpg.connect(url)
    try:
        newest = newest_version(migrations_of(service))
        current = await connection.fetchval("SELECT version_num FROM alembic_version")
        said = "" if current == newest else f"at version {current}, the code wants {newest}"
        yield f"{service} schema", said, "stop the platform, then: sensoor up"
        stuck = await connection.fetchval(
            "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND refused IS NULL"
            " AND recorded_at < clock_timestamp() - make_interval(secs => $1)",
            STUCK_AFTER_SECONDS,
        )
        said = f"{stuck} events wait longer than {STUCK_AFTER_SECONDS} s" if stuck else ""
        yield f"{service} outbox", said, f"sensoor logs {service}"
        parked = await connection.fetchval("SELECT count(*) FROM outbox WHERE refused IS NOT NULL")
        said = f"{parked} events that the broker refused for good" if parked else ""
        yield f"{service} parked events", said, f"sensoor logs {service}"
    finally:
        await connection.close()


async def _off_catalogue(js: JetStreamContext) -> list[str]:
    """Each difference between the broker and the catalogue in code, in words."""
    off = []
    for stream in bus.STREAMS:
        try:
            kept = (await js.stream_info(stream)).config
        except NotFoundError:
            off.append(f"stream {stream} is missing")
            continue
        off += _differences(f"stream {stream}", bus.stream_config(stream), kept)
    for handlers in services.handlers():
        for stream in handlers.streams():
            name = handlers.durable(stream)
            try:
                there = (await js.consumer_info(stream, name)).config
            except NotFoundError:
                off.append(f"consumer {name} is missing")
                continue
            off += _differences(f"consumer {name}", bus.consumer_config(handlers, stream), there)
    return off


def _differences(what: str, wanted: Any, there: Any) -> list[str]:
    has = asdict(there)
    asked = {name: value for name, value in asdict(wanted).items() if value is not None}
    return [
        f"{what}: {name} is {has[name]}, not {asked[name]}"
        for name in asked
        if has[name] != asked[name] and (has[name] or asked[name])
    ]
