"""What the dashboard shows, read once for everybody who looks."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from faststream.nats import NatsBroker
from shared.database import Database, raw

from reporting.dashboard.read_freshness import Durable, read_freshness
from reporting.dashboard.rules.freshness import Freshness
from reporting.dashboard.rules.seen import closed_days
from reporting.days.expected import HourlyForecast, read_expected
from reporting.days.readings import Readings
from reporting.days.roster import read_shifts
from reporting.days.rules.local_time import day_at, hour_at, quarter_at, week_of
from reporting.days.rules.places import Places, places_at, places_by_hour
from reporting.days.rules.shown import DayOfWeek, ShownDay, counted_hours, shown_day

LOOK_EVERY_SECONDS = 10.0


@dataclass(frozen=True)
class Board:
    """Today: counts up to the last quarter hour, places as they are now, and how fresh they are."""

    counted_until: datetime
    today: ShownDay
    hours_begun: int
    expected: HourlyForecast | None
    expected_by_now: float | None
    week: Sequence[DayOfWeek]
    places: Places
    places_by_hour: Sequence[Places]
    freshness: Freshness


class Watched:
    """The board that everybody at this process sees: read once in ten seconds, drawn as often.

    `durables` are the consumers of reporting. However many watch, a tick costs one reading, and
    one drawing in each language that is spoken.
    """

    def __init__(self, readings: Readings, durables: Sequence[Durable]) -> None:
        self.readings = readings
        self._durables = durables
        self._board: Board | None = None
        self._read_at = 0.0
        self._reading = asyncio.Lock()
        self._drawn: dict[str, str] = {}

    async def board(
        self, database: Database, broker: NatsBroker | None, now: Callable[[], datetime]
    ) -> Board:
        """Return the newest board; whoever asks while it is read waits for it."""
        async with self._reading:
            old = time.monotonic() - self._read_at >= LOOK_EVERY_SECONDS
            if self._board is None or old:
                self._board = await self._read(database, broker, now())
                self._read_at = time.monotonic()
                self._drawn.clear()
            return self._board

    def drawn(self, board: Board, language: str, draw: Callable[[Board], str]) -> str:
        """Return the board as text in a language."""
        if board is not self._board:
            return draw(board)
        if language not in self._drawn:
            self._drawn[language] = draw(board)
        return self._drawn[language]

    async def _read(self, database: Database, broker: NatsBroker | None, now: datetime) -> Board:
        today = day_at(now)
        week = week_of(today)
        counts = await self.readings.of(database, [day for day in week if day <= today], now)
        async with database.read() as session:
            connection = await raw(session)
            shifts = await read_shifts(connection, [today])
            expected = await read_expected(connection, week)
        shown = {day: shown_day(day, of_day, now) for day, of_day in counts.items()}
        begun = counted_hours(today, quarter_at(now))
        return Board(
            counted_until=quarter_at(now),
            today=shown[today],
            hours_begun=begun,
            expected=expected.get(today),
            expected_by_now=_by_now(expected.get(today), now),
            week=[
                DayOfWeek(day, shown.get(day), sum(expected[day]) if day in expected else None)
                for day in week
            ],
            places=places_at(shifts, now),
            places_by_hour=places_by_hour(shifts, today),
            freshness=await read_freshness(broker, self._durables, now),
        )


def _by_now(expected: HourlyForecast | None, now: datetime) -> float | None:
    """Return what was expected up to the last quarter hour of today."""
    if expected is None:
        return None
    hour, minutes = hour_at(now), quarter_at(now).minute
    return sum(expected[:hour]) + expected[hour] * minutes / 60


async def read_closed_days(
    readings: Readings, database: Database, now: datetime
) -> list[DayOfWeek]:
    """Return the newest seven closed days, the oldest first: all that a council sees."""
    days = closed_days(now)
    counts = await readings.of(database, days, now)
    async with database.read() as session:
        expected = await read_expected(await raw(session), days)
    return [
        DayOfWeek(
            day, shown_day(day, counts[day], now), sum(expected[day]) if day in expected else None
        )
        for day in days
    ]
