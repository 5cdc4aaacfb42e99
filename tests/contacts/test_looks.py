"""A browser that comes while its process looks at the queue: what was read is not of it."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from contacts.clock.clock import Clock
from contacts.desk.connected_listener import ConnectedListener
from contacts.desk.desks import Desks
from contacts.help.seekers import Seekers
from contacts.queue.join_queue import join_queue
from contacts.queue.keep_connections import Socket
from contacts.queue.replica import Replica

from tests.contacts.given import VOLUNTEER
from tests.platform import Platform
from tests.waiting import end, eventually


class WhileReading:
    """A connection on which something happens when the first answer has come."""

    def __init__(self, connection: Any, happens: Callable[[], None]) -> None:
        self.connection, self.happens = connection, [happens]

    async def fetch(self, *asked: Any) -> Any:
        rows = await self.connection.fetch(*asked)
        while self.happens:
            self.happens.pop()()
        return rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


class Line:
    """The other end of a socket: what came, and with which code it was closed."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.closed: int | None = None

    async def receive(self) -> Any:
        await asyncio.Event().wait()

    async def send_text(self, text: str) -> None:
        self.came.append(text)

    async def close(self, code: int) -> None:
        self.closed = code


class Page:
    """A help seeker's page: what it was told."""

    def __init__(self, attempt_id: UUID, connection_id: UUID) -> None:
        self.attempt_id, self.connection_id = attempt_id, connection_id
        self.states: list[Mapping[str, Any]] = []
        self.elsewhere = False

    def told(self, state: Mapping[str, Any]) -> None:
        self.states.append(state)

    def tell_handover(self, partner: str, step: str) -> None:
        """Take no part in handovers."""

    def tell_away(self) -> None:
        """Take that the database cannot be reached."""

    def tell_elsewhere(self) -> None:
        self.elsewhere = True


async def test_a_desk_that_is_loaded_anew_during_a_look_is_shown(platform: Platform) -> None:
    # given a desk
    database, clock = await platform.database("contacts"), Clock()
    desks, replica, line = Desks(clock), Replica(clock), Line()
    sockets: list[Any] = [Line(), line]
    older, newer = (ConnectedListener(one, VOLUNTEER, database, replica) for one in sockets)
    desks.come(older)
    async with database.commit() as connection:
        await desks.look(connection)
    # when its page is loaded anew while the process reads
    showing = asyncio.create_task(newer.browser.serve(newer.take))
    async with database.commit() as connection:
        reading: Any = WhileReading(connection, lambda: desks.come(newer))
        await desks.look(reading)
    async with database.commit() as connection:
        await desks.look(connection)

    # then the new page has the desk
    async def told() -> bool:
        return bool(line.came) or line.closed is not None

    await eventually(told)
    assert line.closed is None
    assert '"type":"desk"' in line.came[0]
    await end(showing)


async def test_a_help_seeker_who_comes_back_during_a_look_keeps_the_chat(
    platform: Platform,
) -> None:
    # given a help seeker who waits, and comes back
    database, clock = await platform.database("contacts"), Clock()
    seekers, here = Seekers(clock), uuid4()
    before = Socket(uuid4(), here)
    async with database.commit() as connection:
        joined = await join_queue(connection, "chat", "national", before, clock.now())
    older = Page(joined.attempt_id, before.connection_id)
    newer = Page(joined.attempt_id, uuid4())
    seekers.come(older)
    # when that is while the process reads
    async with database.commit() as connection:
        reading: Any = WhileReading(connection, lambda: seekers.come(newer))
        await seekers.look(reading)
    # then the older page is told, and the new one is not
    assert older.elsewhere
    assert not newer.elsewhere
