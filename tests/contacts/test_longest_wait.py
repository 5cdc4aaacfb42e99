"""The wait for which operators are alerted."""

from datetime import timedelta
from uuid import uuid4

from contacts.queue.longest_wait import find_longest_wait

from tests.platform import Platform

INSERT = """
INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, given_back, contact_id,
    token_hash, seal)
VALUES ($1, 'chat', 'national', $2, now() - $3::interval, $4, $1, '', '')
"""


async def test_it_is_of_those_who_wait_and_not_of_open_chats(platform: Platform) -> None:
    # given somebody who waits, an offer, a chat that lost its listener, and one that is open
    database = await platform.database("contacts")
    async with database.read() as session:
        assert await find_longest_wait(session) == 0
    async with database.commit() as connection:
        for state, minutes, given_back in (
            ("waiting", 2, False), ("offered", 5, False), ("waiting", 40, True),
            ("answered", 60, False),
        ):  # fmt: skip
            length = timedelta(minutes=minutes)
            await connection.execute(INSERT, uuid4(), state, length, given_back)
    # then
    async with database.read() as session:
        assert 2400 <= await find_longest_wait(session) < 2430
