"""How each operation of care asks, and what somebody has of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

if TYPE_CHECKING:  # that module takes the cases of this one
    from tests.http.asking import Served
    from tests.http.records import Case, Somebody

SUPERVISES = {"competencies": ["evaluation"], "firstDay": "2016-01-01"}
CERTIFICATE = {"kind": "supervisor", "issuedOn": "2016-01-01", "lastDay": "2099-12-31"}
HELD, CALLED = {"heldOn": "2016-09-01"}, {"calledOn": "2016-03-08"}
PUT_EVALUATION = """
INSERT INTO evaluation (evaluation_id, volunteer_id, due_on, version)
VALUES ($1, $2, '2016-09-01', 1)
"""
PUT_AFTER_CARE = """
INSERT INTO after_care (contact_id, volunteer_id, contact_day, heavy, sequence, mentor_id)
VALUES ($1, $2, '2016-03-07', true, '1', $2)
"""


async def with_care(volunteers: Served, one: Somebody) -> None:
    """Give them a supervisor, an interview, a session of half-days, and calls that are theirs."""
    supervisor, evaluation, session, later = (uuid4() for _ in range(4))
    async with volunteers.app.state.database.commit() as connection:
        await connection.execute(
            "INSERT INTO supervisor VALUES ($1, $2, '{evaluation}', '2016-01-01', NULL)",
            supervisor, one.location,
        )  # fmt: skip
        await connection.execute(
            "INSERT INTO certificate VALUES ($1, $2, 'supervisor', '2016-01-01', '2099-12-31')",
            uuid4(), supervisor,
        )  # fmt: skip
        await connection.execute(PUT_EVALUATION, evaluation, one.person)
        await connection.execute(
            "INSERT INTO half_day_session VALUES ($1, $2, 'intervision', '2016-09-01', 1, $3)",
            session, one.location, [one.person],
        )  # fmt: skip
        for contact in (UUID(one.ids["contact_id"]), later):
            await connection.execute(PUT_AFTER_CARE, contact, one.person)
    one.ids |= {"supervisor_id": str(supervisor), "evaluation_id": str(evaluation)}
    one.ids |= {"session_id": str(session)}
    one.ids["not_called_id"] = str(later)


def interview_of(one: Somebody) -> dict[str, Any]:
    supervisor = one.ids["supervisor_id"]
    return {
        "volunteerId": str(one.person), "supervisorId": supervisor, "plannedOn": "2016-09-01"
    }  # fmt: skip


def session_of(one: Somebody) -> dict[str, Any]:
    return {
        "locationId": str(one.location), "kind": "training", "on": "2016-09-02", "halfDays": 1
    }  # fmt: skip


def cases_of_care(of: Somebody, case: type[Case]) -> dict[str, Callable[[], Case]]:
    """Return the cases; nothing that is written in an interview is needed for them."""
    appointed = {"locationId": str(of.location), **SUPERVISES}
    return {
        "POST /v1/supervisors": lambda: case(appointed),
        "GET /v1/supervisors": lambda: case(lists="supervisor_id"),
        "PUT /v1/supervisors/{supervisor_id}": lambda: case(SUPERVISES),
        "POST /v1/supervisors/{supervisor_id}/certificates": lambda: case(CERTIFICATE),
        "GET /volunteers/supervisors": lambda: case(lists="supervisor_id"),
        "POST /volunteers/supervisors": lambda: case(form=appointed),
        "GET /volunteers/supervisors/{supervisor_id}": case,
        "POST /volunteers/supervisors/{supervisor_id}/change": lambda: case(form=SUPERVISES),
        "POST /volunteers/supervisors/{supervisor_id}/certificates": lambda: case(
            form={"kind": "trainer", "issuedOn": "2016-01-01", "validUntil": "2099-12-31"}
        ),
        "POST /volunteers/supervisors/{supervisor_id}/contact": lambda: case(
            form={"name": "Iemand Verzonnen"}
        ),
        "GET /v1/evaluations": lambda: case(lists="evaluation_id"),
        "POST /v1/evaluations": lambda: case(interview_of(of)),
        "GET /v1/evaluations/{evaluation_id}/reflection": case,
        "PUT /v1/evaluations/{evaluation_id}/reflection": lambda: case({"reflection": ""}),
        "POST /v1/evaluations/{evaluation_id}/holding": lambda: case(HELD),
        "POST /v1/half-day-sessions": lambda: case(session_of(of)),
        "GET /v1/half-day-sessions": lambda: case(lists="session_id"),
        "POST /v1/half-day-sessions/{session_id}/attendance": lambda: case({"volunteerIds": []}),
        "GET /v1/volunteers/{volunteer_id}/half-days": case,
        "GET /v1/after-care": lambda: case(lists="contact_id"),
        "POST /v1/after-care/{contact_id}/call": lambda: case(CALLED),
        # Who has left by now has no interview to come.
        "GET /volunteers/evaluations": lambda: case(own=True),
        "POST /volunteers/evaluations": lambda: case(form=interview_of(of)),
        "GET /volunteers/evaluations/{evaluation_id}": case,
        "POST /volunteers/evaluations/{evaluation_id}/reflection": lambda: case(form={}),
        "POST /volunteers/evaluations/{evaluation_id}/holding": lambda: case(form=HELD),
        "GET /volunteers/half-days": lambda: case(own=True),
        "POST /volunteers/half-days": lambda: case(form=session_of(of)),
        "GET /volunteers/half-days/{session_id}": case,
        "POST /volunteers/half-days/{session_id}": lambda: case(form={}),
        "GET /volunteers/after-care": lambda: case(lists="not_called_id"),
        "POST /volunteers/after-care/{contact_id}": lambda: case(form=CALLED),
    }
