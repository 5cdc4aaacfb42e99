"""What the pages of care show: an interview, half-days, a call, a course; and the pages."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from shared.roles import Role

from tests.browser.site import Person, Site
from tests.volunteers import desk

CALL_DUE = """
INSERT INTO after_care (contact_id, volunteer_id, contact_day, heavy, sequence, mentor_id)
VALUES ($1, $2, $3, true, '1', $4)
"""
IS_MENTOR = "UPDATE volunteer SET role = 'mentor' WHERE volunteer_id = $1"


async def given_care(site: Site, location: str, listener: str, mentor: str) -> None:
    """Give a listener an interview with a mentor, half-days and a call; add who supervises."""
    running = site.services["volunteers"]
    client, today = running.client, datetime.now(UTC).date()
    body = {"supervisorId": mentor, "locationId": location, "competencies": ["evaluation"],
            "firstDay": "2016-01-01"}  # fmt: skip
    await desk.post(client, "/supervisors", **body)
    path = f"/supervisors/{mentor}/certificates"
    certificate = {"kind": "supervisor", "issuedOn": "2016-01-01", "lastDay": "2099-12-31"}
    await desk.post(client, path, **certificate)
    staff = await desk.post(
        client,
        "/supervisors",
        locationId=location,
        competencies=["training", "selection"],
        firstDay="2016-01-01",
    )
    lapsed = {"kind": "trainer", "issuedOn": "2020-01-01", "lastDay": "2023-12-31"}
    await desk.post(client, f"/supervisors/{staff['supervisorId']}/certificates", **lapsed)
    name = {"name": "Ans Toezicht", "email": "ans@verzonnen.example"}
    kept = await client.put(f"/v1/people/{staff['supervisorId']}", json=name)
    assert kept.status_code == 200, kept.text
    planned = f"{today + timedelta(days=9)}"
    evaluation = await desk.post(
        client, "/evaluations", volunteerId=listener, supervisorId=mentor, plannedOn=planned
    )
    both = {"locationId": location, "volunteerIds": [listener, mentor]}
    held = await desk.post(
        client, "/half-day-sessions", kind="training", on=f"{today}", halfDays=2, **both
    )
    path = f"/half-day-sessions/{held['sessionId']}/attendance"
    await desk.post(client, path, volunteerIds=[listener])
    session = await desk.post(
        client, "/half-day-sessions", kind="intervision", on=f"{today}", halfDays=1, **both
    )
    course = {"course": "listening-1", "client": "ORG-SCHOOL-1", "on": f"{today}"}
    answer = await client.post("/v1/course-deliveries", json=course)
    assert answer.status_code == 201, answer.text
    async with running.database.commit() as connection:
        await connection.execute(IS_MENTOR, UUID(mentor))
        for days in (1, 5):
            day = today - timedelta(days=days)
            await connection.execute(CALL_DUE, uuid4(), UUID(listener), day, UUID(mentor))
    site.persons["supervisor"] = Person(Role.TRAINER, UUID(mentor), (UUID(location),))
    site.values["volunteers"] |= {
        "evaluation_id": evaluation["evaluationId"], "session_id": session["sessionId"],
        "year": f"{today.year}", "supervisor_id": staff["supervisorId"],
    }  # fmt: skip
