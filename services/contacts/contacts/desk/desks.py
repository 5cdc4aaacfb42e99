"""The desks that are connected to this process, and what they are told."""

from typing import Protocol
from uuid import UUID

from shared.database import Connection

from contacts.clock.clock import Clock
from contacts.desk.queries import load_desks
from contacts.desk.views import DeskView

LIST_SOCKETS = "SELECT volunteer_id, connection_id FROM desk WHERE volunteer_id = ANY ($1::uuid[])"
LIST_SEALS = """
SELECT attempt_id, answered_by, seal FROM attempt
WHERE state = 'answered' AND answered_by = ANY ($1::uuid[])
"""


class ListenerHere(Protocol):
    """A listener's connection."""

    volunteer_id: UUID
    connection_id: UUID
    opened: bool

    async def open(self, connection: Connection) -> None:
        """Note that this is the newest browser of the desk."""

    async def told(self, desk: DeskView, seals: dict[UUID, bytes]) -> None:
        """Take how the desk is, and the seals of its open chats; it may be as before."""

    def tell_elsewhere(self) -> None:
        """Take that a newer browser has the desk."""

    def tell_away(self) -> None:
        """Take that the database cannot be reached."""


class Desks:
    """The listeners of this process."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.here: dict[UUID, ListenerHere] = {}

    def tell_away(self) -> None:
        """Tell all that the database cannot be reached."""
        for listener in list(self.here.values()):
            listener.tell_away()

    async def look(self, connection: Connection) -> None:
        """Tell each how the desk is."""
        if not self.here:
            return
        ids = list(self.here)
        for listener in list(self.here.values()):
            if not listener.opened:
                await listener.open(connection)
        sockets = await connection.fetch(LIST_SOCKETS, ids)
        newest = {row["volunteer_id"]: row["connection_id"] for row in sockets}
        desks = await load_desks(connection, ids, self.clock.now())
        seals: dict[UUID, dict[UUID, bytes]] = {}
        for row in await connection.fetch(LIST_SEALS, ids):
            seals.setdefault(row["answered_by"], {})[row["attempt_id"]] = row["seal"]
        for id_, desk in desks.items():
            found = self.here.get(id_)
            if found and newest.get(id_) == found.connection_id:
                await found.told(desk, seals.get(id_, {}))
            elif found:
                found.tell_elsewhere()
