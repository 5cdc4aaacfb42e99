"""This process's part in the queue: it says that it is there, lets time pass, looks, and decides.

Every second, and whenever it is woken, it looks at what the queue is for those who are connected
here, and tells them what has changed. A change that it made itself wakes it, and so does
`queue.changed` on the bus, for one that another process made. Without the bus it looks every
second all the same.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import UUID, uuid4

import nats
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.aio.msg import Msg
from shared.bus import client_of
from shared.database import Connection, Database, is_away

from contacts.clock.clock import Clock
from contacts.queue.keep_connections import Socket, note_gone, say_here
from contacts.queue.let_time_pass import let_time_pass
from contacts.words.conversation import Conversations

log = logging.getLogger(__name__)

CHANGED = "queue.changed"
EVERY = timedelta(seconds=1)
HERE_SECONDS = 2.0
# With a clock that runs fast, no more often than this.
LEAST_SECONDS = 0.05
# How long somebody may wait for the queue.
TURN_SECONDS = 15.0
Look = Callable[[Connection], Awaitable[None]]


class Replica:
    """A process to which browsers are connected.

    `sockets` are the newest of each browser here. `looks` tell those who are connected here what
    has changed, in one transaction.
    """

    def __init__(self, clock: Clock) -> None:
        self.replica_id = uuid4()
        self.clock = clock
        self.conversations = Conversations(self.replica_id)
        self.sockets: set[UUID] = set()
        self.looks: list[Look] = []
        self.away: list[Callable[[], None]] = []
        self.bus: Client | None = None
        self._woken = asyncio.Event()
        self._turn = asyncio.Lock()
        self._said_here = self._let_pass = 0.0
        self._had_bus = False

    def socket(self) -> Socket:
        """Return a new socket of this process."""
        return Socket(uuid4(), self.replica_id)

    async def lose(self, database: Database, connection_id: UUID) -> None:
        """Note that a browser is gone; `say_here` does, where the database is away now."""
        try:
            async with database.commit() as connection:
                await note_gone(connection, connection_id, self.clock.now())
        except Exception as error:
            if not is_away(error):
                raise
            return
        await self.changed()

    async def changed(self) -> None:
        """Wake this process and all others: the queue has changed."""
        self._woken.set()
        if self.bus is not None and self.bus.is_connected:
            with suppress(nats.errors.Error):
                await self.bus.publish(CHANGED, self.replica_id.bytes)

    @asynccontextmanager
    async def deciding(self, database: Database) -> AsyncIterator[Connection]:
        """Yield a connection to change the queue with, to one user at a time in this process.

        Who waits for the queue holds no connection meanwhile: others need them. Raises TimeoutError
        (the database is away) when the turn does not come.
        """
        async with asyncio.timeout(TURN_SECONDS):
            await self._turn.acquire()
        try:
            async with database.commit() as connection:
                yield connection
        finally:
            self._turn.release()

    async def run(self, database: Database) -> None:
        """Say here, and look at the queue, again and again, with the bus or without it."""
        await asyncio.gather(self._stay(database), self._watch(database))

    async def _stay(self, database: Database) -> None:
        """Say that this process is there, however long a look takes."""
        while True:
            await self._watch_bus()
            if time.monotonic() - self._said_here >= HERE_SECONDS:
                try:
                    async with database.commit() as connection:
                        await self.clock.read(connection)
                        await say_here(
                            connection, self.replica_id, self.sockets, self.clock.now(),
                            on_the_bus=self._had_bus,
                        )  # fmt: skip
                    self._said_here = time.monotonic()
                except Exception as error:
                    if not is_away(error):
                        log.exception("this process could not say that it is there")
            await asyncio.sleep(EVERY.total_seconds())

    async def _watch(self, database: Database) -> None:
        while True:
            self._woken.clear()
            try:
                await self._once(database)
            except Exception as error:
                for tell in self.away:
                    tell()
                if not is_away(error):
                    log.exception("the queue could not be looked at: next try in a second")
                await asyncio.sleep(EVERY.total_seconds())
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._pause())

    async def follow(self, _database: Database, broker: NatsBroker) -> None:
        """Hear on the bus that another process has changed the queue."""
        self.bus = client_of(broker)

        async def woken(message: Msg) -> None:
            # What this process said it has looked at: the bus brings that back to it.
            if message.data != self.replica_id.bytes:
                self._woken.set()

        await self.bus.subscribe(CHANGED, cb=woken)
        self._woken.set()

    async def _watch_bus(self) -> None:
        has_bus = self.bus is not None and self.bus.is_connected
        if has_bus and not self._had_bus and self.bus is not None:
            await self.conversations.follow_bus(self.bus)
        if has_bus != self._had_bus:
            self._said_here = 0.0
        self._had_bus = has_bus

    async def _once(self, database: Database) -> None:
        now = time.monotonic()
        if now - self._let_pass >= self._pause():
            async with self.deciding(database) as connection:
                await self.clock.read(connection)
                await let_time_pass(connection, self.clock.now())
            self._let_pass = now
        async with database.commit() as connection:
            for look in self.looks:
                await look(connection)

    def _pause(self) -> float:
        return max(LEAST_SECONDS, self.clock.real(EVERY).total_seconds())
