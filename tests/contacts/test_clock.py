"""The clock of the queue: real, or as development has set it."""

from datetime import UTC, datetime, timedelta

import pytest
from contacts.clock.clock import Clock, Setting
from contacts.clock.commands import SetClock
from contacts.clock.set_clock import set_clock
from shared.database import is_away

from tests.platform import Platform

SET_AT = datetime(2026, 1, 16, 12, tzinfo=UTC)


def test_a_clock_runs_from_what_it_was_set_to() -> None:
    setting = Setting(SET_AT, datetime(2016, 3, 20, 20, tzinfo=UTC), 30)
    assert setting.at(SET_AT + timedelta(seconds=2)) == datetime(2016, 3, 20, 20, 1, tzinfo=UTC)


def test_a_clock_that_cannot_be_set_is_real_at_once() -> None:
    assert abs(datetime.now(UTC) - Clock().now()) < timedelta(seconds=5)


def test_a_clock_that_may_have_been_set_shows_nothing_before_it_was_read() -> None:
    with pytest.raises(Exception, match="not read yet") as found:
        Clock(settable=True).now()
    # so a client is told to ask again, as it is while the database is away
    assert is_away(found.value)


async def test_a_clock_that_was_set_does_not_go_back_to_what_is_read_meanwhile(
    platform: Platform,
) -> None:
    database, clock = await platform.database("contacts"), Clock(settable=True)
    shows = [SET_AT + timedelta(hours=hours) for hours in (1, 9)]
    async with database.commit() as connection:
        await set_clock(connection, clock, SetClock(shows=shows[0]), SET_AT)
    async with database.commit() as connection:
        await set_clock(connection, clock, SetClock(shows=shows[1]), SET_AT + timedelta(seconds=1))
        async with database.commit() as another:
            await clock.read(another)
    assert clock.setting == Setting(SET_AT + timedelta(seconds=1), shows[1], 1)
