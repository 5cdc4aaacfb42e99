"""Services behind their gate, with their own databases; what is asked here needs no bus."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from importlib import import_module
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from shared.database import Database
from shared.migrations import migrate, migrations_of
from shared.pages import live

from tests import issuing
from tests.http.asking import Served
from tests.issuing import Issuer

Serve = Callable[..., Awaitable[Served]]


@pytest.fixture(autouse=True)
def _short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a live part of a page be drawn once, and end."""
    monkeypatch.setattr(live, "LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.1)


@pytest.fixture(scope="session")
def migrated(postgres: str) -> Callable[[str], str]:
    """Return the URL of a service's database, made at the first call."""
    made: dict[str, str] = {}

    def url(service: str) -> str:
        if service not in made:
            made[service] = f"{postgres.rsplit('/', 1)[0]}/http_{service}_{uuid4().hex[:8]}"
        return made[service]

    return url


@pytest.fixture
async def serve(
    postgres: str, migrated: Callable[[str], str], tmp_path: Any
) -> AsyncIterator[Serve]:
    """Return what starts a service, without its background work."""
    async with AsyncExitStack() as stack:

        async def start(service: str, **changes: Any) -> Served:
            url = migrated(service)
            await _make(postgres, url, service)
            settings: Any = import_module(f"{service}.settings").Settings
            given = {"database_url": url, "nats_credentials": tmp_path, **issuing.settings()}
            app: FastAPI = import_module(f"{service}.main").create_app(settings(**given | changes))
            app.state.database = Database(url)
            app.state.draining, app.state.broker = False, None
            stack.push_async_callback(app.state.database.close)
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
                base_url=f"http://{service}", timeout=30,
            )  # fmt: skip
            await stack.enter_async_context(client)
            return Served(service, app, client)

        yield start


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer of the test's own."""
    made = Issuer()
    yield made
    made.stop()


async def _make(postgres: str, url: str, service: str) -> None:
    connection = await asyncpg.connect(postgres)
    name = url.rsplit("/", 1)[1]
    there = await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
    if not there:
        await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    if not there:
        await asyncio.to_thread(migrate, url, migrations_of(service))
