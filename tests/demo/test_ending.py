"""A task ends although a library loses its cancellation."""

import asyncio

import pytest
from demo.ending import end


async def test_a_task_that_loses_its_first_cancellation_ends_by_the_next():
    lost, begun = 0, asyncio.Event()

    async def looks_on() -> None:
        nonlocal lost
        begun.set()
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                lost += 1
                if lost > 1:
                    raise

    looking = asyncio.create_task(looks_on())
    await begun.wait()

    await end(looking)

    assert looking.cancelled()
    assert lost == 2


async def test_what_the_task_failed_with_is_raised():
    begun = asyncio.Event()

    async def fails() -> None:
        begun.set()
        raise ValueError("of its own")

    failing = asyncio.create_task(fails())
    await begun.wait()

    with pytest.raises(ValueError, match="of its own"):
        await end(failing)
