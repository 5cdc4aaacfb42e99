"""Import one volunteer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from shared.database import Connection
from shared.outbox import record

from volunteers.admission.events import event_of
from volunteers.admission.lock_volunteer import require_volunteer
from volunteers.admission.rules.completion import MODULES, role_once_admitted
from volunteers.admission.tables import Volunteer
from volunteers.admission.take_step import keep_step
from volunteers.admission.vocabulary import Step
from volunteers.amsterdam import at_hour
from volunteers.imports.importing import Importing, refusing
from volunteers.imports.rows import VolunteerRow
from volunteers.imports.rules import (
    BeforeTheApplication,
    ChangedOnTheirWay,
    HasLeft,
    ReferenceTwice,
)
from volunteers.people.commands import DescribePerson
from volunteers.people.describe_person import describe_person
from volunteers.persistence import insert, save

SELECT_PERSON = "SELECT version, by_mail, by_push, reminder_hours FROM person WHERE person_id = $1"
NOT_KNOWN: dict[str, Any] = {
    "version": 0, "by_mail": True, "by_push": False, "reminder_hours": 24,
}  # fmt: skip


async def import_volunteer(row: VolunteerRow, importing: Importing) -> bool:
    """Import a volunteer, new or known by the reference; return whether they are new."""
    with refusing("reference"):
        if row.reference in importing.seen:
            raise ReferenceTwice("this reference stands in a row above: keep one of the two")
    importing.seen.add(row.reference)
    location_id = await importing.location(row.location, importing.today)
    known = importing.known.get(row.reference)
    if known is None:
        volunteer_id = await _take_over(row, location_id, importing)
    else:
        volunteer_id = known
        await _change(row, known, location_id, importing)
    if row.name is not None:
        await _describe(row, volunteer_id, importing)
    return known is None


async def _take_over(row: VolunteerRow, location_id: UUID, importing: Importing) -> UUID:
    """Insert a volunteer: an applicant, or somebody who was trained and admitted elsewhere."""
    applied_on = row.applied_on or row.admitted_on or importing.today
    _check_days(applied_on, row.admitted_on, importing.today)
    volunteer = Volunteer(
        volunteer_id=uuid4(),
        location_id=location_id,
        channels=row.channels,
        lines=row.lines,
        role=row.role,
        applied_at=at_hour(applied_on, 0),
        external_reference=row.reference,
    )
    if row.admitted_on:
        volunteer.modules_done = list(MODULES)
        volunteer.signed_off_channels = volunteer.admitted_channels = volunteer.channels
        volunteer.role = role_once_admitted(row.role)
        volunteer.admitted_at = at_hour(row.admitted_on, 0)
        volunteer.state = "active"
    await insert(importing.connection, volunteer)
    step: Step = "admit" if row.admitted_on else "apply"
    day = row.admitted_on or applied_on
    await keep_step(importing.connection, volunteer, step, importing.now, day)
    await record(importing.connection, event_of(volunteer, importing.now))
    return volunteer.volunteer_id


def _check_days(applied_on: date, admitted_on: date | None, today: date) -> None:
    with refusing("admittedOn" if admitted_on else "appliedOn"):
        if applied_on > (admitted_on or today) or (admitted_on or today) > today:
            raise BeforeTheApplication(
                "appliedOn is a past day, and admittedOn one between it and today"
            )


async def _change(
    row: VolunteerRow, volunteer_id: UUID, location_id: UUID, importing: Importing
) -> None:
    """Change the location and the lines of a known volunteer; of an applicant, the rest too."""
    volunteer = await require_volunteer(importing.connection, volunteer_id)
    with refusing("reference"):
        importing.reach.require(f"volunteer {volunteer_id}", location=volunteer.location_id)
        if volunteer.state == "left":
            raise HasLeft(f"volunteer {volunteer_id} has left: let them apply again")
    before = volunteer.model_dump()
    volunteer.location_id, volunteer.lines = location_id, row.lines
    _check_way(row, volunteer)
    if not volunteer.admitted_channels:
        volunteer.channels, volunteer.role = row.channels, row.role
    if volunteer.model_dump() == before:
        return
    volunteer.version += 1
    columns = ("location_id", "lines", "channels", "role", "version")
    await save(importing.connection, [volunteer], *columns)
    await record(importing.connection, event_of(volunteer, importing.now))


def _check_way(row: VolunteerRow, volunteer: Volunteer) -> None:
    """Refuse what only a step of the way changes."""
    told = f"volunteer {volunteer.volunteer_id} is {volunteer.state} here"
    admitted = bool(volunteer.admitted_channels)
    with refusing("admittedOn"):
        if row.admitted_on and not admitted:
            raise ChangedOnTheirWay(f"{told}: their way goes on here, leave admittedOn out")
    with refusing("channels"):
        if admitted and row.channels != volunteer.channels:
            raise ChangedOnTheirWay(f"{told}: another channel is signed off by a trainer")
    with refusing("role"):
        if admitted and role_once_admitted(row.role) != volunteer.role:
            raise ChangedOnTheirWay(f"{told}, and stays a {volunteer.role}")


async def _describe(row: VolunteerRow, volunteer_id: UUID, importing: Importing) -> None:
    """Keep the name and the addresses, sealed; how somebody wants to be reminded stays."""
    connection: Connection = importing.connection
    found = await connection.fetchrow(SELECT_PERSON, volunteer_id)
    kept: dict[str, Any] = dict(found) if found else NOT_KNOWN
    command = DescribePerson(
        name=row.name or "",
        email=row.email,
        phone=row.phone,
        street=row.street,
        postal_code=row.postal_code,
        city=row.city,
        language=row.language,
        by_mail=kept["by_mail"],
        by_push=kept["by_push"],
        reminder_hours=kept["reminder_hours"],
    )
    moment: datetime = importing.now
    with refusing("name"):
        await describe_person(
            connection, volunteer_id, command, importing.keys, expected=kept["version"], now=moment
        )
