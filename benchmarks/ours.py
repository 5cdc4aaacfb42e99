"""The path of a contact as it is shipped: contacts and reporting, each a process, telemetry on.

`python -m benchmarks.ours contacts|registering|reporting <database url> <nats url>`; `registering`
is contacts as ROLE=api: its relay runs only when it is told to. The services are assembled by
their own `create_app` and live in their own lifespan; in the place of HTTP requests, commands
that are validated already run the use case, each in a span and a commit of its own.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import uvloop
from contacts.registration.commands import RegisterContact
from contacts.registration.register_contact import register_contact
from fastapi import FastAPI
from opentelemetry import trace
from shared.database import Database
from shared.relay import relay_batch
from shared.service import spare_garbage_collection
from shared.telemetry import parent_of, start_telemetry, stop_telemetry, tracer

from benchmarks.bus import connect, settings_of
from benchmarks.by_hand.__main__ import answer, commanded
from benchmarks.by_hand.registering import CONCURRENCY, HOW_MANY, registration


async def register(app: FastAPI, command: RegisterContact) -> None:
    """Register one contact, in a span such as the HTTP layer opens."""
    database: Database = app.state.database
    parent = trace.set_span_in_context(parent_of(None))
    with tracer.start_as_current_span(
        "POST /v1/contacts", context=parent, kind=trace.SpanKind.SERVER,
        record_exception=False, set_status_on_exception=False,
    ):  # fmt: skip
        async with database.commit() as connection:
            await register_contact(connection, command, datetime.now(UTC), heard_all=None)


async def how_many(app: FastAPI) -> int:
    """Return how many contacts are registered: the number of the next."""
    async with app.state.database.commit() as connection:
        return int(await connection.fetchval(HOW_MANY))


async def register_many(app: FastAPI, count: int) -> float:
    """Register `count` contacts, 16 at a time; return when the first began."""
    first = await how_many(app)
    numbers = range(first, first + count)
    given = iter([RegisterContact(**registration(number)) for number in numbers])

    async def desk() -> None:
        for one in given:
            await register(app, one)

    began = time.monotonic()
    await asyncio.gather(*(desk() for _ in range(CONCURRENCY)))
    return began


async def register_steadily(app: FastAPI, count: int, a_second: float) -> None:
    """Register contacts at an even pace, each when its moment has come."""
    clock = asyncio.get_running_loop().time
    first = await how_many(app)
    began = clock()
    async with asyncio.TaskGroup() as group:
        for place in range(count):
            await asyncio.sleep(max(0.0, began + place / a_second - clock()))
            given = RegisterContact(**registration(first + place))
            group.create_task(register(app, given))


async def relay_all(app: FastAPI, nats_url: str) -> None:
    """Relay what waits in the outbox."""
    connection = await app.state.database.connect()
    bus = await connect(nats_url)
    while await relay_batch(connection, bus):
        pass
    await bus.close()
    await connection.close()


async def obey(app: FastAPI, nats_url: str) -> None:
    """Do what the benchmark tells, and answer when it began and ended."""
    while command := await commanded():
        began = time.monotonic()
        if "register" in command:
            began = await register_many(app, command["register"])
        elif "steadily" in command:
            await register_steadily(app, command["steadily"], command["a_second"])
        else:
            await relay_all(app, nats_url)
        answer({"began": began, "ended": time.monotonic()})


async def main(role: str, database_url: str, nats_url: str) -> None:
    """Be the service."""
    service = "reporting" if role == "reporting" else "contacts"
    settings: Any = settings_of(
        service, nats_url, database_url, role="api" if role == "registering" else "all"
    )
    start_telemetry(service, log_level="INFO", trace_ratio=settings.trace_ratio)
    app: FastAPI = import_module(f"{service}.main").create_app(settings)
    spare_garbage_collection()
    async with app.router.lifespan_context(app):
        while app.state.broker is None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        answer("ready")
        await obey(app, nats_url)
    stop_telemetry()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
