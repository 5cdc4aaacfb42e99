"""What a process knows of the desks that are connected to it, over outages of the database."""

from typing import Any

from contacts.clock.clock import Clock
from contacts.desk.connected_listener import ConnectedListener
from contacts.desk.desks import Desks
from contacts.queue.replica import Replica
from shared.database import Database, DatabaseAway

from tests.contacts.given import VOLUNTEER
from tests.platform import Platform


async def look(desks: Desks, database: Database, *, lost: bool = False) -> None:
    """Look as a process does; `lost`: the database goes before the commit."""
    try:
        async with database.commit() as connection:
            await desks.look(connection)
            if lost:
                raise DatabaseAway
    except DatabaseAway:
        desks.tell_away()


async def test_a_desk_whose_opening_was_lost_with_the_database_is_opened_again(
    platform: Platform,
) -> None:
    # given a desk that is opened while the database goes
    database, clock = await platform.database("contacts"), Clock()
    desks, replica = Desks(clock), Replica(clock)
    unread: Any = None  # a socket that nobody reads
    listener = ConnectedListener(unread, VOLUNTEER, database, replica)
    desks.come(listener)
    await look(desks, database, lost=True)
    # when it is back
    await look(desks, database)
    # then this is the newest browser of the desk
    async with database.commit() as connection:
        newest = await connection.fetchval("SELECT connection_id FROM desk")
    assert newest == listener.connection_id
