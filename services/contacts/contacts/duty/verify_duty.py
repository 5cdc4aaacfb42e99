"""Verify that a volunteer was on duty when a contact started."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from contacts.duty.lock_duty import lock_duty
from contacts.duty.rules import GRACE, Duty, decide_duty
from contacts.duty.volunteers_known import nothing_set_aside

# One condition for those who register and for those who settle: a row named `contact` has the
# `volunteer_id` and `started_at` that are looked for.
ON_SHIFT = f"""EXISTS (
    SELECT FROM place JOIN shift USING (shift_id)
    WHERE place.volunteer_id = contact.volunteer_id AND taken AND NOT cancelled
    AND contact.started_at BETWEEN starts_at - interval '{GRACE.seconds} s'
        AND ends_at + interval '{GRACE.seconds} s'
)"""
# The lock is that of `lock_duty`; here it costs no statement of its own.
LOCK_AND_FIND_DUTY = f"""
SELECT EXISTS (SELECT FROM listener WHERE listener.volunteer_id = contact.volunteer_id)
        AS admitted,
    {ON_SHIFT} AS on_shift,
    EXISTS (SELECT FROM location WHERE location_id = $3)
    AND ($4::uuid IS NULL OR EXISTS (SELECT FROM location WHERE location_id = $4))
        AS locations_open,
    pg_advisory_xact_lock(hashtextextended(contact.volunteer_id::text, 0))
FROM (SELECT $1::uuid AS volunteer_id, $2::timestamptz AS started_at) AS contact
"""  # noqa: S608


class DutyUnknown(Exception):
    """The shift is not known here: ask volunteers, without a connection, and try once more."""


async def verify_duty(
    connection: Connection,
    *,
    volunteer_id: UUID,
    started_at: datetime,
    answered_at_location_id: UUID,
    line_location_id: UUID | None,
    heard_all: bool | None,
    needs_shift: bool = True,
) -> bool:
    """Lock the volunteer; return whether they are known to have been on duty; raise if surely not.

    Until the commit no other transaction decides about a contact of this volunteer.
    Without `needs_shift` whoever is admitted is on duty at any hour, as for letters.
    `heard_all` says whether all that volunteers knows has arrived here. None: nobody has asked yet;
    raises DutyUnknown then, where the volunteer is not known to be on duty. Raises
    VolunteerNotOnDuty and LocationNotOpen.
    """
    asked = (volunteer_id, started_at, answered_at_location_id, line_location_id)
    if heard_all is None:
        if (await _find_duty(connection, *asked, needs_shift=needs_shift)).verified:
            return True
        raise DutyUnknown
    # Nothing of these is settled from here until the commit: the contact is either verified now
    # or found by the handler of the shift.
    locations = [answered_at_location_id, *([line_location_id] if line_location_id else [])]
    await lock_duty(connection, [volunteer_id, *locations])
    duty = await _find_duty(connection, *asked, needs_shift=needs_shift)
    known = heard_all and await nothing_set_aside(connection)
    return decide_duty(duty, heard_all=known, volunteer_id=volunteer_id)


async def _find_duty(
    connection: Connection,
    volunteer_id: UUID,
    started_at: datetime,
    answered_at_location_id: UUID,
    line_location_id: UUID | None,
    *,
    needs_shift: bool,
) -> Duty:
    row = await connection.fetchrow(
        LOCK_AND_FIND_DUTY,
        volunteer_id,
        started_at,
        answered_at_location_id,
        line_location_id,
    )
    assert row is not None
    return Duty(
        admitted=row["admitted"], on_shift=row["on_shift"] or not needs_shift,
        locations_open=row["locations_open"],
    )  # fmt: skip
