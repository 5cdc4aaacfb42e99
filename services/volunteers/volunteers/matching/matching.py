"""Matching of this process: an index that follows the commits of all processes.

It is brought up to date every half second, and before somebody is answered. Every five minutes it
is built anew, so that the days move on and nothing that was overlooked stays.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from shared.database import Connection, Database, raw
from shared.refusals import Refusal

from volunteers.amsterdam import day_of
from volunteers.matching.changes import (
    Position,
    TooMuchChanged,
    count_absences,
    find_start,
    read_changes,
)
from volunteers.matching.index import Index, Ranked
from volunteers.matching.load_facts import Held, held_on, load_people, load_shifts

ANEW = timedelta(minutes=5)


class NotLoadedYet(Refusal):
    """The process has just begun, and does not know the shifts yet."""

    status = 503


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, of which days and when, and how far changes were taken in since."""

    index: Index
    held: Held
    at: datetime
    position: Position


class Matching:
    """Who could fill which hole, as this process knows it."""

    def __init__(self) -> None:
        self._loaded: Loaded | None = None
        self._turn = asyncio.Lock()

    async def keep_up(self, database: Database, now: datetime) -> None:
        """Take in what was committed before; a step of work by the clock, in every process."""
        async with database.read() as session:
            await self.follow(await raw(session), now)

    async def follow(self, connection: Connection, now: datetime) -> None:
        """Take in all that was committed before, read by this connection."""
        async with self._turn:
            loaded = self._loaded
            if loaded is None or now - loaded.at > ANEW:
                self._loaded = await _load(connection, now)
                return
            try:
                self._loaded = await _take_in_changes(connection, loaded, now)
            except TooMuchChanged:
                self._loaded = await _load(connection, now)

    def rank(self, shift_id: UUID, limit: int, chains: bool) -> list[Ranked]:
        """Return who could fill a hole, best first, as of the last `follow` (`Index.rank`).

        Raises `NotLoadedYet`.
        """
        if self._loaded is None:
            raise NotLoadedYet("the shifts are being read: ask again in a few seconds")
        return self._loaded.index.rank(shift_id, limit, chains=chains)


async def _load(connection: Connection, now: datetime) -> Loaded:
    position = await find_start(connection, now)
    held = held_on(day_of(now))
    people = await load_people(connection, held)
    shifts = await load_shifts(connection, held)
    index = Index(now)
    # Beside the event loop: it takes a part of a second for the whole nation.
    await asyncio.to_thread(index.put, people, shifts)
    return Loaded(index, held, now, position)


async def _take_in_changes(connection: Connection, loaded: Loaded, now: datetime) -> Loaded:
    index, held = loaded.index, loaded.held
    changed = await read_changes(connection, loaded.position, now)
    absences = await count_absences(connection, held.first, held.last)
    others = {one.volunteer_id for one in index.people.values()
              if len(one.absences) != absences[one.volunteer_id]}  # fmt: skip
    again = changed.volunteers | others
    people = await load_people(connection, held, list(again)) if again else []
    shifts = await load_shifts(connection, held, list(changed.shifts)) if changed.shifts else []
    index.drop(again - {one.volunteer_id for one in people})
    index.put(people, shifts)
    index.as_of = now
    return replace(loaded, position=changed.position)
