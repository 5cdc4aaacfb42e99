"""Give a place of a shift back; who waits for it longest gets it in the same commit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from shared.database import Connection

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.admission.tables import Volunteer
from volunteers.amsterdam import DAY_HOURS, at_hour
from volunteers.fields import LAST_DAY
from volunteers.persistence import lock
from volunteers.shifts.hand_on import hand_on, load_waiting
from volunteers.shifts.keep_places import free_place
from volunteers.shifts.load_wanted import load_who_is_in
from volunteers.shifts.rules.company import check_mentor_may_leave
from volunteers.shifts.rules.places import ShiftNotFound, check_stands
from volunteers.shifts.rules.release import NotInShift, check_release_by_oneself
from volunteers.shifts.tables import Shift
from volunteers.shifts.tell import tell
from volunteers.shifts.vocabulary import ReleasedBy

SELECT_SHIFTS_TO_COME = """
SELECT shift_id FROM place JOIN shift USING (shift_id)
WHERE volunteer_id = $1 AND cancelled_at IS NULL AND starts_at > $2 AND starts_at < $3
"""


async def give_back(
    connection: Connection, shift_id: UUID, volunteer_id: UUID, *, by: ReleasedBy, now: datetime
) -> Shift:
    """Release a volunteer's place and return the shift; a past one's too, as a correction.

    Locks the volunteer and the first who wait, by id, then the shift. By oneself only until 48
    hours before (`TooLateToRelease`), and not from beside a trainee (`MentorNeeded`); else the
    trainee's place is released with the mentor's. Raises `ShiftNotFound`, `ShiftIsCancelled`,
    `NotInShift`.
    """
    waiting = await load_waiting(connection, [shift_id])
    people = await lock_volunteers(connection, [volunteer_id, *waiting[shift_id]])
    found = await lock(connection, Shift, [shift_id])
    if not found:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    (shift,) = found
    check_stands(shift_id, cancelled=shift.cancelled_at is not None)
    await _release(connection, shift, volunteer_id, people, by=by, now=now)
    return shift


async def leave_places(
    connection: Connection, volunteer_id: UUID, *, now: datetime, until: date | None = None
) -> Sequence[UUID]:
    """Release all places of a volunteer in shifts that begin from now up to a day, included.

    For who pauses, is suspended or leaves: called before the step, since it locks those who wait
    too, all by id. Returns the shifts.
    """
    last = at_hour(until or LAST_DAY, DAY_HOURS)
    first_read = await _shifts_to_come(connection, volunteer_id, now, last)
    waiting = await load_waiting(connection, first_read)
    people = await lock_volunteers(
        connection, [volunteer_id, *(one for some in waiting.values() for one in some)]
    )
    shift_ids = await _shifts_to_come(connection, volunteer_id, now, last)
    for shift in await lock(connection, Shift, shift_ids):
        if shift.cancelled_at is None:
            await _release(connection, shift, volunteer_id, people, by="way", now=now)
    return shift_ids


async def _release(
    connection: Connection, shift: Shift, volunteer_id: UUID, people: Mapping[UUID, Volunteer],
    *, by: ReleasedBy, now: datetime,
) -> None:  # fmt: skip
    who = (await load_who_is_in(connection, [shift.shift_id]))[shift.shift_id]
    staying = [one for one in who if one.volunteer_id != volunteer_id]
    if len(staying) == len(who):
        raise NotInShift(f"volunteer {volunteer_id} has no place in shift {shift.shift_id}")
    trainees = [one for one in staying if one.role == "trainee"]
    mentors = sum(one.role == "mentor" for one in staying)
    if by == "self":
        check_release_by_oneself(shift.shift_id, shift.span, now)
        check_mentor_may_leave(shift.shift_id, mentors=mentors, trainees=len(trainees))
    await free_place(connection, shift, volunteer_id, now)
    if shift.ends_at <= now:
        return
    newest_last = sorted(trainees, key=lambda one: (one.filled_at, one.volunteer_id))
    alone = [one.volunteer_id for one in newest_last[mentors:]]
    for trainee in alone:
        await free_place(connection, shift, trainee, now)
    told = alone if by == "self" else [volunteer_id, *alone]
    await tell(connection, "place_released", shift, told, now)
    await hand_on(connection, shift, people, now)


async def _shifts_to_come(
    connection: Connection, volunteer_id: UUID, now: datetime, last: datetime
) -> list[UUID]:
    rows = await connection.fetch(SELECT_SHIFTS_TO_COME, volunteer_id, now, last)
    return [row["shift_id"] for row in rows]
