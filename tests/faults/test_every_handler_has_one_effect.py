"""kill -9 between the effect's commit and the acknowledgement; then again, and out of order.

The inbox is locked until the broker has delivered everything, and the broker is killed before
the lock is lifted: the effects are committed, and no acknowledgement can arrive. Then the service
is killed too, both come back, and everything is delivered again.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from shared.bus import consumer_config
from shared.database import Database
from shared.events.envelope import Event
from shared.handlers import Handlers

from tests.contracts.samples import sample
from tests.faults.cases import CASES, GIVEN
from tests.faults.processes import process
from tests.platform import SERVICES, Platform
from tests.waiting import eventually


@dataclass(frozen=True)
class Told:
    """An event, and the id by which it is known."""

    kind: type[Event]
    event: Event
    id: str

    def older(self) -> "Told":
        """Return an event of the same aggregate's past that says something else."""
        event = self.event.model_copy(update=CASES[self.kind].older)
        return Told(self.kind, event, str(uuid4()))


# A partner's copy waits in a table of its own for the minute, and moves to the outbox then.
TOLD = ("outbox", "partner_copy")
PLUMBING = (
    *TOLD, "inbox", "idempotent_request", "handling_failure", "delivery_failure", "relay_lease",
    "alembic_version", "schema_mark", "replica", "projection_position",
)  # fmt: skip

# Each step of a volunteer's way is kept, an older one too: tests/reporting/test_events.py.
HISTORIES = ("volunteer_step",)


def handlers_of(service: str) -> Handlers:
    handlers: Handlers = import_module(f"{service}.event_handlers").handlers
    return handlers


async def state(database: Database) -> list[str]:
    """Return every row of the service's own tables, and what it told, in one order."""
    async with database.commit() as connection:
        tables = await connection.fetch(
            "SELECT table_schema || '.' || quote_ident(table_name) AS name"
            " FROM information_schema.tables"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
            " AND table_type = 'BASE TABLE' AND table_name <> ALL($1::text[]) ORDER BY 1",
            [*PLUMBING, *HISTORIES],
        )
        rows = []
        for table in tables:
            kept = await connection.fetch(
                f"SELECT to_jsonb(kept)::text AS row FROM {table['name']} kept ORDER BY 1"
            )
            rows += [f"{table['name']} {row['row']}" for row in kept]
        told = []
        for table in TOLD:
            if await connection.fetchval("SELECT to_regclass($1)", table):
                found = await connection.fetch(f"SELECT subject || ' ' || data AS row FROM {table}")
                told += [row["row"] for row in found]
        return rows + sorted(told)


async def count(database: Database, table: str) -> int:
    async with database.commit() as connection:
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))


async def consumers(platform: Platform, handlers: Handlers) -> list[Any]:
    connection = await platform.connect()
    try:
        js = connection.jetstream()
        return [await js.consumer_info(s, handlers.durable(s)) for s in handlers.streams()]
    finally:
        await connection.close()


async def deliver_again_soon(platform: Platform, handlers: Handlers) -> None:
    connection = await platform.connect()
    for stream in handlers.streams():
        config = consumer_config(handlers, stream)
        config.ack_wait = 1
        await connection.jetstream().add_consumer(stream, config)
    await connection.close()


def test_every_handler_has_a_case() -> None:
    handled = {event for service in SERVICES for event in handlers_of(service).events()}
    assert handled == set(CASES)
    assert {service for service in SERVICES if handlers_of(service).events()} == set(GIVEN)


@pytest.mark.parametrize("service", list(GIVEN))
async def test_every_handler_has_one_effect(
    platform: Platform, service: str, tmp_path: Path
) -> None:
    handlers = handlers_of(service)
    database = await platform.database(service)
    changes = await GIVEN[service](database)
    async with database.commit() as connection:
        await connection.execute("UPDATE outbox SET sent_at = now()")
    before = await state(database)
    await platform.provision(service)
    events = [
        Told(kind, sample(kind).model_copy(update=changes.get(kind)), str(uuid4()))
        for kind in CASES
        if kind in handlers.events()
    ]
    await tell(platform, events)
    surroundings, log = await platform.environment(service), tmp_path / "service.log"

    with process(["-m", service], surroundings, log):
        await handle_without_acknowledgement(platform, handlers, database, len(events))
    once = await state(database)
    assert once != before

    await platform.broker.start()
    infos = await consumers(platform, handlers)
    assert not any(info.ack_floor.stream_seq for info in infos)
    await deliver_again_soon(platform, handlers)
    with process(["-m", service], surroundings, log):
        await eventually(lambda: settled(platform, handlers), within=30)
        assert await state(database) == once

        await tell(platform, events)
        await tell(platform, [one.older() for one in events], older_by=10)
        await platform.handled(service, 2 * len(events))
        await eventually(lambda: settled(platform, handlers), within=30)
    assert await state(database) == once
    assert await count(database, "inbox") == 2 * len(events)
    assert await count(database, "handling_failure") == 0
    assert not await platform.messages("DEAD_LETTERS")


async def handle_without_acknowledgement(
    platform: Platform, handlers: Handlers, database: Database, events: int
) -> None:
    """Let the service that runs commit the effects of what waits, and acknowledge nothing."""

    async def all_delivered() -> bool:
        infos = await consumers(platform, handlers)
        return bool(sum(info.num_ack_pending for info in infos) == events)

    async def all_committed() -> bool:
        return await count(database, "inbox") == events

    async with database.commit() as connection:
        await connection.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        await eventually(all_delivered, within=30)
        platform.broker.kill()
    await eventually(all_committed, within=30)


async def settled(platform: Platform, handlers: Handlers) -> bool:
    infos = await consumers(platform, handlers)
    return not any(info.num_pending or info.num_ack_pending for info in infos)


async def tell(platform: Platform, events: list[Told], older_by: int = 0) -> None:
    for one in events:
        case = CASES[one.kind]
        await platform.publish(
            one.event,
            aggregate_id=getattr(one.event, case.aggregate),
            version=case.version - older_by,
            event_id=one.id,
        )
