"""The use cases of the queue on a real database: against the plain queue, and many at once."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from contacts.desk.answer_attempt import answer_attempt, end_chat, pass_on_attempt
from contacts.desk.rules import AnsweredByTelephone, NotYourChat, OfferGone
from contacts.queue.join_queue import join_queue, leave_queue
from contacts.queue.keep_connections import Socket
from contacts.queue.let_time_pass import let_time_pass
from contacts.queue.stored_queue import lock_queue
from contacts.telephone.ask_for_call import ask_for_call
from contacts.telephone.take_call_event import take_call_event
from shared.database import Connection, Database

from tests.contacts.plain_queue import BEGIN
from tests.contacts.two_processes import (
    ELSEWHERE,
    PROCESSES,
    SECOND,
    a_call,
    begin,
    check_missed,
    happened,
    listener,
)
from tests.platform import Platform

SEQUENCES, STEPS = 20, 15
SEEKERS, LISTENERS = 40, 10
LIST_HELD = """
SELECT attempt_id, state, channel FROM attempt
WHERE state = 'offered' AND offered_to = $1 OR state = 'answered' AND answered_by = $1
"""
IS_OFFERED = "SELECT state = 'offered' AND offered_to = $2 FROM attempt WHERE attempt_id = $1"
LIST_STATES = "SELECT state FROM attempt"
COUNT_ANSWERED = "SELECT count(*) FROM attempt WHERE answered_at IS NOT NULL"
COUNT_OPEN = "SELECT count(*) FROM attempt WHERE state IN ('waiting', 'offered', 'answered')"


async def test_the_use_cases_do_what_the_plain_queue_does(platform: Platform) -> None:
    databases = [await platform.database("contacts") for _ in range(2)]
    everything = frozenset({"national", "local", "partner"})
    for seed in range(SEQUENCES):
        desks = [
            listener(most=1), listener(role="mentor", most=2), listener(role="trainee", most=2),
            listener(ELSEWHERE, lines=everything),
        ]  # fmt: skip
        both = await begin(databases, random.Random(seed), desks)
        for desk in desks:
            await both.open(desk)
            await both.set(desk, "present")
        for _ in range(STEPS):
            await both.step()
            await both.check()
        await check_missed(databases[0])


@dataclass
class Race:
    """Help seekers and listeners who all act at once, at either process."""

    databases: list[Database]
    chance: random.Random
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(6))
    joined: int = 0
    answered: Counter[UUID] = field(default_factory=Counter)
    held: list[list[str]] = field(default_factory=list)

    @asynccontextmanager
    async def commit(self) -> AsyncIterator[Connection]:
        """Yield a connection of one of the two; fewer at once than there are in the pools."""
        async with self.turns, self.chance.choice(self.databases).commit() as connection:
            yield connection

    async def do(self, use_case: Any, *given: Any) -> Any:
        async with self.commit() as connection:
            return await use_case(connection, *given)

    async def seek(self, number: int) -> None:
        """Join, and sometimes leave at once."""
        now = BEGIN + number * SECOND
        if number % 8 == 0:
            await self.do(ask_for_call, a_call(), now)
            self.joined += 1
            return
        socket = Socket(uuid4(), PROCESSES[number % 2])
        joined = await self.do(join_queue, "chat", "national", socket, now)
        self.joined += 1
        if self.chance.random() < 0.2:
            await self.do(leave_queue, joined.attempt_id, BEGIN + SEEKERS * SECOND)

    async def listen(self, volunteer_id: UUID) -> None:
        """Answer, pass on and end, until nobody is left."""
        while True:
            async with self.commit() as connection:
                held = await connection.fetch(LIST_HELD, volunteer_id)
                left = await connection.fetchval(COUNT_OPEN)
            self.held.append([row["channel"] for row in held])
            if not left and self.joined == SEEKERS:
                return
            for row in held:
                await self.take(row["attempt_id"], row["state"], volunteer_id)

    async def pick_up(self, attempt_id: UUID, volunteer_id: UUID) -> None:
        """Answer a call if it is still offered here, as whoever picks up has it."""
        at = str(1000 + volunteer_id.int)
        now = BEGIN + SEEKERS * SECOND
        async with self.commit() as connection:
            await lock_queue(connection)
            if await connection.fetchval(IS_OFFERED, attempt_id, volunteer_id):
                await take_call_event(connection, attempt_id, happened("answered", at), now)
                self.answered[attempt_id] += 1

    async def take(self, attempt_id: UUID, state: str, volunteer_id: UUID) -> None:
        given = attempt_id, volunteer_id, BEGIN + SEEKERS * SECOND
        with suppress(OfferGone, NotYourChat, AnsweredByTelephone):
            if state == "answered":
                await self.do(end_chat, *given)
            elif self.chance.random() < 0.2:
                await self.do(pass_on_attempt, *given)
            else:
                await self.do(answer_attempt, *given)
                self.answered[attempt_id] += 1
            return
        await self.pick_up(attempt_id, volunteer_id)

    async def let_time_pass(self) -> None:
        """Let time pass at both, as each does by itself."""
        for _ in range(SEEKERS // 2):
            await asyncio.gather(*(self.pass_moment(database) for database in self.databases))

    async def pass_moment(self, database: Database) -> None:
        async with database.commit() as connection:
            await let_time_pass(connection, BEGIN + SEEKERS * SECOND)


async def test_many_at_once_are_given_once_and_nobody_is_forgotten(platform: Platform) -> None:
    # given ten listeners and two processes
    databases = [await platform.database("contacts") for _ in range(2)]
    race = Race(databases, random.Random(1))
    desks = [listener() for _ in range(LISTENERS)]
    both = await begin(databases, race.chance, desks)
    for desk in desks:
        await both.open(desk)
        await both.set(desk, "present")
    # when forty help seekers come, while all listeners take, pass on and end
    await asyncio.gather(
        *(race.seek(number) for number in range(SEEKERS)),
        *(race.listen(desk.id) for desk in desks),
        race.let_time_pass(),
    )
    # then each was answered once, or left; and nobody had too much at any time
    async with databases[0].commit() as connection:
        states = Counter(row["state"] for row in await connection.fetch(LIST_STATES))
        answered = await connection.fetchval(COUNT_ANSWERED)
    assert set(states) <= {"ended", "abandoned"}
    assert sum(states.values()) == SEEKERS
    assert set(race.answered.values()) == {1}
    assert len(race.answered) == answered == states["ended"]
    assert all(len(held) <= 3 for held in race.held)
    assert all(held == ["telephone"] for held in race.held if "telephone" in held)
    await check_missed(databases[0])
