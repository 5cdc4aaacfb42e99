"""The desks that are connected to this process, and what they are told."""

from uuid import UUID

from shared.database import Connection

from contacts.clock.clock import Clock
from contacts.desk.connected_listener import ConnectedListener
from contacts.desk.queries import load_desks

LIST_SOCKETS = "SELECT volunteer_id, connection_id FROM desk WHERE volunteer_id = ANY ($1::uuid[])"
LIST_SEALS = """
SELECT attempt_id, answered_by, seal FROM attempt
WHERE state = 'answered' AND answered_by = ANY ($1::uuid[]) AND seal IS NOT NULL
"""


class Desks:
    """The listeners of this process."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.here: dict[UUID, ConnectedListener] = {}
        self._opening: list[ConnectedListener] = []

    def come(self, listener: ConnectedListener) -> None:
        """Connect a listener; a newer browser takes the place of an older, which is told."""
        before = self.here.get(listener.volunteer_id)
        self.here[listener.volunteer_id] = listener
        if before is not None:
            before.tell_elsewhere()

    def go(self, listener: ConnectedListener) -> None:
        """Disconnect a listener, unless a newer browser has the place."""
        if self.here.get(listener.volunteer_id) is listener:
            del self.here[listener.volunteer_id]

    def tell_away(self) -> None:
        """Tell all that the database cannot be reached; what the last look opened was lost."""
        for listener in self._opening:
            listener.opened = False
        for listener in list(self.here.values()):
            listener.tell_away()

    async def look(self, connection: Connection) -> None:
        """Tell each how the desk is; who comes meanwhile is told by the next look."""
        here = dict(self.here)
        self._opening = [one for one in here.values() if not one.opened]
        if not here:
            return
        ids = list(here)
        for listener in self._opening:
            await listener.open(connection)
        sockets = await connection.fetch(LIST_SOCKETS, ids)
        newest = {row["volunteer_id"]: row["connection_id"] for row in sockets}
        desks = await load_desks(connection, ids, self.clock.now())
        seals: dict[UUID, dict[UUID, bytes]] = {}
        for row in await connection.fetch(LIST_SEALS, ids):
            seals.setdefault(row["answered_by"], {})[row["attempt_id"]] = row["seal"]
        for id_, desk in desks.items():
            found = here[id_]
            if self.here.get(id_) is not found:
                continue
            if newest.get(id_) == found.connection_id:
                await found.told(desk, seals.get(id_, {}))
            else:
                found.tell_elsewhere()
