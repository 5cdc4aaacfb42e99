"""A listener as letters know one."""

from uuid import UUID

from shared.database import Connection

from contacts.mailbox.rules import Writer

# A letter may be answered outside shifts: it counts for the listener's own location then.
FIND_WRITER = """
SELECT role, NOT suspended AND 'email' = ANY (channels) AS admitted, coalesce((
    SELECT shift.location_id FROM desk JOIN shift USING (shift_id)
    WHERE desk.volunteer_id = listener.volunteer_id AND desk.state <> 'absent'
), location_id) AS location_id
FROM listener WHERE volunteer_id = $1
"""


async def find_writer(connection: Connection, volunteer_id: UUID) -> Writer:
    """Return whether a volunteer is admitted for letters, as what, and where."""
    row = await connection.fetchrow(FIND_WRITER, volunteer_id)
    if row is None:
        return Writer(volunteer_id, admitted=False, role=None, location_id=None)
    return Writer(volunteer_id, bool(row["admitted"]), row["role"], row["location_id"])
