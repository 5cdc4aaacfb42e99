"""A task ends although a library loses its cancellation."""

import asyncio

import pytest
from demo.ending import end


async def test_a_task_that_loses_its_first_cancellation_ends_by_the_next():
    lost = 0

    async def looks_on() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost += 1
                if lost > 1:
                    raise

    looking = asyncio.create_task(looks_on())
    await asyncio.sleep(0)

    await end(looking)

    assert looking.cancelled()
    assert lost == 2


async def test_what_the_task_failed_with_is_raised():
    async def fails() -> None:
        raise ValueError("of its own")

    failing = asyncio.create_task(fails())
    await asyncio.sleep(0)

    with pytest.raises(ValueError, match="of its own"):
        await end(failing)
