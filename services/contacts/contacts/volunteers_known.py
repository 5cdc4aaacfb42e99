"""Whether all that the volunteers service knows has arrived here.

Its relay says each quarter of a second until when it has told everything; it says nothing while an
event is parked. Once it has said so of a moment after the request came, and this service's
consumer has nothing left to handle, nothing that fails and no dead letter, a shift that is not
known here is surely not there.
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
PATIENCE_SECONDS = 1.0


class VolunteersKnown:
    """What the bus says about how far this service has read what volunteers told."""

    def __init__(self) -> None:
        self._bus: Client | None = None
        self._told_until = datetime.min.replace(tzinfo=UTC)
        self._told = asyncio.Condition()

    async def follow(self, _database: Database, broker: NatsBroker) -> None:
        """Listen until when volunteers has told everything."""
        self._bus = client_of(broker)

        async def told(message: Msg) -> None:
            async with self._told:
                self._told_until = datetime.fromisoformat(message.data.decode())
                self._told.notify_all()

        await self._bus.subscribe(drained_subject("volunteers"), cb=told)

    async def has_heard_all(self) -> bool:
        """Wait up to a second until everything told before now is handled; say whether it is."""
        bus = self._bus
        if bus is None or not bus.is_connected:
            return False
        asked_at = datetime.now(UTC)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                async with self._told:
                    await self._told.wait_for(lambda: self._told_until >= asked_at)
                while not await _nothing_left(bus):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        except (TimeoutError, nats.errors.Error):
            return False
        return True


async def nothing_set_aside(connection: Connection) -> bool:
    """Say whether no event of volunteers fails here or lies in the dead letters.

    To be asked after `has_heard_all`, in the transaction that decides: what is set aside stands
    in this database before the bus hears that it is dealt with.
    """
    return not await is_failing(connection, CONSUMER)


async def _nothing_left(bus: Client) -> bool:
    info = await bus.jetstream(prefix=API).consumer_info(STREAM, CONSUMER)
    return not info.num_pending and not info.num_ack_pending
