"""A house of listeners and help seekers in a database, by the use cases of the queue: no process.

Time is what a test says it is.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contacts.board.queries import Board, load_board
from contacts.desk.answer_attempt import answer_attempt, end_chat
from contacts.desk.commands import SetDesk
from contacts.desk.set_desk import set_desk
from contacts.queue.join_queue import join_queue, leave_queue
from contacts.queue.keep_connections import Socket, note_gone, say_here
from contacts.queue.keep_presence import open_desk
from contacts.queue.replica import Replica
from shared.database import Database
from shared.reach import Reach

from tests.contacts.given import LOCATION
from tests.platform import Platform, Running

# A winter evening in Amsterdam: 21:00.
EVENING = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
ELSEWHERE = UUID(int=7)
NATION = Reach(everything=True)
MINUTE = timedelta(minutes=1)
OPEN_LOCATION = "INSERT INTO location VALUES ($1, '1', $2) ON CONFLICT DO NOTHING"
OPEN_SHIFT = """
INSERT INTO shift (shift_id, location_id, channels, starts_at, ends_at, needed, filled, cancelled,
    sequence)
VALUES ($1, $2, '{chat,telephone}', $3, $4, $5, $6, $7, '1')
"""
ADMIT = "INSERT INTO listener VALUES ($1, '1', $2, $3, $4, $5)"
FILL = "INSERT INTO place (shift_id, volunteer_id, taken, sequence) VALUES ($1, $2, true, '1')"


@dataclass
class House:
    """A database, the process to which all browsers are connected, and what time it is."""

    database: Database
    now: datetime = EVENING
    replica_id: UUID = field(default_factory=uuid4)
    sockets: set[UUID] = field(default_factory=set)
    seats: dict[UUID, UUID] = field(default_factory=dict)
    extensions: dict[UUID, str] = field(default_factory=dict)

    async def do(self, use_case: Any, *given: Any, **named: Any) -> Any:
        """Run a use case in a commit."""
        async with self.database.commit() as connection:
            return await use_case(connection, *given, **named)

    async def socket(self) -> Socket:
        """Return a new socket of the process, which says that it is there."""
        made = Socket(uuid4(), self.replica_id)
        self.sockets.add(made.connection_id)
        await self.do(say_here, self.replica_id, list(self.sockets), self.now, on_the_bus=True)
        return made

    async def location(self, name: str, location_id: UUID) -> None:
        """Open a location."""
        await self.execute(OPEN_LOCATION, location_id, name)

    async def shift(
        self, at: UUID = LOCATION, *, starts: timedelta = -3 * 60 * MINUTE, needed: int = 3,
        filled: int = 3, cancelled: bool = False,
    ) -> UUID:  # fmt: skip
        """Open a shift of six hours; return it."""
        shift_id, begins = uuid4(), self.now + starts
        ends = begins + timedelta(hours=6)
        await self.execute(OPEN_SHIFT, shift_id, at, begins, ends, needed, filled, cancelled)
        return shift_id

    async def listener(
        self, role: str = "listener", *, at: UUID = LOCATION, state: str = "present", most: int = 3,
        channels: tuple[str, ...] = ("chat", "telephone"), lines: tuple[str, ...] = ("national",),
        volunteer_id: UUID | None = None, extension: str | None = None,
    ) -> UUID:  # fmt: skip
        """Let a listener on shift come to the desk; return who it is."""
        one, shift_id = volunteer_id or uuid4(), await self.shift(at)
        self.seats[one] = shift_id
        if extension is not None:
            self.extensions[one] = extension
        await self.execute(ADMIT, one, at, list(channels), list(lines), role)
        await self.execute(FILL, shift_id, one)
        await self.do(open_desk, one, await self.socket(), self.now)
        await self.set(one, state, most)
        return one

    async def set(self, volunteer_id: UUID, state: str, most: int = 3) -> None:
        """Let a listener be present, in a pause, or leaving."""
        command = SetDesk.model_validate(
            {"shift_id": self.seats[volunteer_id], "state": state, "most_chats": most,
             "extension": self.extensions.get(volunteer_id)}
        )  # fmt: skip
        await self.do(set_desk, volunteer_id, command, self.now)

    async def join(self) -> UUID:
        """Let a help seeker join the queue; return the attempt."""
        joined = await self.do(join_queue, "chat", "national", await self.socket(), self.now)
        found: UUID = joined.attempt_id
        return found

    async def chat(self, volunteer_id: UUID) -> UUID:
        """Let a help seeker come and this listener answer, at once; return the attempt."""
        socket = await self.socket()
        async with self.database.commit() as connection:
            joined = await join_queue(connection, "chat", "national", socket, self.now)
            await answer_attempt(connection, joined.attempt_id, volunteer_id, self.now)
        return joined.attempt_id

    async def end(self, attempt_id: UUID, volunteer_id: UUID) -> None:
        """Let the listener end a chat."""
        await self.do(end_chat, attempt_id, volunteer_id, self.now)

    async def leave(self, attempt_id: UUID) -> None:
        """Let the help seeker leave."""
        await self.do(leave_queue, attempt_id, self.now)

    async def gone(self, volunteer_id: UUID) -> None:
        """Let a listener's browser be gone."""
        async with self.database.commit() as connection:
            found = "SELECT connection_id FROM desk WHERE volunteer_id = $1"
            socket: UUID = await connection.fetchval(found, volunteer_id)
            await note_gone(connection, socket, self.now)
        self.sockets.discard(socket)

    async def board(self, reach: Reach = NATION) -> Board:
        """Return the board as somebody sees it now."""
        async with self.database.commit() as connection:
            return await load_board(connection, reach, self.now)

    async def execute(self, statement: str, *given: Any) -> None:
        """Run a statement."""
        async with self.database.commit() as connection:
            await connection.execute(statement, *given)


def house_of(contacts: Running) -> House:
    """Return the house of a process of contacts, which keeps its browsers connected."""
    replica: Replica = contacts.app.state.replica
    return House(contacts.database, datetime.now(UTC), replica.replica_id, replica.sockets)


async def house_in_zutphen(platform: Platform) -> House:
    """Return a house in a database without a process, where two locations are known."""
    house = House(await platform.database("contacts"))
    await house.location("Zutphen", LOCATION)
    await house.location("Almelo", ELSEWHERE)
    return house
