"""Certificates of a supervisor: recorded, read, and asked for before an interview."""

from datetime import date
from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.persistence import insert, lock
from volunteers.supervisors.commands import RecordCertificate
from volunteers.supervisors.rules import (
    SupervisorNotFound,
    UnknownSupervisor,
    check_days,
    check_may,
)
from volunteers.supervisors.tables import Certificate, Supervisor
from volunteers.supervisors.views import SupervisorView, view_of_supervisor
from volunteers.supervisors.vocabulary import SupervisorCompetency

SELECT_CERTIFICATES = """
SELECT certificate_id, supervisor_id, kind, issued_on, last_day FROM certificate
WHERE supervisor_id = $1 ORDER BY issued_on, certificate_id
"""


async def record_certificate(
    connection: Connection, supervisor_id: UUID, command: RecordCertificate
) -> SupervisorView:
    """Add a certificate; raises `SupervisorNotFound` and `DaysReversed`."""
    check_days(command.issued_on, command.last_day, "issuedOn and lastDay")
    locked = await lock(connection, Supervisor, [supervisor_id])
    if not locked:
        raise SupervisorNotFound(f"there is no supervisor {supervisor_id}")
    certificate = Certificate(
        certificate_id=uuid4(),
        supervisor_id=supervisor_id,
        kind=command.kind,
        issued_on=command.issued_on,
        last_day=command.last_day,
    )
    await insert(connection, certificate)
    return view_of_supervisor(locked[0], await certificates_of(connection, supervisor_id))


async def certificates_of(connection: Connection, supervisor_id: UUID) -> list[Certificate]:
    """Return a supervisor's certificates, the oldest first."""
    return [
        Certificate(**row) for row in await connection.fetch(SELECT_CERTIFICATES, supervisor_id)
    ]


async def require_supervisor(
    connection: Connection, supervisor_id: UUID, competency: SupervisorCompetency, on_day: date
) -> None:
    """Refuse somebody who may not do this work on a day, as `check_may`.

    Raises `UnknownSupervisor` too.
    """
    locked = await lock(connection, Supervisor, [supervisor_id])
    if not locked:
        raise UnknownSupervisor(f"there is no supervisor {supervisor_id}: record them first")
    supervisor = locked[0]
    certificates = await certificates_of(connection, supervisor_id)
    check_may(
        supervisor_id,
        competency,
        on_day,
        days=(supervisor.first_day, supervisor.last_day),
        competencies=supervisor.competencies,
        certified=[(one.issued_on, one.last_day) for one in certificates],
    )
