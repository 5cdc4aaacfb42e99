"""People of volunteers for the tests of care, put into the database as they are."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

LONG_AGO = datetime(2016, 3, 1, 12, tzinfo=UTC)
PUT_LOCATION = """
INSERT INTO location (location_id, name, region) VALUES ($1, $2, 'Gelderland')
"""
PUT_VOLUNTEER = """
INSERT INTO volunteer (volunteer_id, location_id, channels, lines, role, applied_at, modules_done,
    signed_off_by, admitted_at, version, state, mentor_id)
VALUES ($1, $2, '{chat}', '{national}', 'listener', $3, '{1,2,3,4,5,6,7,8,9,10,11,12,13}', $5, $3,
    1, $4, $6)
"""
PUT_SUPERVISOR = """
INSERT INTO supervisor (supervisor_id, location_id, competencies, first_day, last_day)
VALUES ($1, $2, $3, '2016-01-01', NULL)
"""
PUT_CERTIFICATE = """
INSERT INTO certificate (certificate_id, supervisor_id, kind, issued_on, last_day)
VALUES ($1, $2, 'supervisor', '2016-01-01', $3)
"""


def a_name() -> str:
    """Return a location's name that no other has."""
    return "Zutphen " + "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex)


async def a_location(database) -> UUID:
    location_id = uuid4()
    async with database.commit() as connection:
        await connection.execute(PUT_LOCATION, location_id, a_name())
    return location_id


async def a_volunteer(
    database, location_id, *, admitted_at=LONG_AGO, state="active", mentor_id=None
) -> UUID:
    volunteer_id = uuid4()
    async with database.commit() as connection:
        await connection.execute(
            PUT_VOLUNTEER, volunteer_id, location_id, admitted_at, state, uuid4(), mentor_id
        )
    return volunteer_id


async def a_supervisor(
    database, location_id, *, competencies=("evaluation",), certified_until=date(2099, 1, 1),
    supervisor_id=None,
) -> UUID:  # fmt: skip
    """Put a supervisor into a location; `certified_until` None: without a certificate."""
    supervisor_id = supervisor_id or uuid4()
    async with database.commit() as connection:
        await connection.execute(PUT_SUPERVISOR, supervisor_id, location_id, list(competencies))
        if certified_until:
            await connection.execute(PUT_CERTIFICATE, uuid4(), supervisor_id, certified_until)
    return supervisor_id


async def rows(database, query, *values):
    async with database.commit() as connection:
        return [tuple(row) for row in await connection.fetch(query, *values)]


async def said(answer, status=200):
    assert answer.status_code == status, answer.text
    return answer.json()


def refused(answer) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["type"].rsplit(":", 1)[1]
