"""Real parts for every test: the embedded PostgreSQL once, an embedded broker for each test."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sensoor.embedded import (
    admin_url,
    free_port,
    nats_program,
    postgres_program,
    start,
    wait_for_nats,
    wait_for_postgres,
)

from tests.platform import Platform


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL for the whole run: the URL of its administrator."""
    folder = Path(tempfile.mkdtemp(prefix="sensoor-test-pg-"))
    folder.chmod(0o755)
    port = free_port(25400)
    process = start(postgres_program(folder / "postgres", port), folder / "postgres.log")
    url = admin_url(folder / "postgres", port)
    asyncio.run(wait_for_postgres(url, folder / "postgres.log"))
    yield url
    process.terminate()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """Migrated databases that a test's databases are copied from."""
    return {}


@pytest.fixture
async def platform(postgres: str, templates: dict[str, str]) -> AsyncIterator[Platform]:
    """A broker with nothing on it, and databases with nothing in them."""
    folder = Path(tempfile.mkdtemp(prefix="sensoor-test-nats-"))
    port = free_port(24222)
    process = start(nats_program(folder, port), folder / "nats.log")
    url = f"nats://127.0.0.1:{port}"
    try:
        await wait_for_nats(url, folder / "nats.log")
        async with AsyncExitStack() as stack:
            platform = Platform(url, postgres, stack, templates)
            stack.push_async_callback(platform.drop)
            yield platform
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
