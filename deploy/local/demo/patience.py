"""Trying again: whatever the demo asks of the platform, a part of it may be away just then."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import httpx
import nats.errors

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 300.0
FIRST_DELAY, LONGEST_DELAY = 0.1, 2.0
AWAY = (
    OSError, TimeoutError, EOFError, httpx.TransportError, nats.errors.Error,
    asyncpg.PostgresError, asyncpg.InterfaceError,
)  # fmt: skip


class StillAway(Exception):
    """What was asked for did not come within the demo's patience."""


async def patiently(
    ask: Callable[[], Awaitable[Answer]], within: float = PATIENCE_SECONDS
) -> Answer:
    """Return what `ask` answers, asking again while what it needs is away; raises StillAway."""
    clock = asyncio.get_running_loop().time
    until, delay = clock() + within, FIRST_DELAY
    while True:
        try:
            return await ask()
        except AWAY as error:
            if clock() > until:
                raise StillAway(f"{type(error).__name__} for {within:.0f} s: {error}") from error
        await pause(delay)
        delay = min(2 * delay, LONGEST_DELAY)


async def until(
    condition: Callable[[], Awaitable[bool]], what: str, within: float = PATIENCE_SECONDS
) -> None:
    """Return once the condition holds; raises StillAway with `what` after so many seconds."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + within
    while not await patiently(condition, within):
        if clock() > deadline:
            raise StillAway(f"{what}: not within {within:.0f} s")
        await asyncio.sleep(0.2)


async def pause(seconds: float) -> None:
    """Wait about so long: many who wait do not all come back at once."""
    await asyncio.sleep(seconds * random.uniform(0.5, 1.0))  # noqa: S311
