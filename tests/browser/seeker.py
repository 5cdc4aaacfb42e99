"""A help seeker without a browser: the demo's page in Python."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from demo.chat import Seeker

from tests.browser.site import Site
from tests.waiting import end, eventually


def heard(seeker: Seeker) -> list[str]:
    """Return what the listener said."""
    return [word.text for word in seeker.words.log if word.by == "listener"]


async def is_in(seeker: Seeker, *phases: str) -> None:
    """Wait until the service tells one of these phases."""

    async def there() -> bool:
        return seeker.phase in phases

    await eventually(there)


@asynccontextmanager
async def seeking(site: Site) -> AsyncIterator[Seeker]:
    """Ask for somebody; who still waits or chats at the end leaves."""
    seeker = Seeker(site.address)
    running = asyncio.create_task(seeker.run())
    try:
        await is_in(seeker, "waiting", "answered", "missed")
        yield seeker
    finally:
        if seeker.phase in ("waiting", "answered"):
            seeker.end()
            await is_in(seeker, "ended", "missed", "unknown")
        await end(running)
