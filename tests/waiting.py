"""Waiting on conditions: tests never sleep for a guessed time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")


async def eventually(condition: Callable[[], Awaitable[T]], within: float = 20) -> T:
    """Return the first true answer of `condition`; fail with the last one after `within` s."""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        answer = await condition()
        if answer:
            return answer
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"not within {within} s; the last answer was {answer!r}")
        await asyncio.sleep(0.02)


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks until they end: libraries may swallow a cancellation."""
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=1)
