"""Appoint a supervisor, and change what they supervise."""

from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.locations.require_location import require_location
from volunteers.persistence import insert, lock, save
from volunteers.supervisors.certificates import certificates_of
from volunteers.supervisors.commands import AppointSupervisor, ChangeSupervisor
from volunteers.supervisors.rules import AlreadySupervisor, SupervisorNotFound, check_days
from volunteers.supervisors.tables import Supervisor
from volunteers.supervisors.views import SupervisorView, view_of_supervisor

SERVICE_DAYS = "firstDay and lastDay"


async def appoint_supervisor(connection: Connection, command: AppointSupervisor) -> SupervisorView:
    """Record somebody as a supervisor of a location; staff get an id by it.

    Raises `DaysReversed`, `UnknownLocation` and `AlreadySupervisor`.
    """
    check_days(command.first_day, command.last_day, SERVICE_DAYS)
    await require_location(connection, command.location_id)
    supervisor_id = command.supervisor_id or uuid4()
    if await lock(connection, Supervisor, [supervisor_id]):
        raise AlreadySupervisor(
            f"{supervisor_id} is a supervisor already: change what is kept of them"
        )
    supervisor = Supervisor(
        supervisor_id=supervisor_id,
        location_id=command.location_id,
        competencies=command.competencies,
        first_day=command.first_day,
        last_day=command.last_day,
    )
    await insert(connection, supervisor)
    return view_of_supervisor(supervisor, [])


async def change_supervisor(
    connection: Connection, supervisor_id: UUID, command: ChangeSupervisor
) -> SupervisorView:
    """Replace a supervisor's competencies and days; raises `SupervisorNotFound`, `DaysReversed`."""
    check_days(command.first_day, command.last_day, SERVICE_DAYS)
    locked = await lock(connection, Supervisor, [supervisor_id])
    if not locked:
        raise SupervisorNotFound(f"there is no supervisor {supervisor_id}")
    supervisor = locked[0]
    supervisor.competencies = command.competencies
    supervisor.first_day, supervisor.last_day = command.first_day, command.last_day
    await save(connection, [supervisor], "competencies", "first_day", "last_day")
    return view_of_supervisor(supervisor, await certificates_of(connection, supervisor_id))
