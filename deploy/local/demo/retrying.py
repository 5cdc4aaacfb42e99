"""Retries: a part of the platform may be down when the demo calls it."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import httpx
import nats.errors
import stamina

Answer = TypeVar("Answer")

GIVE_UP_SECONDS = 300.0
LONGEST_DELAY = 2.0
AWAY = (
    OSError, TimeoutError, EOFError, httpx.TransportError, nats.errors.Error,
    asyncpg.PostgresError, asyncpg.InterfaceError,
)  # fmt: skip

# The demo shows the number of retries; a log line for each would break its live table.
stamina.instrumentation.set_on_retry_hooks([])


class StillAway(Exception):
    """No call succeeded in time."""


def with_backoff(seconds: float = GIVE_UP_SECONDS) -> stamina.AsyncRetryingCaller:
    """Return a caller that retries with exponential backoff and jitter for so many seconds."""
    return stamina.AsyncRetryingCaller(
        attempts=None, timeout=seconds, wait_initial=0.1, wait_max=LONGEST_DELAY, wait_jitter=0.1
    )


async def retry(ask: Callable[[], Awaitable[Answer]], within: float = GIVE_UP_SECONDS) -> Answer:
    """Return the result of `ask`, with retries while a part is down; raises StillAway."""
    try:
        return await with_backoff(within)(AWAY, ask)
    except AWAY as error:
        raise StillAway(f"{type(error).__name__} for {within:.0f} s: {error}") from error


async def until(
    condition: Callable[[], Awaitable[bool]], what: str, within: float = GIVE_UP_SECONDS
) -> None:
    """Return once the condition holds; raises StillAway with `what` after so many seconds."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + within
    while not await retry(condition, within):
        if clock() > deadline:
            raise StillAway(f"{what}: not within {within:.0f} s")
        await asyncio.sleep(0.2)


def jittered(seconds: float) -> float:
    """Return 50 to 100% of `seconds`, so that many retries do not come at once."""
    return seconds * random.uniform(0.5, 1.0)  # noqa: S311


async def pause(seconds: float) -> None:
    """Wait for about so long."""
    await asyncio.sleep(jittered(seconds))
