"""Two processes that share the queue: its use cases on a real database, beside the plain queue.

Two `Database`s stand for two processes. The steps of a sequence take turns on them, so that what
one has decided is what the other goes on from.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import orjson
from contacts.desk.answer_attempt import answer_attempt, end_chat, pass_on_attempt
from contacts.desk.commands import SetDesk
from contacts.desk.set_desk import set_desk
from contacts.queue.close_channel import close_channel, open_channel
from contacts.queue.join_queue import Joined, join_queue, leave_queue, rejoin_queue
from contacts.queue.keep_connections import Socket, note_gone
from contacts.queue.keep_presence import open_desk
from contacts.queue.let_time_pass import let_time_pass
from contacts.telephone.ask_for_call import ask_for_call
from contacts.telephone.commands import AskForCall, TellEvent
from contacts.telephone.stored_calls import note_heard
from contacts.telephone.take_call_event import take_call_event
from shared.database import Database

from tests.contacts.given import LOCATION
from tests.contacts.house import ADMIT, FILL, OPEN_SHIFT
from tests.contacts.plain_queue import BEGIN, PlainAttempt, PlainDesk, PlainQueue

ELSEWHERE = UUID(int=2)
PROCESSES = [UUID(int=11), UUID(int=12)]
KINDS = [("chat", "national"), ("chat", "national"), ("chat", "partner"), ("telephone", "national")]
SECOND = timedelta(seconds=1)
NUMBERS, HAPPENINGS = count(), count(1)

# Its time is real, and the test's is not: these are never late.
PUT_REPLICA = "INSERT INTO replica VALUES ($1, 'infinity', true)"
SET_BUS = "UPDATE replica SET on_the_bus = $2 WHERE replica_id = $1"
OPEN_LINE = """
INSERT INTO line VALUES ('0900001', 'national', NULL, NULL, NULL, '{}', 'closed')
ON CONFLICT DO NOTHING
"""
EMPTY = "TRUNCATE exchange_call, attempt, desk, replica, closed_channel, missed_attempt, outbox"
LIST_ATTEMPTS = """
SELECT attempt_id, state, given_back, passed, arrived_at,
    CASE state WHEN 'offered' THEN offered_to WHEN 'answered' THEN answered_by END AS holder
