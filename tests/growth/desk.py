"""Whoever asks a service that is ten years old, and what its database was asked meanwhile."""

import asyncio
from importlib import import_module
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
from shared.events.envelope import Event
from shared.migrations import migrate, migrations_of

from tests.growth import ten_years
from tests.growth.plans import Asked, growing
from tests.growth.told import EVENTS
from tests.platform import Platform, Running, handlers_of

COUNTED_BY_TESTS = "SELECT count(*) FROM public.inbox"  # Platform.handled


class Desk:
    """Whoever asks a service, and which of its endpoints were asked."""

    def __init__(self, service: Running, name: str) -> None:
        self.service = service
        table = import_module(f"{name}.roles").ROLES
        self.left = {row for row in table if not row.startswith("WS ")}

    async def ask(self, operation: str, query: str = "", **given: Any) -> Any:
        """Ask an endpoint: `GET /v1/contacts/{contact_id}`, its ids by name, and a body."""
        method, path = operation.split(" ")
        self.left.discard(operation)
        kinds = {"json": "json", "form": "data", "content": "content", "files": "files"}
        sent = {name: given.pop(kind) for kind, name in kinds.items() if kind in given}
        headers = given.pop("headers", None)
        address = path.format(**given) + query
        answer: httpx.Response = await self.service.client.request(
            method, address, headers=headers, **sent
        )
        assert answer.status_code in (200, 201, 204, 303, 409), (operation, answer.text)
        if answer.content and answer.headers.get("content-type") == "application/json":
            return answer.json()
        return answer.headers.get("location")


async def in_ten_years(platform: Platform, name: str, **settings: Any) -> Running:
    """Start a service on its tables as they are after ten years, statistics and all."""
    return await started_on(platform, name, ten_years.ROWS[name], **settings)


async def started_on(platform: Platform, name: str, rows: str, **settings: Any) -> Running:
    """Start a service on rows, which are inserted into its empty tables by a statement."""
    await platform.run(f"CREATE DATABASE {name}")
    url = f"{platform.admin_url.rsplit('/', 1)[0]}/{name}"
    await asyncio.to_thread(migrate, url, migrations_of(name))
    connection = await asyncpg.connect(url)
    indexes = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexdef NOT LIKE '%UNIQUE%'"
    )
    # Built anew afterwards they cost a quarter of what it costs to keep them.
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['indexname']}")
    # What is inserted is right: no foreign key is looked up for it.
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(rows)
    await connection.execute("RESET session_replication_role")
    for index in indexes:
        await connection.execute(index["indexdef"])
    await connection.execute("ANALYZE")
    # From here on all that is asked is written down.
    await connection.execute(f"ALTER DATABASE {name} SET log_statement = 'all'")
    await connection.close()
    platform.databases[name] = url
    return await platform.service(name, **settings)


async def told(platform: Platform, name: str) -> None:
    """Tell a service one of each event that it handles."""
    events: list[Event] = [event for event in EVENTS if type(event) in handlers_of(name).events()]
    assert {type(event) for event in events} == set(handlers_of(name).events())
    for event in events:
        await platform.publish(event, aggregate_id=uuid4())
    await platform.handled(name, ten_years.EVENTS + len(events))


async def nothing_grows(platform: Platform, name: str, asked: Asked, besides: str = "") -> None:
    """Check that no statement reads a large table from end to end, `besides` one."""
    connection = await asyncpg.connect(platform.databases[name])
    await connection.execute("SET log_statement = 'none'")
    statements = [one for one in asked.statements(name) if one != COUNTED_BY_TESTS]
    assert len(statements) > 10
    try:
        found = await growing(connection, statements)
    finally:
        await connection.close()
    if besides:
        found = [one for one in found if not one.startswith(f"a sequential scan of {besides} in")]
    assert not found, "\n\n".join(found)
