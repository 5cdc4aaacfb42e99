"""Take the attendance list of intervision or training."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.volunteers import TrainingAttended
from shared.outbox import OutboxRow, outbox_row, record

from volunteers.admission.require_applied import require_applied
from volunteers.amsterdam import day_of
from volunteers.half_days.commands import TakeAttendance
from volunteers.half_days.rules import SessionNotFound, check_was_held
from volunteers.half_days.tables import HalfDaySession
from volunteers.half_days.views import SessionView, view_of_session
from volunteers.persistence import lock, save

SELECT_ATTENDED = (
    "SELECT volunteer_id FROM half_day WHERE volunteer_id = ANY($1) AND session_id = $2"
)
INSERT_HALF_DAYS = """
INSERT INTO half_day (volunteer_id, session_id, attendance_id, on_day, half_days)
SELECT volunteer_id, $3, attendance_id, $4, $5
FROM unnest($1::uuid[], $2::uuid[]) AS listed (volunteer_id, attendance_id)
"""


async def take_attendance(
    connection: Connection, session_id: UUID, command: TakeAttendance, now: datetime
) -> SessionView:
    """Count the session for all on the list, each once; a second list adds to the first.

    The list of those who attended takes the place of the list of those expected: for who was not
    there, nothing is foreseen any more. Raises `SessionNotFound`, `SessionStillToCome` and
    `UnknownVolunteer`.
    """
    locked = await lock(connection, HalfDaySession, [session_id])
    if not locked:
        raise SessionNotFound(f"there is no session {session_id}")
    session = locked[0]
    check_was_held(session.on_day, day_of(now))
    await require_applied(connection, command.volunteer_ids)
    before = {
        row["volunteer_id"]
        for row in await connection.fetch(SELECT_ATTENDED, session.invited, session_id)
    }
    new = {one: uuid4() for one in sorted(set(command.volunteer_ids) - before)}
    await connection.execute(
        INSERT_HALF_DAYS, [*new], [*new.values()], session_id, session.on_day, session.half_days
    )
    session.invited = sorted(before | new.keys())
    await save(connection, [session], "invited")
    await record(connection, *(_attended(session, *each, now) for each in new.items()))
    return view_of_session(session, session.invited)


def _attended(
    session: HalfDaySession, volunteer_id: UUID, attendance_id: UUID, now: datetime
) -> OutboxRow:
    event = TrainingAttended(
        attendance_id=attendance_id,
        volunteer_id=volunteer_id,
        kind=session.kind,
        module=None,
        half_days=session.half_days,
        on=session.on_day,
    )
    return outbox_row(event, aggregate_id=attendance_id, version=1, now=now)
