"""Processes of services on a test's own broker and databases."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.operations.replicas import Replica
from tests.platform import Platform

Begin = Callable[..., Awaitable[Replica]]


@pytest.fixture
async def begin(platform: Platform, tmp_path: Path) -> AsyncIterator[Begin]:
    """Return what starts a process of a service in a role, and waits until it is ready.

    More of its environment may be given by name.
    """
    async with AsyncExitStack() as stack:

        async def begin(service: str, role: str, **more: str) -> Replica:
            await platform.provision(service)
            surroundings = await platform.environment(service, **more)
            replica = Replica(service, role, surroundings, tmp_path)
            stack.push_async_callback(replica.end)
            replica.begin()
            await replica.ready()
            return replica

        yield begin
