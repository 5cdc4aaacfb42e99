"""How many routing decisions a second, with 500 who wait and 300 listeners who are full?

A decision: a chat ends, and who has waited longest is offered to the listener who is free now.
*Ours* is the shipped use case in its commit. *Bare* is the SQL of the same lock and updates and
nothing else: it is told who waits and who is free. Each has a database of its own, and they take
turns. In between, and not measured, the offer is answered and somebody else joins the queue.
"""

import argparse
import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from contacts.desk.answer_attempt import end_chat
from contacts.queue.stored_queue import LOCK_QUEUE, NOTE_IDLE
from shared.database import Database

from benchmarks.results import console, median_and_spread, show, verdict, write
from benchmarks.surroundings import surroundings

AIM = 0.5
WAITING, LISTENERS, CHATS_EACH, LOCATIONS = 500, 300, 3, 25
NOW = datetime.now(UTC)
REPLICAS = [UUID(int=1), UUID(int=2)]

PUT_REPLICA = "INSERT INTO replica VALUES ($1, 'infinity', true)"
PUT_SHIFT = """
INSERT INTO shift (shift_id, location_id, channels, starts_at, ends_at, cancelled, sequence)
VALUES ($1, $1, '{chat}', now() - interval '1 hour', now() + interval '1 day', false, '1')
"""
PUT_LISTENER = """
WITH admitted AS (
    INSERT INTO listener (volunteer_id, location_id, channels, lines, role, sequence)
    VALUES ($1, $2, '{chat,telephone}', '{national,local}', 'listener', '1')
), filled AS (
    INSERT INTO place (shift_id, volunteer_id, taken, role, sequence)
    VALUES ($2, $1, true, 'listener', '1')
)
INSERT INTO desk (volunteer_id, shift_id, state, since, idle_since, most_chats, connection_id,
    replica_id)
VALUES ($1, $2, 'present', now(), now(), $3, gen_random_uuid(), $4)
"""
PUT_ATTEMPT = """
INSERT INTO attempt (attempt_id, channel, line, line_location_id, state, arrived_at, answered_by,
    answered_at, wait_seconds, contact_id, token_hash, seal, connection_id, replica_id)
VALUES ($1, 'chat', $2, $3, $4, $5, $6, $7, $8, gen_random_uuid(), $9, $9, gen_random_uuid(), $10)
"""
ANSWER = """
UPDATE attempt SET state = 'answered', answered_by = offered_to, answered_at = $1,
    wait_seconds = 1, offered_to = NULL, offered_at = NULL
WHERE state = 'offered' RETURNING attempt_id, answered_by
"""
END_BARELY = """
UPDATE attempt SET state = 'ended', ended_at = $2, ended_by = 'listener' WHERE attempt_id = $1
"""
OFFER_BARELY = """
UPDATE attempt SET state = 'offered', offered_to = $2, offered_at = $3 WHERE attempt_id = $1
"""
FIND_FIRST = "SELECT attempt_id FROM attempt WHERE state = 'waiting' ORDER BY arrived_at LIMIT 1"

# Of the chat that ends, its listener, and who is first in the queue.
Decide = Callable[[UUID, UUID, UUID], Awaitable[None]]


