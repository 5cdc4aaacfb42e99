"""What is forgotten of attempts, and when."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from contacts.clock.clock import Clock
from contacts.clock.commands import SetClock
from contacts.clock.set_clock import set_clock
from contacts.queue.forget_attempts import forget_attempts
from shared.database import Connection

from tests.platform import Platform

INSERT = """
INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, answered_at, ended_at,
    contact_id, token_hash, seal)
VALUES ($1, 'chat', 'national', $2, $3, $3, $3, $4, '', '')
"""
NOW = datetime.now(UTC)


async def keep(connection: Connection, state: str, age: timedelta) -> UUID:
    attempt_id = uuid4()
    await connection.execute(INSERT, attempt_id, state, NOW - age, uuid4())
    return attempt_id


async def test_what_is_over_is_forgotten_after_two_days_and_what_is_not_registered_stays(
    platform: Platform,
) -> None:
    # given attempts that are over, and one that nobody has registered for a hundred days
    database = await platform.database("contacts")
    async with database.commit() as connection:
        old = timedelta(hours=49)
        over = [await keep(connection, state, old) for state in ("registered", "abandoned")]
        young = await keep(connection, "no_listener", timedelta(hours=47))
        left = await keep(connection, "ended", timedelta(days=100))
        # when the rule has run until nothing is left to do
        while await forget_attempts(connection):
            pass
        # then
        rows = await connection.fetch("SELECT attempt_id, arrived_at FROM attempt")
    found = {row["attempt_id"]: row["arrived_at"] for row in rows}
    assert set(found) == {young, left}
    assert not {*over} & {*found}
    assert found[left].minute % 15 == 0
    assert found[left].second == found[left].microsecond == 0


async def test_the_time_that_passes_is_that_of_the_clock(platform: Platform) -> None:
    # given a clock that shows 2016, and an attempt that was abandoned just now by it
    database = await platform.database("contacts")
    then = datetime(2016, 3, 20, 20, 0, tzinfo=UTC)
    async with database.commit() as connection:
        await set_clock(connection, Clock(), SetClock(shows=then, rate=1), NOW)
        kept = await keep(connection, "abandoned", NOW - then)
        gone = await keep(connection, "abandoned", NOW - then + timedelta(hours=49))
        # when
        assert await forget_attempts(connection) == 1
        # then
        assert await connection.fetchval("SELECT attempt_id FROM attempt") == kept
    assert gone != kept
