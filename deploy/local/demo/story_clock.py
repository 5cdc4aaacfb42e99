"""The clock of contacts during the demo: an evening of the story, and then the present again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from demo.client import Api

PATH = "/v1/clock"
# Longer than the two minutes in which a help seeker may come back, and the thirty seconds of a
# listener: whoever is gone then is gone for good.
ALL_ARE_GONE = timedelta(minutes=3)
# The process that was asked follows at once, the others when they look next.
FOLLOWED_SECONDS = 2.5


class StoryClock:
    """The clock, which shows an evening of the story and runs `rate` times as fast as time."""

    def __init__(self, contacts: Api, rate: int) -> None:
        self.contacts, self.rate = contacts, rate

    def real_seconds(self, shown: timedelta | float) -> float:
        """Return how long a length of the clock (a number is seconds) takes in real time."""
        seconds = shown.total_seconds() if isinstance(shown, timedelta) else shown
        return seconds / self.rate

    async def show(self, moment: datetime) -> None:
        """Let the clock show this moment."""
        await self.contacts.put(PATH, {"shows": moment.isoformat(), "rate": self.rate})

    async def let_all_go(self) -> None:
        """Let so much time pass at once that nobody who is gone comes back."""
        shows = datetime.fromisoformat((await self.contacts.get(PATH))["shows"])
        await self.show(shows + ALL_ARE_GONE)


@asynccontextmanager
async def story_clock(contacts: Api, moment: datetime, rate: int) -> AsyncIterator[StoryClock]:
    """Let the clock of contacts show a moment of the story while the block runs.

    It shows the present again afterwards, whatever happens.
    """
    clock = StoryClock(contacts, rate)
    try:
        await clock.show(moment)
        await asyncio.sleep(FOLLOWED_SECONDS)
        yield clock
    finally:
        await contacts.delete(PATH)