class House:
    """A full house, whose queue never empties: one database, and how a decision is made in it."""

    def __init__(self, setup: asyncpg.Connection, decide: Decide) -> None:
        self.setup, self.decide = setup, decide
        self.open: list[tuple[UUID, UUID]] = []
        self.numbers = itertools.count()

    async def fill(self) -> None:
        """Put everybody in their places."""
        locations = [UUID(int=100 + number) for number in range(LOCATIONS)]
        await self.setup.executemany(PUT_REPLICA, [(one,) for one in REPLICAS])
        await self.setup.executemany(PUT_SHIFT, [(one,) for one in locations])
        for number in range(LISTENERS):
            id_, home = uuid4(), locations[number % LOCATIONS]
            replica_id = REPLICAS[number % 2]
            await self.setup.execute(PUT_LISTENER, id_, home, CHATS_EACH, replica_id)
            for _ in range(CHATS_EACH):
                self.open.append((await self.join(answered_by=id_), id_))
        for _ in range(WAITING):
            await self.join()
        await self.setup.execute("ANALYZE")

    async def join(self, answered_by: UUID | None = None) -> UUID:
        """Put somebody at the end of the queue, every second one for a local line."""
        number = next(self.numbers)
        local, arrived = number % 2, NOW + timedelta(milliseconds=number)
        await self.setup.execute(
            PUT_ATTEMPT, id_ := uuid4(), "local" if local else "national",
            UUID(int=100 + number % LOCATIONS) if local else None,
            "answered" if answered_by else "waiting", arrived, answered_by,
            arrived if answered_by else None, 1 if answered_by else None, id_.bytes,
            REPLICAS[number // 2 % 2],
        )  # fmt: skip
        return id_

    async def decisions(self, count: int) -> float:
        """Return how many decisions a second were made, of so many."""
        seconds = 0.0
        for _ in range(count):
            (ended, volunteer_id), first = self.open.pop(0), await self.setup.fetchval(FIND_FIRST)
            began = time.perf_counter()
            await self.decide(ended, volunteer_id, first)
            seconds += time.perf_counter() - began
            [answered] = await self.setup.fetch(ANSWER, datetime.now(UTC))
            assert tuple(answered) == (first, volunteer_id)
            self.open.append((first, volunteer_id))
            await self.join()
        return count / seconds


def by_the_use_case(database: Database) -> Decide:
    """Let the use case decide."""

    async def decide(ended: UUID, volunteer_id: UUID, _first: UUID) -> None:
        async with database.commit() as connection:
            await end_chat(connection, ended, volunteer_id, datetime.now(UTC))

    return decide


def barely(connection: asyncpg.Connection) -> Decide:
    """Be told each decision, and keep it."""

    async def decide(ended: UUID, volunteer_id: UUID, first: UUID) -> None:
        now = datetime.now(UTC)
        async with connection.transaction():
            await connection.execute(LOCK_QUEUE)
            await connection.execute(END_BARELY, ended, now)
            await connection.execute(NOTE_IDLE, volunteer_id, now)
            await connection.execute(OFFER_BARELY, first, volunteer_id, now)

    return decide


async def measure(decisions: int, rounds: int) -> dict[str, Any]:
    """Measure each side in turn; return the result as it is written."""
    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    async with surroundings() as here:
        ours, theirs = [await here.create_service_database("contacts") for _ in rates]
        # PostgreSQL does not stop before all have left.
        async with AsyncExitStack() as stack:
            database = Database(ours)
            stack.push_async_callback(database.close)
            setups = [await asyncpg.connect(url) for url in (ours, theirs)]
            bare = await asyncpg.connect(theirs)
            for one in (*setups, bare):
                stack.push_async_callback(one.close)
            houses = {
                "ours": House(setups[0], by_the_use_case(database)),
                "bare": House(setups[1], barely(bare)),
            }
            for house in houses.values():
                await house.fill()
                await house.decisions(decisions // 10)
            for _ in range(rounds):
                for name, house in houses.items():
                    rates[name].append(await house.decisions(decisions))
    return {
        "waiting": WAITING,
        "listeners": LISTENERS,
        "decisions_a_round": decisions,
        "decisions_a_second": {name: median_and_spread(each) for name, each in rates.items()},
        "ours_to_bare": median_and_spread(
            [one / other for one, other in zip(rates["ours"], rates["bare"], strict=True)]
        ),
        "aim": AIM,
    }


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=200, help="a round")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    result = asyncio.run(measure(given.decisions, given.rounds))
    rows = [
        [name, one["median"], one["lowest"], one["highest"]]
        for name, one in result["decisions_a_second"].items()
    ]
    show("Routing", ["side", "decisions/s", "lowest", "highest"], rows)
    console.print(f"ours to bare: {verdict(result['ours_to_bare']['median'], AIM)}")
    console.print(f"written to {write('routing', result)}")


if __name__ == "__main__":
    main()
