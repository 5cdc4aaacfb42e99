"""What `sensoor doctor` checks in a platform that is up."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
from shared.database import CONNECTIONS
from shared.migrations import migrations_of, release_of, schema_state

from sensoor import services
from sensoor.bus import dead_letter_stream
from sensoor.bus import plan as bus_plan
from sensoor.bus.environment import bus_of
from sensoor.bus.reading import broker
from sensoor.platform import states

STUCK_AFTER_SECONDS = 30
# What was checked, what is wrong with it ("": nothing), and the command that mends it.
Check = tuple[str, str, str]


async def checks(folder: Path, addresses: dict[str, Any]) -> AsyncIterator[Check]:
    """Check processes, migrations, outboxes, streams and consumers, dead letters."""
    found = {state.name: state for state in await states.read_states(folder, addresses)}
    for name, state in found.items():
        yield name, state.said, f"sensoor logs {name}"
    if not (found["nats"].ready and found["postgres"].ready):
        return
    for service in services.PORTS:
        async for check in _database(service, addresses["databases"][service]):
            yield check
    yield "connections", await connections(addresses), "raise max_connections of PostgreSQL"
    there = bus_of(addresses)
    off = await bus_plan.plan(there, services.handlers())
    yield "accounts, streams, consumers", "; ".join(off), "sensoor bus apply"
    async with broker(there) as connection:
        letters = await dead_letter_stream.letters(connection, addresses["databases"])
    waiting = sum(not letter.handled_since for letter in letters)
    yield "dead letters", f"{waiting} wait" if waiting else "", "sensoor dead-letters list"


async def connections(addresses: dict[str, Any]) -> str:
    """Return what is wrong with the sum of the services' connections on their shared server."""
    wanted = sum(
        int(os.environ.get("DATABASE_CONNECTIONS", CONNECTIONS)) for _service in services.PORTS
    )
    connection = await asyncpg.connect(addresses["databases"]["contacts"])
    try:
        allowed = await connection.fetchval(
            "SELECT sum(CASE name WHEN 'max_connections' THEN 1 ELSE -1 END * setting::int)"
            " FROM pg_settings WHERE name IN"
            " ('max_connections', 'superuser_reserved_connections', 'reserved_connections')"
        )
    finally:
        await connection.close()
    if wanted <= allowed:
        return ""
    return f"the services may open {wanted}, and PostgreSQL takes {allowed}"


async def _database(service: str, url: str) -> AsyncIterator[Check]:
    connection = await asyncpg.connect(url)
    try:
        state = await schema_state(connection, release_of(migrations_of(service)))
        said = "" if state == "works" else state
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
        yield f"{service} parked events", said, f"sensoor outbox list {service}"
    finally:
        await connection.close()
