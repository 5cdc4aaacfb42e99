"""A bus: its address, its keys, and connections as one of its users."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nats
from nats.aio.client import Client

from sensoor.bus.keys import BusKeys
from shared import bus


@dataclass(frozen=True)
class Bus:
    """A bus: its address, the folder of its keys, and the certificate authority for TLS.

    `replicas` is the number of brokers that keep each stream: 1, or 3 on a cluster.
    """

    url: str
    keys: BusKeys
    ca: Path | None = None
    replicas: int = 1

    async def connect(self, user: str, **options: Any) -> Client:
        """Connect as a user whose credentials lie in the folder; `options` are those of NATS."""
        login = bus.login(user, self.keys.credentials(user), self.ca)
        given = {"connect_timeout": 5, "error_cb": _ignore, **login, **options}
        return await nats.connect(self.url, **given)

    @asynccontextmanager
    async def connected(self, user: str) -> AsyncIterator[Client]:
        """Connect while the block runs; there is no reconnect: a lost broker raises."""
        client = await self.connect(user, allow_reconnect=False, reconnect_time_wait=0.02)
        try:
            yield client
        finally:
            await client.close()


async def _ignore(_: Exception) -> None:
    """Ignore it here: the call that failed raises."""
