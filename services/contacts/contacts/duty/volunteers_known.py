"""Whether all that the volunteers service committed has arrived here.

Its relay publishes four times a second until when all its events are on the bus; it publishes
nothing while an event is parked. A shift that is not known here surely does not exist when the
relay has named a moment after the request came, and this service's consumer has nothing pending,
nothing that fails and no dead letter.
"""

import asyncio
from datetime import UTC, datetime

import nats
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.aio.msg import Msg
from shared.bus import API, client_of
from shared.database import Connection, Database
from shared.inbox import is_failing
from shared.relay import drained_subject

STREAM = "VOLUNTEERS"
CONSUMER = "contacts_volunteers"
WAIT_SECONDS = 1.0


class VolunteersKnown:
    """How far this service has read the events of volunteers."""

    def __init__(self) -> None:
        self._bus: Client | None = None
        self._published_until = datetime.min.replace(tzinfo=UTC)
        self._published = asyncio.Condition()

    async def follow(self, _database: Database, broker: NatsBroker) -> None:
        """Subscribe to the moment until which volunteers has published all its events."""
        self._bus = client_of(broker)

        async def published(message: Msg) -> None:
            async with self._published:
                self._published_until = datetime.fromisoformat(message.data.decode())
                self._published.notify_all()

        await self._bus.subscribe(drained_subject("volunteers"), cb=published)

    async def has_heard_all(self) -> bool:
        """Wait up to a second until every event of before now is handled; return whether it is."""
        bus = self._bus
        if bus is None or not bus.is_connected:
            return False
        asked_at = datetime.now(UTC)
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                async with self._published:
                    await self._published.wait_for(lambda: self._published_until >= asked_at)
                while not await _nothing_left(bus):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        except (TimeoutError, nats.errors.Error):
            return False
        return True


async def nothing_set_aside(connection: Connection) -> bool:
    """Return whether no event of volunteers fails here or is a dead letter.

    Call it after `has_heard_all`, in the transaction that decides: a dead letter is noted in this
    database before its message is acknowledged.
    """
    return not await is_failing(connection, CONSUMER)


async def _nothing_left(bus: Client) -> bool:
    info = await bus.jetstream(prefix=API).consumer_info(STREAM, CONSUMER)
    return not info.num_pending and not info.num_ack_pending
