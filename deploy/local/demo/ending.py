"""The end of a task that runs until it is told."""

import asyncio
from contextlib import suppress
from typing import Any


async def end(task: asyncio.Task[Any]) -> None:
    """Cancel a task until it is done; raises what it failed with.

    Once is not enough: a `wait_for` of Python 3.11, which nats-py uses, loses a cancellation that
    comes together with the answer (CPython issue 86296).
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=1)
    with suppress(asyncio.CancelledError):
        task.result()
