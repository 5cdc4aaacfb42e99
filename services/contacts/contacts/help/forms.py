"""The help seekers of this process who have a form only."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from shared.database import Connection, Database

from contacts.help.crowd import Crowd
from contacts.help.form_seeker import FormSeeker
from contacts.help.seekers import Seekers
from contacts.queue.join_queue import Joined, join_queue, leave_queue, rejoin_queue
from contacts.queue.keep_connections import Socket, note_gone
from contacts.queue.replica import Replica
from contacts.surges.find_surge import require_open_surge

# A browser that shows the form asks every few seconds, in the background once a minute.
GONE_SECONDS = 75.0
# When the chat is over it asks once more, to show what was written a last time.
OVER_SECONDS = 120.0
Begin = Callable[[Connection, Socket, datetime], Awaitable[Joined]]


class Forms:
    """The forms that ask here, each by its token, which does not change: it is in a cookie."""

    def __init__(self, replica: Replica, seekers: Seekers, crowd: Crowd) -> None:
        self.replica, self.seekers, self.crowd = replica, seekers, crowd
        self.here: dict[str, FormSeeker] = {}
        self.opening = asyncio.Lock()

    async def join(self, database: Database, slug: str | None = None) -> str:
        """Put a help seeker into the queue, by an accident line if it is named; return the token.

        Raises PageFull, SurgeLineClosed.
        """

        async def begin(connection: Connection, socket: Socket, now: datetime) -> Joined:
            surge_id = await require_open_surge(connection, slug) if slug else None
            return await join_queue(connection, "chat", "national", socket, now, surge_id=surge_id)

        async with self.opening:
            seeker, token = await self._open(database, begin)
            self.here[token] = seeker
        return token

    async def find(self, database: Database, token: str) -> FormSeeker:
        """Return who has this token, from another process too; raises TokenUnknown, PageFull."""
        async with self.opening:
            found = self.here.get(token)
            if found is None or found.is_elsewhere:
                await self.forget(token)
                # The next token is never given out, so that this one stays.
                found, _ = await self._open(
                    database, lambda connection, socket, now: rejoin_queue(
                        connection, token, socket, now
                    )
                )  # fmt: skip
                self.here[token] = found
        found.asked_at = time.monotonic()
        return found

    async def follow(
        self,
        database: Database,
        token: str,
        condition: Callable[[FormSeeker], object],
        within: float,
    ) -> tuple[FormSeeker, bool]:
        """Return who has this token, and whether a condition holds within so many seconds.

        The page's frame asks by itself, and another process may take the form by that: it is taken
        back as long as the condition is waited for. Raises TokenUnknown, PageFull.
        """
        ends = time.monotonic() + within
        while True:
            seeker = await self.find(database, token)
            holds = await seeker.until(condition, ends - time.monotonic())
            if holds or not seeker.is_elsewhere or time.monotonic() > ends:
                return seeker, holds

    async def say(
        self, database: Database, token: str, text: str, within: float
    ) -> tuple[FormSeeker, bool]:
        """Say something once, as soon as it is known what was said before; return whether it was.

        Waits until the listener's browser has it, in all at most `within` seconds. What that has
        not got by then is told again by this process. Raises TokenUnknown, PageFull.
        """
        ends, number = time.monotonic() + within, 0
        while True:
            seeker, _ = await self.follow(database, token, _may_say, ends - time.monotonic())
            if not seeker.transcript.knows_all or seeker.is_over:
                return seeker, False
            number = seeker.say(text, number)
            has_it = partial(_has_got, number=number)
            if await seeker.until(has_it, ends - time.monotonic()) or not seeker.is_elsewhere:
                return seeker, True

    async def end(self, database: Database, seeker: FormSeeker) -> None:
        """Leave the queue, or end the chat, and look at what has become of it."""
        async with self.replica.deciding(database) as connection:
            await leave_queue(connection, seeker.attempt_id, self.replica.clock.now())
            await self.seekers.look(connection)
        await self.replica.changed()

    async def forget(self, token: str) -> None:
        """Forget a form whose chat is over."""
        if token in self.here:
            await self._go(token)

    async def look(self, connection: Connection) -> None:
        """Note who has not asked for long: the browser is gone."""
        for token, seeker in list(self.here.items()):
            silent = time.monotonic() - seeker.asked_at
            if seeker.is_elsewhere or (seeker.is_over and silent > OVER_SECONDS):
                await self._go(token)
            elif silent > GONE_SECONDS:
                await self._go(token)
                await note_gone(connection, seeker.connection_id, self.replica.clock.now())

    async def _open(self, database: Database, begin: Begin) -> tuple[FormSeeker, str]:
        self.crowd.come()
        socket = self.replica.socket()
        self.replica.sockets.add(socket.connection_id)
        try:
            async with self.replica.deciding(database) as connection:
                joined = await begin(connection, socket, self.replica.clock.now())
        except BaseException:
            self.crowd.go()
            self.replica.sockets.discard(socket.connection_id)
            raise
        seeker = FormSeeker(joined, socket, self.replica.conversations)
        self.seekers.come(seeker)
        await self.replica.conversations.come(seeker.attempt_id, "seeker", joined.seal, seeker.take)
        await self.replica.changed()
        return seeker, joined.token

    async def _go(self, token: str) -> None:
        seeker = self.here.pop(token)
        self.crowd.go()
        self.seekers.go(seeker)
        self.replica.sockets.discard(seeker.connection_id)
        await self.replica.conversations.go(seeker.attempt_id, "seeker", seeker.take)


def _may_say(seeker: FormSeeker) -> bool:
    return seeker.transcript.knows_all or seeker.is_over


def _has_got(seeker: FormSeeker, number: int) -> bool:
    return seeker.transcript.got >= number
