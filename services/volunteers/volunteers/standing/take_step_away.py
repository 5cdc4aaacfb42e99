"""Pause, suspend or leave: the places that this covers fall free in the same commit."""

from datetime import date, datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.admission.lock_volunteer import require_volunteer
from volunteers.admission.reach import require_volunteers
from volunteers.admission.rules.way import step_away
from volunteers.admission.take_step import take_step
from volunteers.admission.views import VolunteerView, view_of_volunteer
from volunteers.admission.vocabulary import Step
from volunteers.amsterdam import day_of
from volunteers.persistence import save
from volunteers.shifts.give_back import leave_places
from volunteers.standing.commands import Pause
from volunteers.standing.give_up import end_all, give_up
from volunteers.standing.rules import check_until


async def pause(
    connection: Connection, volunteer_id: UUID, command: Pause, reach: Reach, now: datetime
) -> VolunteerView:
    """Let a volunteer pause; what they had taken until its last day falls free.

    Raises `VolunteerNotFound`, `BeyondReach`, `StepNotPossible`, `PauseInThePast`.
    """
    check_until(command.until, day_of(now))
    return await _step_away(
        connection, volunteer_id, "pause", reach=reach, now=now, until=command.until
    )


async def suspend(
    connection: Connection, volunteer_id: UUID, reach: Reach, now: datetime
) -> VolunteerView:
    """Suspend a volunteer; all that they had taken falls free."""
    return await _step_away(connection, volunteer_id, "suspend", reach=reach, now=now)


async def leave(
    connection: Connection, volunteer_id: UUID, reach: Reach, now: datetime
) -> VolunteerView:
    """Let an applicant withdraw or a volunteer leave, for good; all that they had falls free."""
    return await _step_away(connection, volunteer_id, None, reach=reach, now=now)


async def come_back(
    connection: Connection, volunteer_id: UUID, step: Step, reach: Reach, now: datetime
) -> VolunteerView:
    """Resume after a pause, or reinstate after a suspension; raises `StepNotPossible`."""
    await require_volunteers(connection, [volunteer_id], reach)
    volunteer = await require_volunteer(connection, volunteer_id)
    await take_step(connection, volunteer, step, now)
    return view_of_volunteer(volunteer)


async def _step_away(
    connection: Connection, volunteer_id: UUID, step: Step | None, *, reach: Reach, now: datetime,
    until: date | None = None,
) -> VolunteerView:  # fmt: skip
    """Take the step and give up what it covers; without a step the one that leads away."""
    # First of all: it locks those who wait for the places too, all by id.
    await leave_places(connection, volunteer_id, now=now, until=until)
    await require_volunteers(connection, [volunteer_id], reach)
    volunteer = await require_volunteer(connection, volunteer_id)
    await take_step(connection, volunteer, step or step_away(volunteer.state), now)
    if until is not None:
        volunteer.paused_until = until
        await save(connection, [volunteer], "paused_until")
    await give_up(connection, volunteer_id, now, until)
    if volunteer.state == "left":
        await end_all(connection, volunteer_id, day_of(now))
    return view_of_volunteer(volunteer)