FROM attempt
"""
LIST_DESKS = "SELECT volunteer_id, state FROM desk"
LIST_MISSED = "SELECT attempt_id, reason FROM missed_attempt"
LIST_TOLD = "SELECT data FROM outbox WHERE subject = 'contacts.contact_missed.v1'"


@dataclass
class TwoProcesses:
    """Two processes on one database, and what the plain queue says that there must be."""

    databases: list[Database]
    chance: random.Random
    plain: PlainQueue
    shifts: dict[UUID, UUID]
    joined: dict[UUID, Joined] = field(default_factory=dict)
    sockets: dict[UUID, Socket] = field(default_factory=dict)

    async def do(self, use_case: Any, *given: Any, **named: Any) -> Any:
        """Run a use case in a commit of one of the two."""
        async with self.chance.choice(self.databases).commit() as connection:
            return await use_case(connection, *given, **named)

    async def rows(self, statement: str) -> list[Any]:
        async with self.databases[0].commit() as connection:
            return list(await connection.fetch(statement))

    def pick(self, *states: str) -> PlainAttempt | None:
        fit = [one for one in self.plain.attempts.values() if one.state in states]
        return self.chance.choice(fit) if fit else None

    def socket(self, of: UUID) -> Socket:
        self.sockets[of] = Socket(uuid4(), self.chance.choice(PROCESSES))
        return self.sockets[of]

    # What happens: to the database and to the plain queue.

    async def join(self) -> None:
        channel, line = self.chance.choice(KINDS)
        if channel == "telephone":
            command = a_call()
            await self.do(ask_for_call, command, self.plain.now)
            one = PlainAttempt(command.call_id, channel, line, None, None, self.plain.now)
        else:
            socket = self.socket(UUID(int=0))
            joined = await self.do(join_queue, channel, line, socket, self.plain.now)
            self.joined[joined.attempt_id] = joined
            self.sockets[joined.attempt_id] = socket
            process = socket.replica_id
            one = PlainAttempt(joined.attempt_id, channel, line, None, process, self.plain.now)
        self.plain.attempts[one.id] = one
        if channel in self.plain.closed:
            self.plain.lose(one, "closed")

    async def answer(self) -> None:
        if one := self.pick("offered"):
            assert one.holder is not None
            if one.channel == "telephone":
                event = happened("answered", self.plain.desks[one.holder].extension)
                await self.do(take_call_event, one.id, event, self.plain.now)
            else:
                await self.do(answer_attempt, one.id, one.holder, self.plain.now)
            self.plain.answer(one)

    async def pass_on(self) -> None:
        if one := self.pick("offered"):
            await self.do(pass_on_attempt, one.id, one.holder, self.plain.now)
            self.plain.back(one)

    async def leave(self) -> None:
        if one := self.pick("waiting", "offered", "answered"):
            if one.channel == "telephone":
                await self.do(take_call_event, one.id, happened("hung_up"), self.plain.now)
            else:
                await self.do(leave_queue, one.id, self.plain.now)
            self.plain.leave(one)

    async def end(self) -> None:
        if one := self.pick("answered"):
            await self.do(end_chat, one.id, one.holder, self.plain.now)
            self.plain.end(one)

    async def lose_or_find_help_seeker(self) -> None:
        one = self.pick("waiting", "offered", "answered")
        if one and one.channel == "chat":
            if one.gone_since is None:
                await self.do(note_gone, self.sockets[one.id].connection_id, self.plain.now)
                one.process, one.gone_since = None, self.plain.now
            else:
                socket = self.socket(one.id)
                token = self.joined[one.id].token
                self.joined[one.id] = await self.do(rejoin_queue, token, socket, self.plain.now)
                one.process, one.gone_since = socket.replica_id, None

    async def lose_or_find_listener(self) -> None:
        desk = self.chance.choice(list(self.plain.desks.values()))
        if desk.process is not None:
            await self.do(note_gone, self.sockets[desk.id].connection_id, self.plain.now)
            desk.process, desk.gone_since = None, self.plain.now
        else:
            await self.open(desk)

    async def open(self, desk: PlainDesk) -> None:
        socket = self.socket(desk.id)
        await self.do(open_desk, desk.id, socket, self.plain.now)
        desk.process, desk.gone_since = socket.replica_id, None

    async def set_desk(self) -> None:
        desk = self.chance.choice(list(self.plain.desks.values()))
        await self.set(desk, self.chance.choice(["present", "present", "paused", "leaving"]))

    async def set(self, desk: PlainDesk, state: str) -> None:
        given = {
            "shift_id": self.shifts[desk.id], "state": state, "most_chats": desk.most,
            "extension": desk.extension,
        }  # fmt: skip
        await self.do(set_desk, desk.id, SetDesk.model_validate(given), self.plain.now)
        if desk.state != "present":
            desk.idle_since = self.plain.now
        desk.state = state

    async def lose_or_find_bus(self) -> None:
        process = self.chance.choice(PROCESSES)
        self.plain.on_the_bus ^= {process}
        async with self.databases[0].commit() as connection:
            await connection.execute(SET_BUS, process, process in self.plain.on_the_bus)

    async def close_or_open(self) -> None:
        if "chat" in self.plain.closed:
            await self.do(open_channel, "chat")
            self.plain.closed.clear()
        else:
            await self.do(close_channel, "chat", self.plain.now)
            self.plain.closed.add("chat")
            for one in self.plain.to_close("chat"):
                self.plain.lose(one, "closed")

    async def wait(self) -> None:
        self.plain.now += self.chance.choice([1, 20, 30, 120]) * SECOND

    async def step(self) -> None:
        """Do something; let a moment pass, for both."""
        what = [
            self.join, self.join, self.answer, self.answer, self.pass_on, self.leave, self.end,
            self.lose_or_find_help_seeker, self.lose_or_find_listener, self.set_desk,
            self.lose_or_find_bus, self.wait, self.wait,
        ]  # fmt: skip
        chosen = self.chance.choice([*what, *what, self.close_or_open])
        await chosen()
        # Who only notes a change leaves it to the next moment to route.
        if chosen not in (self.lose_or_find_listener, self.lose_or_find_bus, self.wait):
            self.plain.route()
        self.plain.now += SECOND
        await self.do(note_heard, list(self.plain.attempts), self.plain.now)
        await self.do(let_time_pass, self.plain.now)
        self.plain.overdue()
        self.plain.route()

    async def check(self) -> None:
        """Compare the database with the plain queue."""
        stored = {
            row["attempt_id"]: (row["state"], row["holder"], row["given_back"], row["passed"])
            for row in await self.rows(LIST_ATTEMPTS)
        }
        assert stored == {
            one.id: (one.state, one.holder, one.first, one.passed)
            for one in self.plain.attempts.values()
        }
        desks = {row["volunteer_id"]: row["state"] for row in await self.rows(LIST_DESKS)}
        assert desks == {desk.id: desk.state for desk in self.plain.desks.values()}


def a_call() -> AskForCall:
    """Return a call of the national line, of somebody who has not called before."""
    return AskForCall(call_id=uuid4(), number="0900001", caller=uuid4().hex * 2)


def happened(what: str, extension: str | None = None) -> TellEvent:
    """Return what happened to a call, after all that happened before."""
    return TellEvent.model_validate(
        {"happened": what, "extension": extension, "n": next(HAPPENINGS)}
    )


async def check_missed(database: Database) -> None:
    """Check that each missed attempt is registered once and told once, and no other is."""
    async with database.commit() as connection:
        states = {row["attempt_id"]: row["state"] for row in await connection.fetch(LIST_ATTEMPTS)}
        kept = [tuple(row) for row in await connection.fetch(LIST_MISSED)]
        told = [orjson.loads(row["data"]) for row in await connection.fetch(LIST_TOLD)]
    missed = sorted(
        (id_, state) for id_, state in states.items()
        if state in ("abandoned", "no_listener", "closed")
    )  # fmt: skip
    assert sorted(kept) == missed
    assert sorted((UUID(one["attemptId"]), one["reason"]) for one in told) == missed


async def begin(databases: list[Database], chance: random.Random, desks: list[PlainDesk]) -> Any:
    """Return two processes on an empty queue, with these listeners absent."""
    shifts = {}
    async with databases[0].commit() as connection:
        await connection.execute(EMPTY)
        await connection.execute(OPEN_LINE)
        await connection.executemany(PUT_REPLICA, [(one,) for one in PROCESSES])
        for desk in desks:
            shifts[desk.id] = shift_id = uuid4()
            begins, ends = BEGIN - 60 * SECOND, BEGIN + timedelta(days=1)
            await connection.execute(OPEN_SHIFT, shift_id, desk.location, begins, ends, 1, 1, False)
            given = list(desk.admitted), list(desk.lines), desk.role
            await connection.execute(ADMIT, desk.id, desk.location, *given)
            await connection.execute(FILL, shift_id, desk.id)
    for desk in desks:
        desk.state = "absent"
    return TwoProcesses(databases, chance, PlainQueue(desks, PROCESSES), shifts)


def listener(location: UUID = LOCATION, role: str = "listener", **more: Any) -> PlainDesk:
    return PlainDesk(UUID(int=20 + next(NUMBERS)), location, role, **more)
